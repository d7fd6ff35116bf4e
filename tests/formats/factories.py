"""Small tracks for tests; a test names only what matters to it."""

from __future__ import annotations

from typing import Any

from workflow.captions.cue import Cue, CueSettings
from workflow.captions.track import Track
from workflow.formats.webvtt import format_webvtt, parse_webvtt


def make_cue(text: str = "Hello", start_ms: int = 1000, end_ms: int = 2000, **rest: Any) -> Cue:
    """A cue from its text."""
    return Cue(rest.pop("id", ""), start_ms, end_ms, tuple(text.split("\n")), **rest)


def track_of(*cues: Cue, **rest: Any) -> Track:
    """A track of these cues."""
    return Track(cues, **rest)


def read_one(payload: str, settings: str = "", before: str = "") -> Cue:
    """The one cue of a file with this payload; `before` are blocks before it."""
    text = f"WEBVTT\n\n{before}00:01.000 --> 00:02.000 {settings}\n{payload}\n"
    (cue,) = parse_webvtt(text.encode()).cues
    return cue


def read_settings(settings: str, before: str = "") -> CueSettings:
    """The effective settings of a cue with these written behind its times."""
    return read_one("x", settings, before).settings


def written(*cues: Cue, **rest: Any) -> str:
    """What stands in the file after its first blank line."""
    return format_webvtt(track_of(*cues, **rest)).split("\n\n", 1)[1]


def survives(cue: Cue) -> bool:
    """Whether a cue is the same after writing and reading."""
    return parse_webvtt(format_webvtt(track_of(cue)).encode()).cues == (cue,)
