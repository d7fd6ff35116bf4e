"""What is being worked on: the log of edits of each track, its working copy, decisions and waivers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from workflow.captions.draft import Draft
from workflow.errors import UnknownTrack
from workflow.review.status import Status
from workflow.store.database import Database
from workflow.store.events import Clock, append_event
from workflow.store.records import Approval, Head, LoggedEdit, NewEdit, Origin, Revision, RevisionFacts, Waiver
from workflow.store.rows import revision_of, revision_row, story_row, track_by_id
from workflow.store.tables import ApprovalRow, EditRow, RevisionRow, TrackRow, WaiverRow
from workflow.store.working_copy import cut, draft_at, edits_after, head_of, is_cut, logged, working_copy


class Look:
    """A track's working copy at one moment, inside a transaction."""

    def __init__(self, session: Session, track_id: int) -> None:
        """Raises `NoSuchTrack`."""
        self._session = session
        self._track, self.slug = track_by_id(session, track_id)

    def head(self) -> Head:
        return head_of(self._session, self._track, self.slug)

    def draft(self, base: Draft | None = None) -> Draft:
        """The captions with every edit in them; `base`, the revision that the edits stand on, spares reading it."""
        return working_copy(self._session, self._track, base)

    def is_cut(self) -> bool:
        """Whether a cut would make no new revision."""
        return is_cut(self._session, self._track)

    def at(self, number: int) -> Draft:
        """A revision as a draft. Raises `UnknownTrack`."""
        return draft_at(self._session, self._track, self._revision_row(number))

    def edits(self, epoch: int, after: int = 0) -> Sequence[LoggedEdit]:
        """The edits that stand on revision `epoch`, after edit number `after`, the oldest first."""
        return edits_after(self._session, self._track, epoch, after)

    def numbers_of(self, client: str, seqs: Collection[int]) -> Mapping[int, int]:
        """Which of a window's edits are in the log, each with its number."""
        rows = self._session.execute(
            select(EditRow.seq, EditRow.number).where(
                EditRow.track_id == self._track.id, EditRow.client == client, EditRow.seq.in_(seqs)
            )
        )
        return {row.seq: row.number for row in rows}

    def revision(self, number: int) -> Revision:
        """Raises `UnknownTrack`."""
        return revision_of(self._revision_row(number), self._track)

    def facts(self) -> tuple[RevisionFacts, ...]:
        """All revisions without their captions, the oldest first."""
        rows = self._session.scalars(
            select(RevisionRow)
            .where(RevisionRow.track_id == self._track.id)
            .order_by(RevisionRow.number)
            .options(defer(RevisionRow.webvtt), defer(RevisionRow.cues))
        )
        return tuple(
            RevisionFacts(
                row.number, row.author, cast("Origin", row.origin), row.made_by, row.transcript_id, row.created_at
            )
            for row in rows
        )

    def approvals(self) -> tuple[Approval, ...]:
        """What reviewers decided, the oldest first."""
        return _approvals(self._session, self._track.id)

    def waivers(self) -> tuple[Waiver, ...]:
        """The waivers that hold, the oldest first."""
        rows = self._session.scalars(
            select(WaiverRow)
            .where(WaiverRow.track_id == self._track.id, WaiverRow.withdrawn_at.is_(None))
            .order_by(WaiverRow.id)
        )
        return tuple(map(_waiver, rows))

    def _revision_row(self, number: int) -> RevisionRow:
        row = revision_row(self._session, self._track, number)
        if row is None:
            wanted = f"{self._track.language} {self._track.kind} revision {number}"
            raise UnknownTrack(self.slug, wanted, [f"revisions 1 to {self._track.draft_number}"])
        return row


