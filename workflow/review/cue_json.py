"""Cues and changes as JSON: what the screen draws, and what the log keeps. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import get_args

from workflow.captions.cue import Align, Cue, CueSettings, LineAlign, Mark, PositionAlign, Vertical
from workflow.captions.draft import Change, DraftCue
from workflow.captions.width import width
from workflow.checks.speed import characters_per_second
from workflow.errors import CaptionError
from workflow.formats.cue_settings import format_settings
from workflow.formats.refusal import Refusal
from workflow.review.reading import (
    Json,
    read_bool,
    read_choice,
    read_number,
    read_object,
    read_text,
)
from workflow.speech.transcript import Word


def cue_to_json(cue: DraftCue) -> dict[str, Json]:
    """A cue with what the screen shows beside it: `cps`, characters a second, None for a cue without duration, and
    `cpl`, the characters of each line, both counted as the checks count them.
    """
    shown = cue.cue
    speed = characters_per_second(shown)
    return {
        "key": cue.key,
        "id": shown.id,
        "start": shown.start_ms,
        "end": shown.end_ms,
        "text": shown.text,
        "voice": shown.voice,
        "settings": settings_to_json(shown.settings),
        "marks": [_mark_to_json(mark) for mark in shown.marks],
        "words": [_word_to_json(word) for word in cue.words],
        "edit": cue.edit,
        "cps": None if speed is None else round(speed, 1),
        "cpl": [width(line) for line in shown.lines],
    }


def cue_from_json(value: Mapping[str, Json]) -> DraftCue:
    """The cue that `cue_to_json` wrote, from our own log: a stranger's never comes this way."""
    cue = Cue(
        id=value["id"],
        start_ms=value["start"],
        end_ms=value["end"],
        lines=tuple(value["text"].split("\n")),
        voice=value["voice"],
        settings=CueSettings(**value["settings"]),
        marks=tuple(Mark(**{**mark, "classes": tuple(mark["classes"])}) for mark in value["marks"]),
    )
    return DraftCue(value["key"], cue, tuple(Word(*word) for word in value["words"]), value["edit"])


def change_to_json(change: Change) -> dict[str, Json]:
    """The cues of `before` and of `after`."""
    return {"before": list(map(cue_to_json, change.before)), "after": list(map(cue_to_json, change.after))}


def change_from_json(value: Mapping[str, Json]) -> Change:
    """The change that `change_to_json` wrote."""
    return Change(tuple(map(cue_from_json, value["before"])), tuple(map(cue_from_json, value["after"])))


def settings_to_json(settings: CueSettings) -> dict[str, Json]:
    """The fields that differ from a browser's defaults."""
    return {name: value for name in _SETTINGS if (value := getattr(settings, name)) != getattr(_DEFAULTS, name)}


def settings_from_json(value: Json) -> CueSettings:
    """Raises `CaptionError` for anything that no caption file can say."""
    found = read_object(value, "settings", _SETTINGS)
    settings = CueSettings(**{name: _SETTINGS[name](one) for name, one in found.items()})
    try:
        format_settings(settings)
    except Refusal as refusal:
        raise CaptionError(f"The caption cannot be placed like this: {refusal.why}.") from refusal
    return settings


def _number_or_auto(value: Json) -> float | None:
    return None if value is None else read_number(value, "setting")


def _one_of(choices: object) -> Callable[[Json], Json]:
    return lambda value: read_choice(value, "setting", get_args(choices))


_DEFAULTS = CueSettings()
_SETTINGS: Mapping[str, Callable[[Json], Json]] = {
    "vertical": _one_of(Vertical),
    "line": _number_or_auto,
    "snap_to_lines": lambda value: read_bool(value, "setting"),
    "line_align": _one_of(LineAlign),
    "position": _number_or_auto,
    "position_align": _one_of(PositionAlign),
    "size": lambda value: read_number(value, "setting"),
    "align": _one_of(Align),
    "region": lambda value: read_text(value, "region", 100),
}
"""How each setting is read."""


def _mark_to_json(mark: Mark) -> dict[str, Json]:
    return {
        "start": mark.start,
        "end": mark.end,
        "tag": mark.tag,
        "classes": list(mark.classes),
        "value": mark.value,
    }


def _word_to_json(word: Word) -> list[Json]:
    row: list[Json] = [word.text, word.start_ms, word.end_ms, word.probability]
    return [*row, True] if word.glued else row
