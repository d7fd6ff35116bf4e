"""Transcriptions that were asked for and not yet made: a queue that outlives the screens, the server and the worker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, defer

from workflow.errors import JobUnderWay, UnknownJob
from workflow.store.codec import Json
from workflow.store.database import Database
from workflow.store.events import Clock, append_event
from workflow.store.tables import JobRow

MAX_CLAIMS = 3
"""How often a job is taken up without getting further before it is given up: its worker was killed each time."""


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do."""
        return self in _OPEN


_OPEN = (JobState.QUEUED, JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class Job:
    """One transcription, as it was asked for and as far as it is. Moments are UTC.

    `hearing` has what differs from the settings, by the names of `workflow.bootstrap.Hearing`. A story that is not in
    the store yet comes with the job: `video` is the path of the uploaded file, and `Jobs.text` has the story's text;
    `video` is "" for a story that is there. `share` is how much of `stage` is done, 0 to 1. `seen_at` is when its
    worker last wrote. `track_id` is the track that was made.
    """

    id: int
    slug: str
    headline: str
    video: str
    hearing: Mapping[str, Json]
    by: str
    state: JobState
    stage: str
    share: float
    note: str
    warnings: tuple[str, ...]
    error: str
    stop_asked: bool
    pid: int | None
    track_id: int | None
    created_at: datetime
    started_at: datetime | None
    seen_at: datetime | None
    finished_at: datetime | None


class Jobs:
    """The queue. Only the one worker of a home claims and reports; everybody may add, stop and look."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def add(
        self, slug: str, headline: str, hearing: Mapping[str, Json], *, by: str, text: str = "", video: str = ""
    ) -> Job:
        """Ask for a transcription. Raises `JobUnderWay` when one of this story is waiting or running already."""
        now = self._clock()
        with self._database.write() as session:
            if session.scalars(_open_jobs().where(JobRow.slug == slug)).first():
                raise JobUnderWay(slug)
            row = JobRow(
                slug=slug,
                headline=headline,
                text=text,
                video=video,
                hearing=dict(hearing),
                asked_by=by,
                state=JobState.QUEUED,
                stage="",
                share=0.0,
                note="",
                warnings=[],
                error="",
                stop_asked=False,
                claims=0,
                created_at=now,
            )
            session.add(row)
            append_event(session, now, by, "asked for a transcription", slug=slug, what={"hearing": dict(hearing)})
            session.flush()
            return _job(row)

    def get(self, job_id: int) -> Job:
        """Raises `UnknownJob`."""
        with self._database.read() as session:
            return _job(_row(session, job_id))

    def list(self) -> tuple[Job, ...]:
        """The newest job of each story, the oldest job first."""
        newest = select(func.max(JobRow.id)).group_by(JobRow.slug)
        with self._database.read() as session:
            rows = session.scalars(
                select(JobRow).where(JobRow.id.in_(newest)).order_by(JobRow.id).options(_WITHOUT_TEXT)
            )
            return tuple(_job(row) for row in rows)

    def text(self, job_id: int) -> str:
        """The text of the story that came with the job. Raises `UnknownJob`."""
        with self._database.read() as session:
            return _row(session, job_id).text

    def is_waiting(self) -> bool:
        """Whether there is work: a queued job, or one that a killed worker has left."""
        with self._database.read() as session:
            return session.scalars(_open_jobs()).first() is not None

    def claim(self, pid: int) -> Job | None:
        """The next job for the worker `pid`, which holds the home's work lock; None when nothing is to do.

        A job that is running was left by a worker that was killed: it is taken up first. One that was taken up
        `MAX_CLAIMS` times without getting further has failed.
        """
        while True:
            with self._database.write() as session:
                rows: Sequence[JobRow] = session.scalars(_open_jobs()).all()
                if not rows:
                    return None
                row = min(rows, key=lambda row: (row.state != JobState.RUNNING, row.id))
                if _taken_up(row, self._clock(), pid):
                    return _job(row)

    def report(self, job_id: int, stage: str, share: float) -> bool:
        """Write down how far the job is. True when somebody has asked to stop it, or it is gone."""
        with self._database.write() as session:
            row = session.get(JobRow, job_id)
            if row is None:
                return True
            if stage == row.stage and share > row.share:
                row.claims = 1  # it gets further: a kill now is not the job's fault
            row.stage, row.share, row.seen_at = stage, min(1.0, max(0.0, share)), self._clock()
            return row.stop_asked

    def tell(self, job_id: int, *, note: str = "", warning: str = "") -> None:
        """Keep a sentence for whoever asked. A warning is said once, also by a job that was taken up again."""
        with self._database.write() as session:
            row = _row(session, job_id)
            row.note = note or row.note
            if warning and warning not in row.warnings:
                row.warnings = [*row.warnings, warning]

    def taken_in(self, job_id: int) -> None:
        """The job's story and video are in the store now."""
        with self._database.write() as session:
            row = _row(session, job_id)
            row.video, row.text = "", ""

    def end(self, job_id: int, state: JobState, *, error: str = "", track_id: int | None = None) -> None:
        """The job is done, has failed or was stopped. Raises `UnknownJob`."""
        with self._database.write() as session:
            row = _row(session, job_id)
            _close(row, state, self._clock())
            row.error, row.track_id = error, track_id

    def release(self, job_id: int) -> None:
        """Back into the queue: its worker was told to end."""
        with self._database.write() as session:
            row = _row(session, job_id)
            row.state, row.pid, row.claims = JobState.QUEUED, None, max(0, row.claims - 1)

    def stop(self, job_id: int, *, by: str) -> None:
        """Ask for the job to be stopped; one that waits is stopped at once, one that runs after the present section."""
        with self._database.write() as session:
            row = _row(session, job_id)
            if not JobState(row.state).is_open:
                return
            now = self._clock()
            row.stop_asked = True
            if row.state == JobState.QUEUED:
                _close(row, JobState.STOPPED, now)
            append_event(session, now, by, "stopped a transcription", slug=row.slug, what={"job": row.id})

    def retry(self, job_id: int, *, by: str) -> None:
        """Queue a job again that failed or was stopped; what was heard before is kept and gone on from.

        Raises `UnknownJob`, and `JobUnderWay` when another one of the story has been asked for since.
        """
        with self._database.write() as session:
            row = _row(session, job_id)
            if session.scalars(_open_jobs().where(JobRow.slug == row.slug)).first():
                raise JobUnderWay(row.slug)
            now = self._clock()
            row.state, row.error, row.warnings, row.stop_asked = JobState.QUEUED, "", [], False
            row.claims, row.started_at, row.finished_at, row.created_at = 0, None, None, now
            append_event(session, now, by, "asked for a transcription again", slug=row.slug, what={"job": row.id})

    def dismiss(self, job_id: int) -> None:
        """Forget a job that is over. Raises `UnknownJob`."""
        with self._database.write() as session:
            row = _row(session, job_id)
            if not JobState(row.state).is_open:
                session.delete(row)


_WITHOUT_TEXT = defer(JobRow.text)
"""A list is asked for every second, and a text may have megabytes."""


def _open_jobs() -> Select[Any]:
    return select(JobRow).where(JobRow.state.in_(_OPEN)).order_by(JobRow.id).options(_WITHOUT_TEXT)


def _taken_up(row: JobRow, now: datetime, pid: int) -> bool:
    """Whether there is still something to do; the row is marked as running, or closed."""
    if row.stop_asked:
        _close(row, JobState.STOPPED, now)
    elif row.claims >= MAX_CLAIMS:
        _close(row, JobState.FAILED, now)
        row.error = (
            f"The worker was killed {MAX_CLAIMS} times at this point of the work: the machine may have too little"
            " memory for the model. Choose a smaller model, or try again."
        )
    else:
        row.state, row.pid, row.seen_at, row.started_at = JobState.RUNNING, pid, now, row.started_at or now
        row.claims += 1
        return True
    return False


def _close(row: JobRow, state: JobState, now: datetime) -> None:
    row.state, row.pid, row.finished_at, row.seen_at = state, None, now, now


def _row(session: Session, job_id: int) -> JobRow:
    row = session.get(JobRow, job_id)
    if row is None:
        raise UnknownJob(job_id)
    return row


def _job(row: JobRow) -> Job:
    return Job(
        id=row.id,
        slug=row.slug,
        headline=row.headline,
        video=row.video,
        hearing=cast("Mapping[str, Json]", row.hearing),
        by=row.asked_by,
        state=JobState(row.state),
        stage=row.stage,
        share=row.share,
        note=row.note,
        warnings=tuple(row.warnings),
        error=row.error,
        stop_asked=row.stop_asked,
        pid=row.pid,
        track_id=row.track_id,
        created_at=row.created_at,
        started_at=row.started_at,
        seen_at=row.seen_at,
        finished_at=row.finished_at,
    )
