"""Rows that several subjects look up, and what they become outside the store."""

from __future__ import annotations

from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.captions.track import TrackKind
from workflow.errors import StoreError, UnknownStory
from workflow.store.records import Status, StoredTrack
from workflow.store.tables import StoryRow, TrackRow, VideoRow


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
