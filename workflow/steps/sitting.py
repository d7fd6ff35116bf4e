"""A track that somebody has open: what the store has of it, kept in memory, so that an edit costs what it touches."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workflow.captions.draft import Draft
from workflow.captions.profile import Profile
from workflow.checks.incremental import Delta, Rechecker
from workflow.checks.keyed import KeyedFinding, fingerprint
from workflow.checks.report import finding_to_json
from workflow.review.cue_json import change_from_json
from workflow.review.ledger import Ledger, Line
from workflow.review.uncertain import uncertain_below
from workflow.speech.transcript import Region
from workflow.store import LoggedEdit, Look, StoredStory, Waiver

Json = dict[str, Any]

_MOST_DELTAS = 2000
"""How many edits a window may be behind and still get only the findings that are different."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What does not change while a track is open: its story and video, the rules, and where somebody speaks."""

    stored: StoredStory
    profile: Profile
    speech: tuple[Region, ...]
    stream: int


class Sitting:
    """The working copy, its findings, the ledger of its edits and the waivers, as of `head`."""

    def __init__(self, look: Look, setting: Setting) -> None:
        self.setting = setting
        self.load(look)

    def load(self, look: Look) -> None:
        """Take everything from the store."""
        self.head = look.head()
        self.base = look.at(self.head.epoch)
        """The revision on which the edits stand, as it was without them."""
        self.since = next(moment(one.created_at) for one in look.facts() if one.number == self.head.epoch)
        lines = look.edits(self.head.epoch)
        self.ledger = Ledger([line_of(edit) for edit in lines])
        self.draft = look.draft(self.base)
        self.uncertain_below = uncertain_below(self.base.cues)
        video = self.setting.stored.video
        self.checker = Rechecker(
            self.draft, self.setting.profile, speech=self.setting.speech, duration_ms=video.duration_ms
        )
        self.read_waivers(look)
        # Never a number that a window may know from before: from an earlier start of the server, or another revision.
        self.checked = time.time_ns() // 1_000_000
        self._deltas: deque[tuple[int, frozenset[str]]] = deque(maxlen=_MOST_DELTAS)

    def catch_up(self, look: Look) -> None:
        """Take in what others have written meanwhile."""
        head = look.head()
        if head.epoch != self.head.epoch:
            self.load(look)
            return
        if head.edit > self.head.edit:
            self.take(look.edits(head.epoch, self.head.edit))
        self.head = head

    def take(self, edits: Iterable[LoggedEdit]) -> None:
        """Add edits that are in the store to the working copy."""
        for edit in edits:
            change = change_from_json(edit.change)
            self.draft = self.draft.changed(change, edit.number)
            self.ledger.add(line_of(edit))
            self._note(self.checker.after(self.draft, change))

    def advance(self, draft: Draft, lines: Iterable[Line]) -> None:
        """The same for edits that this window of the server has just written: `draft` is the last of them."""
        for line in lines:
            change = change_from_json(line.change)
            self.ledger.add(line)
            # The checker wants to see the draft after each edit; that of the last one is there already.
            self.draft = draft if line.number == draft.edit else self.draft.changed(change, line.number)
            self._note(self.checker.after(self.draft, change))

    def read_waivers(self, look: Look) -> None:
        self.waivers: Mapping[str, Waiver] = {one.fingerprint: one for one in look.waivers()}

    def waivers_changed(self, ids: Iterable[str], look: Look) -> None:
        """Findings were waived, or are not any more."""
        self.read_waivers(look)
        self._touch(ids)

    def mark_of(self, found: KeyedFinding) -> str:
        """The finding's fingerprint."""
        cue = None if found.key is None else self.draft.get(found.key)
        return fingerprint(found.finding, None if cue is None else cue.cue)

    def finding_json(self, found: KeyedFinding) -> Json:
        waiver = self.waivers.get(self.mark_of(found))
        if waiver is None:
            return dict(finding_to_json(found))
        facts = {"by": waiver.reviewer, "reason": waiver.reason, "at": moment(waiver.created_at)}
        return dict(finding_to_json(found)) | {"waived": facts}

    def findings_json(self) -> list[Json]:
        return [self.finding_json(found) for found in self.checker.findings()]

    def findings_since(self, checked: int) -> Json:
        """What is different for a window that knows the findings as of `checked`."""
        if checked == self.checked:
            return {"added": [], "removed": []}
        oldest = self._deltas[0][0] if self._deltas else self.checked
        if not oldest - 1 <= checked < self.checked:
            return {"all": self.findings_json()}
        touched: set[str] = set()
        for number, ids in reversed(self._deltas):
            if number <= checked:
                break
            touched |= ids
        now = {name: self.checker.get(name) for name in touched}
        return {
            "added": [self.finding_json(found) for found in now.values() if found is not None],
            "removed": [name for name, found in now.items() if found is None],
        }

    def spoken_at(self) -> dict[str, int]:
        """When what each caption says, or who says it, was last changed; in milliseconds since 1970, by its key."""
        found = dict.fromkeys((cue.key for cue in self.base.cues), self.since)
        for line in self.ledger.lines:
            before = {cue["key"]: (cue["text"], cue["voice"]) for cue in line.change["before"]}
            for cue in line.change["after"]:
                if before.get(cue["key"]) != (cue["text"], cue["voice"]):
                    found[cue["key"]] = line.at
        return found

    def open_errors(self) -> int:
        """Errors that nobody has waived."""
        if not self.waivers:
            return sum(1 for _ in self.checker.errors())
        return sum(self.mark_of(found) not in self.waivers for found in self.checker.errors())

    def _note(self, delta: Delta) -> None:
        self._touch([*(found.id for found in delta.added), *delta.removed])

    def _touch(self, ids: Iterable[str]) -> None:
        if names := frozenset(ids):
            self.checked += 1
            self._deltas.append((self.checked, names))


def line_of(edit: LoggedEdit) -> Line:
    """A logged edit as the ledger has it."""
    return Line(edit.number, edit.client, edit.seq, edit.author, moment(edit.at), edit.kind, edit.target, edit.change)


def line_to_json(line: Line) -> Json:
    """An edit as a window adopts it."""
    return {
        "edit": line.number,
        "client": line.client,
        "seq": line.seq,
        "by": line.author,
        "at": line.at,
        "kind": line.kind,
        "target": line.target,
        **line.change,
    }


def moment(at: datetime) -> int:
    """Milliseconds since 1970, as browsers count."""
    return round(at.timestamp() * 1000)
