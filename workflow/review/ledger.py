"""Whose edit was whose: what conflicts, undo and redo are decided by. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from workflow.captions.commands import Command, Redo, Undo
from workflow.captions.draft import Change, Draft, DraftCue
from workflow.errors import CaptionError
from workflow.review.cue_json import change_from_json
from workflow.review.undo import Entry, check_can_invert, redo_target, undo_target


class Line(NamedTuple):
    """An edit in the ledger. `change` is JSON as `cue_json` writes it; `at` is in milliseconds since 1970."""

    number: int
    client: str
    seq: int
    author: str
    at: int
    kind: str
    target: int | None
    change: Mapping[str, Any]


class Conflict(CaptionError):
    """Two people changed the same caption: `theirs` is what stands now, nothing where it is gone."""

    def __init__(self, why: str, by: str, theirs: Sequence[DraftCue]) -> None:
        self.by, self.theirs = by, tuple(theirs)
        super().__init__(why)


class Ledger:
    """The edits that stand on one revision, in order."""

    def __init__(self, lines: Sequence[Line] = ()) -> None:
        self.lines: list[Line] = []
        self._by_number: dict[int, Line] = {}
        self._of: dict[str, list[Entry]] = {}
        for line in lines:
            self.add(line)

    def add(self, line: Line) -> None:
        self.lines.append(line)
        self._by_number[line.number] = line
        self._of.setdefault(line.author, []).append(Entry(line.number, line.kind, line.target))

    def fork(self) -> Ledger:
        """Another of the same edits, to add to."""
        other = Ledger()
        other.lines, other._by_number = [*self.lines], dict(self._by_number)
        other._of = {author: [*entries] for author, entries in self._of.items()}
        return other

    def after(self, number: int) -> list[Line]:
        """The edits after this number."""
        found: list[Line] = []
        for line in reversed(self.lines):
            if line.number <= number:
                break
            found.append(line)
        return found[::-1]

    def check_not_changed(self, draft: Draft, keys: frozenset[str], base: Mapping[str, int], client: str) -> None:
        """Raises `Conflict` where somebody else has changed one of these cues since the window last heard of it."""
        for key in sorted(keys):
            cue = draft.get(key)
            if cue is None:
                by = self._who_removed(key)
                name = by or "Another window"
                raise Conflict(f"{name} has deleted or merged this caption meanwhile.", by, ())
            if cue.edit <= base.get(key, 0):
                continue
            last = self._by_number.get(cue.edit)
            if last is not None and last.client != client:
                raise Conflict(f"{last.author} has changed this caption meanwhile.", last.author, (cue,))

    def taken_back(self, draft: Draft, command: Command, author: str) -> tuple[int, Change]:
        """For an undo or redo: the number of the edit that is meant, and what is to be done. Raises `CaptionError`."""
        entries = self._of.get(author, [])
        if isinstance(command, Undo):
            target = undo_target(entries)
            if target is None:
                raise CaptionError("There is nothing to undo.")
            change = change_from_json(self._by_number[target].change)
            check_can_invert(draft, change)
            return target, change.inverse()
        if not isinstance(command, Redo):
            raise TypeError(command)
        target = redo_target(entries)
        if target is None:
            raise CaptionError("There is nothing to do again.")
        change = change_from_json(self._by_number[target].change)
        check_can_invert(draft, change.inverse())
        return target, change

    def _who_removed(self, key: str) -> str:
        for line in reversed(self.lines):
            before, after = ({cue["key"] for cue in line.change[side]} for side in ("before", "after"))
            if key in before - after:
                return str(line.author)
        return ""


def restored(draft: Draft, wanted: Draft) -> Change:
    """What makes the captions of `draft` those of `wanted`; captions that are the same are left alone."""
    old = {cue.key: cue for cue in draft.cues}
    new = {cue.key: cue for cue in wanted.cues}
    same = {key for key, cue in new.items() if key in old and _plain(old[key]) == _plain(cue)}
    return Change(
        tuple(cue for cue in draft.cues if cue.key not in same),
        tuple(cue for cue in wanted.cues if cue.key not in same),
    )


def _plain(cue: DraftCue) -> tuple[object, ...]:
    """The cue without the number of the edit that last touched it."""
    return cue.cue, cue.words
