"""The desk at which tracks are reviewed: every edit of every window comes here, once, and is told to the others.

Questions and answers are JSON, as the screen has it. All of it may be called from any thread.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Lock, RLock
from typing import Any

from workflow.captions.commands import Edit
from workflow.captions.draft import Draft
from workflow.captions.find import find
from workflow.captions.profile import Profile
from workflow.checks.fixes import fix_all
from workflow.errors import CannotWrite, CaptionError, NotAllowed, StorytrackError
from workflow.review.asked import (
    Known,
    edits_from_json,
    ids_from_json,
    known_from_json,
    move_from_json,
    search_from_json,
    waiver_from_json,
)
from workflow.review.ledger import Line
from workflow.review.status import TO, Case, Move, check_can_move
from workflow.review.wire import command_to_json
from workflow.steps.batch import Batch, refusal
from workflow.steps.listen import heard_before
from workflow.steps.presence import Presence
from workflow.steps.review_document import document, moves_json, track_json
from workflow.steps.review_history import beside, differences, revisions
from workflow.steps.sitting import Json, Setting, Sitting, line_to_json
from workflow.store import Look, Pen, Store

_CUT_AFTER = timedelta(minutes=5)
"""Edits that are in no revision for so long become one with the next edit: history has an entry for it."""
_MOST_OPEN = 50
"""Tracks kept in memory; a track of three hours takes some 20 MB."""
_MOST_MATCHES = 1000


class Desk:
    """The tracks that are being worked on. One of these for each server, which is the only one for its home."""

    def __init__(self, store: Store, *, find_profile: Callable[[str], Profile], second_person: bool = False) -> None:
        """With `second_person` nobody approves captions they have edited."""
        self._store, self._find_profile, self._second_person = store, find_profile, second_person
        self._presence = Presence()
        self._open: OrderedDict[int, Sitting] = OrderedDict()
        self._locks: dict[int, RLock] = {}
        self._lock = Lock()

    # --- reading ------------------------------------------------------------------------------------------------------

    def document(self, track_id: int, person: str) -> Json:
        """Everything that a window needs to show a track. Raises `NoSuchTrack`."""
        with self._reading(track_id) as (sitting, look):
            told = document(sitting, look, self._store)
            return (
                told
                | {"person": person, "editors": self._presence.others(track_id, "")}
                | self._moves(sitting, look, person)
            )

    def since(self, track_id: int, person: str, **asked: Any) -> Json:
        """What is new for a window: `asked` is what it has, as `Known`. `{"reset": true}` when it must load again."""
        known = known_from_json(asked)
        self._presence.seen(track_id, known.client, person, known.cue)
        with self._reading(track_id) as (sitting, look):
            return self._news(sitting, look, track_id, person, known)

    def find(self, track_id: int, asked: Any) -> Json:
        """Captions in which something is found, as they are and as they would be. Raises `CaptionError`."""
        search = search_from_json(asked)
        with self._reading(track_id) as (sitting, _):
            cues = sitting.draft.cues
        rows: list[Json] = []
        for where in ("text", "voice")[: 2 if search.voices else 1]:
            matches = find(
                cues,
                search.pattern,
                search.replacement,
                regex=search.regex,
                case=search.case,
                word=search.word,
                where="voice" if where == "voice" else "text",
                clock=time.monotonic,
            )
            rows += [
                {
                    "key": match.key,
                    "before": match.before,
                    "after": match.after,
                    "spans": [list(span) for span in match.spans],
                    "voice": where == "voice",
                }
                for match in matches
            ]
        return {"matches": rows[:_MOST_MATCHES], "more": max(0, len(rows) - _MOST_MATCHES)}

    def fixes(self, track_id: int, asked: Any) -> Json:
        """Edits that mend findings without a word changed, and what is left for a person."""
        ids = ids_from_json(asked)
        with self._reading(track_id) as (sitting, _):
            checker = sitting.checker.copy()
        fixes, left = fix_all(checker, ids)
        return {
            "fixes": [{"id": fix.id, "do": command_to_json(fix.command)} for fix in fixes],
            "left": [{"id": one.id, "why": one.why} for one in left],
        }

    def revisions(self, track_id: int) -> Json:
        """The track's history."""
        with self._reading(track_id) as (sitting, look):
            return revisions(sitting, look, self._store)

    def diff(self, track_id: int, old: str, new: str) -> Json:
        """Two versions word by word: each the number of a revision, "now", or "transcript"."""
        with self._reading(track_id) as (sitting, look):
            return differences(sitting, look, self._store, old, new)

    def beside(self, track_id: int, other_id: int) -> Json:
        """Another track's captions beside those of this one. Raises `NoSuchTrack`, `CaptionError`."""
        with self._reading(track_id) as (sitting, _):
            ours = sitting.draft.cues, dict(sitting.spoken_at()), sitting.head.track
        with self._reading(other_id) as (other, _):
            if other.head.track.slug != ours[2].slug:
                raise CaptionError("These captions belong to another story.")
            return beside(ours[0], ours[1], other)

    def editing(self) -> Mapping[int, tuple[str, ...]]:
        """Who has which track open, by the tracks' ids."""
        return self._presence.names()

    # --- writing ------------------------------------------------------------------------------------------------------

    def apply(self, track_id: int, person: str, asked: Any) -> Json:
        """Do a window's edits, each once however often it arrives, in their order; and tell what is new.

        An edit that cannot be done, or that meets another person's, is refused with both versions and stops no other.
        """
        known, edits = edits_from_json(asked)
        self._presence.seen(track_id, known.client, person, known.cue)
        with self._writing(track_id) as (sitting, pen):
            if known.epoch != sitting.head.epoch:
                return {"reset": True}
            acks, refused, draft, lines = self._carry_out(sitting, pen, person, edits)
        with self._reading(track_id, after=(draft, lines)) as (sitting, look):
            return self._news(sitting, look, track_id, person, known) | {"acks": acks, "refused": refused}

    def waive(self, track_id: int, person: str, asked: Any) -> Json:
        """Accept a finding with a reason."""
        name, reason = waiver_from_json(asked)
        if not reason.strip():
            raise CaptionError("Say why the finding is accepted: the reason stays with the captions.")
        with self._writing(track_id) as (sitting, pen):
            found = sitting.checker.get(name)
            if found is None:
                raise CaptionError("This was mended meanwhile: there is nothing to waive.")
            pen.waive(found.finding.check, sitting.mark_of(found), reason.strip(), by=person)
            before = sitting.checked
            sitting.waivers_changed([name], pen)
        return self._findings_news(track_id, person, before)

    def unwaive(self, track_id: int, person: str, name: str) -> Json:
        """Take a waiver back."""
        with self._writing(track_id) as (sitting, pen):
            found = sitting.checker.get(name)
            before = sitting.checked
            if found is not None:
                pen.unwaive(sitting.mark_of(found), by=person)
                sitting.waivers_changed([name], pen)
        return self._findings_news(track_id, person, before)

    def cut(self, track_id: int, person: str) -> Json:  # noqa: ARG002  everybody who is in may
        """Make a revision of the edits that are in none yet. Raises `CannotWrite`."""
        with self._writing(track_id) as (sitting, pen):
            return {"revision": pen.cut(sitting.draft)}

    def move(self, track_id: int, person: str, asked: Any) -> Json:
        """Ask for a review, return or approve: the captions as they are now, if they are as the person saw them."""
        move, note, edit = move_from_json(asked)
        with self._writing(track_id) as (sitting, pen):
            self._move(sitting, pen, person, move=move, note=note.strip(), edit=edit)
        with self._reading(track_id) as (sitting, look):
            return {"track": track_json(sitting, look)} | self._moves(sitting, look, person)

    def approve(self, track_id: int, person: str, note: str = "") -> int:
        """Approve the captions as they are. The number of the approved revision. Raises `NotAllowed`."""
        with self._writing(track_id) as (sitting, pen):
            self._move(sitting, pen, person, move=Move.APPROVE, note=note, edit=sitting.head.edit)
            return pen.head().track.draft

    def settle(self, slug: str) -> None:
        """Make revisions of all edits of a story that are in none yet. Raises `UnknownStory`, `CannotWrite`."""
        self._store.drafts.settle(slug)

    # --- how ----------------------------------------------------------------------------------------------------------

    def _carry_out(
        self, sitting: Sitting, pen: Pen, person: str, edits: Sequence[Edit]
    ) -> tuple[list[Json], list[Json], Draft, list[Line]]:
        """Do edits and log them; what is acknowledged, what is refused, the draft then, and the new lines."""
        self._cut_if_due(sitting, pen, person)
        done = {
            client: pen.numbers_of(client, {edit.seq for edit in edits if edit.client == client})
            for client in {edit.client for edit in edits}
        }
        batch = Batch(sitting, pen, person)
        acks: list[Json] = []
        refused: list[Json] = []
        for edit in edits:
            number = done[edit.client].get(edit.seq)
            if number is None:
                try:
                    number = batch.do(edit)
                except CaptionError as error:
                    refused.append(refusal(edit, error))
                    continue
            acks.append({"client": edit.client, "seq": edit.seq, "edit": number})
        pen.log(batch.new, sitting.head.epoch)
        return acks, refused, batch.draft, batch.lines

    def _cut_if_due(self, sitting: Sitting, pen: Pen, person: str) -> None:
        """Another person's edits become a revision before this one's begin, and so do edits of some minutes ago."""
        uncut = sitting.ledger.after(sitting.head.cut)
        if not uncut:
            return
        age = pen.now - datetime.fromtimestamp(uncut[0].at / 1000, pen.now.tzinfo)
        if uncut[-1].author == person and age < _CUT_AFTER:
            return
        try:
            pen.cut(sitting.draft)
        except CannotWrite:  # a caption is half done; the edits are safe in the log, and a later cut takes them in
            return
        sitting.head = pen.head()

    def _move(self, sitting: Sitting, pen: Pen, person: str, *, move: Move, note: str, edit: int) -> None:
        if edit != sitting.head.edit:
            by = sitting.ledger.lines[-1].author if sitting.ledger.lines else "Somebody"
            raise NotAllowed(f"{by} has changed the captions since you looked: look at them again, then decide.")
        check_can_move(move, _case(sitting, pen), person, second_person=self._second_person)
        if move is Move.RETURN and not note:
            raise NotAllowed("Say what is to be changed.")
        pen.cut(sitting.draft)
        pen.decide(TO[move], by=person, note=note, approved={Move.APPROVE: True, Move.RETURN: False}.get(move))
        sitting.head = pen.head()

    def _moves(self, sitting: Sitting, look: Look, person: str) -> Json:
        return moves_json(_case(sitting, look), person, second_person=self._second_person)

    def _news(self, sitting: Sitting, look: Look, track_id: int, person: str, known: Known) -> Json:
        if known.epoch != sitting.head.epoch:
            return {"reset": True}
        return {
            "epoch": sitting.head.epoch,
            "edit": sitting.head.edit,
            "changes": [line_to_json(line) for line in sitting.ledger.after(known.edit)],
            "findings": sitting.findings_since(known.checked),
            "checked": sitting.checked,
            "editors": self._presence.others(track_id, known.client),
            "track": track_json(sitting, look),
        } | self._moves(sitting, look, person)

    def _findings_news(self, track_id: int, person: str, checked: int) -> Json:
        with self._reading(track_id) as (sitting, look):
            return {"findings": sitting.findings_since(checked)} | self._moves(sitting, look, person)

    @contextmanager
    def _reading(
        self, track_id: int, *, after: tuple[Draft, Sequence[Line]] | None = None
    ) -> Iterator[tuple[Sitting, Look]]:
        """The track as it is now. `after` are edits that this server has just written."""
        with self._alone(track_id), self._store.drafts.look(track_id) as look:
            yield self._sitting(track_id, look, after), look

    @contextmanager
    def _writing(self, track_id: int) -> Iterator[tuple[Sitting, Pen]]:
        """The same, to be changed. What is in memory is thrown away when the change fails."""
        with self._alone(track_id):
            try:
                with self._store.drafts.write(track_id) as pen:
                    yield self._sitting(track_id, pen), pen
            except BaseException:
                with self._lock:
                    self._open.pop(track_id, None)
                raise

    @contextmanager
    def _alone(self, track_id: int) -> Iterator[None]:
        with self._lock:
            lock = self._locks.setdefault(track_id, RLock())
        with lock:
            yield

    def _sitting(self, track_id: int, look: Look, after: tuple[Draft, Sequence[Line]] | None = None) -> Sitting:
        with self._lock:
            sitting = self._open.get(track_id)
        if sitting is None:
            sitting = Sitting(look, self._setting(look))
        else:
            if after is not None and after[1] and after[1][0].number == sitting.head.edit + 1:
                sitting.advance(*after)
                sitting.head = replace(sitting.head, edit=after[0].edit)
            sitting.catch_up(look)
        with self._lock:
            self._open[track_id] = sitting
            self._open.move_to_end(track_id)
            while len(self._open) > _MOST_OPEN:
                self._open.popitem(last=False)
        return sitting

    def _setting(self, look: Look) -> Setting:
        head = look.head()
        stored = self._store.stories.get(look.slug)
        transcript = next(one.transcript_id for one in look.facts() if one.number == head.track.draft)
        stream = self._store.transcripts.audio_stream(transcript) if transcript else 0
        activity = heard_before(stored.video.sha256, stream, store=self._store)
        try:
            profile = self._find_profile(head.track.profile)
        except StorytrackError:  # a newsroom's own profile that is not there any more
            profile = self._find_profile("")
        return Setting(stored, profile.at(stored.video.frame_rate), activity.regions() if activity else (), stream)


def _case(sitting: Sitting, look: Look) -> Case:
    """What decides about the track's next status."""
    head = sitting.head
    uncut = sitting.ledger.after(head.cut)
    last = max((one for one in look.approvals() if one.approved), key=lambda one: one.revision, default=None)
    since = [one for one in look.facts() if last is None or one.number > last.revision]
    authors = {one.author for one in since if one.origin == "person"} | {line.author for line in uncut}
    return Case(
        status=head.track.status,
        cues=len(sitting.draft.cues),
        errors=sitting.open_errors(),
        authors=tuple(sorted(authors)),
        is_approved=last is not None and not uncut and last.revision == head.track.draft,
    )
