"""A video comes in over real HTTP: whole or not at all, wherever it is cut, whatever it is called."""

from __future__ import annotations

import os
import resource
import time
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.ui.served import Served
from ui.routes.uploads import file_name
from workflow.errors import UploadGone
from workflow.jobs.uploads import remove_abandoned, uploaded_file, uploads_folder


def inside(door: Served) -> list[Path]:
    """Every file and folder of the uploads; one that goes while it is looked at is gone."""
    walk = os.walk(uploads_folder(door.room.settings.home))
    return sorted(Path(place) / name for place, folders, files in walk for name in (*folders, *files))


def until_empty(door: Served) -> None:
    """The server notices a hang-up a moment later."""
    end = time.monotonic() + 10
    while inside(door):
        assert time.monotonic() < end, inside(door)
        time.sleep(0.02)


def test_a_video_lies_on_the_disk_under_its_name(door: Served) -> None:
    """And the answer says which it is."""
    door.sign_in()
    film = os.urandom(3_000_001)
    answer = door.ask("PUT", f"/uploads?name={quote('Жінки 1.MP4')}", body=film)
    assert answer.status == 201
    told = answer.json
    assert (told["name"], told["bytes"]) == ("Жінки 1.mp4", len(film))
    file = uploaded_file(door.room.settings.home, told["upload"])
    assert file.name == "Жінки 1.mp4"
    assert file.read_bytes() == film
    assert len(inside(door)) == 2


def test_nothing_is_there_until_it_is_whole_and_nothing_is_left_of_what_was_cut_off(door: Served) -> None:
    """The browser goes away in the middle."""
    door.sign_in()
    with door.line() as line:
        line.sendall(_head(door, 10_000_000) + b"x" * 2_500_000)
        end = time.monotonic() + 10
        while len(inside(door)) < 2:
            assert time.monotonic() < end
            time.sleep(0.01)
        folder, part = inside(door)
        assert part.name.startswith(".")
        with pytest.raises(UploadGone):
            uploaded_file(door.room.settings.home, folder.name)
    until_empty(door)


def test_there_is_no_room_for_it(door: Served) -> None:
    """It is refused by its size, before it is sent; nothing is made for it."""
    door.sign_in()
    with door.line() as line:
        line.sendall(_head(door, 10**15))
        answer = b"".join(iter(lambda: line.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 507")
    assert b"make room there" in answer
    assert b"connection: close" in answer.lower()  # else a browser would send all of it first
    assert inside(door) == []


def test_the_disk_is_full_in_the_middle(door: Served) -> None:
    """One sentence, and nothing is left. A limit on the size of files stands for a disk that is full."""
    door.sign_in()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2 << 20, before[1]))
    try:
        answer = door.ask("PUT", "/uploads?name=a.mp4", body=b"x" * (5 << 20))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert answer.status == 507
    assert "disk is full" in answer.why
    assert inside(door) == []


def test_an_empty_file_is_refused(door: Served) -> None:
    """A folder that was dropped comes as one."""
    door.sign_in()
    answer = door.ask("PUT", "/uploads?name=a.mp4", body=b"")
    assert answer.status == 400
    assert "empty" in answer.why
    assert inside(door) == []


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("film.mp4", "film.mp4"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\anna\\film.MOV", "film.mov"),
        (".hidden.mp4", "hidden.mp4"),
        ("..", "video"),
        (".", "video"),
        ("", "video"),
        (".mp4", "mp4"),
        ("a\x00b\n.mp4", "ab.mp4"),
        ("a/", "video"),
        ("CON.mp4 ", "CON.mp4"),
        ("фільм.webm", "фільм.webm"),
        ("a.b.c.mkv", "a.b.c.mkv"),
        ("film.mp4/../x", "x"),
        ("film.<script>", "film.script"),
        ("film.<b>x", "film.bx"),
        ("film.mp4 (copy)", "film"),
        ("film\u202e4pm.exe", "film4pm.exe"),
    ],
)
def test_names_are_made_plain(asked: str, name: str) -> None:
    """No folder, nothing hidden, nothing that cannot be shown."""
    assert file_name(asked) == name


def test_a_long_name_keeps_its_ending() -> None:
    """File systems count bytes, and Cyrillic letters have two."""
    name = file_name("я" * 300 + ".mp4")
    assert name.endswith("я.mp4")
    assert len(name.encode()) <= 150


def test_what_nobody_came_back_for_is_removed_after_a_day(tmp_path: Path) -> None:
    """Not what a transcription still waits for, and not what came in just now."""
    root = uploads_folder(tmp_path)
    files = {name: root / name / "film.mp4" for name in ("old", "needed", "new")}
    for file in (*files.values(), root / "part" / ".part"):
        file.parent.mkdir(parents=True)
        file.write_bytes(b"x")
    old = time.time() - 90_000
    for folder in ("old", "needed", "part"):
        for path in (*(root / folder).iterdir(), root / folder):
            os.utime(path, (old, old))
    remove_abandoned(tmp_path, [files["needed"]], older_than_s=86_400)
    assert sorted(path.name for path in root.iterdir()) == ["needed", "new"]


def _head(door: Served, length: int) -> bytes:
    lines = (
        "PUT /uploads?name=a.mp4 HTTP/1.1",
        f"Host: {door.host}",
        f"Origin: http://{door.host}",
        f"Cookie: {door.cookie}",
        f"Content-Length: {length}",
        "Connection: close",
    )
    return "\r\n".join((*lines, "", "")).encode()
