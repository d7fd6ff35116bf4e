"""Commands and edits as the screen sends them: JSON, checked as a stranger's, to values and back. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from workflow.captions.commands import (
    Command,
    ConfirmWords,
    Delete,
    Edit,
    Insert,
    Merge,
    Redo,
    Restore,
    SetIds,
    SetSettings,
    SetTexts,
    SetTimes,
    SetVoice,
    Several,
    Shift,
    Split,
    Stretch,
    Undo,
)
from workflow.captions.edits import touched
from workflow.captions.typed import LONGEST_NAME, LONGEST_TEXT
from workflow.errors import CaptionError
from workflow.review.cue_json import settings_from_json, settings_to_json
from workflow.review.reading import (
    MOST_KEYS,
    Json,
    read_by_key,
    read_client,
    read_key,
    read_keys,
    read_list,
    read_ms,
    read_object,
    read_text,
    read_whole,
)

_MOST = 2**31 - 1
"""The largest number of an edit, of a revision, of a place in a text."""


def edit_from_json(value: Json) -> Edit:
    """`{"client", "seq", "base": {key: edit}, "do": command}`. Raises `CaptionError` for anything else."""
    found = read_object(value, "edit", ("client", "seq", "base", "do"))
    base = read_by_key(found.get("base", {}), "base")
    return Edit(
        client=read_client(found.get("client")),
        seq=read_whole(found.get("seq"), "seq", 1, _MOST),
        command=command_from_json(found.get("do")),
        base={key: read_whole(edit, "base", 0, _MOST) for key, edit in base.items()},
    )


def edit_to_json(edit: Edit) -> dict[str, Json]:
    return {"client": edit.client, "seq": edit.seq, "base": dict(edit.base), "do": command_to_json(edit.command)}


def command_from_json(value: Json) -> Command:
    """The command that `{"kind": …}` says. Raises `CaptionError` for unknown kinds, missing or wrong values, more than
    20,000 cues, texts of more than 5,000 characters. Whether the draft can do it is for `apply_command` to say.
    """
    command = _read(value, _READ)
    named = sum(map(len, map(touched, command.commands))) if isinstance(command, Several) else len(touched(command))
    if named > MOST_KEYS:
        raise CaptionError(f"The edit names {named} captions: {MOST_KEYS} are the most at once.")
    return command


def command_to_json(command: Command) -> dict[str, Json]:
    """The JSON that `command_from_json` reads."""
    kind, write = _WRITE[type(command)]
    return {"kind": kind, **write(command)}


def kind_of(command: Command) -> str:
    """The command's name in JSON and in the log."""
    return _WRITE[type(command)][0]


def _read(value: Json, known: Mapping[str, Callable[[Mapping[str, Json]], Command]]) -> Command:
    found = read_object(value, "command")
    kind = found.get("kind")
    if not isinstance(kind, str) or kind not in known:
        raise CaptionError(f"The screen asked for {str(kind)[:50]!r}, which is no such edit: reload the page.")
    return known[kind](found)


def _set_texts(found: Mapping[str, Json]) -> SetTexts:
    texts = read_by_key(found.get("texts"), "texts")
    return SetTexts({key: read_text(text, "text", LONGEST_TEXT) for key, text in texts.items()})


def _set_voice(found: Mapping[str, Json]) -> SetVoice:
    was = found.get("was")
    return SetVoice(
        read_keys(found.get("cues")),
        read_text(found.get("voice"), "voice", LONGEST_NAME),
        None if was is None else read_text(was, "was", LONGEST_NAME),
    )


def _set_times(found: Mapping[str, Json]) -> SetTimes:
    times = read_by_key(found.get("times"), "times")
    return SetTimes({key: _times(pair) for key, pair in times.items()})


def _times(value: Json) -> tuple[int, int]:
    start, end = [*read_list(value, "times", 2), None, None][:2]
    return read_ms(start, "start"), read_ms(end, "end")


def _set_settings(found: Mapping[str, Json]) -> SetSettings:
    return SetSettings(read_keys(found.get("cues")), settings_from_json(found.get("settings")))


def _set_ids(found: Mapping[str, Json]) -> SetIds:
    ids = read_by_key(found.get("ids"), "ids")
    return SetIds({key: read_text(name, "id", LONGEST_NAME) for key, name in ids.items()})


