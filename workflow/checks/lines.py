"""QC-01 and QC-02: do the lines fit the screen?"""

from __future__ import annotations

from collections.abc import Iterator

from workflow.captions.profile import Profile
from workflow.captions.track import Track
from workflow.captions.width import width
from workflow.checks.finding import Finding, Severity, on_cue


def line_too_long(track: Track, profile: Profile) -> Iterator[Finding]:
    """A line with more characters than fit on the screen; a combining mark counts with its letter."""
    for place, cue in enumerate(track.cues):
        found = max((width(line) for line in cue.lines), default=0)
        if found > profile.max_cpl:
            yield on_cue(
                place,
                cue,
                check="line-too-long",
                rule="QC-01",
                severity=Severity.ERROR,
                message=f"A line has {found} characters; {profile.max_cpl} fit.",
                found=found,
                allowed=profile.max_cpl,
            )


def too_many_lines(track: Track, profile: Profile) -> Iterator[Finding]:
    """More lines than may cover the picture."""
    for place, cue in enumerate(track.cues):
        found = len(cue.lines)
        if found > profile.max_lines:
            yield on_cue(
                place,
                cue,
                check="too-many-lines",
                rule="QC-02",
                severity=Severity.ERROR,
                message=f"The caption has {found} lines; {profile.max_lines} may stand on the picture.",
                found=found,
                allowed=profile.max_lines,
            )
