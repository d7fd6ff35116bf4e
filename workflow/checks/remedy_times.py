"""Other times for captions that are too brief, too long, too close or out of place. Pure.

Each remedy gives the edits that may help, the best first; whether one does help, and does no harm, `fixes` tries out.
No caption is ended before the last of its words that was heard, or begun after the first.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from workflow.captions.commands import Command, SetTimes
from workflow.captions.cue import Cue
from workflow.captions.draft import Draft, DraftCue
from workflow.captions.profile import Profile
from workflow.captions.width import width
from workflow.checks.registry import Rules
from workflow.checks.speed import word_count
from workflow.speech.transcript import Region

_LEAD_MS = 500
"""How long before its words a caption may begin at the most (error limit of web-news)."""
_TAIL_MS = 1500
"""How long a caption may stay after its last word when the profile does not say (BBC)."""
_SLACK_MS = 200
"""Ends of words are heard about as exactly as this."""


@dataclass(frozen=True, slots=True)
class Case:
    """What a remedy may go by: the draft, the cue that something was found at, those beside it, and the rules.

    `new_key` begins the names of cues that a remedy makes.
    """

    draft: Draft
    cue: DraftCue
    before: DraftCue | None
    after: DraftCue | None
    rules: Rules
    new_key: str

    @property
    def profile(self) -> Profile:
        return self.rules.profile


def more_time(case: Case) -> Iterator[Command]:
    """A later end, or an earlier start, for all of what is to be read; if there is no room, for the most of it."""
    for at_ease in (True, False):
        needed = needed_ms(case.cue.cue, case.profile, at_ease=at_ease)
        ends = _later_ends(case, needed)
        for end in ends:
            yield _times(case.cue, case.cue.cue.start_ms, end)
        latest = max(ends, default=case.cue.cue.end_ms)
        for start in _earlier_starts(case, latest - needed):
            yield _times(case.cue, start, latest)


def less_time(case: Case) -> Iterator[Command]:
    """An end when the words are over and read, as soon as the longest duration wants it."""
    cue, longest = case.cue.cue, case.profile.max_duration_ms
    if longest is None:
        return
    over = _spoken_until(case)
    read = cue.start_ms + needed_ms(cue, case.profile, at_ease=True)
    wanted = cue.start_ms + longest if over is None else max(over + _tail_ms(case.profile), read)
    end = min(wanted, cue.start_ms + longest)
    if over is None or over <= end + _SLACK_MS:
        yield _times(case.cue, cue.start_ms, end)


def other_gap(case: Case) -> Iterator[Command]:
    """A gap to the caption before that is as wide as the profile wants it, or none."""
    if case.before is None:
        return
    before, start = case.before.cue, case.cue.cue.start_ms
    over = _heard_until(case.before)
    for end in (start - case.profile.min_gap_ms, start, start - _seen_gap(case.profile)):
        if before.start_ms < end != before.end_ms and (end > before.end_ms or over is None or end + _SLACK_MS >= over):
            yield _times(case.before, before.start_ms, end)
    for gap in (case.profile.min_gap_ms, 0):
        if 0 < start - (before.end_ms + gap) <= _lead_ms(case.profile):
            yield _times(case.cue, before.end_ms + gap, case.cue.cue.end_ms)


def one_at_a_time(case: Case) -> Iterator[Command]:
    """The caption before ends when this one begins, or this one begins when that one ends.

    Captions that stand in different places may be meant to be read together.
    """
    if case.before is None or case.before.cue.settings != case.cue.cue.settings:
        return
    before, cue = case.before.cue, case.cue.cue
    over, begins = _heard_until(case.before), _heard_from(case.cue)
    for gap in (0, case.profile.min_gap_ms):
        end, start = cue.start_ms - gap, before.end_ms + gap
        if before.start_ms < end and (over is None or over <= end + _SLACK_MS):
            yield _times(case.before, before.start_ms, end)
        if begins is not None and start <= begins and start < cue.end_ms:
            yield _times(case.cue, start, cue.end_ms)
        if over is not None and begins is not None and cue.start_ms < over + gap <= begins < cue.end_ms:
            between = {case.before.key: (before.start_ms, over), case.cue.key: (over + gap, cue.end_ms)}
            yield SetTimes(between)


def within_the_video(case: Case) -> Iterator[Command]:
    """An end with the video's; an earlier start, too, when that leaves no time to read."""
    cue, last = case.cue.cue, case.rules.sound.duration_ms
    if last is None:
        return
    if cue.start_ms < last:
        yield _times(case.cue, cue.start_ms, last)
        for start in _earlier_starts(case, last - needed_ms(cue, case.profile, at_ease=False)):
            yield _times(case.cue, start, last)


