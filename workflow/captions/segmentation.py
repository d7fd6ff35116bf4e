"""Words of one speaker cut into passages, each of them one caption's worth.

Every way to cut is weighed and the cheapest is taken: a sentence a caption where it can be, else cut at the clause or
the phrase, at a pause, and never so that the words do not fit the profile's lines.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import inf

from workflow.captions.grammar import break_cost, ends_clause, ends_sentence
from workflow.captions.notation import label_on_own_line
from workflow.captions.profile import Profile
from workflow.captions.spoken import Spoken
from workflow.captions.width import width

LONG_PAUSE_MS = 1500
"""A caption never runs over a pause as long as this; the BBC's preferred least gap between two captions."""
_PAUSE_MS = 300
"""A pause that listeners notice; shorter ones are those between syllables and words."""

_RELIEF_MS = 125
"""A pause of so many milliseconds takes 1 off the cost of a cut."""

_CUE = 3.0
"""What one more caption costs."""
_INSIDE_SENTENCE = 6.0
"""A cut inside a sentence costs this and, by `_GRAMMAR`, what a line break there would cost over a good one."""
_INSIDE_CLAUSE = 4.0
_GRAMMAR = 2.0
_GOOD_BREAK = 4.0
"""A line break that costs less than the negative of this is as good as any."""
_JOINED_SENTENCE = 4.0
"""Two sentences in one caption, which the BBC allows when they are short."""
_SILENCE = 8.0
"""A pause of almost `LONG_PAUSE_MS` inside a caption; a shorter one costs its share."""
_TOO_SHORT = 8.0
_COMFORT = 1.25
"""Captions shorter than the least time and a quarter are avoided where they can be."""
_SHAPE = 0.6
"""Part of its best line break that a caption of two lines is charged with: a bad line is better than a bad cut."""
_OVER_TARGET = 1.0
_DEFAULT_MIN_MS = 833
_DEFAULT_MAX_MS = 7000
"""Netflix; for profiles that name no least or no longest time."""


@dataclass(frozen=True, slots=True)
class _Weighed:
    """What the cost of a passage is made of, a number for each word; `cuts` and `breaks` have one more for the end.

    `cuts` is the cost of a new caption before the word, `joins` of none, `breaks` of a new line. `begins` and `ends`
    are the columns where the word would stand if all words were one line. `free` is the moment until which a caption
    that ends before the word may stay.
    """

    words: list[Spoken]
    sizes: list[int]
    begins: list[int]
    ends: list[int]
    cuts: list[float]
    joins: list[float]
    breaks: list[float]
    free: list[int]


def passages(words: list[Spoken], profile: Profile, *, label: str, language: str) -> list[list[Spoken]]:
    """One speaker's words in passages that fit `profile`; `label` stands before the first of them.

    A passage is at least one word; it exceeds the lines or the longest time only when that word alone does.
    """
    if not words:
        return []
    weighed = _weigh(words, language)
    best = [0.0] + [inf] * len(words)
    came_from = [0] * (len(words) + 1)
    for start in range(len(words)):
        for end, cost in _candidates(weighed, start, profile, label if start == 0 else ""):
            if best[start] + cost < best[end]:
                best[end], came_from[end] = best[start] + cost, start
    ends = [len(words)]
    while ends[-1]:
        ends.append(came_from[ends[-1]])
    return [words[start:end] for start, end in pairwise(reversed(ends))]


def _weigh(words: list[Spoken], language: str) -> _Weighed:
    sizes = [width(word.text) for word in words]
    ends = list(accumulate(size + (not word.glued) for size, word in zip(sizes, words, strict=True)))
    pairs = list(pairwise(words))
    breaks = [max(0.0, break_cost(before.text, after.text, language) + _GOOD_BREAK) for before, after in pairs]
    return _Weighed(
        words=words,
        sizes=sizes,
        begins=[end - size for end, size in zip(ends, sizes, strict=True)],
        ends=ends,
        cuts=[0.0, *(_cut_cost(*pair, cost) for pair, cost in zip(pairs, breaks, strict=True)), 0.0],
        joins=[0.0, *(_join_cost(before, after) for before, after in pairs)],
        breaks=[0.0, *breaks, 0.0],
        free=[*(word.start_ms for word in words), words[-1].end_ms + LONG_PAUSE_MS],
    )


def _candidates(weighed: _Weighed, start: int, profile: Profile, label: str) -> Iterator[tuple[int, float]]:
    """Where a passage from `start` may end, each with its cost."""
    words, begin = weighed.words, weighed.words[start].start_ms
    longest = begin + (profile.max_duration_ms or _DEFAULT_MAX_MS)
    shortest = _COMFORT * (profile.warn_min_duration_ms or profile.min_duration_ms or _DEFAULT_MIN_MS)
    target = (profile.target_cpl or profile.max_cpl) * profile.max_lines
    above = bool(label) and label_on_own_line(profile)
    lines, column, total, inside = (2 if above else 1), (0 if above else width(label)), width(label), 0.0
    taken = column + 1 if column else 0
    for place in range(start, len(words)):
        word, size = words[place], weighed.sizes[place]
        step = size + (1 if column and not (word.glued and place > start) else 0)
        total, column = total + step, column + step
        if column > profile.max_cpl:
            cut = (size - 1) // profile.max_cpl  # a word longer than a line goes on in the next
            lines, column = lines + cut + int(column > size), size - cut * profile.max_cpl
        if place > start:
            inside += weighed.joins[place]
            if lines > profile.max_lines or word.end_ms > longest or inside == inf:
                return
        free = weighed.free[place + 1] - begin
        hurried = _TOO_SHORT * (1 - free / shortest) if free < shortest else 0.0
        shape = _line_break_cost(weighed, start, place, profile.max_cpl, taken) if lines == 2 and not above else 0.0
        over = _OVER_TARGET if total > target else 0.0
        yield place + 1, _CUE + weighed.cuts[place + 1] + inside + hurried + shape + over


def _line_break_cost(weighed: _Weighed, first: int, last: int, max_cpl: int, taken: int) -> float:
    """The cost of the best break of these words into two lines, of which the first has `taken` characters already."""
    latest = bisect_right(weighed.ends, weighed.begins[first] + max_cpl - taken, first, last + 1)
    earliest = max(first + 1, bisect_left(weighed.begins, weighed.ends[last] - max_cpl, first, last + 1))
    return _SHAPE * min(weighed.breaks[earliest : latest + 1], default=0.0)


def _cut_cost(before: Spoken, after: Spoken, grammar: float) -> float:
    """What it costs to end a caption between two words; a pause makes it cheap, also where no engine set a comma."""
    if ends_sentence(before.text):
        return 0.0
    pause = after.start_ms - before.end_ms
    relief = pause / _RELIEF_MS if pause >= _PAUSE_MS else 0.0
    glued = 10.0 if after.glued and (before.text + after.text).isascii() else 0.0
    floor = _INSIDE_CLAUSE if ends_clause(before.text) else _INSIDE_SENTENCE
    return max(0.0, floor + _GRAMMAR * grammar + glued - relief)


def _join_cost(before: Spoken, after: Spoken) -> float:
    """What it costs to show two neighbouring words in one caption; infinite over a long pause."""
    pause = after.start_ms - before.end_ms
    if pause >= LONG_PAUSE_MS:
        return inf
    silence = _SILENCE * pause / LONG_PAUSE_MS if pause >= _PAUSE_MS else 0.0
    return silence + (_JOINED_SENTENCE if ends_sentence(before.text) else 0.0)
