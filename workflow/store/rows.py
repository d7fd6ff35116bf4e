"""Rows that several subjects look up, and what they become outside the store."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.captions.track import TrackKind
from workflow.errors import NoSuchTrack, StoreError, UnknownStory
from workflow.formats.webvtt import parse_webvtt
from workflow.review.status import Status
from workflow.store.records import Origin, Revision, StoredTrack
from workflow.store.tables import RevisionRow, StoryRow, TrackRow, VideoRow


def story_row(session: Session, slug: str) -> StoryRow:
    """The story's row. Raises `UnknownStory`."""
    row = session.scalar(select(StoryRow).where(StoryRow.slug == slug))
    if row is None:
        raise UnknownStory(slug)
    return row


def video_row(session: Session, slug: str) -> VideoRow:
    """The row of the story's present video. Raises `UnknownStory`, `StoreError`."""
    story = story_row(session, slug)
    row = session.scalar(select(VideoRow).where(VideoRow.story_id == story.id).order_by(VideoRow.id.desc()).limit(1))
    if row is None:
        raise StoreError(f"The story {slug!r} has lost its video: delete it and add it again.")
    return row


def stored_track(row: TrackRow, slug: str) -> StoredTrack:
    return StoredTrack(
        id=row.id,
        slug=slug,
        kind=cast("TrackKind", row.kind),
        language=row.language,
        label=row.label,
        profile=row.profile,
        status=Status(row.status),
        draft=row.draft_number,
        live=row.live_number,
    )


def track_by_id(session: Session, track_id: int) -> tuple[TrackRow, str]:
    """A track's row and its story's slug. Raises `UnknownTrack`."""
    found = session.execute(
        select(TrackRow, StoryRow.slug)
        .join(StoryRow, StoryRow.id == TrackRow.story_id)
        .where(TrackRow.id == track_id)
        .with_for_update(of=TrackRow)  # where the database locks rows, nobody else numbers an edit meanwhile
    ).one_or_none()
    if found is None:
        raise NoSuchTrack(track_id)
    row, slug = found
    return row, slug


def revision_row(session: Session, track: TrackRow, number: int) -> RevisionRow | None:
    return session.scalar(select(RevisionRow).where(RevisionRow.track_id == track.id, RevisionRow.number == number))


def revision_of(row: RevisionRow, track: TrackRow) -> Revision:
    kind = cast("TrackKind", track.kind)
    cues = replace(parse_webvtt(row.webvtt.encode()), kind=kind, language=track.language, label=track.label)
    return Revision(
        id=row.id,
        number=row.number,
        track_id=track.id,
        track=cues,
        webvtt=row.webvtt,
        sha256=row.sha256,
        author=row.author,
        origin=cast("Origin", row.origin),
        made_by=row.made_by,
        transcript_id=row.transcript_id,
        created_at=row.created_at,
        is_cut=row.epoch is not None,
    )