def around_the_speech(case: Case) -> Iterator[Command]:
    """A start and an end at what is said while the caption stands, with the time that it may begin early and stay."""
    cue = case.cue.cue
    spoken = _spoken_in(cue, case.rules.sound.spoken)
    if not spoken:
        return
    start = max(cue.start_ms, spoken[0].start_ms - _lead_ms(case.profile))
    read = start + needed_ms(cue, case.profile, at_ease=True)
    end = min(cue.end_ms, max(spoken[-1].end_ms + _tail_ms(case.profile), read))
    over, begins = _heard_until(case.cue), _heard_from(case.cue)
    if (over is None or over <= end + _SLACK_MS) and (begins is None or start <= begins):
        yield _times(case.cue, start, end)


def needed_ms(cue: Cue, profile: Profile, *, at_ease: bool) -> int:
    """The time to read a cue: without so much as a warning (`at_ease`), or without an error."""

    def limit(warn: float | None, most: float | None) -> float | None:
        return (warn if warn is not None else most) if at_ease else most

    characters, words = sum(width(line) for line in cue.lines), word_count(cue)
    cps, wpm = limit(profile.warn_cps, profile.max_cps), limit(profile.warn_wpm, profile.max_wpm)
    least = limit(profile.warn_min_duration_ms, profile.min_duration_ms)
    return max(
        1,
        ceil(least or 0),
        _at_speed(1000 * characters, cps),
        _at_speed(60_000 * words, wpm),
        words * (profile.min_ms_per_word or 0),
    )


def _at_speed(amount: int, limit: float | None) -> int:
    """The least milliseconds in which an amount (a thousand for each that is counted a second) is within the limit."""
    if not limit:
        return 0
    needed = ceil(amount / limit)
    return needed if amount <= limit * needed else needed + 1


def _later_ends(case: Case, needed: int) -> list[int]:
    """Ends, the best first, that leave a proper gap to the caption after."""
    cue, profile = case.cue.cue, case.profile
    latest = [limit for limit in (_until(case), case.rules.sound.duration_ms) if limit is not None]
    if profile.max_duration_ms is not None:
        latest.append(cue.start_ms + profile.max_duration_ms)
    wanted = min([cue.start_ms + needed, *latest])
    ends = [wanted]
    if case.after is not None and wanted > (following := case.after.cue.start_ms) - _seen_gap(profile):
        ends = [following - profile.min_gap_ms, following, min(wanted, following)]
    return [end for end in ends if cue.end_ms < end <= min([end, *latest]) and cue.start_ms < end]


def _earlier_starts(case: Case, wanted: int) -> list[int]:
    """Starts, the best first, that leave a proper gap to the caption before, and not too long before the words."""
    cue, profile = case.cue.cue, case.profile
    begins = _heard_from(case.cue)
    earliest = max(0, (cue.start_ms if begins is None else begins) - _lead_ms(profile))
    start = max(wanted, earliest)
    if case.before is None or start >= case.before.cue.end_ms + _seen_gap(profile):
        starts = [start]
    else:
        starts = [case.before.cue.end_ms, case.before.cue.end_ms + profile.min_gap_ms]
    return [start for start in starts if earliest <= start < cue.start_ms]


def _until(case: Case) -> int | None:
    """How long a caption may stay after its words, None when it is not known when they were said."""
    over = _heard_until(case.cue)
    if over is None:
        return None
    least = case.profile.warn_min_duration_ms or case.profile.min_duration_ms or 1
    return max(over + _tail_ms(case.profile), case.cue.cue.start_ms + least)


def _spoken_until(case: Case) -> int | None:
    """When the words of the cue are over, by their times or else by the voice activity; None when neither tells."""
    heard = _heard_until(case.cue)
    if heard is not None:
        return heard
    spoken = _spoken_in(case.cue.cue, case.rules.sound.spoken)
    return min(spoken[-1].end_ms, case.cue.cue.end_ms) if spoken else None


def _heard_from(cue: DraftCue) -> int | None:
    return cue.words[0].start_ms if _was_heard(cue) else None


def _heard_until(cue: DraftCue) -> int | None:
    return cue.words[-1].end_ms if _was_heard(cue) else None


def _was_heard(cue: DraftCue) -> bool:
    """Whether the times of the words were measured: times of a file's captions are shared out among their letters."""
    return any(word.probability is not None for word in cue.words)


def _spoken_in(cue: Cue, spoken: Sequence[Region]) -> Sequence[Region]:
    first = bisect_right(spoken, cue.start_ms, key=lambda region: region.end_ms)
    return spoken[first : bisect_left(spoken, cue.end_ms, key=lambda region: region.start_ms)]


def _seen_gap(profile: Profile) -> int:
    """From here on a gap is a pause."""
    return max(profile.min_gap_ms, profile.close_gaps_under_ms or 0)


def _lead_ms(profile: Profile) -> int:
    lead = profile.warn_lead_ms if profile.warn_lead_ms is not None else profile.max_lead_ms or 0
    return min(lead, _LEAD_MS)


def _tail_ms(profile: Profile) -> int:
    return profile.max_tail_ms if profile.max_tail_ms is not None else _TAIL_MS


def _times(cue: DraftCue, start_ms: int, end_ms: int) -> SetTimes:
    return SetTimes({cue.key: (start_ms, end_ms)})
