"""The database and the media files beside it.

home/
  storytrack.db      stories, transcripts, tracks, revisions, edits, publications, audit (SQLite, write-ahead log)
  media/ab/…         media files by content hash, and what is derived from them
  locks/             where two processes could meet
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

from workflow.errors import StoreError
from workflow.review.status import Status
from workflow.store.database import Database, sqlite_url
from workflow.store.drafts import Drafts, Look, Pen
from workflow.store.events import Clock, Events
from workflow.store.jobs import Job, Jobs, JobState
from workflow.store.locks import has_worker, story_lock, work_lock
from workflow.store.media import MediaStore, StoredMedia
from workflow.store.publications import Publications
from workflow.store.records import (
    Approval,
    AuditEvent,
    Head,
    LoggedEdit,
    NewEdit,
    Origin,
    PublicationState,
    Revision,
    RevisionFacts,
    StoredPublication,
    StoredSection,
    StoredStory,
    StoredTrack,
    StoredTranscript,
    StorySummary,
    Waiver,
)
from workflow.store.stories import StoryShelf
from workflow.store.tracks import Tracks
from workflow.store.transcripts import Run, Transcripts

__all__ = [
    "Approval",
    "AuditEvent",
    "Clock",
    "Head",
    "Job",
    "JobState",
    "LoggedEdit",
    "Look",
    "MediaStore",
    "NewEdit",
    "Origin",
    "Pen",
    "PublicationState",
    "Revision",
    "RevisionFacts",
    "Run",
    "Status",
    "Store",
    "StoredMedia",
    "StoredPublication",
    "StoredSection",
    "StoredStory",
    "StoredTrack",
    "StoredTranscript",
    "StorySummary",
    "Waiver",
]


def _now() -> datetime:
    return datetime.now(UTC)


class Store:
    """Everything a newsroom keeps, by subject. Use it as a context manager, or `close` it."""

    def __init__(self, home: Path, *, url: str | None = None, clock: Clock = _now) -> None:
        """Open the store in the folder `home`, made when it is not there; `url` names a database elsewhere.

        Raises `StoreError` when the folder or the database cannot be used.
        """
        self._locks = home / "locks"
        try:
            # Only the owner looks in: unpublished stories can put the people in them in danger.
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._locks.mkdir(exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"{home} cannot be used as Storytrack's folder ({error.strerror or error}): choose another with --home."
            ) from error
        self._database = Database(url or sqlite_url(home / "storytrack.db"), self._locks)
        self.media = MediaStore(home)
        self.stories = StoryShelf(self._database, self.media, clock)
        self.transcripts = Transcripts(self._database, clock)
        self.tracks = Tracks(self._database, clock)
        self.drafts = Drafts(self._database, clock)
        self.publications = Publications(self._database, clock)
        self.events = Events(self._database)
        self.jobs = Jobs(self._database, clock)

    def lock(self, slug: str) -> AbstractContextManager[None]:
        """Hold a story while it is worked on, across processes: `with store.lock(slug): ...`.

        Raises `StoreError` at once when another run holds it; a killed run's hold ends with it.
        """
        return story_lock(self._locks, slug)

    def work_lock(self) -> AbstractContextManager[bool]:
        """Be the one worker of this home: `with store.work_lock() as mine: ...`. Raises `StoreError`."""
        return work_lock(self._locks)

    def has_worker(self) -> bool:
        """Whether a worker is alive."""
        return has_worker(self._locks)

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
