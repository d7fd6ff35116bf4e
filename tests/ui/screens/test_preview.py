"""What publishing would do, that it is done when it is confirmed, and what is said of it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.cli_support import CRIMEAN
from tests.steps.desk_factories import SLUG, Window, save, set_text
from tests.store.factories import STORY
from tests.ui.screens.pages import checked, open_screen, said
from ui.newsroom import Newsroom, opened
from workflow.media.probe import probe
from workflow.settings import Settings


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    """A newsroom with a story, its video, and captions that an engine has made."""
    with opened(Settings(tmp_path / "home")) as newsroom:
        video = CRIMEAN / "video.mp4"
        media = newsroom.store.media.add(video)
        facts = replace(probe(video), sha256=media.sha256, name=video.name)
        newsroom.store.stories.add(replace(STORY, slug=SLUG), facts, by="Anna")
        save(newsroom.store, ["Nobody comes with us to court", "They stand outside"])
        yield newsroom


def track(room: Newsroom) -> int:
    return room.store.tracks.list(SLUG)[0].id


def publish(room: Newsroom) -> AppTest:
    """Do what the dialog's button does, which only a browser can press, and look at the page when it is over."""

    def script(slug: str) -> None:
        from ui import session  # noqa: PLC0415  AppTest runs the source of this function alone

        session.publish(slug)

    checked(AppTest.from_function(script, args=(SLUG,), default_timeout=30).run())
    until = time.monotonic() + 30
    while not (errand := room.publishing.of(SLUG)) or not errand.is_done:
        assert time.monotonic() < until, "a publication does not end"
        time.sleep(0.02)
    return open_screen("preview", story=SLUG)


def test_captions_that_nobody_approved_go_out_as_such(room: Newsroom) -> None:
    """The page says it beforehand in the words of the reader's menu; the receipt says where, when and by whom."""
    page = open_screen("preview", story=SLUG)
    assert "Revision 1 goes out as “en (automatic captions, not yet reviewed)”. Nobody has approved it" in said(page)
    assert "Nothing yet." in said(page)
    page = publish(room)
    folder = room.settings.site / SLUG
    assert (folder / "index.html").is_file()
    assert "Published today at" in said(page)
    assert "English captions, revision 1, published today at" in said(page)
    assert folder.as_uri() in said(page)


def test_what_is_approved_goes_out_and_later_edits_stay(room: Newsroom) -> None:
    """Both are said before and nothing of it is news to whoever presses the button."""
    room.desk.approve(track(room), "Chief")
    window = Window(room.desk, track(room), "Anna", "w1")
    window.do(set_text(next(iter(window.cues)), "Nobody came with us to court"))
    page = open_screen("preview", story=SLUG)
    assert "Revision 1 goes out as “en (CC)”." in said(page)
    assert "Revision 2, which is newer, is not approved and stays here." in said(page)
    page = publish(room)
    assert "go out as revision 1, which is approved; revision 2 is not" in said(page)
    [vtt] = (room.settings.site / SLUG).glob("*.vtt")
    assert "Nobody comes with us" in vtt.read_text("utf-8")


def test_edits_that_were_taken_back_are_no_newer_revision(room: Newsroom) -> None:
    """What is approved has everything in it: neither the preview nor the history speaks of more."""
    window = Window(room.desk, track(room), "Anna", "w1")
    room.desk.approve(track(room), "Chief")
    window.do(set_text(next(iter(window.cues)), "Nobody came with us to court"))
    window.do({"kind": "undo"})
    room.desk.approve(track(room), "Chief")
    assert "Revision 1 goes out" in said(page := open_screen("preview", story=SLUG))
    assert "which is newer" not in said(page)
    assert room.desk.revisions(track(room))["uncut"] == 0


def test_looking_makes_no_revision(room: Newsroom) -> None:
    """Edits that are in no revision stay so until something goes out."""
    window = Window(room.desk, track(room), "Anna", "w1")
    window.do(set_text(next(iter(window.cues)), "Nobody came with us to court"))
    page = open_screen("preview", story=SLUG)
    assert "Revision 2 goes out" in said(page)
    assert room.store.tracks.list(SLUG)[0].draft == 1


def test_open_findings_are_said(room: Newsroom) -> None:
    """How many, of which weight, in which captions."""
    save(room.store, ["This line is much too long to be read by anybody in the time that it is shown for"])
    assert "open in the English captions." in said(open_screen("preview", story=SLUG))


def test_a_folder_of_somebody_elses_is_refused_before_the_button(room: Newsroom) -> None:
    """The command line's sentence, and a button that is off."""
    folder = room.settings.site / SLUG
    folder.mkdir(parents=True)
    (folder / "letters.txt").write_text("Dear Anna")
    page = open_screen("preview", story=SLUG)
    assert "holds files that are no publication of ours" in said(page)
    assert page.button(key="publish").disabled


def test_a_publication_that_fails_says_why(room: Newsroom) -> None:
    """One sentence, in the place of the receipt; readers keep what they had."""
    room.settings.site.write_text("This is a file.")
    [error, *_] = [one.value for one in publish(room).error]
    assert "could not be written" in error.replace("\\", "")
    assert room.store.publications.list(SLUG) == ()


def test_nothing_goes_out_before_it_is_confirmed(room: Newsroom) -> None:
    """The button asks first, and says once more what readers get."""
    page = checked(open_screen("preview", story=SLUG).button(key="publish").click().run())
    assert "English captions: Revision 1 goes out as" in said(page)
    assert [one.label for one in page.button if one.key == "publish_now"] == ["Publish now"]
    assert room.publishing.of(SLUG) is None


def test_a_story_without_captions_says_what_to_do(room: Newsroom, tmp_path: Path) -> None:
    """Nothing can go out, and the page says so where it would be."""
    stored = room.store.stories.get(SLUG)
    room.store.stories.add(replace(STORY, slug="silent"), stored.video, by="Anna")
    page = open_screen("preview", story="silent")
    assert "as soon as the story has captions" in said(page)
    assert "has no captions to publish" in said(page)
    assert page.button(key="publish").disabled


@pytest.mark.parametrize(
    ("screen", "query", "sentence"),
    [
        ("preview", {"story": "gone"}, "There is no story “gone”"),
        ("review", {"story": "gone"}, "There is no story “gone”"),
        ("review", {"story": SLUG, "track": "99"}, "These captions are not there any more"),
        ("review", {"story": SLUG, "track": "<b>x"}, "These captions are not there any more"),
    ],
)
def test_an_address_of_something_that_is_gone_is_one_sentence(
    room: Newsroom, screen: str, query: dict[str, str], sentence: str
) -> None:
    """Somebody keeps an old link, or has mistyped one."""
    assert sentence in said(open_screen(screen, **query))
