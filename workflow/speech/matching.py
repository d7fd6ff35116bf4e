"""Two lists of words laid over each other: what a script says and what an engine heard. Pure.

First come the three-word runs that stand once in each list, in order: they cut a long text into short gaps. In each gap
the words are matched one to one by how alike they are, so that the whole costs little more than its length.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

import numpy as np

_RUN = 3  # words: two in a row repeat in every story
_ALIKE = 0.6  # from here on two spellings are taken for one word misheard ("Zelensky", "Zelenskiy")
_LARGEST_GAP = 4_000_000  # pairs compared in one gap: 2000 words against 2000, 32 MB
Pair = tuple[int, int]


def normalise_word(word: str) -> str:
    """A word as it is compared: lower case, without punctuation, apostrophes, accents; "" for punctuation alone."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return re.sub(r"[\W_]+", "", "".join(char for char in decomposed if not unicodedata.combining(char)))


def match_words(script: Sequence[str], heard: Sequence[str]) -> list[Pair]:
    """Pairs (place in `script`, place in `heard`) of words that are the same or alike, both rising.

    The words must be normalised.
    """
    pairs: list[Pair] = []
    before = (-1, -1)
    for anchor in [*_anchors(script, heard), (len(script), len(heard))]:
        pairs += _match_gap(script, heard, (before[0] + 1, anchor[0]), (before[1] + 1, anchor[1]))
        if anchor[0] < len(script):
            pairs.append(anchor)
        before = anchor
    return pairs


@lru_cache(maxsize=65_536)
def likeness(one: str, other: str) -> float:
    """0 to 1; 0 for words that are less alike than one word misheard."""
    if one == other:
        return 1.0
    if min(len(one), len(other)) < 3 or abs(len(one) - len(other)) > 4:
        return 0.0
    ratio = SequenceMatcher(None, one, other, autojunk=False).ratio()
    return ratio if ratio >= _ALIKE else 0.0


def _anchors(script: Sequence[str], heard: Sequence[str]) -> list[Pair]:
    """Every pair inside three-word runs that each list holds once, as the longest sequence that rises in both."""
    there = _once(heard)
    shared = [(place, there[run]) for run, place in _once(script).items() if run in there]
    rising = _longest_rising(sorted(shared))
    inside = {(a + step, b + step) for a, b in rising for step in range(_RUN)}
    return _longest_rising(sorted(inside))


def _once(words: Sequence[str]) -> dict[tuple[str, ...], int]:
    runs = [tuple(words[place : place + _RUN]) for place in range(len(words) - _RUN + 1)]
    counts = Counter(runs)
    return {run: place for place, run in enumerate(runs) if counts[run] == 1 and all(run)}


def _longest_rising(pairs: Sequence[Pair]) -> list[Pair]:
    """The longest subsequence in which both places rise (patience sorting)."""
    ends: list[int] = []
    tops: list[int] = []
    previous: list[int] = []
    for number, (_, place) in enumerate(pairs):
        pile = bisect_left(ends, place)
        previous.append(tops[pile - 1] if pile else -1)
        if pile == len(ends):
            ends.append(place)
            tops.append(number)
        else:
            ends[pile], tops[pile] = place, number
    chosen: list[Pair] = []
    number = tops[-1] if tops else -1
    while number >= 0:
        if not chosen or pairs[number][0] < chosen[-1][0]:
            chosen.append(pairs[number])
        number = previous[number]
    return chosen[::-1]


def _match_gap(script: Sequence[str], heard: Sequence[str], rows: Pair, columns: Pair) -> Iterator[Pair]:
    """The likest one-to-one matching within a gap; of a gap too large to compare, the blocks that are the same."""
    mine, other = script[slice(*rows)], heard[slice(*columns)]
    if not mine or not other:
        return
    if len(mine) * len(other) > _LARGEST_GAP:
        blocks = SequenceMatcher(None, mine, other).get_matching_blocks()
        pairs = [(block.a + step, block.b + step) for block in blocks for step in range(block.size)]
    else:
        pairs = _likest(mine, other)
    for row, column in pairs:
        yield rows[0] + row, columns[0] + column


def _likest(mine: Sequence[str], other: Sequence[str]) -> list[Pair]:
    """The matching with the greatest sum of likeness."""
    alike = np.array([[likeness(one, two) for two in other] for one in mine], np.float32)
    best = np.zeros((len(mine) + 1, len(other) + 1), np.float32)
    for row in range(len(mine)):
        diagonal = np.where(alike[row] > 0, best[row, :-1] + alike[row], 0)
        # A cell is the best of the row above, of a match, and of everything to its left in its own row.
        best[row + 1, 1:] = np.maximum.accumulate(np.maximum(best[row, 1:], diagonal))
    pairs: list[Pair] = []
    row, column = len(mine), len(other)
    while row and column:
        if best[row, column] == best[row - 1, column]:
            row -= 1
        elif best[row, column] == best[row, column - 1]:
            column -= 1
        else:
            row, column = row - 1, column - 1
            pairs.append((row, column))
    return pairs[::-1]
