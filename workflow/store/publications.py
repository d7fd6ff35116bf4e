"""What was sent where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.captions.track import TrackKind
from workflow.errors import StoreError
from workflow.review.status import Status
from workflow.store.codec import Json
from workflow.store.database import Database
from workflow.store.events import Clock, append_event
from workflow.store.records import PublicationState, Revision, StoredPublication
from workflow.store.rows import story_row
from workflow.store.tables import PublicationRow, RevisionRow, TrackRow

_PAST_TENSE: Mapping[PublicationState, str] = {
    "published": "published a revision",
    "failed": "failed to publish a revision",
    "withdrawn": "withdrew a publication",
}


class Publications:
    """Receipts of revisions sent to destinations."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def record(
        self,
        slug: str,
        revision: Revision,
        *,
        destination: str,
        url: str,
        by: str,
        receipt: Mapping[str, Json] | None = None,
        state: PublicationState = "published",
    ) -> StoredPublication:
        """Keep that a revision was sent to a destination. Published, it becomes the track's live revision.

        The track's last publication to the same destination and URL is the one it replaces. Raises `UnknownStory`, and
        `StoreError` when the story has no such revision.
        """
        now = self._clock()
        with self._database.write() as session:
            track, sent = _sent(session, slug, revision)
            row = PublicationRow(
                track_id=track.id,
                revision_id=sent.id,
                destination=destination,
                url=url,
                replaces_id=_replaced(session, track, destination, url),
                receipt=dict(receipt or {}),
                state=state,
                created_at=now,
            )
            session.add(row)
            if state == "published":
                track.live_number = sent.number
                if track.draft_number == sent.number:
                    track.status = Status.PUBLISHED
            facts = {"kind": track.kind, "language": track.language, "revision": sent.number, "sha256": sent.sha256}
            where = {"destination": destination, "url": url, "state": state}
            append_event(session, now, by, _PAST_TENSE[state], slug=slug, what=facts | where)
            session.flush()
            return _publication(row, track, sent)

    def list(self, slug: str) -> tuple[StoredPublication, ...]:
        """All publications of the story, the oldest first. Raises `UnknownStory`."""
        with self._database.read() as session:
            found = session.execute(
                select(PublicationRow, TrackRow, RevisionRow)
                .join(TrackRow, TrackRow.id == PublicationRow.track_id)
                .join(RevisionRow, RevisionRow.id == PublicationRow.revision_id)
                .where(TrackRow.story_id == story_row(session, slug).id)
                .order_by(PublicationRow.id)
            )
            return tuple(_publication(row, track, sent) for row, track, sent in found)


def _sent(session: Session, slug: str, revision: Revision) -> tuple[TrackRow, RevisionRow]:
    track = session.scalar(
        select(TrackRow).where(TrackRow.id == revision.track_id, TrackRow.story_id == story_row(session, slug).id)
    )
    row = session.get(RevisionRow, revision.id)
    if track is None or row is None or row.track_id != track.id:
        raise StoreError(f"The story {slug!r} has no revision {revision.number} as it was sent: publish it again.")
    return track, row


def _replaced(session: Session, track: TrackRow, destination: str, url: str) -> int | None:
    return session.scalar(
        select(PublicationRow.id)
        .where(
            PublicationRow.track_id == track.id,
            PublicationRow.destination == destination,
            PublicationRow.url == url,
            PublicationRow.state == "published",
        )
        .order_by(PublicationRow.id.desc())
        .limit(1)
    )


def _publication(row: PublicationRow, track: TrackRow, revision: RevisionRow) -> StoredPublication:
    return StoredPublication(
        id=row.id,
        track_id=track.id,
        revision_id=revision.id,
        revision=revision.number,
        kind=cast("TrackKind", track.kind),
        language=track.language,
        destination=row.destination,
        url=row.url,
        replaces=row.replaces_id,
        receipt=row.receipt,
        state=cast("PublicationState", row.state),
        created_at=row.created_at,
    )
