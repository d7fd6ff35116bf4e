"""What a window asks for, as JSON, checked as a stranger's. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.captions.commands import Edit
from workflow.review.reading import (
    Json,
    read_bool,
    read_choice,
    read_client,
    read_key,
    read_list,
    read_object,
    read_text,
    read_whole,
)
from workflow.review.status import Move
from workflow.review.wire import edit_from_json

LONGEST_NOTE = 2000
"""Characters of a note or a reason."""
_MOST_EDITS = 500
_MOST_FINDINGS = 20_000
_LONGEST_PATTERN = 2000
_MOST = 2**53 - 1
"""The largest whole number that a browser's JSON holds."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a window has: the revision its edits stand on, the last edit, the findings as of `checked`; and the cue that
    its person works on.
    """

    epoch: int
    edit: int
    client: str
    checked: int = 0
    cue: str | None = None


def known_from_json(value: Json) -> Known:
    """`{"epoch", "edit", "client", "checked", "cue"}`; other fields are not looked at. Raises `CaptionError`."""
    found = read_object(value, "question")
    cue = found.get("cue")
    return Known(
        epoch=read_whole(found.get("epoch"), "epoch", 0, _MOST),
        edit=read_whole(found.get("edit"), "edit", 0, _MOST),
        client=read_client(found.get("client")),
        checked=read_whole(found.get("checked") or 0, "checked", 0, _MOST),
        cue=None if cue is None else read_key(cue, "cue"),
    )


def edits_from_json(value: Json) -> tuple[Known, tuple[Edit, ...]]:
    """The same with `edits`. Raises `CaptionError`."""
    edits = read_list(read_object(value, "request").get("edits"), "edits", _MOST_EDITS)
    return known_from_json(value), tuple(map(edit_from_json, edits))


@dataclass(frozen=True, slots=True)
class Search:
    """What is to be found, and what comes in its place."""

    pattern: str
    replacement: str
    regex: bool
    case: bool
    word: bool
    voices: bool


def search_from_json(value: Json) -> Search:
    """Raises `CaptionError`."""
    found = read_object(value, "search", ("pattern", "replacement", "regex", "case", "word", "voices"))
    return Search(
        pattern=read_text(found.get("pattern"), "pattern", _LONGEST_PATTERN),
        replacement=read_text(found.get("replacement", ""), "replacement", _LONGEST_PATTERN),
        regex=read_bool(found.get("regex", False), "regex"),
        case=read_bool(found.get("case", False), "case"),
        word=read_bool(found.get("word", False), "word"),
        voices=read_bool(found.get("voices", False), "voices"),
    )


def ids_from_json(value: Json) -> tuple[str, ...]:
    """The findings that are named. Raises `CaptionError`."""
    found = read_object(value, "request", ("ids",))
    return tuple(read_text(one, "finding", 300) for one in read_list(found.get("ids"), "ids", _MOST_FINDINGS))


def waiver_from_json(value: Json) -> tuple[str, str]:
    """A finding, and the reason to accept it. Raises `CaptionError`."""
    found = read_object(value, "waiver", ("id", "reason"))
    return read_text(found.get("id"), "finding", 300), read_text(found.get("reason"), "reason", LONGEST_NOTE)


def move_from_json(value: Json) -> tuple[Move, str, int]:
    """A move, its note, and the last edit that the person has seen. Raises `CaptionError`."""
    found = read_object(value, "request", ("move", "note", "edit"))
    move = Move(read_choice(found.get("move"), "move", [str(one) for one in Move]))
    note = read_text(found.get("note", ""), "note", LONGEST_NOTE)
    return move, note, read_whole(found.get("edit"), "edit", 0, _MOST)
