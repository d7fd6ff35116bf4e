"""A story's video, picture and waveform over real HTTP: in parts, marked, and of stories in the store alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli_support import CRIMEAN
from tests.terminals import listening
from tests.ui.served import Served, served
from workflow.media.peaks import PAIR_MS, read_peaks
from workflow.steps.stories import new_story
from workflow.story import Story

FILM = (CRIMEAN / "video.mp4").read_bytes()
AT = "/media/crimea"


@pytest.fixture(scope="module")
def watching(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Anna is signed in, and the sample's video is a story's, to which nobody has listened yet."""
    with served(tmp_path_factory.mktemp("media") / "home") as door:
        watch, _ = listening(quiet=True)
        new_story(
            Story("crimea", "Crimea", "Text."), CRIMEAN / "video.mp4", store=door.room.store, by="Anna", watch=watch
        )
        door.sign_in()
        yield door


def test_the_whole_video(watching: Served) -> None:
    """With what a browser needs to seek in it and to keep it."""
    answer = watching.get(f"{AT}/video")
    assert answer.status == 200
    assert answer.body == FILM
    assert answer.headers["content-type"] == "video/mp4"
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"].startswith("private")
    assert {"etag", "last-modified", "content-length"} <= answer.headers.keys()
    assert "content-encoding" not in watching.get(f"{AT}/video", Accept_Encoding="gzip").headers


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-99", slice(0, 100)),
        ("bytes=1000-", slice(1000, None)),
        ("bytes=-10", slice(-10, None)),
        ("bytes=0-99999999999", slice(0, None)),
    ],
)
def test_a_part_of_it(watching: Served, asked: str, part: slice) -> None:
    """HTTP Range."""
    answer = watching.get(f"{AT}/video", Range=asked)
    assert answer.status == 206
    assert answer.body == FILM[part]
    assert answer.headers["content-range"].endswith(f"/{len(FILM)}")


def test_a_part_that_is_not_there(watching: Served) -> None:
    answer = watching.get(f"{AT}/video", Range=f"bytes={len(FILM)}-")
    assert answer.status == 416


def test_what_the_browser_has_is_not_sent_again(watching: Served) -> None:
    """By its ETag; and a part of a file that has become another is the whole of it."""
    first = watching.ask("HEAD", f"{AT}/video")
    assert (first.status, first.body) == (200, b"")
    assert int(first.headers["content-length"]) == len(FILM)
    mark = first.headers["etag"]
    assert watching.get(f"{AT}/video", If_None_Match=mark).status == 304
    assert watching.get(f"{AT}/video", If_None_Match='"other"').status == 200
    assert watching.get(f"{AT}/video", Range="bytes=0-9", If_Range=mark).status == 206
    assert watching.get(f"{AT}/video", Range="bytes=0-9", If_Range='"other"').status == 200


def test_the_picture(watching: Served) -> None:
    answer = watching.get(f"{AT}/poster.jpg?v=1")
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.body.startswith(b"\xff\xd8\xff")
    assert "immutable" in answer.headers["cache-control"]


def test_a_waveform_that_nobody_has_made_is_made_when_it_is_asked_for(watching: Served, tmp_path: Path) -> None:
    """Once; the next one comes from the disk. The video has one sound, and no second."""
    answer = watching.get(f"{AT}/peaks-0.bin")
    assert answer.status == 200
    (tmp_path / "peaks").write_bytes(answer.body)
    video = watching.room.store.stories.get("crimea").video
    assert abs(len(read_peaks(tmp_path / "peaks")) * PAIR_MS - video.duration_ms) < 500
    assert watching.get(f"{AT}/peaks-0.bin", If_None_Match=answer.headers["etag"]).status == 304
    other = watching.get(f"{AT}/peaks-1.bin")
    assert other.status == 409
    assert "no audio stream 1" in other.why


ODD = (
    "/media/none/video",
    "/media/%2e%2e/video",
    "/media/..%2f..%2fstorytrack.db/video",
    "/media/crimea%00/video",
    "/media/CRIMEA/video",
    "/media/crimea/../../storytrack.db",
)


def test_only_stories_of_the_store_have_media(watching: Served) -> None:
    """No part of an address is ever part of a path on the disk; what is none of ours goes on to the pages."""
    for path in ODD:
        answer = watching.get(path)
        assert answer.status == 404 or answer.json["person"], path
        assert b"SQLite" not in answer.body


def test_a_story_without_a_picture(watching: Served) -> None:
    """As one that is sound alone."""
    store = watching.room.store
    poster = store.media.derived(store.stories.get("crimea").video.sha256, "poster.jpg")
    kept = poster.read_bytes()
    poster.unlink()
    assert watching.get(f"{AT}/poster.jpg").status == 404
    poster.write_bytes(kept)