def _split(found: Mapping[str, Json]) -> Split:
    at = found.get("at_ms")
    return Split(
        read_key(found.get("cue"), "cue"),
        read_whole(found.get("caret"), "caret", 0, _MOST),
        read_key(found.get("new_key"), "new key"),
        None if at is None else read_ms(at, "moment"),
    )


def _insert(found: Mapping[str, Json]) -> Insert:
    return Insert(
        read_key(found.get("new_key"), "new key"),
        read_ms(found.get("start"), "start"),
        read_ms(found.get("end"), "end"),
        read_text(found.get("text", ""), "text", LONGEST_TEXT),
        read_text(found.get("voice", ""), "voice", LONGEST_NAME),
    )


def _confirm_words(found: Mapping[str, Json]) -> ConfirmWords:
    words = read_by_key(found.get("words"), "words")
    return ConfirmWords(
        {
            key: tuple(read_whole(place, "word", 0, LONGEST_TEXT) for place in read_list(places, "words", LONGEST_TEXT))
            for key, places in words.items()
        }
    )


def _several(found: Mapping[str, Json]) -> Several:
    return Several(tuple(_read(part, _PARTS) for part in read_list(found.get("commands"), "commands")))


_PARTS: Mapping[str, Callable[[Mapping[str, Json]], Command]] = {
    "set-texts": _set_texts,
    "set-voice": _set_voice,
    "set-times": _set_times,
    "set-settings": _set_settings,
    "set-ids": _set_ids,
    "split": _split,
    "merge": lambda found: Merge(read_keys(found.get("cues"))),
    "insert": _insert,
    "delete": lambda found: Delete(read_keys(found.get("cues"))),
    "shift": lambda found: Shift(read_keys(found.get("cues")), read_ms(found.get("by_ms"), "shift")),
    "stretch": lambda found: Stretch(
        read_keys(found.get("cues")), read_ms(found.get("start"), "start"), read_ms(found.get("end"), "end")
    ),
    "confirm-words": _confirm_words,
}
"""What can be part of several; these cannot hold each other."""

_READ: Mapping[str, Callable[[Mapping[str, Json]], Command]] = {
    **_PARTS,
    "several": _several,
    "undo": lambda _: Undo(),
    "redo": lambda _: Redo(),
    "restore": lambda found: Restore(read_whole(found.get("revision"), "revision", 1, _MOST)),
}

_WRITE: Mapping[type, tuple[str, Callable[[Any], dict[str, Json]]]] = {
    SetTexts: ("set-texts", lambda one: {"texts": dict(one.texts)}),
    SetVoice: (
        "set-voice",
        lambda one: {"cues": [*one.cues], "voice": one.voice} | ({} if one.was is None else {"was": one.was}),
    ),
    SetTimes: ("set-times", lambda one: {"times": {key: [*times] for key, times in one.times.items()}}),
    SetSettings: ("set-settings", lambda one: {"cues": [*one.cues], "settings": settings_to_json(one.settings)}),
    SetIds: ("set-ids", lambda one: {"ids": dict(one.ids)}),
    Split: (
        "split",
        lambda one: (
            {"cue": one.cue, "caret": one.caret, "new_key": one.new_key}
            | ({} if one.at_ms is None else {"at_ms": one.at_ms})
        ),
    ),
    Merge: ("merge", lambda one: {"cues": [*one.cues]}),
    Insert: (
        "insert",
        lambda one: {
            "new_key": one.new_key,
            "start": one.start_ms,
            "end": one.end_ms,
            "text": one.text,
            "voice": one.voice,
        },
    ),
    Delete: ("delete", lambda one: {"cues": [*one.cues]}),
    Shift: ("shift", lambda one: {"cues": [*one.cues], "by_ms": one.by_ms}),
    Stretch: ("stretch", lambda one: {"cues": [*one.cues], "start": one.start_ms, "end": one.end_ms}),
    ConfirmWords: ("confirm-words", lambda one: {"words": {key: [*places] for key, places in one.words.items()}}),
    Several: ("several", lambda one: {"commands": [command_to_json(part) for part in one.commands]}),
    Undo: ("undo", lambda _: {}),
    Redo: ("redo", lambda _: {}),
    Restore: ("restore", lambda one: {"revision": one.revision}),
}
