"""QC-03: can the captions be read in the time they stand?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from math import ceil

from workflow.captions.cue import Cue
from workflow.captions.profile import Profile
from workflow.captions.track import Track
from workflow.captions.width import width
from workflow.checks.finding import Finding, Severity, on_cue


def characters_per_second(cue: Cue) -> float | None:
    """Reading speed; None for a cue without duration.

    Every character of every line counts, spaces and punctuation too; the line break itself is no character.
    """
    if cue.duration_ms <= 0:
        return None
    return 1000 * sum(width(line) for line in cue.lines) / cue.duration_ms


def word_count(cue: Cue) -> int:
    """Words of a cue, a speaker's name included (DCMP): what stands between spaces and holds a letter or a digit."""
    return _words_in(cue.text)


@lru_cache(maxsize=16384)
def _words_in(text: str) -> int:
    return sum(1 for word in text.split() if any(character.isalnum() for character in word))


def words_per_minute(cue: Cue) -> float | None:
    """Reading speed in words; None for a cue without duration."""
    return 60_000 * word_count(cue) / cue.duration_ms if cue.duration_ms > 0 else None


def reads_too_fast(track: Track, profile: Profile) -> Iterator[Finding]:
    """More characters a second than most people read."""
    for place, cue in enumerate(track.cues):
        speed = characters_per_second(cue)
        severity, limit = _over(speed, profile.warn_cps, profile.max_cps)
        if severity and speed is not None and limit is not None:
            yield on_cue(
                place,
                cue,
                check="reads-too-fast",
                rule="QC-03",
                severity=severity,
                message=f"The caption must be read at {_number(speed)} characters a second; {_number(limit)} can be.",
                found=round(speed, 3),
                allowed=limit,
            )


def too_many_words_a_minute(track: Track, profile: Profile) -> Iterator[Finding]:
    """More words a minute than most people read."""
    for place, cue in enumerate(track.cues):
        speed = words_per_minute(cue)
        severity, limit = _over(speed, profile.warn_wpm, profile.max_wpm)
        if severity and speed is not None and limit is not None:
            yield on_cue(
                place,
                cue,
                check="too-many-words-a-minute",
                rule="QC-03",
                severity=severity,
                message=f"The caption must be read at {_number(speed)} words a minute; {_number(limit)} can be.",
                found=round(speed, 3),
                allowed=limit,
            )


def _over(speed: float | None, warn: float | None, most: float | None) -> tuple[Severity | None, float | None]:
    """The severity of a speed and the limit that it breaks."""
    if speed is None:
        return None, None
    if most is not None and speed > most:
        return Severity.ERROR, most
    if warn is not None and speed > warn:
        return Severity.WARNING, warn
    return None, None


def _number(speed: float) -> str:
    """A speed rounded up to one decimal, so that one just over a limit does not read as the limit itself."""
    return f"{ceil(10 * speed) / 10:g}"
