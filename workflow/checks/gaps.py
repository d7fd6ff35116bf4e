"""QC-05: do captions follow each other in order, and so that the change is seen?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from workflow.captions.cue import Cue
from workflow.captions.profile import Profile
from workflow.captions.track import Track
from workflow.checks.finding import Finding, Severity, on_cue


def out_of_order(track: Track) -> Iterator[Finding]:
    """A caption that begins before the one it follows in the track."""
    for place, before, after in _neighbours(track):
        if after.start_ms < before.start_ms:
            late = before.start_ms - after.start_ms
            message = f"The caption begins {late} ms before the one that it follows."
            yield _finding(
                "out-of-order",
                Severity.ERROR,
                message=message,
                at=(place, after),
                found=after.start_ms - before.start_ms,
                allowed=0,
            )


def overlap(track: Track) -> Iterator[Finding]:
    """Two captions on the screen at once; captions that stand in different places may be meant so."""
    for place, before, after in _neighbours(track):
        gap = after.start_ms - before.end_ms
        if gap < 0 and after.start_ms >= before.start_ms:
            apart = before.settings != after.settings
            message = f"The caption begins {-gap} ms before the previous one ends."
            severity = Severity.WARNING if apart else Severity.ERROR
            yield _finding("overlap", severity, message=message, at=(place, after), found=gap, allowed=0)


def gap_too_short(track: Track, profile: Profile) -> Iterator[Finding]:
    """A gap so short that the change of text is missed."""
    for place, before, after in _neighbours(track):
        gap = after.start_ms - before.end_ms
        touching = gap == 0 and profile.gap_zero_allowed
        if 0 <= gap < profile.min_gap_ms and not touching:
            wanted = f"0 or {profile.min_gap_ms}" if profile.gap_zero_allowed else str(profile.min_gap_ms)
            message = f"The gap to the previous caption is {gap} ms; it should be {wanted} ms."
            yield _finding(
                "gap-too-short",
                Severity.WARNING,
                message=message,
                at=(place, after),
                found=gap,
                allowed=profile.min_gap_ms,
            )


def gap_flickers(track: Track, profile: Profile) -> Iterator[Finding]:
    """A gap that is too long to be a change of text and too short to be a pause: the screen flickers."""
    if profile.close_gaps_under_ms is None:
        return
    for place, before, after in _neighbours(track):
        gap = after.start_ms - before.end_ms
        if max(profile.min_gap_ms, 0) < gap < profile.close_gaps_under_ms:
            closed = f"close it to {profile.min_gap_ms} ms" if profile.min_gap_ms else "close it"
            message = (
                f"The gap to the previous caption is {gap} ms: {closed} or leave {profile.close_gaps_under_ms} ms."
            )
            yield _finding(
                "gap-flickers",
                Severity.WARNING,
                message=message,
                at=(place, after),
                found=gap,
                allowed=profile.close_gaps_under_ms,
            )


def _neighbours(track: Track) -> Iterator[tuple[int, Cue, Cue]]:
    """Each caption but the first: its place, the one before it, and itself."""
    for place, (before, after) in enumerate(pairwise(track.cues), start=1):
        yield place, before, after


def _finding(check: str, severity: Severity, *, message: str, at: tuple[int, Cue], found: int, allowed: int) -> Finding:
    return on_cue(*at, check=check, rule="QC-05", severity=severity, message=message, found=found, allowed=allowed)
