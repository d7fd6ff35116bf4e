"""Transcripts in the database: stored section by section, so that a killed run goes on where it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from workflow.errors import StoreError
from workflow.speech.transcript import Option, Region, Segment, Task, Transcript
from workflow.store.codec import regions_from_json, regions_to_json, segments_from_json, segments_to_json
from workflow.store.database import Database
from workflow.store.events import Clock, append_event
from workflow.store.records import StoredSection, StoredTranscript
from workflow.store.rows import video_row
from workflow.store.tables import SectionRow, TranscriptRow, VideoRow

_RUNNING, _DONE = "running", "done"


class Run:
    """One engine's way through one audio stream. A section, once saved, is never changed."""

    def __init__(self, database: Database, clock: Clock, row: TranscriptRow, slug: str, by: str) -> None:
        self._database, self._clock, self._slug, self._by = database, clock, slug, by
        self.id = row.id
        self.is_done = row.state == _DONE

    def sections_done(self) -> Mapping[int, StoredSection]:
        """The finished sections by their number."""
        with self._database.read() as session:
            return {row.number: _section(row) for row in _sections(session, self.id)}

    def save_section(
        self, number: int, region: Region, segments: Iterable[Segment], *, warnings: Iterable[str] = ()
    ) -> None:
        """Store a finished section at once. The segments' times count from the start of the video, in milliseconds.

        Raises `StoreError` when the section or the whole run is already stored: then another run was at it too.
        """
        row = SectionRow(
            transcript_id=self.id,
            number=number,
            start_ms=region.start_ms,
            end_ms=region.end_ms,
            segments=segments_to_json(segments),
            warnings=list(warnings),
            finished_at=self._clock(),
        )
        with self._database.write() as session:
            if _transcript_row(session, self.id).state == _DONE:
                raise StoreError(f"The transcript of {self._slug!r} is finished already: nothing can be added to it.")
            session.add(row)
            try:
                session.flush()
            except IntegrityError as error:
                raise StoreError(
                    f"Another run stored section {number} of {self._slug!r} first: wait until it has ended."
                ) from error

    def finish(
        self,
        *,
        language: str,
        speech: Iterable[Region] = (),
        unheard: Iterable[Region] = (),
        warnings: Iterable[str] = (),
        options: Mapping[str, Option] | None = None,
    ) -> StoredTranscript:
        """Close the run: its sections in the order of their numbers are the transcript. Times in milliseconds.

        `warnings` are kept after those of the sections; `options`, when given, replace those of `begin`.
        """
        with self._database.write() as session:
            row = _transcript_row(session, self.id)
            if row.state != _DONE:
                row.language, row.state, row.finished_at = language, _DONE, self._clock()
                row.speech, row.unheard = regions_to_json(speech), regions_to_json(unheard)
                of_sections = (text for section in _sections(session, self.id) for text in section.warnings)
                row.warnings = list(dict.fromkeys((*of_sections, *warnings)))
                if options is not None:
                    row.options = dict(options)
                facts = {"transcript": row.id, "engine": row.engine, "model": row.model, "language": language}
                append_event(session, row.finished_at, self._by, "finished a transcript", slug=self._slug, what=facts)
            self.is_done = True
            return _stored(session, row)


