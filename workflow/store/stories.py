"""Stories and their videos in the database."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session, selectinload

from workflow.errors import SlugTaken, StoreError
from workflow.store.codec import audio_streams_from_json, audio_streams_to_json, links_from_json, links_to_json
from workflow.store.database import Database
from workflow.store.events import Clock, append_event
from workflow.store.media import MediaStore
from workflow.store.records import StoredStory, StorySummary
from workflow.store.rows import stored_track, story_row, video_row
from workflow.store.tables import StoryRow, VideoRow
from workflow.story import Story, Video


class StoryShelf:
    """The stories of one newsroom, each under its slug."""

    def __init__(self, database: Database, media: MediaStore, clock: Clock) -> None:
        self._database, self._media, self._clock = database, media, clock

    def has(self, slug: str) -> bool:
        """Whether a story has this slug: a cheap question before a long copy."""
        with self._database.read() as session:
            return _has(session, slug)

    def add(self, story: Story, video: Video, *, by: str) -> StoredStory:
        """Keep a story whose video is in the media folder already.

        Raises `SlugTaken`, and `StoreError` when the media folder does not have the video.
        """
        now = self._clock()
        with self._database.write() as session:
            if _has(session, story.slug):
                raise SlugTaken(story.slug)
            # Asked inside the transaction, because `delete` removes files inside its own: whoever comes second sees it.
            self._media.path(video.sha256)
            row = _story_to_row(story, now)
            session.add(row)
            session.flush()
            session.add(_video_to_row(video, row.id, now))
            facts = {"video": video.name, "sha256": video.sha256}
            append_event(session, now, by, "added the story", slug=story.slug, what=facts)
            session.flush()
            return _stored(row, video_row(session, story.slug))

    def revise(self, story: Story, *, by: str) -> StoredStory:
        """Keep the story's words as they are now; its slug, its video and what was made of it stay.

        Raises `UnknownStory`.
        """
        with self._database.write() as session:
            row = story_row(session, story.slug)
            now = self._clock()
            new = _words(story)
            changed = sorted(name for name, value in new.items() if getattr(row, name) != value)
            for name in changed:
                setattr(row, name, new[name])
            if changed:
                append_event(session, now, by, "revised the story", slug=story.slug, what={"changed": changed})
            session.flush()
            return _stored(row, video_row(session, story.slug))

    def get(self, slug: str) -> StoredStory:
        """The story with its present video. Raises `UnknownStory`."""
        with self._database.read() as session:
            return _stored(story_row(session, slug), video_row(session, slug))

    def list(self) -> tuple[StorySummary, ...]:
        """All stories with their tracks, the newest first."""
        newest_first = (
            select(StoryRow)
            .options(selectinload(StoryRow.videos), selectinload(StoryRow.tracks))
            .order_by(StoryRow.created_at.desc(), StoryRow.id.desc())
        )
        with self._database.read() as session:
            return tuple(_summary(row) for row in session.scalars(newest_first))

    def delete(self, slug: str, *, by: str) -> None:
        """Delete the story with all its work, and the media files that no other story uses. What the audit says stays.

        Raises `UnknownStory`, `StoreError`.
        """
        with self._database.write() as session:
            row = story_row(session, slug)
            media = set(session.scalars(select(VideoRow.sha256).where(VideoRow.story_id == row.id)))
            facts = {"headline": row.headline}
            append_event(session, self._clock(), by, "deleted the story", slug=slug, what=facts)
            session.execute(delete(StoryRow).where(StoryRow.id == row.id))
            for sha256 in media:
                self._remove_if_unused(session, sha256)

    def drop_unused(self, sha256: str) -> None:
        """Remove a media file unless a story uses it: for when `add` failed after the copy. Raises `StoreError`."""
        with self._database.write() as session:
            self._remove_if_unused(session, sha256)

    def _remove_if_unused(self, session: Session, sha256: str) -> None:
        if not session.scalar(select(exists().where(VideoRow.sha256 == sha256))):
            self._media.remove(sha256)


def _has(session: Session, slug: str) -> bool:
    return bool(session.scalar(select(exists().where(StoryRow.slug == slug))))


def _story_to_row(story: Story, now: datetime) -> StoryRow:
    return StoryRow(slug=story.slug, created_at=now, **_words(story))


def _words(story: Story) -> dict[str, Any]:
    """The columns of what a story says."""
    return {
        "headline": story.headline,
        "text": story.text,
        "language": story.language,
        "byline": story.byline,
        "credit": story.credit,
        "related_videos": links_to_json(story.related_videos),
        "related_articles": links_to_json(story.related_articles),
    }


def _video_to_row(video: Video, story_id: int, now: datetime) -> VideoRow:
    return VideoRow(
        story_id=story_id,
        sha256=video.sha256,
        name=video.name,
        size_bytes=video.size_bytes,
        duration_ms=video.duration_ms,
        container=video.container,
        width=video.width,
        height=video.height,
        frame_rate_numerator=video.frame_rate.numerator if video.frame_rate else None,
        frame_rate_denominator=video.frame_rate.denominator if video.frame_rate else None,
        rotation=video.rotation,
        video_codec=video.video_codec,
        audio_streams=audio_streams_to_json(video.audio_streams),
        created_at=now,
    )


def _stored(row: StoryRow, video: VideoRow) -> StoredStory:
    story = Story(
        slug=row.slug,
        headline=row.headline,
        text=row.text,
        language=row.language,
        byline=row.byline,
        credit=row.credit,
        related_videos=links_from_json(row.related_videos),
        related_articles=links_from_json(row.related_articles),
    )
    return StoredStory(row.id, video.id, story, _video(video), row.created_at)


def _video(row: VideoRow) -> Video:
    has_rate = row.frame_rate_numerator is not None and row.frame_rate_denominator is not None
    return Video(
        sha256=row.sha256,
        name=row.name,
        size_bytes=row.size_bytes,
        duration_ms=row.duration_ms,
        container=row.container,
        width=row.width,
        height=row.height,
        frame_rate=Fraction(row.frame_rate_numerator or 0, row.frame_rate_denominator or 1) if has_rate else None,
        rotation=row.rotation,
        video_codec=row.video_codec,
        audio_streams=audio_streams_from_json(row.audio_streams),
    )


def _summary(row: StoryRow) -> StorySummary:
    if not row.videos:
        raise StoreError(f"The story {row.slug!r} has lost its video: delete it and add it again.")
    tracks = tuple(stored_track(track, row.slug) for track in row.tracks)
    return StorySummary(row.slug, row.headline, row.language, row.created_at, row.videos[-1].duration_ms, tracks)
