"""Words of one speaker cut into passages, each of them one caption's worth.

Every way to cut is weighed and the cheapest is taken: a sentence a caption where it can be, else cut at the clause or
the phrase, at a pause, and never so that the words do not fit the profile's lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
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

_CUE = 3.0
"""What one more caption costs."""
_INSIDE_SENTENCE = 6.0
"""A cut inside a sentence costs this and, by `_GRAMMAR`, what a line break there would cost over a good one."""
_INSIDE_CLAUSE = 4.0
_GRAMMAR = 2.0
_JOINED_SENTENCE = 4.0
"""Two sentences in one caption, which the BBC allows when they are short."""
_TOO_SHORT = 8.0
_COMFORT = 1.25
"""Captions shorter than the least time and a quarter are avoided where they can be."""
_OVER_TARGET = 1.0
_DEFAULT_MIN_MS = 833
_DEFAULT_MAX_MS = 7000
"""Netflix; for profiles that name no least or no longest time."""


@dataclass(frozen=True, slots=True)
class _Weighed:
    """Each word's width, and what it costs to cut before it or to join it to the word before."""

    words: list[Spoken]
    sizes: list[int]
    cuts: list[float]
    joins: list[float]


def passages(words: list[Spoken], profile: Profile, *, label: str, language: str) -> list[list[Spoken]]:
    """One speaker's words in passages that fit `profile`; `label` stands before the first of them.

    A passage is at least one word; it exceeds the lines or the longest time only when that word alone does.
    """
    if not words:
        return []
    weighed = _Weighed(
        words=words,
        sizes=[width(word.text) for word in words],
        cuts=[0.0, *(_cut_cost(before, after, language) for before, after in pairwise(words)), 0.0],
        joins=[0.0, *(_join_cost(before, after) for before, after in pairwise(words))],
    )
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


def _candidates(weighed: _Weighed, start: int, profile: Profile, label: str) -> Iterator[tuple[int, float]]:
    """Where a passage from `start` may end, each with its cost."""
    words, begin = weighed.words, weighed.words[start].start_ms
    longest = begin + (profile.max_duration_ms or _DEFAULT_MAX_MS)
    shortest = _COMFORT * (profile.warn_min_duration_ms or profile.min_duration_ms or _DEFAULT_MIN_MS)
    target = (profile.target_cpl or profile.max_cpl) * profile.max_lines
    above = bool(label) and label_on_own_line(profile)
    lines, column, total, inside = (2 if above else 1), (0 if above else width(label)), width(label), 0.0
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
        free = _free_until(words, place + 1) - begin
        hurried = _TOO_SHORT * (1 - free / shortest) if free < shortest else 0.0
        yield place + 1, _CUE + weighed.cuts[place + 1] + inside + hurried + (_OVER_TARGET if total > target else 0.0)


def _free_until(words: list[Spoken], end: int) -> int:
    """How long a caption that ends before word `end` may stay: until that word, or for long after the last."""
    return words[end].start_ms if end < len(words) else words[-1].end_ms + LONG_PAUSE_MS


def _cut_cost(before: Spoken, after: Spoken, language: str) -> float:
    pause = after.start_ms - before.end_ms
    relief = min(pause / _PAUSE_MS, 3.0) if pause >= _PAUSE_MS else 0.0
    if ends_sentence(before.text):
        return -relief
    glued = 10.0 if after.glued and (before.text + after.text).isascii() else 0.0
    grammar = max(0.0, break_cost(before.text, after.text, language) + 4.0)
    floor = _INSIDE_CLAUSE if ends_clause(before.text) else _INSIDE_SENTENCE
    return floor + _GRAMMAR * grammar + glued - relief


def _join_cost(before: Spoken, after: Spoken) -> float:
    """What it costs to show two neighbouring words in one caption; infinite over a long pause."""
    pause = after.start_ms - before.end_ms
    if pause >= LONG_PAUSE_MS:
        return inf
    silence = 4.0 * pause / LONG_PAUSE_MS if pause >= _PAUSE_MS else 0.0
    return silence + (_JOINED_SENTENCE if ends_sentence(before.text) else 0.0)
