"""A server for tests of the gate and of our routes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.served import Served, served


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Served]:
    """A server of an empty home; nobody is signed in."""
    with served(tmp_path / "home") as running:
        yield running
