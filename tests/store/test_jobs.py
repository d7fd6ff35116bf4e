"""The queue of transcriptions: one a story, taken up in order, never lost."""

from __future__ import annotations

import pytest

from workflow.errors import JobUnderWay, UnknownJob
from workflow.store import Job, JobState, Store
from workflow.store.jobs import MAX_CLAIMS

WORKER = 4711


def asked(store: Store, slug: str = "a-story", **more: str) -> Job:
    return store.jobs.add(slug, f"The headline of {slug}", {"engine": "pocketsphinx"}, by="Anna", **more)


def test_a_job_comes_back_as_it_was_asked_for(store: Store) -> None:
    """Who, what, how; the story's text is kept beside it and not in every list."""
    job = asked(store, text="Заголовок\n\nText", video="/home/uploads/1/film.mp4")
    assert store.jobs.get(job.id) == job
    assert (job.state, job.by, job.hearing, job.video) == (
        JobState.QUEUED,
        "Anna",
        {"engine": "pocketsphinx"},
        "/home/uploads/1/film.mp4",
    )
    assert store.jobs.text(job.id) == "Заголовок\n\nText"
    assert store.jobs.list() == (job,)
    assert [event.action for event in store.events.of("a-story")] == ["asked for a transcription"]


def test_one_story_is_transcribed_once_at_a_time(store: Store) -> None:
    """A second press of the button is refused; when the first job is over it is not."""
    job = asked(store)
    with pytest.raises(JobUnderWay, match="'a-story' is being transcribed already"):
        asked(store)
    store.jobs.claim(WORKER)
    with pytest.raises(JobUnderWay):
        asked(store)
    store.jobs.end(job.id, JobState.DONE, track_id=7)
    again = asked(store)
    assert store.jobs.list() == (again,)


def test_jobs_are_taken_in_the_order_they_came(store: Store) -> None:
    """And one that a killed worker has left comes first."""
    first, second = asked(store, "one"), asked(store, "two")
    assert store.jobs.is_waiting()
    assert (store.jobs.claim(WORKER) or second).id == first.id
    assert (store.jobs.claim(WORKER + 1) or second).id == first.id
    store.jobs.end(first.id, JobState.DONE)
    assert (store.jobs.claim(WORKER) or first).id == second.id
    store.jobs.end(second.id, JobState.FAILED, error="It could not be heard.")
    assert store.jobs.claim(WORKER) is None
    assert not store.jobs.is_waiting()


def test_progress_is_there_for_every_screen(store: Store) -> None:
    """Stage, share, note, and each warning once, though the job be taken up again."""
    job = asked(store)
    store.jobs.claim(WORKER)
    assert not store.jobs.report(job.id, "Transcribing", 0.25)
    for _ in range(2):
        store.jobs.tell(job.id, warning="The sound is damaged.", note="This video is upright.")
    seen = store.jobs.get(job.id)
    assert (seen.stage, seen.share, seen.note, seen.warnings, seen.pid) == (
        "Transcribing",
        0.25,
        "This video is upright.",
        ("The sound is damaged.",),
        WORKER,
    )
    assert seen.seen_at is not None


def test_waiting_job_stops_at_once_and_a_running_one_when_its_worker_asks(store: Store) -> None:
    """What runs ends by itself: the worker hears of it with its next report."""
    waiting, running = asked(store, "waiting"), asked(store, "running")
    store.jobs.stop(waiting.id, by="Bohdan")
    assert store.jobs.get(waiting.id).state is JobState.STOPPED
    store.jobs.claim(WORKER)
    store.jobs.stop(running.id, by="Bohdan")
    assert store.jobs.get(running.id).state is JobState.RUNNING
    assert store.jobs.report(running.id, "Transcribing", 0.5)
    store.jobs.end(running.id, JobState.STOPPED)
    assert store.events.of("running")[-1].actor == "Bohdan"
    store.jobs.stop(running.id, by="Bohdan")
    assert len(store.events.of("running")) == 2, "what is over cannot be stopped"


def test_stop_is_heard_though_the_worker_was_killed(store: Store) -> None:
    """The next worker closes the job instead of going on with it."""
    job = asked(store)
    store.jobs.claim(WORKER)
    store.jobs.stop(job.id, by="Bohdan")
    assert store.jobs.claim(WORKER + 1) is None
    assert store.jobs.get(job.id).state is JobState.STOPPED


def test_failed_job_can_be_tried_again_or_forgotten(store: Store) -> None:
    """It goes back into the queue as it was asked for, without the old error; forgotten, it is gone."""
    job = asked(store)
    store.jobs.claim(WORKER)
    store.jobs.end(job.id, JobState.FAILED, error="The disk is full.")
    assert store.jobs.get(job.id).error == "The disk is full."
    store.jobs.retry(job.id, by="Anna")
    again = store.jobs.get(job.id)
    assert (again.state, again.error, again.hearing) == (JobState.QUEUED, "", job.hearing)
    store.jobs.dismiss(job.id)
    assert store.jobs.get(job.id) == again, "what is under way cannot be forgotten"
    store.jobs.stop(job.id, by="Anna")
    store.jobs.dismiss(job.id)
    with pytest.raises(UnknownJob):
        store.jobs.get(job.id)


@pytest.mark.parametrize("further", [False, True])
def test_job_that_kills_its_workers_is_given_up(store: Store, *, further: bool) -> None:
    """A model too large for the machine must not kill workers for ever; a job that gets further is gone on with."""
    job = asked(store)
    for number in range(MAX_CLAIMS):
        assert store.jobs.claim(WORKER + number) is not None
        store.jobs.report(job.id, "Transcribing", 0.5)
    if further:
        store.jobs.report(job.id, "Transcribing", 0.6)
    assert (store.jobs.claim(WORKER) is not None) is further
    after = store.jobs.get(job.id)
    assert (after.state is JobState.FAILED, "too little memory" in after.error) == (not further, not further)


def test_worker_that_was_told_to_end_gives_its_job_back(store: Store) -> None:
    """It counts as never taken up."""
    job = asked(store)
    for _ in range(MAX_CLAIMS + 1):
        assert store.jobs.claim(WORKER) is not None
        store.jobs.release(job.id)
    assert store.jobs.get(job.id).state is JobState.QUEUED


def test_home_has_one_worker(store: Store) -> None:
    """Who comes second is told so; when the first has ended the place is free."""
    assert not store.has_worker()
    with store.work_lock() as mine:
        assert mine
        assert store.has_worker()
        with store.work_lock() as theirs:
            assert not theirs
    assert not store.has_worker()
