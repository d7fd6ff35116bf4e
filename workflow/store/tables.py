"""The tables, as SQLAlchemy models. Portable: nothing here is SQLite's own, so that PostgreSQL is a change of one URL.

Rows stay inside `workflow.store`; everybody else sees the values of `records.py`. The tables are made by the
migrations, never from these models; a test holds the two equal.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    MetaData,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

# Named constraints, because a later migration can only alter what has a name.
_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment with its time zone. SQLite keeps none: there the UTC time is stored and given back as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  SQLAlchemy's signature
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  as above
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map = {str: Text, datetime: UtcDateTime, list[Any]: JSON, dict[str, Any]: JSON}  # noqa: RUF012  SQLAlchemy's own attribute


class StoryRow(Base):
    __tablename__ = "stories"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    headline: Mapped[str]
    text: Mapped[str]
    language: Mapped[str]
    byline: Mapped[str]
    credit: Mapped[str]
    related_videos: Mapped[list[Any]]
    related_articles: Mapped[list[Any]]
    created_at: Mapped[datetime]

    videos: Mapped[list[VideoRow]] = relationship(order_by="VideoRow.id", viewonly=True)
    tracks: Mapped[list[TrackRow]] = relationship(order_by="TrackRow.id", viewonly=True)


class VideoRow(Base):
    """The media of a story; the one with the highest id is the story's present one."""

    __tablename__ = "videos"
    __table_args__ = (UniqueConstraint("story_id", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"))
    sha256: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    duration_ms: Mapped[int] = mapped_column(BigInteger)
    container: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    frame_rate_numerator: Mapped[int | None] = mapped_column(BigInteger)
    frame_rate_denominator: Mapped[int | None] = mapped_column(BigInteger)
    rotation: Mapped[int]
    video_codec: Mapped[str]
    audio_streams: Mapped[list[Any]]
    created_at: Mapped[datetime]


class TranscriptRow(Base):
    """One run of an engine over one audio stream. `run_key` names everything that changes its words.

    What was heard stands in its sections, each written once, when it is finished.
    """

    __tablename__ = "transcripts"
    __table_args__ = (Index(None, "video_id", "run_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    video_id: Mapped[int] = mapped_column(ForeignKey("videos.id", ondelete="CASCADE"))
    audio_stream: Mapped[int]
    run_key: Mapped[str]
    engine: Mapped[str]
    model: Mapped[str]
    task: Mapped[str]
    language: Mapped[str]
    options: Mapped[dict[str, Any]]
    state: Mapped[str]
    speech: Mapped[list[Any]]
    unheard: Mapped[list[Any]]
    warnings: Mapped[list[Any]]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    sections: Mapped[list[SectionRow]] = relationship(order_by="SectionRow.number", viewonly=True)


class SectionRow(Base):
    __tablename__ = "transcript_sections"
    __table_args__ = (UniqueConstraint("transcript_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    transcript_id: Mapped[int] = mapped_column(ForeignKey("transcripts.id", ondelete="CASCADE"))
    number: Mapped[int]
    start_ms: Mapped[int] = mapped_column(BigInteger)
    end_ms: Mapped[int] = mapped_column(BigInteger)
    segments: Mapped[list[Any]]
    warnings: Mapped[list[Any]]
    finished_at: Mapped[datetime]


class TrackRow(Base):
    """A track and its two pointers: revision numbers, without foreign keys, as no revision is deleted alone."""

    __tablename__ = "tracks"
    __table_args__ = (UniqueConstraint("story_id", "kind", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"))
    kind: Mapped[str]
    language: Mapped[str]
    label: Mapped[str]
    profile: Mapped[str]
    status: Mapped[str]
    draft_number: Mapped[int]
    live_number: Mapped[int | None]
    created_at: Mapped[datetime]


class RevisionRow(Base):
    """Immutable: `database.py` refuses to update or delete one, and so does a trigger in SQLite.

    One that was cut from a track's edits has in `epoch` the number of the revision on which they stand, in
    `edit_number` the last of them that is in it, and in `cues` their keys and words; others have None in all three.
    """

    __tablename__ = "revisions"
    __table_args__ = (UniqueConstraint("track_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("tracks.id", ondelete="CASCADE"))
    number: Mapped[int]
    webvtt: Mapped[str]
    sha256: Mapped[str] = mapped_column(index=True)
    author: Mapped[str]
    origin: Mapped[str]
    made_by: Mapped[str]
    transcript_id: Mapped[int | None] = mapped_column(ForeignKey("transcripts.id"))
    created_at: Mapped[datetime]
    epoch: Mapped[int | None]
    edit_number: Mapped[int | None]
    cues: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))


class EditRow(Base):
    """One edit of a track's working copy, never changed. `epoch` is the number of the revision that it stands on.

    A window of a browser numbers its edits: what arrives twice is found by client and seq, and kept once.
    """

    __tablename__ = "edits"
    __table_args__ = (UniqueConstraint("track_id", "number"), UniqueConstraint("track_id", "client", "seq"))

    id: Mapped[int] = mapped_column(primary_key=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("tracks.id", ondelete="CASCADE"))
    number: Mapped[int]
    epoch: Mapped[int]
    client: Mapped[str]
    seq: Mapped[int]
    author: Mapped[str]
    at: Mapped[datetime]
    kind: Mapped[str]
    target: Mapped[int | None]
    command: Mapped[dict[str, Any]]
    change: Mapped[dict[str, Any]]


class ApprovalRow(Base):
    """Who approved exactly which content; `sha256` is the revision's, so that nothing else can pass for it."""

    __tablename__ = "approvals"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id", ondelete="CASCADE"), index=True)
    sha256: Mapped[str]
    reviewer: Mapped[str]
    note: Mapped[str]
    approved: Mapped[bool] = mapped_column(Boolean)
    created_at: Mapped[datetime]


class WaiverRow(Base):
    """A reviewer's reason to accept a finding; `fingerprint` is the finding's, so that another is not accepted too."""

    __tablename__ = "waivers"
    __table_args__ = (Index(None, "track_id", "fingerprint"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("tracks.id", ondelete="CASCADE"))
    check_name: Mapped[str]
    fingerprint: Mapped[str]
    reason: Mapped[str]
    reviewer: Mapped[str]
    created_at: Mapped[datetime]
    withdrawn_by: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]


class PublicationRow(Base):
    """One revision sent to one destination; `replaces_id` makes it a correction."""

    __tablename__ = "publications"

    id: Mapped[int] = mapped_column(primary_key=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("tracks.id", ondelete="CASCADE"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id", ondelete="CASCADE"), index=True)
    destination: Mapped[str]
    url: Mapped[str]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("publications.id", ondelete="SET NULL"))
    receipt: Mapped[dict[str, Any]]
    state: Mapped[str]
    created_at: Mapped[datetime]


class AuditEventRow(Base):
    """Only ever appended. It names the story by its slug, not by a key, because it outlives the story."""

    __tablename__ = "audit_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    story: Mapped[str] = mapped_column(index=True)
    what: Mapped[dict[str, Any]]


class JobRow(Base):
    """A transcription in the queue. It names the story by its slug, because the story may come with the job.

    `claims` counts how often a worker took it up since it last got further.
    """

    __tablename__ = "jobs"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(index=True)
    headline: Mapped[str]
    text: Mapped[str]
    video: Mapped[str]
    hearing: Mapped[dict[str, Any]]
    asked_by: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    stage: Mapped[str]
    share: Mapped[float] = mapped_column(Float)
    note: Mapped[str]
    warnings: Mapped[list[Any]]
    error: Mapped[str]
    stop_asked: Mapped[bool] = mapped_column(Boolean)
    claims: Mapped[int]
    pid: Mapped[int | None]
    track_id: Mapped[int | None]
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
