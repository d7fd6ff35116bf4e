"""A newsroom's caption rules as data."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Literal

from workflow.errors import CaptionError, UnknownProfile

SHIPPED = ("web-news", "netflix-en", "netflix-ru", "netflix-uk", "bbc", "dcmp", "vertical")

SpeakerNotation = Literal["[name]", "(name)", "NAME:"]
SoundNotation = Literal["[lower]", "CAPS"]
MusicNotation = Literal["♪", "#"]


@dataclass(frozen=True, slots=True)
class Profile:
    """Limits for one kind of caption. A limit that is None is not checked. Times are milliseconds.

    `warn_*` gives a warning, `max_*` and `min_*` an error. Gaps that depend on the picture are kept in frames; `at` turns
    them into milliseconds for a video. The numbers and their sources stand beside them in `captions/profiles/*.toml`.
    """

    key: str
    name: str
    max_cpl: int
    max_lines: int
    target_cpl: int | None = None
    warn_cps: float | None = None
    max_cps: float | None = None
    warn_wpm: float | None = None
    max_wpm: float | None = None
    min_ms_per_word: int | None = None
    warn_min_duration_ms: int | None = None
    min_duration_ms: int | None = None
    max_duration_ms: int | None = None
    min_gap_frames: int = 0
    min_gap_ms: int = 0
    """Two cues touch (gap 0) or stand at least this far apart."""
    close_gaps_under_ms: int | None = None
    """A gap between `min_gap_ms` and this flickers; it is closed to `min_gap_ms`."""
    max_lead_ms: int | None = None
    max_tail_ms: int | None = None
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


def parse_profile(toml: str, key: str) -> Profile:
    """A profile from TOML text; keys are the fields of `Profile`.

    Raises `CaptionError` for text that is not TOML, an unknown key, a missing limit, or a value of the wrong type.
    """
    try:
        values = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise CaptionError(f"The profile {key!r} is not TOML: {error}.") from error
    unknown = sorted(set(values) - {known.name for known in fields(Profile)})
    if unknown:
        raise CaptionError(f"The profile {key!r} has no rule called {unknown[0]!r}.")
    for name, value in values.items():
        if (
            isinstance(value, (int, float))
            and not isinstance(value, bool)
            and not (math.isfinite(value) and value >= 0)
        ):
            raise CaptionError(f"The profile {key!r} sets {name} to {value}: it must be a number from 0 up.")
    try:
        return Profile(**{"key": key, "name": key} | values).at(None)
    except TypeError as error:
        raise CaptionError(f"The profile {key!r} needs max_cpl and max_lines.") from error


@cache
def shipped_profile(key: str) -> Profile:
    """The profile that comes with Storytrack under this key. Raises `UnknownProfile`."""
    if key not in SHIPPED:
        raise UnknownProfile(key, SHIPPED)
    toml = resources.files("workflow.captions").joinpath("profiles", f"{key}.toml").read_text("utf-8")
    return parse_profile(toml, key)
