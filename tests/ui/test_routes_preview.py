"""The page as readers would get it, by routes: the same as what publishing writes, and never out of date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.cli_support import CRIMEAN
from tests.steps.desk_factories import Window, set_text
from tests.terminals import listening
from tests.ui.served import Served, served
from workflow.captions.cue import Cue
from workflow.captions.track import Track
from workflow.steps.publish import publish_story
from workflow.steps.stories import new_story
from workflow.story import Story

SLUG = "crimea"
AT = f"/preview/{SLUG}/"


@pytest.fixture
def reading(tmp_path: Path) -> Iterator[tuple[Served, int]]:
    """Anna is signed in, and the sample's video has a caption from an engine; its track's id."""
    watch, _ = listening(quiet=True)
    with served(tmp_path / "home") as door:
        store = door.room.store
        story = Story(SLUG, "Crimea <b>", "Wives & mothers.\n\n<script>x</script>")
        new_story(story, CRIMEAN / "video.mp4", store=store, by="Anna", watch=watch)
        track = Track((Cue("1", 0, 4000, ("This is a story.",)),), kind="captions", language="en", label="English")
        kept = store.tracks.save_revision(
            SLUG, track, author="Anna", origin="automatic", made_by="an engine", profile="web-news"
        )
        door.sign_in()
        yield door, kept.track_id


def parts(html: bytes) -> set[str]:
    """The files that the page asks for."""
    return set(re.findall(r'(?:src|href|poster)="([^":/]+\.[a-z0-9]+)"', html.decode()))


def test_it_is_what_publishing_writes(reading: tuple[Served, int], tmp_path: Path) -> None:
    """The page and every file of it, byte by byte but for the moment of publication."""
    door, _ = reading
    watch, _ = listening(quiet=True)
    store = door.room.store
    publish_story(
        store.stories.get(SLUG), tmp_path / "site", store=store, by="Anna", now=datetime.now(UTC), watch=watch
    )
    written = {path.name: path.read_bytes() for path in (tmp_path / "site").iterdir()}
    page = door.get(AT)
    assert page.headers["content-type"].startswith("text/html")
    assert without_moment(page.body) == without_moment(written["index.html"])
    names = parts(page.body)
    assert len(names) == 5  # video, picture, captions, style, script
    for name in names:
        assert door.get(AT + name).body == written[name], name


def without_moment(html: bytes) -> bytes:
    return re.sub(rb"20\d\d-[\d:T.+Z-]+", b"", html)


def test_an_edit_is_in_it_at_once_and_no_revision_is_made_for_it(reading: tuple[Served, int]) -> None:
    """Captions that a page loaded before the edit asks for are those of now, too."""
    door, track = reading
    [old] = [name for name in parts(door.get(AT).body) if name.endswith(".vtt")]
    window = Window(door.room.desk, track, "Anna", "window-1")
    window.do(set_text(next(iter(window.cues)), "This is another story."))
    page = door.get(AT)
    assert b"This is another story." in page.body
    [new] = [name for name in parts(page.body) if name.endswith(".vtt")]
    assert new != old
    for name in (old, new):
        answer = door.get(AT + name)
        assert answer.headers["content-type"].startswith("text/vtt")
        assert b"This is another story." in answer.body
    assert door.room.store.tracks.list(SLUG)[0].draft == 1


def test_what_is_approved_goes_out_whatever_was_edited_since(reading: tuple[Served, int]) -> None:
    """As publishing does it."""
    door, track = reading
    door.room.desk.approve(track, "Boris")
    window = Window(door.room.desk, track, "Anna", "window-1")
    window.do(set_text(next(iter(window.cues)), "This is another story."))
    page = door.get(AT)
    assert b"This is a story." in page.body
    assert b"not yet reviewed" not in page.body


def test_its_policy_is_the_readers_and_only_we_may_frame_it(reading: tuple[Served, int]) -> None:
    """Every file of it has the policy, the video is sent in parts, and nothing is kept by the browser but the video."""
    door, _ = reading
    for name in ("", *parts(door.get(AT).body)):
        answer = door.get(AT + name)
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]
        assert "public" not in answer.headers["cache-control"]
    [film] = [name for name in parts(door.get(AT).body) if name.endswith(".mp4")]
    assert door.get(AT + film, Range="bytes=0-9").status == 206


def test_what_is_not_there(reading: tuple[Served, int], tmp_path: Path) -> None:
    """A sentence, as a page where a page was asked for; nothing outside the page is ever sent."""
    door, _ = reading
    assert door.get("/preview/none/").status == 404
    framed = door.ask("GET", "/preview/none/", headers={"Sec-Fetch-Dest": "iframe"})
    assert framed.headers["content-type"].startswith("text/html")
    assert "frame-ancestors 'self'" in framed.headers["content-security-policy"]
    for name in ("x.vtt", "index.html", "%2e%2e", "..%2fstorytrack.db", "crimea.xx.captions.r1.vtt", "style.css"):
        assert door.get(AT + name).status == 404, name
    answer = door.get(f"/preview/{SLUG}")
    assert (answer.status, answer.headers["location"]) == (307, AT)


def test_a_story_without_captions_has_no_page_yet(reading: tuple[Served, int], tmp_path: Path) -> None:
    """The sentence is that of publishing."""
    door, _ = reading
    watch, _ = listening(quiet=True)
    new_story(Story("other", "Other", ""), CRIMEAN / "video.mp4", store=door.room.store, by="Anna", watch=watch)
    answer = door.get("/preview/other/")
    assert answer.status == 409
    assert "no captions" in answer.why


@pytest.mark.browser
def test_in_a_browser_its_captions_are_shown(browser: Browser, reading: tuple[Served, int]) -> None:
    """Under its own policy: style, script, video and captions load."""
    door, _ = reading
    name, _, value = door.cookie.partition("=")
    context = browser.new_context()
    context.add_cookies([{"name": name, "value": value, "url": f"http://{door.host}"}])
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.on("response", lambda answer: problems.append(answer.url) if answer.status >= 400 else None)
    page.goto(f"http://{door.host}{AT}")
    expect(page.get_by_text("This is a story.").first).to_be_visible()
    page.wait_for_function("document.querySelector('video').readyState >= 1")
    page.wait_for_function("document.querySelector('video').textTracks[0].cues?.length === 1")
    assert [one for one in problems if not one.endswith("favicon.ico")] == []
    context.close()
