"""A store in a folder of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from workflow.store import Store


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The newsroom's folder; its name has what a URL would trip over."""
    return tmp_path / "the home?%20#1"


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    with Store(home) as opened:
        yield opened
