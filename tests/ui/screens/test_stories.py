"""The list of stories: what is in it, and what can be done from it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.steps.desk_factories import SLUG, Window, save, set_text
from tests.store.factories import stored_story
from tests.ui.screens.pages import checked, open_screen, said
from ui.newsroom import Newsroom, opened
from ui.view import Row
from workflow.errors import UnknownJob
from workflow.jobs.uploads import uploads_folder
from workflow.settings import Settings
from workflow.store import JobState


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    with opened(Settings(tmp_path / "home")) as newsroom:
        newsroom.starter._started_at = float("inf")  # no worker: these tests look at the queue
        yield newsroom


def listed() -> list[Row]:
    """The rows as the screen gives them to the browser."""

    def script() -> None:
        import streamlit as st  # noqa: PLC0415  AppTest runs the source of this function alone

        from ui import session  # noqa: PLC0415
        from ui.screens.stories import rows  # noqa: PLC0415

        here = session.room()
        stories, jobs = here.store.stories.list(), here.store.jobs.list()
        st.session_state["rows"] = rows(stories, jobs, worker_lives=True, editing=here.desk.editing())

    page = checked(AppTest.from_function(script, default_timeout=30).run())
    found: list[Row] = page.session_state["rows"]
    return found


def ask(**asked: Any) -> str:
    """What the browser asks for in the list, which lasts for one run; what the page says then."""

    def script(asked: dict[str, object]) -> None:
        import streamlit as st  # noqa: PLC0415  AppTest runs the source of this function alone

        from ui import session  # noqa: PLC0415
        from ui.screens import stories  # noqa: PLC0415

        session.show_messages()
        if not st.session_state.get("asked"):
            st.session_state["asked"] = True
            stories._act(asked)

    return said(checked(AppTest.from_function(script, args=(asked,), default_timeout=30).run()))


def test_an_empty_newsroom_says_how_to_begin(room: Newsroom) -> None:
    """The first thing anybody sees."""
    assert "No stories yet" in said(open_screen("stories"))


def test_the_list_shows_captions_as_they_are_now(room: Newsroom, tmp_path: Path) -> None:
    """An edit that is in no revision counts, and whoever has made it is named and seen at it."""
    stored_story(room.store, tmp_path, SLUG)
    track = save(room.store, ["Who will speak up"])
    window = Window(room.desk, track, "Anna", "w1")
    window.do(
        set_text(next(iter(window.cues)), "This is by far too long a line to be read by anybody in so short a time")
    )
    window.ask()
    [row] = listed()
    [shown] = row["tracks"]
    assert shown["errors"] + shown["warnings"] > 0
    assert "by Anna, just now" in shown["detail"]
    assert shown["editing"] == "Anna is editing"


def test_a_story_that_comes_with_its_job_stands_before_the_others(room: Newsroom, tmp_path: Path) -> None:
    """It is in the list from the moment it is asked for."""
    stored_story(room.store, tmp_path, SLUG)
    room.store.jobs.add("new-one", "A new one", {}, by="Ihor", text="A new one", video="/x/film.mp4")
    first, second = listed()
    assert (first["slug"], first["headline"], second["slug"]) == ("new-one", "A new one", SLUG)
    assert first["meta"] == ["asked for just now by Ihor"]
    assert first["job"]["words"] == "Waiting for its turn to be transcribed"


def test_a_transcription_is_stopped_taken_up_and_dismissed_from_the_list(room: Newsroom) -> None:
    """Dismissed, what was uploaded for it is removed from the disk."""
    video = uploads_folder(room.settings.home) / "a1b2" / "film.mp4"
    video.parent.mkdir(parents=True)
    video.write_bytes(b"a film")
    job = room.store.jobs.add("new-one", "A new one", {}, by="Ihor", text="A new one", video=str(video))
    ask(do="stop", job=job.id)
    assert room.store.jobs.get(job.id).state is JobState.STOPPED
    ask(do="retry", job=job.id)
    assert room.store.jobs.get(job.id).state is JobState.QUEUED
    ask(do="stop", job=job.id)
    ask(do="dismiss", job=job.id)
    with pytest.raises(UnknownJob):
        room.store.jobs.get(job.id)
    assert not video.parent.exists()


@pytest.mark.parametrize(
    "asked",
    [
        {"do": "open", "page": "https://example.org"},
        {"do": "delete", "job": 1},
        {"do": "stop", "job": "1; drop"},
        {"do": "dismiss"},
        {},
    ],
)
def test_what_no_button_of_ours_asks_for_does_nothing(room: Newsroom, asked: dict[str, Any]) -> None:
    """It comes from a browser, and anybody can write there."""
    job = room.store.jobs.add("new-one", "A new one", {}, by="Ihor")
    ask(**asked)
    assert room.store.jobs.get(job.id).state is JobState.QUEUED


def test_a_job_that_is_gone_is_one_sentence(room: Newsroom) -> None:
    """Somebody else has dismissed it meanwhile."""
    assert "is not in the queue any more" in ask(do="retry", job=99)
