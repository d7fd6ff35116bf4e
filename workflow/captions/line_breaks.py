"""One caption's text broken into lines where a careful subtitler would break it.

The rules are those on which the BBC, Netflix and TED guides agree: one line if it fits; else break after punctuation,
before a conjunction, before a preposition, never inside a group of words that belongs together; the more equal of two
good breaks wins.
"""

from __future__ import annotations

from itertools import accumulate, pairwise
from math import inf

from workflow.captions.grammar import break_cost, ends_sentence
from workflow.captions.units import Unit, hard_split, units
from workflow.captions.width import width

_LINE = 1e6
"""Cost of a line: fewer lines always win over better breaks."""
_BALANCE = 0.06
"""Cost of one squared character by which a line differs from the mean."""
_UNSPACED_BREAK = 3.0
"""Between two characters of a language without spaces."""
_DASHES = "-–—‐"


def break_lines(text: str, max_chars: int, *, max_lines: int = 2, language: str = "en") -> list[str]:
    """`text` as lines of at most `max_chars` characters as a reader counts them: one if it fits, else as few as do.

    No line is ever over the limit: a text too long for `max_lines` gets more lines, and only a word that is longer than
    a line is cut. White space between words becomes one space; nothing else is changed. Two speakers marked by
    dashes ("- No. - Why?") get a line each when `max_lines` allows. Empty text gives no line.

    Raises `ValueError` when `max_chars` is below 1.
    """
    if max_chars < 1:
        raise ValueError(f"a line needs room for a character: max_chars is {max_chars}")
    pieces = units(text)
    turns = _turns(pieces)
    if 1 < len(turns) <= max_lines:
        return [line for turn in turns for line in _break(turn, max_chars, language)]
    return _break(pieces, max_chars, language)


def _turns(pieces: list[Unit]) -> list[list[Unit]]:
    """The pieces of each speaker where dashes mark a dialogue; all of them as one where none do.

    A long dash is also punctuation inside a sentence, so that it opens a turn only after the end of one.
    """
    if not pieces or pieces[0].text[0] not in _DASHES:
        return [pieces]
    dash = pieces[0].text[0]
    turns = [[pieces[0]]]
    for before, piece in pairwise(pieces):
        opens = piece.spaced and piece.text[0] == dash and not piece.text.startswith("--")
        if opens and before.text != dash and (dash in "-‐–" or ends_sentence(before.text)):
            turns.append([])
        turns[-1].append(piece)
    return turns


def _break(pieces: list[Unit], max_chars: int, language: str) -> list[str]:
    if not pieces:
        return []
    whole = _join(pieces)
    if width(whole) <= max_chars:
        return [whole]
    fitting = [part for piece in pieces for part in hard_split(piece, max_chars)]
    return [_join(fitting[start:end]) for start, end in pairwise(_best_breaks(fitting, max_chars, language))]


def _join(pieces: list[Unit]) -> str:
    return "".join(f" {piece.text}" if piece.spaced and place else piece.text for place, piece in enumerate(pieces))


def _best_breaks(pieces: list[Unit], max_chars: int, language: str) -> list[int]:
    """Where lines begin, and the number of pieces: the cheapest way through all breaks that keep to the limit."""
    sizes = [width(piece.text) for piece in pieces]
    ends = list(accumulate(size + piece.spaced for size, piece in zip(sizes, pieces, strict=True)))
    begins = [end - size for end, size in zip(ends, sizes, strict=True)]
    mean = ends[-1] / _fewest_lines(begins, ends, max_chars)
    costs = [*(_LINE + _cost(left, right, language) for left, right in pairwise(pieces)), 0.0]
    best, came_from = [0.0], [0]
    for last, (end, cost) in enumerate(zip(ends, costs, strict=True)):
        cheapest, origin = inf, last
        for start in range(last, -1, -1):
            line = end - begins[start]
            if line > max_chars:
                break
            total = best[start] + _BALANCE * (line - mean) ** 2
            if total < cheapest:
                cheapest, origin = total, start
        best.append(cheapest + cost)
        came_from.append(origin)
    breaks = [len(pieces)]
    while breaks[-1]:
        breaks.append(came_from[breaks[-1]])
    return breaks[::-1]


def _fewest_lines(begins: list[int], ends: list[int], max_chars: int) -> int:
    """The number of lines when each is filled as far as it goes."""
    lines, first = 1, begins[0]
    for begin, end in zip(begins, ends, strict=True):
        if end - first > max_chars:
            lines, first = lines + 1, begin
    return lines


def _cost(left: Unit, right: Unit, language: str) -> float:
    cost = break_cost(left.text, right.text, language)
    return cost if right.spaced else cost + _UNSPACED_BREAK
