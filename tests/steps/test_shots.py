"""The shot changes of a story's video, found when nobody waits."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.media.test_shots import Film
from tests.store.factories import stored_story
from workflow.jobs.worker import JobCame, work
from workflow.progress import Progress, Reporter
from workflow.steps.shots import look_for_shots, shots_before
from workflow.store import Job, Store


def two_shots(store: Store, folder: Path) -> str:
    """A story whose video has one cut, after a second; the video's hash."""
    film = Film(7)
    film.cut_to(film.shot(1))
    film.cut_to(film.shot(1))
    return stored_story(store, folder, content=film.write(folder / "shots.mp4").read_bytes()).video.sha256


def test_shots_are_found_once_and_kept(tmp_path: Path) -> None:
    """The second time there is nothing to do."""
    with Store(tmp_path / "home") as store:
        sha256 = two_shots(store, tmp_path)
        assert shots_before(sha256, store=store) == ()
        assert look_for_shots("a-story", store=store)
        assert shots_before(sha256, store=store) == (1000,)
        assert not look_for_shots("a-story", store=store)


def test_of_a_file_that_is_no_video_it_is_kept_that_none_were_found(tmp_path: Path) -> None:
    """It is not looked at again after every transcription."""
    with Store(tmp_path / "home") as store:
        stored_story(store, tmp_path)
        assert look_for_shots("a-story", store=store)
        assert not look_for_shots("a-story", store=store)


def test_a_job_that_comes_in_is_done_before_the_shots(tmp_path: Path) -> None:
    """What nobody waits for is left at once, and taken up again when the queue is empty."""
    order: list[str] = []
    with Store(tmp_path / "home") as store:
        store.jobs.add("first", "First", {}, by="Anna")

        def perform(job: Job, _: Reporter) -> int:
            order.append(job.slug)
            return 1

        def spare(progress: Progress) -> None:
            if "second" not in order:
                store.jobs.add("second", "Second", {}, by="Anna")
            progress(0.5)
            order.append("shots")

        assert work(store, perform, spare=spare, say=lambda _: None) == 2
        assert store.jobs.claim(os.getpid()) is None
    assert order == ["first", "second", "shots"]


def test_what_stops_the_search_keeps_nothing(tmp_path: Path) -> None:
    """Else half of a video would count as all of it."""

    def progress(_: float) -> None:
        raise JobCame

    with Store(tmp_path / "home") as store:
        sha256 = two_shots(store, tmp_path)
        with pytest.raises(JobCame):
            look_for_shots("a-story", store=store, progress=progress)
        assert look_for_shots("a-story", store=store)
        assert shots_before(sha256, store=store) == (1000,)
