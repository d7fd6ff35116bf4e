"""QC-04: do captions stand neither too briefly nor too long?"""

from __future__ import annotations

from collections.abc import Iterator

from workflow.captions.cue import Cue
from workflow.captions.profile import Profile
from workflow.captions.track import Track
from workflow.checks.finding import Finding, Severity, on_cue
from workflow.checks.speed import word_count


def no_duration(track: Track) -> Iterator[Finding]:
    """A caption that ends when or before it begins: no player shows it."""
    for place, cue in enumerate(track.cues):
        if cue.duration_ms <= 0:
            message = "The caption ends before it begins." if cue.duration_ms else "The caption lasts no time at all."
            yield _finding("no-duration", Severity.ERROR, message=message, at=(place, cue), allowed=1)


def too_short(track: Track, profile: Profile) -> Iterator[Finding]:
    """A caption that is gone before it is noticed."""
    least, better = profile.min_duration_ms, profile.warn_min_duration_ms
    for place, cue in enumerate(track.cues):
        if cue.duration_ms <= 0:
            continue
        if least is not None and cue.duration_ms < least:
            severity, limit = Severity.ERROR, least
        elif better is not None and cue.duration_ms < better:
            severity, limit = Severity.WARNING, better
        else:
            continue
        message = f"The caption stands for {cue.duration_ms} ms; it needs {limit} ms to be noticed."
        yield _finding("too-short", severity, message=message, at=(place, cue), allowed=limit)


def too_short_for_its_words(track: Track, profile: Profile) -> Iterator[Finding]:
    """A caption with less time for each word than the profile asks for."""
    if profile.min_ms_per_word is None:
        return
    for place, cue in enumerate(track.cues):
        words = word_count(cue)
        needed = words * profile.min_ms_per_word
        if 0 < cue.duration_ms < needed:
            message = f"The caption stands for {cue.duration_ms} ms; its {words} words need {needed} ms."
            yield _finding("too-short-for-its-words", Severity.ERROR, message=message, at=(place, cue), allowed=needed)


def too_long(track: Track, profile: Profile) -> Iterator[Finding]:
    """A caption that stands so long that people read it again."""
    if profile.max_duration_ms is None:
        return
    for place, cue in enumerate(track.cues):
        if cue.duration_ms > profile.max_duration_ms:
            message = f"The caption stands for {cue.duration_ms} ms; {profile.max_duration_ms} ms is the longest."
            yield _finding(
                "too-long", Severity.ERROR, message=message, at=(place, cue), allowed=profile.max_duration_ms
            )


def _finding(check: str, severity: Severity, *, message: str, at: tuple[int, Cue], allowed: int) -> Finding:
    found = at[1].duration_ms
    return on_cue(*at, check=check, rule="QC-04", severity=severity, message=message, found=found, allowed=allowed)