class Pen(Look):
    """The same, and nobody else writes meanwhile."""

    def __init__(self, session: Session, track_id: int, now: datetime) -> None:
        super().__init__(session, track_id)
        self.now = now
        """The moment of everything that is written."""

    def log(self, edits: Sequence[NewEdit], epoch: int) -> None:
        """Add edits to the log, their numbers in order. The track's approval, if it has one, is not of these."""
        for edit in edits:
            self._session.add(EditRow(track_id=self._track.id, epoch=epoch, at=self.now, **asdict(edit)))
        if edits and self._track.status not in (Status.IN_REVIEW, Status.RETURNED):
            self._track.status = Status.DRAFT
        self._session.flush()

    def cut(self, draft: Draft | None = None) -> int:
        """The number of the revision that has all edits in it, made if it is not there. Raises `CannotWrite`."""
        return cut(self._session, self._track, self.slug, self.now, draft).number

    def decide(self, status: Status, *, by: str, note: str = "", approved: bool | None = None) -> None:
        """Move the track to a status; with `approved` that is a decision about its draft revision."""
        row = self._revision_row(self._track.draft_number)
        self._track.status = status
        if approved is not None:
            self._session.add(
                ApprovalRow(
                    revision_id=row.id,
                    sha256=row.sha256,
                    reviewer=by,
                    note=note,
                    approved=approved,
                    created_at=self.now,
                )
            )
        facts = {"kind": self._track.kind, "language": self._track.language, "revision": row.number, "note": note}
        append_event(self._session, self.now, by, _DONE[status], slug=self.slug, what=facts | {"sha256": row.sha256})
        self._session.flush()

    def waive(self, check: str, fingerprint: str, reason: str, *, by: str) -> None:
        """Accept a finding; a waiver of the same finding that is there already gets the new reason."""
        self.unwaive(fingerprint, by=by)
        self._session.add(
            WaiverRow(
                track_id=self._track.id,
                check_name=check,
                fingerprint=fingerprint,
                reason=reason,
                reviewer=by,
                created_at=self.now,
            )
        )
        facts = {"check": check, "reason": reason, "language": self._track.language, "kind": self._track.kind}
        append_event(self._session, self.now, by, "waived a finding", slug=self.slug, what=facts)
        self._session.flush()

    def unwaive(self, fingerprint: str, *, by: str) -> None:
        """Take a waiver back; nothing where there is none."""
        rows = self._session.scalars(
            select(WaiverRow).where(
                WaiverRow.track_id == self._track.id,
                WaiverRow.fingerprint == fingerprint,
                WaiverRow.withdrawn_at.is_(None),
            )
        )
        for row in rows:
            row.withdrawn_by, row.withdrawn_at = by, self.now
            facts = {"check": row.check_name, "language": self._track.language, "kind": self._track.kind}
            append_event(self._session, self.now, by, "took a waiver back", slug=self.slug, what=facts)
        self._session.flush()


class Drafts:
    """The working copies of all tracks."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    @contextmanager
    def look(self, track_id: int) -> Iterator[Look]:
        """Read a track at one moment. Raises `NoSuchTrack`."""
        with self._database.read() as session:
            yield Look(session, track_id)

    @contextmanager
    def write(self, track_id: int) -> Iterator[Pen]:
        """Change a track, whole or not at all. Raises `NoSuchTrack`."""
        with self._database.write() as session:
            yield Pen(session, track_id, self._clock())

    def settle(self, slug: str) -> None:
        """Make revisions of all edits of a story that are in none yet. Raises `UnknownStory`, `CannotWrite`."""
        with self._database.write() as session:
            story = story_row(session, slug)
            for track in session.scalars(select(TrackRow).where(TrackRow.story_id == story.id).order_by(TrackRow.id)):
                cut(session, track, slug, self._clock())

    def approved(self, track_id: int) -> Approval | None:
        """The newest revision of a track that a reviewer has approved and nobody returned since; None without one."""
        with self._database.read() as session:
            last = {one.revision: one for one in _approvals(session, track_id)}
        return max((one for one in last.values() if one.approved), key=lambda one: one.revision, default=None)

    def times(self, track_id: int) -> list[tuple[str, datetime]]:
        """Who edited, and when, the oldest first."""
        rows = select(EditRow.author, EditRow.at).where(EditRow.track_id == track_id).order_by(EditRow.number)
        with self._database.read() as session:
            return [(author, at) for author, at in session.execute(rows)]

    def log(self, track_id: int) -> tuple[LoggedEdit, ...]:
        """Every edit of a track, the oldest first, whatever revision it stood on."""
        rows = select(EditRow).where(EditRow.track_id == track_id).order_by(EditRow.number)
        with self._database.read() as session:
            return tuple(map(logged, session.scalars(rows)))


_DONE: Mapping[Status, str] = {
    Status.DRAFT: "took the captions back",
    Status.IN_REVIEW: "asked for a review",
    Status.RETURNED: "returned a revision",
    Status.APPROVED: "approved a revision",
}


def _approvals(session: Session, track_id: int) -> tuple[Approval, ...]:
    rows = session.execute(
        select(ApprovalRow, RevisionRow.number)
        .join(RevisionRow, RevisionRow.id == ApprovalRow.revision_id)
        .where(RevisionRow.track_id == track_id)
        .order_by(ApprovalRow.id)
    )
    return tuple(
        Approval(number, row.sha256, row.reviewer, row.note, row.approved, row.created_at) for row, number in rows
    )


def _waiver(row: WaiverRow) -> Waiver:
    return Waiver(row.id, row.check_name, row.fingerprint, row.reason, row.reviewer, row.created_at)
