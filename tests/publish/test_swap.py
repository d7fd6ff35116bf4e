"""One folder in the place of another."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest

from workflow.publish import swap
from workflow.publish.swap import exchange, replace_folder


def a_folder(path: Path, word: str) -> Path:
    path.mkdir()
    (path / "word").write_text(word)
    return path


@pytest.mark.skipif(sys.platform != "linux", reason="which other systems can exchange depends on their file system")
def test_two_names_are_exchanged_in_one_step(tmp_path: Path) -> None:
    """A reader in a tight loop finds a word at every single look."""
    one, other = a_folder(tmp_path / "one", "old"), a_folder(tmp_path / "other", "new")
    missed: list[OSError] = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            try:
                assert (one / "word").read_text() in ("old", "new")
            except OSError as error:
                missed.append(error)

    reader = threading.Thread(target=look)
    reader.start()
    for _ in range(2001):
        assert exchange(other, one)
    done.set()
    reader.join()
    assert missed == []
    assert ((one / "word").read_text(), (other / "word").read_text()) == ("new", "old")


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="needs a second file system")  # noqa: S108  only its name
def test_a_real_failure_is_no_missing_ability(tmp_path: Path) -> None:
    """Another file system: the error comes out, and nothing was changed."""
    elsewhere = a_folder(Path(f"/dev/shm/storytrack-test-{os.getpid()}"), "new")  # noqa: S108  removed below
    try:
        one = a_folder(tmp_path / "one", "old")
        with pytest.raises(OSError, match="cross-device"):
            replace_folder(elsewhere, one, tmp_path / "aside")
        assert (one / "word").read_text() == "old"
    finally:
        (elsewhere / "word").unlink()
        elsewhere.rmdir()


@pytest.mark.parametrize("there", ["missing", "empty"])
def test_a_free_place_is_taken_with_one_rename(tmp_path: Path, there: str) -> None:
    """No step in between, nothing left behind."""
    built = a_folder(tmp_path / "built", "new")
    if there == "empty":
        (tmp_path / "target").mkdir()
    replace_folder(built, tmp_path / "target", tmp_path / "aside")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["target"]


def test_without_exchange_the_old_folder_steps_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a file system that cannot exchange; and back it comes if the new one cannot take its place."""
    monkeypatch.setattr(swap, "exchange", lambda _one, _other: False)
    target, built = a_folder(tmp_path / "target", "old"), a_folder(tmp_path / "built", "new")
    replace_folder(built, target, tmp_path / "aside")
    assert (target / "word").read_text() == "new"
    assert (tmp_path / "aside" / "word").read_text() == "old"

    with pytest.raises(FileNotFoundError):
        replace_folder(tmp_path / "gone", target, tmp_path / "aside2")
    assert (target / "word").read_text() == "new"
