"""A newsroom's caption rules as data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Literal, get_args

from workflow.errors import CaptionError, UnknownProfile

SHIPPED = ("web-news", "netflix-en", "netflix-ru", "netflix-uk", "bbc", "dcmp", "vertical")

SpeakerNotation = Literal["[name]", "(name)", "NAME:"]
SoundNotation = Literal["[lower]", "CAPS"]
MusicNotation = Literal["♪", "#"]


@dataclass(frozen=True, slots=True)
class Profile:
    """Limits for one kind of caption. A limit that is None is not checked. Times are milliseconds.

    `warn_*` gives a warning, `max_*` and `min_*` an error. Gaps that depend on the picture are kept in frames; `at`
    turns them into milliseconds for a video. `child_*` are the limits for children's programmes and `sdh_*` those for
    deaf readers, where they differ: `for_children` and `for_sdh` put them in force. The numbers and their sources stand
    beside them in `captions/profiles/*.toml`.
    """

    key: str
    name: str
    max_cpl: int
    max_lines: int
    target_cpl: int | None = None
    warn_cps: float | None = None
    max_cps: float | None = None
    child_max_cps: float | None = None
    sdh_max_cps: float | None = None
    sdh_child_max_cps: float | None = None
    warn_wpm: float | None = None
    max_wpm: float | None = None
    child_max_wpm: float | None = None
    min_ms_per_word: int | None = None
    warn_min_duration_ms: int | None = None
    min_duration_ms: int | None = None
    max_duration_ms: int | None = None
    min_gap_frames: int = 0
    min_gap_ms: int = 0
    """Two cues touch (gap 0) or stand at least this far apart."""
    close_gaps_under_ms: int | None = None
    """A gap between `min_gap_ms` and this flickers; it is closed to `min_gap_ms`."""
    warn_lead_ms: int | None = None
    max_lead_ms: int | None = None
    """How long before its first word a cue may appear."""
    max_tail_ms: int | None = None
    """How long after its last word a cue may stay for reading."""
    shot_snap_ms: int | None = None
    """A cue that begins or ends this close to a shot change moves to it."""
    gap_zero_allowed: bool = True
    speaker: SpeakerNotation = "NAME:"
    sound: SoundNotation = "[lower]"
    music: MusicNotation = "♪"
    dialogue_dash: str = ""
    ellipsis: str = "…"
    severities: Mapping[str, str] = field(default_factory=dict)
    """A check's name to "error", "warning" or "off", where a newsroom wants other than the check's own."""

    def at(self, frame_rate: Fraction | None) -> Profile:
        """This profile with `min_gap_ms` for a video of `frame_rate`; without one (sound alone) for 25 frames a second.

        Rounded to the nearest millisecond, so that two frames at 25 are 80 ms and at 24 are 83 ms.
        """
        if not self.min_gap_frames:
            return self
        return replace(self, min_gap_ms=round(1000 * self.min_gap_frames / (frame_rate or 25)))

    def for_children(self) -> Profile:
        """This profile with the slower reading speeds of a children's programme, where it has them."""
        return replace(
            self,
            max_cps=_first(self.child_max_cps, self.max_cps),
            sdh_max_cps=_first(self.sdh_child_max_cps, self.sdh_max_cps),
            max_wpm=_first(self.child_max_wpm, self.max_wpm),
        )

    def for_sdh(self) -> Profile:
        """This profile with the reading speeds of captions for deaf and hard-of-hearing readers, where they differ."""
        return replace(
            self,
            max_cps=_first(self.sdh_max_cps, self.max_cps),
            child_max_cps=_first(self.sdh_child_max_cps, self.child_max_cps),
        )


def _first(*limits: float | None) -> float | None:
    return next((limit for limit in limits if limit is not None), None)


def parse_profile(toml: str, key: str) -> Profile:
    """A profile from TOML text; its keys are the fields of `Profile`, but for `key`.

    Raises `CaptionError` for text that is not TOML, an unknown rule, a missing limit, or a value a rule cannot have.
    """
    try:
        values = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise CaptionError(f"The profile {key!r} is not TOML: {error}.") from error
    for name, value in values.items():
        if name not in _RULES:
            raise CaptionError(f"The profile {key!r} has no rule called {name!r}.")
        if wanted := _wanted(name, value):
            raise CaptionError(f"The profile {key!r} sets {name} to {value!r}: it must be {wanted}.")
    if missing := [name for name in ("max_cpl", "max_lines") if name not in values]:
        raise CaptionError(f"The profile {key!r} needs {' and '.join(missing)}.")
    return Profile(**{"key": key, "name": key} | values).at(None)


_RULES: Mapping[str, str] = {known.name: str(known.type) for known in fields(Profile) if known.name != "key"}
"""The rules a profile may set, each with its type as written in `Profile`."""
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "SpeakerNotation": get_args(SpeakerNotation),
    "SoundNotation": get_args(SoundNotation),
    "MusicNotation": get_args(MusicNotation),
}
_LARGEST = 10**9
_SEVERITIES = ("error", "warning", "off")


def _wanted(name: str, value: object) -> str | None:
    """What a rule's value must be, when `value` is not that; None when it is."""
    kind = _RULES[name]
    if kind in _CHOICES:
        return None if value in _CHOICES[kind] else " or ".join(f'"{choice}"' for choice in _CHOICES[kind])
    if kind == "str":
        return None if isinstance(value, str) else "text in quotes"
    if kind == "bool":
        return None if isinstance(value, bool) else "true or false"
    if kind.startswith("Mapping"):
        right = isinstance(value, dict) and all(severity in _SEVERITIES for severity in value.values())
        return None if right else 'a table of checks, each "error", "warning" or "off"'
    least = 1 if name in {"max_cpl", "max_lines"} else 0
    whole = kind.startswith("int")
    number = isinstance(value, int if whole else (int, float)) and not isinstance(value, bool)
    if number and isinstance(value, (int, float)) and least <= value < _LARGEST:  # not so for nan and inf
        return None
    return f"a {'whole ' if whole else ''}number from {least} up"


@cache
def shipped_profile(key: str) -> Profile:
    """The profile that comes with Storytrack under this key. Raises `UnknownProfile`."""
    if key not in SHIPPED:
        raise UnknownProfile(key, SHIPPED)
    toml = resources.files("workflow.captions").joinpath("profiles", f"{key}.toml").read_text("utf-8")
    return parse_profile(toml, key)
