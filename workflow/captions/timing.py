"""When a caption stands on screen: from its first word, long enough to be read, never together with the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from workflow.captions.profile import Profile

_TAIL_MS = 1500
"""How long a caption may stay after its last word when the profile does not say (BBC)."""
_MOST_LEAD_MS = 500
"""The BBC's 1.5 seconds are for a speaker in shot, which nobody here can see; this is the error limit of web-news."""
_READING_CPS = 17.0
"""Speed that a caption is given time for when the profile counts no characters (Netflix, languages but English)."""


@dataclass(frozen=True, slots=True)
class Spell:
    """What a caption's time depends on: when its words are spoken, and how much there is to read."""

    start_ms: int
    end_ms: int
    characters: int
    words: int


def times(spells: Sequence[Spell], profile: Profile, duration_ms: int | None) -> list[tuple[int, int]]:
    """Start and end of each caption in whole milliseconds: in order, apart, inside the video, never empty.

    A caption begins with its first word and stays until it is read, at most `max_tail_ms` after its last word; if the
    next one comes too early, it may begin up to the allowed lead before its words. Gaps that flicker are closed.
    A video shorter than its captions, a millisecond each, does not limit them.
    """
    latest = duration_ms if duration_ms is not None and duration_ms >= len(spells) else None
    wanted = [(spell.start_ms, _wanted_end(spell, profile)) for spell in spells]
    apart = _take_turns(wanted, latest)
    early = _begin_early(apart, spells, profile)
    return _shape_gaps(early, spells, profile)


def _wanted_end(spell: Spell, profile: Profile) -> int:
    """When the caption has been read, if nothing follows."""
    longest = profile.max_duration_ms
    tail = profile.max_tail_ms if profile.max_tail_ms is not None else _TAIL_MS
    read = min(spell.start_ms + _reading_ms(spell, profile), spell.end_ms + tail)
    end = max(spell.end_ms, read, spell.start_ms + _least_ms(profile))
    return min(end, spell.start_ms + longest) if longest else end


def _reading_ms(spell: Spell, profile: Profile) -> int:
    speed = profile.warn_cps or profile.max_cps or _READING_CPS
    by_words = profile.max_wpm or profile.warn_wpm
    return max(
        _least_ms(profile),
        ceil(1000 * spell.characters / speed),
        ceil(60_000 * spell.words / by_words) if by_words else 0,
        (profile.min_ms_per_word or 0) * spell.words,
    )


def _least_ms(profile: Profile) -> int:
    return profile.warn_min_duration_ms or profile.min_duration_ms or 1


def _take_turns(wanted: list[tuple[int, int]], latest: int | None) -> list[tuple[int, int]]:
    """The wanted times cut where the next caption begins; each keeps a millisecond at the least."""
    starts: list[int] = []
    for start, _ in wanted:
        starts.append(max(start, starts[-1] + 1) if starts else start)
    if latest is not None:
        starts = [min(start, latest - (len(starts) - place)) for place, start in enumerate(starts)]
    limits: list[int | None] = [*starts, latest][1:]
    return [
        (start, max(start + 1, end) if limit is None else max(start + 1, min(end, limit)))
        for start, (_, end), limit in zip(starts, wanted, limits, strict=True)
    ]


def _begin_early(placed: list[tuple[int, int]], spells: Sequence[Spell], profile: Profile) -> list[tuple[int, int]]:
    """Captions that the next one cuts short begin before their words, into silence, as far as the profile allows."""
    allowed = profile.warn_lead_ms if profile.warn_lead_ms is not None else profile.max_lead_ms or 0
    lead = min(allowed, _MOST_LEAD_MS)
    early: list[tuple[int, int]] = []
    for (start, end), spell in zip(placed, spells, strict=True):
        reading = _reading_ms(spell, profile)
        missing = min(reading, profile.max_duration_ms or reading) - (end - start)
        free = (start - early[-1][1] - profile.min_gap_ms) if early else start
        early.append((start - max(0, min(missing, lead, free)), end))
    return early


def _shape_gaps(placed: list[tuple[int, int]], spells: Sequence[Spell], profile: Profile) -> list[tuple[int, int]]:
    """Ends moved so that two captions touch or stand apart as the profile wants it."""
    shaped = [
        (start, _shaped_end(start, end, following, spell, profile))
        for (start, end), (following, _), spell in zip(placed, placed[1:], spells, strict=False)
    ]
    return shaped + placed[-1:]


def _shaped_end(start: int, end: int, following: int, spell: Spell, profile: Profile) -> int:
    gap = following - end
    flicker = profile.close_gaps_under_ms or 0
    if gap >= max(profile.min_gap_ms, flicker):
        return end
    apart = following - profile.min_gap_ms
    least = start + (profile.min_duration_ms or 1)
    longest = start + profile.max_duration_ms if profile.max_duration_ms else following
    if apart > longest:
        # Cannot reach the next caption: leave a gap that is seen as one, if the words are over by then.
        return max(min(longest, following - flicker), min(spell.end_ms, longest), start + 1)
    if apart >= least or not profile.gap_zero_allowed:
        return max(apart, start + 1)
    return min(following, longest)
