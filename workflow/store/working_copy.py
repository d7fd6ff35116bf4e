"""A track's working copy, put together from its revisions and the edits since; and the revisions cut from it.

All of it inside a transaction of the caller's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflow.captions.draft import Draft, DraftCue, draft_of
from workflow.captions.word_times import words_from_transcript
from workflow.errors import CannotWrite, StoreError
from workflow.formats.webvtt import format_webvtt
from workflow.review.cue_json import change_from_json, cue_from_json, cue_to_json
from workflow.speech.transcript import Word
from workflow.store.codec import segments_from_json
from workflow.store.events import append_event
from workflow.store.records import Head, LoggedEdit
from workflow.store.rows import revision_of, revision_row, stored_track
from workflow.store.tables import EditRow, RevisionRow, SectionRow, TrackRow


def head_of(session: Session, track: TrackRow, slug: str) -> Head:
    """How far a track is."""
    last = _draft_row(session, track)
    epoch = epoch_of(last)
    newest = session.scalar(select(func.max(EditRow.number)).where(EditRow.track_id == track.id)) or 0
    return Head(stored_track(track, slug), epoch, newest, last.edit_number or 0)


def epoch_of(row: RevisionRow) -> int:
    """The number of the revision on which the edits in `row`, and those after it, stand."""
    return row.epoch or row.number


def working_copy(session: Session, track: TrackRow, base: Draft | None = None) -> Draft:
    """The draft with every edit in it. Its `edit` is the number of the last edit of the track, whatever it stood on.

    `base`, the revision on which the edits stand, spares putting that together again where nothing was cut since.
    """
    last = _draft_row(session, track)
    draft = base if base is not None and last.number == epoch_of(last) else draft_at(session, track, last)
    for edit in edits_after(session, track, epoch_of(last), last.edit_number or 0):
        draft = draft.changed(change_from_json(edit.change), edit.number)
    return draft


def draft_at(session: Session, track: TrackRow, row: RevisionRow) -> Draft:
    """A revision as a draft: with the keys and words that it was cut with, or with those it gets at first."""
    revision = revision_of(row, track)
    if row.cues is not None:
        return draft_of(revision.track, map(cue_from_json, row.cues), row.edit_number or 0)
    words = words_from_transcript(revision.track.cues, _words_for(session, track, row))
    keyed = (
        DraftCue(f"r{row.number}.{place}", cue, own)
        for place, (cue, own) in enumerate(zip(revision.track.cues, words, strict=True), 1)
    )
    return draft_of(revision.track, keyed)


def edits_after(session: Session, track: TrackRow, epoch: int, number: int) -> list[LoggedEdit]:
    """The edits that stand on revision `epoch` and come after edit `number`, the oldest first."""
    rows = session.scalars(
        select(EditRow)
        .where(EditRow.track_id == track.id, EditRow.epoch == epoch, EditRow.number > number)
        .order_by(EditRow.number)
    )
    return [logged(row) for row in rows]


def logged(row: EditRow) -> LoggedEdit:
    return LoggedEdit(
        number=row.number,
        epoch=row.epoch,
        client=row.client,
        seq=row.seq,
        author=row.author,
        at=row.at,
        kind=row.kind,
        target=row.target,
        command=row.command,
        change=row.change,
    )


def cut(session: Session, track: TrackRow, slug: str, now: datetime, draft: Draft | None = None) -> RevisionRow:
    """Make the edits since the draft revision the next revision, by whom they are; the draft revision when there are
    none, or when they leave the captions as they were. Raises `CannotWrite` for what no caption file can hold.

    `draft` spares putting the working copy together again.
    """
    last = _draft_row(session, track)
    since = _authors_after(session, track, epoch_of(last), last.edit_number or 0)
    if not since:
        return last
    draft = draft or working_copy(session, track)
    webvtt = format_webvtt(draft.track)
    sha256 = _sha256(webvtt)
    if sha256 == last.sha256:
        return last
    track.draft_number = last.number + 1
    row = RevisionRow(
        track_id=track.id,
        number=track.draft_number,
        webvtt=webvtt,
        sha256=sha256,
        author=", ".join(dict.fromkeys(since)),
        origin="person",
        made_by=last.made_by,
        transcript_id=last.transcript_id,
        created_at=now,
        epoch=epoch_of(last),
        edit_number=draft.edit,
        cues=[cue_to_json(cue) for cue in draft.cues],
    )
    session.add(row)
    facts = {"kind": track.kind, "language": track.language, "revision": row.number, "sha256": sha256}
    append_event(session, now, row.author, "saved a revision", slug=slug, what=facts | {"origin": "person"})
    session.flush()
    return row


def is_cut(session: Session, track: TrackRow) -> bool:
    """Whether the draft revision has all edits in it, or those since leave the captions as they are in it."""
    last = _draft_row(session, track)
    if not _authors_after(session, track, epoch_of(last), last.edit_number or 0):
        return True
    try:
        webvtt = format_webvtt(working_copy(session, track).track)
    except CannotWrite:
        return False
    return _sha256(webvtt) == last.sha256


def _sha256(webvtt: str) -> str:
    return hashlib.sha256(webvtt.encode()).hexdigest()


def _draft_row(session: Session, track: TrackRow) -> RevisionRow:
    row = revision_row(session, track, track.draft_number)
    if row is None:
        raise StoreError(f"The {track.language} {track.kind} have lost revision {track.draft_number}.")
    return row


def _authors_after(session: Session, track: TrackRow, epoch: int, number: int) -> Sequence[str]:
    """Who made the edits after edit `number`, in order, each stretch of one person once."""
    authors = session.scalars(
        select(EditRow.author)
        .where(EditRow.track_id == track.id, EditRow.epoch == epoch, EditRow.number > number)
        .order_by(EditRow.number)
    )
    return [author for author, _ in groupby(authors)]


def _words_for(session: Session, track: TrackRow, row: RevisionRow) -> list[Word]:
    """The words that were heard: by the run that made the revision, else by the one behind an earlier revision."""
    transcript = row.transcript_id or session.scalar(
        select(RevisionRow.transcript_id)
        .where(RevisionRow.track_id == track.id, RevisionRow.transcript_id.is_not(None))
        .order_by(RevisionRow.number.desc())
        .limit(1)
    )
    if transcript is None:
        return []
    sections = session.scalars(
        select(SectionRow.segments).where(SectionRow.transcript_id == transcript).order_by(SectionRow.number)
    )
    return [word for rows in sections for segment in segments_from_json(rows) for word in segment.words]
