"""A new story, asked for on the screen: what is understood, what is refused, and what goes into the queue."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.cli_support import CRIMEAN
from tests.steps.desk_factories import SLUG, save
from tests.store.factories import stored_story
from tests.ui.screens.pages import checked, open_screen, said
from ui.newsroom import Newsroom, opened
from workflow.bootstrap import hearing_from_json
from workflow.jobs.uploads import uploads_folder
from workflow.settings import Settings
from workflow.store import Job

TEXT = "The women who carry on\n\nMore than 100 men are held.\n\nVideo by Crimean Solidarity"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    """A newsroom whose videos are heard by the embedded engine unless said otherwise."""
    with opened(Settings(tmp_path / "home", engine="pocketsphinx")) as newsroom:
        # Its starter believes that it has just started a worker: these tests look at the queue, nobody works it off.
        newsroom.starter._started_at = float("inf")
        yield newsroom


def upload(room: Newsroom, page: AppTest, source: Path = CRIMEAN / "video.mp4") -> Path:
    """A video as it lies after the browser has sent it, and the page as the browser then tells it."""
    target = uploads_folder(room.settings.home) / "a1b2" / source.name
    target.parent.mkdir(parents=True)
    target.write_bytes(source.read_bytes())
    page.session_state["new.video"] = {"video": {"upload": "a1b2", "name": source.name, "bytes": 1}}
    return target


def write(page: AppTest, text: str) -> AppTest:
    return checked(page.text_area(key="new.text").set_value(text).run())


def press(page: AppTest) -> AppTest:
    return checked(page.button(key="new_start").click().run())


def only_job(room: Newsroom) -> Job:
    [job] = room.store.jobs.list()
    return job


def test_what_is_understood_of_a_text_is_said_at_once(room: Newsroom) -> None:
    """Headline, language, credit and the name in addresses, before anything is asked for."""
    page = write(open_screen("new"), TEXT)
    assert "“The women who carry on”, English, 6 words, video by Crimean Solidarity" in said(page)
    assert "the-women-who-carry-on" in said(page)
    assert "heard by pocketsphinx" in said(page)


@pytest.mark.parametrize(
    ("text", "slug", "sentence"),
    [
        ("---\nlanguage: klingonish\n---\nA headline", "", "which is no BCP 47 language tag"),
        (TEXT, "Not A Slug", "use a-z, 0-9 and single hyphens"),
        (TEXT, SLUG, "A story named 'a-story' is already here: give this one another “Name in addresses”."),
    ],
)
def test_a_text_that_cannot_be_taken_is_refused_in_the_command_lines_words(
    room: Newsroom, tmp_path: Path, text: str, slug: str, sentence: str
) -> None:
    """The sentence stands under the text, and nothing is asked for."""
    stored_story(room.store, tmp_path, SLUG)
    page = write(open_screen("new"), text)
    page = press(page.text_input(key="new.slug").set_value(slug).run())
    assert sentence in said(page)
    assert room.store.jobs.list() == ()


def test_a_language_that_the_engine_does_not_hear_is_refused_beforehand(room: Newsroom) -> None:
    """The embedded engine would write Ukrainian down as invented English."""
    page = write(open_screen("new"), TEXT)
    page = checked(page.multiselect(key="new.spoken").set_value(["uk"]).run())
    assert "pocketsphinx hears English only" in said(page)
    upload(room, page)
    press(page)
    assert room.store.jobs.list() == ()


def test_what_is_missing_is_said_when_the_button_is_pressed(room: Newsroom) -> None:
    """First the text, then the video."""
    page = press(open_screen("new"))
    assert "The story has no text yet" in said(page)
    page = press(write(page, TEXT))
    assert "There is no video yet" in said(page)


def test_a_story_goes_into_the_queue_as_it_was_filled_in(room: Newsroom) -> None:
    """Text, video, engine, languages and rules are kept with the job; afterwards the form is empty."""
    page = write(open_screen("new"), TEXT)
    page = checked(page.selectbox(key="new.profile").set_value("bbc").run())
    page = checked(page.multiselect(key="new.spoken").set_value(["en"]).run())
    page = checked(page.checkbox(key="new.hear_all").check().run())
    video = upload(room, page)
    page = press(page)
    job = only_job(room)
    hearing = hearing_from_json(job.hearing)
    assert (job.slug, job.headline, job.video) == ("the-women-who-carry-on", "The women who carry on", str(video))
    assert room.store.jobs.text(job.id) == f"---\nlanguage: en\n---\n\n{TEXT}"
    assert (hearing.engine, hearing.language, hearing.profile) == ("pocketsphinx", "en", "bbc")
    assert hearing.hear_all
    assert page.text_area(key="new.text").value == ""
    assert not page.checkbox(key="new.hear_all").value


def test_a_file_without_sound_is_refused_by_its_name(room: Newsroom, tmp_path: Path) -> None:
    """Whoever chose it does not know where it lies on the server."""
    page = write(open_screen("new"), TEXT)
    (tmp_path / "notes.mp4").write_text("These are notes, and no video.")
    upload(room, page, tmp_path / "notes.mp4")
    page = press(page)
    assert "notes.mp4 cannot be used as a video" in said(page)
    assert str(room.settings.home) not in said(page)
    assert room.store.jobs.list() == ()


def test_known_words_are_kept_for_the_worker(room: Newsroom) -> None:
    """A text to be timed to the sound needs no engine in English; the worker finds it in a file."""
    page = write(open_screen("new"), TEXT)
    page = checked(page.radio(key="new.make").set_value("script").run())
    assert "no engine has to hear the words" in said(page)
    upload(room, page)
    assert "There are no words yet" in said(press(page))
    page = checked(page.text_area(key="new.script").set_value("MAYE: This is a story about the women.").run())
    press(page)
    script = hearing_from_json(only_job(room).hearing).script
    assert script is not None
    assert script.read_text("utf-8") == "MAYE: This is a story about the women."


def test_a_story_that_is_there_is_heard_again(room: Newsroom, tmp_path: Path) -> None:
    """Corrected captions are replaced only where that was said."""
    stored_story(room.store, tmp_path, SLUG)
    save(room.store, ["Who will speak?"])
    page = open_screen("new", story=SLUG)
    assert not [box for box in page.checkbox if box.key == "new.over"]
    save(room.store, ["Who will speak up?"], origin="person")
    page = checked(page.run())
    page = checked(page.multiselect(key="new.spoken").set_value(["en"]).run())
    press(checked(page.checkbox(key="new.over").check().run()))
    assert hearing_from_json(only_job(room).hearing).over_corrections
    assert "is being transcribed already" in said(
        press(checked(open_screen("new", story=SLUG).multiselect(key="new.spoken").set_value(["en"]).run()))
    )


def test_a_story_that_is_not_there_is_one_sentence_and_a_way_back(room: Newsroom) -> None:
    """An old link breaks nothing."""
    assert "There is no story “gone”" in said(open_screen("new", story="gone"))
