"""Fixtures for every part."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser_support import chromium_arguments, chromium_path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One real Chromium for the whole run; without one the test fails and says how to get it."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium_path(playwright), args=chromium_arguments())
        yield running
        running.close()
