"""Commands made of several steps: refused before anything is kept, and gone on with when they were interrupted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.media.factories import Sound, make_video, tone
from tests.terminals import listening
from workflow.bootstrap import Hearing, Workshop
from workflow.commands import caption_video, plan_hearing, publish_to
from workflow.errors import BadSlug, NoAudio, SlugTaken, StorytrackError
from workflow.settings import Settings
from workflow.steps.exchange import import_track
from workflow.steps.stories import new_story, read_story
from workflow.store import Store

EMBEDDED = Hearing(engine="pocketsphinx", language="en")
TEXT = "Harbour opens\n\nThe harbour opened today.\n"
CAPTIONS = "WEBVTT\n\n00:00.200 --> 00:01.500\nThe harbour opened.\n"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Workshop]:
    with Store(tmp_path / "home") as store:
        yield Workshop(Settings(home=tmp_path / "home"), store, listening(quiet=True)[0], "Anna")


@pytest.fixture
def video(tmp_path: Path) -> Path:
    return make_video(tmp_path / "harbour.mp4", 2.0, audio=Sound(tone(2.0)))


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.md"
    path.write_text(TEXT, "utf-8")
    return path


@pytest.mark.parametrize(
    "hearing",
    [
        Hearing(engine="siri"),
        Hearing(engine="pocketsphinx", language="uk"),
        Hearing(engine="pocketsphinx", task="translate"),
        replace(EMBEDDED, profile="wild"),
        replace(EMBEDDED, script=Path("/nowhere/script.txt")),
    ],
)
def test_what_cannot_be_heard_is_refused_before_the_video_is_kept(
    shop: Workshop, video: Path, story: Path, hearing: Hearing
) -> None:
    """A wrong choice costs no copy of a long video and leaves no story behind."""
    with pytest.raises(StorytrackError):
        caption_video(shop, video, story, None, hearing)
    assert shop.store.stories.list() == ()


def test_slug_that_cannot_be_a_name_is_refused(shop: Workshop, video: Path, story: Path) -> None:
    """It would name files elsewhere."""
    with pytest.raises(BadSlug, match=r"\.\./elsewhere"):
        caption_video(shop, video, story, None, EMBEDDED, slug="../elsewhere")
    assert shop.store.stories.list() == ()


def test_resumed_story_takes_its_new_text_and_no_other_video(
    shop: Workshop, video: Path, story: Path, tmp_path: Path
) -> None:
    """The same command after a correction publishes the corrected text; another video is another story."""
    key = _taken_in(shop, video, story)
    story.write_text(TEXT.replace("today", "yesterday"), "utf-8")
    with pytest.raises(NoAudio):  # a tone holds no words; the story is gone on with all the same
        caption_video(shop, video, story, tmp_path / "site", EMBEDDED)
    stored = shop.store.stories.get("harbour-opens")
    assert (stored.id, stored.story.text) == (key, "The harbour opened yesterday.")
    publish_to(shop, stored, tmp_path / "site")
    assert "opened yesterday" in (tmp_path / "site" / "index.html").read_text("utf-8")

    other = make_video(tmp_path / "other.mp4", 1.0, audio=Sound(tone(1.0)))
    with pytest.raises(SlugTaken):
        caption_video(shop, other, story, tmp_path / "site", EMBEDDED)


def test_plan_gives_one_engine_however_often_it_is_asked(shop: Workshop, video: Path, story: Path) -> None:
    """A model is loaded once, and a warning about a stand-in is said once."""
    _taken_in(shop, video, story)
    plan = plan_hearing(shop, shop.store.stories.get("harbour-opens").story, EMBEDDED)
    assert plan.engine() is plan.engine()


def _taken_in(shop: Workshop, video: Path, story: Path) -> int:
    """The story with captions that a person brought in, as an interrupted run would leave it; its key."""
    stored = new_story(read_story(story), video, store=shop.store, by=shop.by, watch=shop.terminal)
    file = story.with_name("captions.vtt")
    file.write_text(CAPTIONS, "utf-8")
    import_track(
        stored, file, language="en", kind="captions", label="", store=shop.store, by=shop.by, watch=shop.terminal
    )
    return stored.id
