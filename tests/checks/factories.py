"""Tracks made of a few captions, and profiles that say only what a test is about."""

from __future__ import annotations

from workflow.captions.cue import Cue
from workflow.captions.profile import Profile, shipped_profile
from workflow.captions.track import Track, TrackKind
from workflow.checks.finding import Finding
from workflow.checks.registry import check_track

WEB_NEWS = shipped_profile("web-news")
BBC = shipped_profile("bbc")
NETFLIX = shipped_profile("netflix-en")
DCMP = shipped_profile("dcmp")


def cue(*lines: str, start_ms: int = 0, end_ms: int = 3000, name: str = "", voice: str = "") -> Cue:
    """A caption of these lines."""
    return Cue(name, start_ms, end_ms, lines or ("Nobody came.",), voice=voice)


def track(*cues: Cue, kind: TrackKind = "captions") -> Track:
    """A track of these captions."""
    return Track(cues, kind=kind, language="en")


def spans(*times: tuple[int, int]) -> Track:
    """Captions at these times."""
    return track(*(cue(start_ms=start, end_ms=end) for start, end in times))


def found(name: str, checked: Track, profile: Profile = WEB_NEWS) -> list[Finding]:
    """The findings of one check, by its name."""
    return [finding for finding in check_track(checked, profile) if finding.check == name]
