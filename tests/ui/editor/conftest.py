"""What the editor's tests have in common: a newsroom with captions, over a real store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.editor.desk_page import Newsroom
from workflow.store import Store


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    with Store(tmp_path / "home") as store:
        yield Newsroom(store)
