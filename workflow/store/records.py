"""What the store gives back: plain values, no rows, no sessions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from workflow.captions.track import Track, TrackKind
from workflow.review.status import Status
from workflow.speech.transcript import Region, Segment, Transcript
from workflow.story import Story, Video

Origin = Literal["automatic", "person"]
"""Who made a revision's words: an engine, or a person (by typing, correcting or importing)."""

PublicationState = Literal["published", "failed", "withdrawn"]


@dataclass(frozen=True, slots=True)
class StoredStory:
    """A story with its present video. `id` and `video_id` are the store's keys; `created_at` is UTC."""

    id: int
    video_id: int
    story: Story
    video: Video
    created_at: datetime


@dataclass(frozen=True, slots=True)
class StoredTrack:
    """A track's facts without its cues. `draft` and `live` are revision numbers; `live` is None until published."""

    id: int
    slug: str
    kind: TrackKind
    language: str
    label: str
    profile: str
    status: Status
    draft: int
    live: int | None


@dataclass(frozen=True, slots=True)
class StorySummary:
    """One line of the list of stories."""

    slug: str
    headline: str
    language: str
    created_at: datetime
    duration_ms: int
    tracks: tuple[StoredTrack, ...]


@dataclass(frozen=True, slots=True)
class StoredSection:
    """One finished section of a run. Its segments' times count from the start of the video."""

    number: int
    region: Region
    segments: tuple[Segment, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoredTranscript:
    """A finished transcript and the run that made it. Moments are UTC."""

    id: int
    run_key: str
    audio_stream: int
    transcript: Transcript
    started_at: datetime
    finished_at: datetime


@dataclass(frozen=True, slots=True)
class Revision:
    """An immutable numbered snapshot of a track.

    `webvtt` is what is stored, `track` the same as cues; `sha256` is of `webvtt` in UTF-8. `author` is the person who
    saved it, `made_by` the engine or program that made the words ("" when a person did). `is_cut` says that it holds
    edits made on the screens.
    """

    id: int
    number: int
    track_id: int
    track: Track
    webvtt: str
    sha256: str
    author: str
    origin: Origin
    made_by: str
    transcript_id: int | None
    created_at: datetime
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class RevisionFacts:
    """A revision without its captions; the fields are those of `Revision`."""

    number: int
    author: str
    origin: Origin
    made_by: str
    transcript_id: int | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Approval:
    """What a reviewer decided about exactly one revision: approved, or returned with a note."""

    revision: int
    sha256: str
    reviewer: str
    note: str
    approved: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Waiver:
    """A reviewer's reason to accept a finding, by the finding's fingerprint."""

    id: int
    check: str
    fingerprint: str
    reason: str
    reviewer: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class LoggedEdit:
    """An edit of a track's working copy, as the log keeps it. Numbers count from 1 and grow for each track.

    `epoch` is the number of the revision it stands on; `target` the number of the edit that an undo or redo meant;
    `command` and `change` are JSON as `workflow.review` writes it.
    """

    number: int
    epoch: int
    client: str
    seq: int
    author: str
    at: datetime
    kind: str
    target: int | None
    command: Mapping[str, Any]
    change: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NewEdit:
    """An edit about to be logged; the fields are those of `LoggedEdit`."""

    number: int
    client: str
    seq: int
    author: str
    kind: str
    target: int | None
    command: Mapping[str, Any]
    change: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Head:
    """How far a track is: its draft revision, the revision its edits stand on, the last edit, and the last one in the
    draft revision.
    """

    track: StoredTrack
    epoch: int
    edit: int
    cut: int


@dataclass(frozen=True, slots=True)
class StoredPublication:
    """One revision sent to one destination; `replaces` is the id of the publication it corrects."""

    id: int
    track_id: int
    revision_id: int
    revision: int
    kind: TrackKind
    language: str
    destination: str
    url: str
    replaces: int | None
    receipt: Mapping[str, Any]
    state: PublicationState
    created_at: datetime


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """What somebody did, in the past tense: "added the story", "saved a revision"."""

    at: datetime
    actor: str
    action: str
    story: str
    what: Mapping[str, Any]
