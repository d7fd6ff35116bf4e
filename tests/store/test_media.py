"""Media files by content hash."""

from __future__ import annotations

import hashlib
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.store.factories import media_file
from workflow.errors import NotMedia, StoreError
from workflow.store.media import MediaStore

BIG = b"0123456789abcdef" * 200_000  # 3.2 MB: several blocks


@pytest.fixture
def media(home: Path) -> MediaStore:
    (home / "locks").mkdir(parents=True)
    return MediaStore(home)


def files(home: Path) -> list[str]:
    return sorted(path.name for path in (home / "media").rglob("*") if path.is_file())


def test_a_file_is_copied_under_its_hash(media: MediaStore, tmp_path: Path, home: Path) -> None:
    """The original is only read, and progress counts its bytes up to the last."""
    told: list[tuple[int, int]] = []
    source = media_file(tmp_path, BIG, "Film Één.MP4")
    stored = media.add(source, lambda done, total: told.append((done, total)))
    assert stored.sha256 == hashlib.sha256(BIG).hexdigest()
    assert stored.path == home / "media" / stored.sha256[:2] / f"{stored.sha256}.mp4"
    assert stored.path.read_bytes() == source.read_bytes() == BIG
    assert told[-1] == (len(BIG), len(BIG))
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert media.path(stored.sha256) == stored.path


def test_the_same_content_is_stored_once(media: MediaStore, tmp_path: Path, home: Path) -> None:
    """Under whatever name it comes in again."""
    first = media.add(media_file(tmp_path, BIG, "film.mp4"))
    second = media.add(media_file(tmp_path, BIG, "copy.mov"))
    assert first == second
    assert files(home) == [first.path.name]


def test_an_odd_ending_is_left_out(media: MediaStore, tmp_path: Path) -> None:
    """Only a plain ending becomes part of a file name here."""
    assert media.add(media_file(tmp_path, b"x", "film.m p;4")).path.suffix == ""


def test_derived_files_stand_beside_it_and_go_with_it(media: MediaStore, tmp_path: Path, home: Path) -> None:
    """Peaks and posters are found by the film's hash."""
    stored = media.add(media_file(tmp_path))
    poster = media.derived(stored.sha256, "poster.jpg")
    poster.write_bytes(b"picture")
    assert media.path(stored.sha256) == stored.path
    media.remove(stored.sha256)
    media.remove(stored.sha256)
    assert files(home) == []
    with pytest.raises(StoreError, match="is missing"):
        media.path(stored.sha256)


@pytest.mark.parametrize("name", ["../x", "a/b", "", ".hidden", "a b"])
def test_derived_names_stay_in_their_folder(media: MediaStore, name: str) -> None:
    """No name leads elsewhere."""
    with pytest.raises(StoreError, match="cannot name a derived file"):
        media.derived("0" * 64, name)


@pytest.mark.parametrize("sha256", ["", "../../etc", "0" * 63, "*" * 64, "A" * 64])
def test_only_hashes_are_looked_up(media: MediaStore, sha256: str) -> None:
    """Nor does any hash."""
    with pytest.raises(StoreError, match="is no SHA-256"):
        media.path(sha256)


def test_what_cannot_be_read_is_named(media: MediaStore, tmp_path: Path, home: Path) -> None:
    """A folder, nothing at all, a pipe that would never end."""
    os.mkfifo(tmp_path / "pipe")
    for name, why in (
        ("", "it is a folder"),
        ("nothing.mp4", "there is no such file"),
        ("pipe", "it is no plain file"),
    ):
        with pytest.raises(NotMedia, match=why):
            media.add(tmp_path / name)
    assert not (home / "media").exists()


def test_an_interrupted_copy_leaves_nothing(media: MediaStore, tmp_path: Path, home: Path) -> None:
    """Ctrl-C in the middle: no part, no half file."""

    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        media.add(media_file(tmp_path, BIG), interrupt)
    assert files(home) == []


def test_a_callers_own_error_stays_its_own(media: MediaStore, tmp_path: Path) -> None:
    """A closed terminal under the progress bar is not a full disk."""

    def closed(done: int, total: int) -> None:
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        media.add(media_file(tmp_path, BIG), closed)


def test_what_a_killed_copy_left_is_removed_by_the_next(media: MediaStore, tmp_path: Path, home: Path) -> None:
    """`kill -9` leaves a part; the next run clears it, but never one that is being written."""
    source = media_file(tmp_path, BIG)
    code = (
        "import os, signal, sys; from pathlib import Path; from workflow.store.media import MediaStore\n"
        "MediaStore(Path(sys.argv[1])).add(Path(sys.argv[2]), lambda *_: os.kill(os.getpid(), signal.SIGKILL))"
    )
    assert subprocess.run([sys.executable, "-c", code, home, source], check=False).returncode == -signal.SIGKILL
    assert "part" in files(home)

    def meanwhile(done: int, total: int) -> None:
        if done == total:
            media.add(media_file(tmp_path, b"another film", "another.mp4"))

    first = media.add(source, meanwhile)
    assert len(files(home)) == 2
    assert first.path.read_bytes() == BIG


def test_a_full_disk_is_one_sentence_and_leaves_nothing(media: MediaStore, tmp_path: Path, home: Path) -> None:
    """The system's limit on a file's size fails a write as a full disk does."""
    source = media_file(tmp_path, BIG)
    before, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, before[1]))
    try:
        with pytest.raises(StoreError, match=r"media could not be written: File too large\."):
            media.add(source)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert files(home) == []


def test_a_file_larger_than_the_free_space_is_not_begun(media: MediaStore, tmp_path: Path, home: Path) -> None:
    """A sparse file of an exabyte is refused before a byte is copied."""
    source = tmp_path / "huge.mp4"
    with source.open("wb") as file:
        file.truncate(8 << 40)
    with pytest.raises(StoreError, match="make room"):
        media.add(source)
    assert files(home) == []
