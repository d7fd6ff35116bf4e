"""Which of a person's edits an undo takes back, and whether it still can. Pure.

The person's own edits in the log are the stack: an edit goes on top and ends what could be done again, an undo moves
the top aside, a redo moves it back. So undo has no end, and survives a reload of the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from workflow.captions.draft import Change, Draft, DraftCue
from workflow.errors import CaptionError


class Entry(NamedTuple):
    """An edit in the log: its number, its command's kind, and for an undo or redo the number of the edit it meant."""

    number: int
    kind: str
    target: int | None = None


def undo_target(entries: Iterable[Entry]) -> int | None:
    """The number of the edit that the person's next undo takes back; None when there is none.

    `entries` are the edits of one person in one track, oldest first.
    """
    done, _ = _stacks(entries)
    return done[-1] if done else None


def redo_target(entries: Iterable[Entry]) -> int | None:
    """The number of the edit that the person's next redo does again; None when there is none."""
    _, undone = _stacks(entries)
    return undone[-1] if undone else None


def check_can_invert(draft: Draft, change: Change) -> None:
    """Raises `CaptionError` unless the cues are as the change left them, whoever it was that made them so.

    An undo asks it of the edit's change, a redo of the inverse.
    """
    for cue in change.after:
        now = draft.get(cue.key)
        if now is None:
            raise CaptionError("This cannot be taken back: another person has deleted or merged the caption since.")
        if not _same(now, cue):
            raise CaptionError("This cannot be taken back: another person has changed the caption since.")
    left = {cue.key for cue in change.after}
    if any(draft.get(cue.key) is not None for cue in change.before if cue.key not in left):
        raise CaptionError("This cannot be taken back: the caption is there again already.")
    keys, ids = change.keys, {cue.cue.id for cue in change.before if cue.cue.id}
    if any(cue.cue.id in ids and cue.key not in keys for cue in draft.cues):
        raise CaptionError("This cannot be taken back: another caption has been given the same id since.")


def _stacks(entries: Iterable[Entry]) -> tuple[list[int], list[int]]:
    """The edits that are done and those that are undone, each with the next one last."""
    done: list[int] = []
    undone: list[int] = []
    for entry in entries:
        if entry.kind == "undo" and done and done[-1] == entry.target:
            undone.append(done.pop())
        elif entry.kind == "redo" and undone and undone[-1] == entry.target:
            done.append(undone.pop())
        elif entry.kind not in ("undo", "redo"):
            done.append(entry.number)
            undone.clear()
    return done, undone


def _same(one: DraftCue, other: DraftCue) -> bool:
    return replace(one, edit=0) == replace(other, edit=0)
