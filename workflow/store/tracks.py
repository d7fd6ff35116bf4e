"""Tracks and their revisions in the database."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.captions.track import Track, TrackKind
from workflow.errors import CorrectedByHand, UnknownTrack
from workflow.formats.webvtt import format_webvtt
from workflow.review.status import Status
from workflow.store.database import Database
from workflow.store.events import Clock, append_event
from workflow.store.records import Origin, Revision, StoredTrack
from workflow.store.rows import revision_of, revision_row, stored_track, story_row
from workflow.store.tables import RevisionRow, StoryRow, TrackRow
from workflow.store.working_copy import cut


class Tracks:
    """The stories' tracks, one for each kind and language; each has revisions numbered from 1."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def save_revision(
        self,
        slug: str,
        track: Track,
        *,
        author: str,
        origin: Origin,
        made_by: str = "",
        transcript_id: int | None = None,
        profile: str = "",
        over_corrections: bool = False,
    ) -> Revision:
        """Keep the track as its next revision, which becomes the draft; what is live stays live.

        A track whose WebVTT is that of the last revision makes no new one: the last is returned. `made_by` names the
        engine or program behind the words. Raises `UnknownStory`, and `CorrectedByHand` when an automatic track would
        follow a person's, unless `over_corrections`.
        """
        webvtt = format_webvtt(track)
        sha256 = hashlib.sha256(webvtt.encode()).hexdigest()
        now = self._clock()
        with self._database.write() as session:
            story = story_row(session, slug)
            row = _track_row(session, story, track.kind, track.language) or _new_track_row(story, track, now)
            # Edits that are in no revision yet become one, so that nobody's work is hidden behind another's file.
            last = cut(session, row, slug, now) if row.draft_number else None
            row.label, row.profile = track.label, profile or row.profile
            session.add(row)
            if last is not None and last.sha256 == sha256:
                return revision_of(last, row)
            if last is not None and (last.origin, origin) == ("person", "automatic") and not over_corrections:
                raise CorrectedByHand(slug, f"{row.language} {row.kind}", last.number, last.author)
            row.draft_number, row.status = row.draft_number + 1, Status.DRAFT
            session.flush()
            saved = RevisionRow(
                track_id=row.id,
                number=row.draft_number,
                webvtt=webvtt,
                sha256=sha256,
                author=author,
                origin=origin,
                made_by=made_by,
                transcript_id=transcript_id,
                created_at=now,
            )
            session.add(saved)
            facts = {"kind": row.kind, "language": row.language, "revision": saved.number, "sha256": sha256}
            append_event(session, now, author, "saved a revision", slug=slug, what=facts | {"origin": origin})
            session.flush()
            return revision_of(saved, row)

    def list(self, slug: str) -> tuple[StoredTrack, ...]:
        """The story's tracks, in the order they were made. Raises `UnknownStory`."""
        with self._database.read() as session:
            return tuple(stored_track(row, slug) for row in _track_rows(session, story_row(session, slug)))

    def latest(self, slug: str, language: str, kind: TrackKind = "captions") -> Revision:
        """The draft revision of a track. Raises `UnknownStory`, `UnknownTrack`."""
        return self.revision(slug, language, kind)

    def revision(
        self, slug: str, language: str, kind: TrackKind = "captions", *, number: int | None = None
    ) -> Revision:
        """One revision of a track, the draft when no number is given. Raises `UnknownStory`, `UnknownTrack`."""
        with self._database.read() as session:
            story = story_row(session, slug)
            row = _track_row(session, story, kind, language)
            found = None if row is None else revision_row(session, row, number or row.draft_number)
            if row is None or found is None:
                there = [f"{track.language} {track.kind}" for track in _track_rows(session, story)]
                wanted = f"{language} {kind}" + (f" revision {number}" if number else "")
                raise UnknownTrack(slug, wanted, there)
            return revision_of(found, row)


def _new_track_row(story: StoryRow, track: Track, now: datetime) -> TrackRow:
    return TrackRow(
        story_id=story.id,
        kind=track.kind,
        language=track.language,
        label=track.label,
        profile="",
        status=Status.DRAFT,
        draft_number=0,
        created_at=now,
    )


def _track_rows(session: Session, story: StoryRow) -> Sequence[TrackRow]:
    return session.scalars(select(TrackRow).where(TrackRow.story_id == story.id).order_by(TrackRow.id)).all()


def _track_row(session: Session, story: StoryRow, kind: TrackKind, language: str) -> TrackRow | None:
    return session.scalar(
        select(TrackRow)
        .where(TrackRow.story_id == story.id, TrackRow.kind == kind, TrackRow.language == language)
        .with_for_update()  # where the database locks rows (PostgreSQL), nobody else numbers a revision meanwhile
    )
