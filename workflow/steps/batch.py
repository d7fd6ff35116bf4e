"""Edits of one window, done on a working copy one after the other and made ready for the log."""

from __future__ import annotations

from dataclasses import replace

from workflow.captions.commands import Edit, Redo, Restore, Undo
from workflow.captions.draft import Change
from workflow.captions.edits import apply_command, touched
from workflow.errors import CaptionError
from workflow.review.cue_json import change_to_json, cue_to_json
from workflow.review.ledger import Conflict, Line, restored
from workflow.review.wire import command_to_json, kind_of
from workflow.steps.sitting import Json, Sitting, moment
from workflow.store import NewEdit, Pen


class Batch:
    """Edits that arrive together, done one after the other and not in the store yet."""

    def __init__(self, sitting: Sitting, pen: Pen, person: str) -> None:
        self._sitting, self._pen, self._person = sitting, pen, person
        self._ledger = sitting.ledger.fork()
        self._number = sitting.head.edit
        self.draft = sitting.draft
        self.new: list[NewEdit] = []
        self.lines: list[Line] = []

    def do(self, edit: Edit) -> int:
        """Do one; its number in the log, or that of the last where it changes nothing. Raises `CaptionError`."""
        target, change = self._change(edit)
        if not change.before and not change.after:
            return self._number
        self._number += 1
        self.draft = self.draft.changed(change, self._number)
        stamped = Change(change.before, tuple(replace(cue, edit=self._number) for cue in change.after))
        facts = change_to_json(stamped)
        kind = kind_of(edit.command)
        self.new.append(
            NewEdit(
                self._number,
                edit.client,
                edit.seq,
                self._person,
                kind,
                target,
                command_to_json(edit.command),
                facts,
            )
        )
        at = moment(self._pen.now)
        line = Line(self._number, edit.client, edit.seq, self._person, at, kind, target, facts)
        self._ledger.add(line)
        self.lines.append(line)
        return self._number

    def _change(self, edit: Edit) -> tuple[int | None, Change]:
        command = edit.command
        if isinstance(command, Undo | Redo):
            return self._ledger.taken_back(self.draft, command, self._person)
        if isinstance(command, Restore):
            return None, restored(self.draft, self._pen.at(command.revision))
        self._ledger.check_not_changed(self.draft, touched(command), edit.base, edit.client)
        duration_ms = self._sitting.setting.stored.video.duration_ms
        return None, apply_command(self.draft, command, duration_ms=duration_ms)


def refusal(edit: Edit, error: CaptionError) -> Json:
    """Why an edit was not done, with both versions where two people met."""
    by, theirs = (error.by, error.theirs) if isinstance(error, Conflict) else ("", ())
    return {
        "client": edit.client,
        "seq": edit.seq,
        "why": str(error),
        "by": by,
        "theirs": [cue_to_json(cue) for cue in theirs],
        "mine": command_to_json(edit.command),
    }
