"""The list of stories: where everything stands, at a glance, and what is being transcribed right now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import streamlit as st

from ui import session
from ui.components.stories import stories_list
from ui.view import Row, coming_row, plain, story_row
from workflow.errors import StorytrackError
from workflow.jobs.uploads import remove_upload
from workflow.steps.overview import Tally
from workflow.store import Job, StorySummary

_EVERY_S, _CALM_S = 1.0, 15.0
"""How often the list is looked at while something is being transcribed, and while nothing is: somebody else may have
begun to edit, or asked for a story.
"""


def draw() -> None:
    """The screen."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.title("Stories", anchor=False, width="content")
        if st.button("New story", type="primary", icon=":material/add:"):
            session.go("new")
    is_live = any(job.state.is_open for job in session.room().store.jobs.list())
    st.fragment(_list, run_every=_EVERY_S if is_live else _CALM_S)(is_live=is_live)


def _list(*, is_live: bool) -> None:
    """The list itself; runs alone every second while something is being transcribed."""
    here = session.room()
    jobs = here.store.jobs.list()
    if any(job.state.is_open for job in jobs) != is_live:
        st.rerun()  # the first one has begun, or the last one has ended: the page looks at another pace
    with st.container(key="worker"):
        if is_live:
            _see_to_the_worker()
    found = rows(here.store.stories.list(), jobs, worker_lives=here.store.has_worker(), editing=here.desk.editing())
    if not found:
        _nothing_yet()
        return
    asked = stories_list(found, key="stories")
    if asked:
        _act(asked)


def _see_to_the_worker() -> None:
    """Somebody has to transcribe what is asked for."""
    here = session.room()
    try:
        here.starter.ensure(here.store)
    except StorytrackError as error:
        st.error(plain(str(error)))


def rows(
    stories: Sequence[StorySummary],
    jobs: Sequence[Job],
    *,
    worker_lives: bool,
    editing: Mapping[int, Sequence[str]] = {},
) -> list[Row]:
    """The stories in the store, and before them those that come with their jobs."""
    now = datetime.now(UTC)
    by_slug = {job.slug: job for job in jobs}
    there = {story.slug for story in stories}
    coming = [job for job in jobs if job.slug not in there and job.video]
    return [
        *(coming_row(job, now=now, worker_lives=worker_lives) for job in reversed(coming)),
        *(
            story_row(
                story, _tallied(story), by_slug.get(story.slug), now=now, editing=editing, worker_lives=worker_lives
            )
            for story in stories
        ),
    ]


def _tallied(story: StorySummary) -> dict[int, Tally]:
    """The tallies of a story's tracks; one that cannot be read is listed without, and says why when it is opened."""
    found = {track.id: session.tally(track) for track in story.tracks}
    return {track: tally for track, tally in found.items() if tally is not None}


def _act(asked: Mapping[str, Any]) -> None:
    """Do what was asked for in the list; it comes from a browser, so it is looked at first."""
    what, page, job = asked.get("do"), asked.get("page"), asked.get("job")
    if what == "open" and session.has_page(str(page)):
        session.go(str(page), {str(name): str(value) for name, value in dict(asked.get("query") or {}).items()})
    if isinstance(job, int) and what in ("stop", "retry", "dismiss"):
        with session.told():
            _do(str(what), job)
        st.rerun()


def _do(what: str, job_id: int) -> None:
    here = session.room()
    if what == "stop":
        here.store.jobs.stop(job_id, by=session.person())
    elif what == "retry":
        here.store.jobs.retry(job_id, by=session.person())
    else:
        job = here.store.jobs.get(job_id)
        here.store.jobs.dismiss(job_id)
        if not job.state.is_open:
            for path in filter(None, (job.video, job.hearing.get("script"))):
                remove_upload(here.settings.home, Path(str(path)))


def _nothing_yet() -> None:
    with st.container(border=True, gap="small"):
        st.header("No stories yet", anchor=False)
        st.write(
            "Add the text of a story and its video. Storytrack hears the video and writes captions; you correct and"
            " approve them here; then they go to readers with the story."
        )
        if st.button("Add the first story", icon=":material/add:"):
            session.go("new")