class Transcripts:
    """What engines heard in the stories' videos."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def begin(
        self,
        slug: str,
        *,
        run_key: str,
        engine: str,
        model: str,
        task: Task,
        by: str,
        language: str = "",
        audio_stream: int = 0,
        options: Mapping[str, Option] | None = None,
        afresh: bool = False,
    ) -> Run:
        """The run with this key over the story's present video: finished, unfinished and to be resumed, or new.

        `run_key` must name everything that changes the words (engine, model and its file, options, language, task,
        sections, stream). `afresh` starts a new run in any case. Raises `UnknownStory`.
        """
        with self._database.write() as session:
            video = video_row(session, slug)
            row = None if afresh else _latest_run(session, video, run_key)
            if row is None:
                row = TranscriptRow(
                    video_id=video.id,
                    audio_stream=audio_stream,
                    run_key=run_key,
                    engine=engine,
                    model=model,
                    task=task,
                    language=language,
                    options=dict(options or {}),
                    state=_RUNNING,
                    speech=[],
                    unheard=[],
                    warnings=[],
                    started_at=self._clock(),
                )
                session.add(row)
                session.flush()
                facts = {"transcript": row.id, "engine": engine, "model": model, "task": task}
                append_event(session, row.started_at, by, "began a transcript", slug=slug, what=facts)
            return Run(self._database, self._clock, row, slug, by)

    def get(self, transcript_id: int) -> StoredTranscript:
        """A finished transcript by its key. Raises `StoreError`."""
        with self._database.read() as session:
            row = _transcript_row(session, transcript_id)
            if row.state != _DONE:
                raise StoreError(f"The transcript {transcript_id} is not finished: run the transcription again.")
            return _stored(session, row)

    def audio_stream(self, transcript_id: int) -> int:
        """The number of the audio stream that a transcript heard. Raises `StoreError`."""
        with self._database.read() as session:
            return _transcript_row(session, transcript_id).audio_stream

    def find(self, slug: str, run_key: str) -> StoredTranscript | None:
        """The finished transcript of the story's present video with this key, None when there is none."""
        with self._database.read() as session:
            row = _latest_run(session, video_row(session, slug), run_key)
            return None if row is None or row.state != _DONE else _stored(session, row)

    def latest(self, slug: str, *, language: str | None = None, task: Task | None = None) -> StoredTranscript | None:
        """The transcript of the story's present video that was finished last, of this language and task when given.

        None when there is none. Raises `UnknownStory`.
        """
        with self._database.read() as session:
            wanted = select(TranscriptRow).where(
                TranscriptRow.video_id == video_row(session, slug).id, TranscriptRow.state == _DONE
            )
            if language is not None:
                wanted = wanted.where(TranscriptRow.language == language)
            if task is not None:
                wanted = wanted.where(TranscriptRow.task == task)
            row = session.scalar(wanted.order_by(TranscriptRow.finished_at.desc(), TranscriptRow.id.desc()).limit(1))
            return None if row is None else _stored(session, row)


def _latest_run(session: Session, video: VideoRow, run_key: str) -> TranscriptRow | None:
    same = select(TranscriptRow).where(TranscriptRow.video_id == video.id, TranscriptRow.run_key == run_key)
    return session.scalar(same.order_by(TranscriptRow.id.desc()).limit(1))


def _transcript_row(session: Session, transcript_id: int) -> TranscriptRow:
    row = session.get(TranscriptRow, transcript_id)
    if row is None:
        raise StoreError("The transcript is gone: its story was deleted while it was worked on.")
    return row


def _sections(session: Session, transcript_id: int) -> Iterable[SectionRow]:
    return session.scalars(
        select(SectionRow).where(SectionRow.transcript_id == transcript_id).order_by(SectionRow.number)
    )


def _section(row: SectionRow) -> StoredSection:
    region = Region(row.start_ms, row.end_ms)
    return StoredSection(row.number, region, segments_from_json(row.segments), tuple(row.warnings))


def _stored(session: Session, row: TranscriptRow) -> StoredTranscript:
    transcript = Transcript(
        language=row.language,
        task=cast("Task", row.task),
        engine=row.engine,
        model=row.model,
        segments=tuple(segment for section in _sections(session, row.id) for segment in _section(section).segments),
        options=row.options,
        speech=regions_from_json(row.speech),
        unheard=regions_from_json(row.unheard),
        warnings=tuple(row.warnings),
    )
    finished_at = cast("datetime", row.finished_at)  # set with the state "done"
    return StoredTranscript(row.id, row.run_key, row.audio_stream, transcript, row.started_at, finished_at)
