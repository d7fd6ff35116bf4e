"""Text cut into the pieces that must stay whole on a line: words, or characters where a language writes no spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from workflow.captions.width import characters, width

# White space that a line may be broken at: a no-break space (U+00A0, U+202F, U+2007) is part of the word around it.
_SPACES = re.compile(r"[ \t\n\r\f\v\x1c-\x1f\x85\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]+")
# Han, kana and their punctuation, full-width forms, Thai, Lao, Khmer, Burmese: written without spaces between words.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3001-\u303f\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\uff01-\uff9f\U00020000-\U0003ffff]"
)
# Kinsoku (JIS X 4051, CSS Text `line-break: strict`): what may not begin a line, and what may not end one.
_NO_START = frozenset(
    "、。，．・：；？！゛゜ヽヾゝゞ々ー）］｝〕〉》」』】〙〗〟’”»ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ…‥—–～!?,.:;)]}%％‰℃ะาำๅๆฯ"
)
_NO_END = frozenset("（［｛〔〈《「『【〘〖〝‘“«([{¥￥$€£#№เแโใไ")


class Unit(NamedTuple):
    """A piece of text that stays whole; `spaced` says that a space stands before it inside a line."""

    text: str
    spaced: bool


def units(text: str) -> list[Unit]:
    """`text` as units in order, white space between them reduced to `spaced`."""
    return [
        Unit(piece, spaced=place == 0 and number > 0)
        for number, word in enumerate(word for word in _SPACES.split(text) if word)
        for place, piece in enumerate(pieces(word))
    ]


def pieces(word: str) -> list[str]:
    """A word without spaces cut where a line may be broken inside it."""
    if not unspaced(word):
        return [word]
    found: list[str] = []
    for character in characters(word):
        if found and _stay_together(found[-1], character):
            found[-1] += character
        else:
            found.append(character)
    return found


def unspaced(text: str) -> bool:
    """Whether any of `text` is of a writing that puts no spaces between words."""
    return not text.isascii() and _UNSPACED.search(text) is not None


def _stay_together(before: str, after: str) -> bool:
    if after[0] in _NO_START or before[-1] in _NO_END:
        return True
    return not _UNSPACED.match(after) and not _UNSPACED.match(before[-1])


def hard_split(unit: Unit, max_chars: int) -> Iterator[Unit]:
    """A unit wider than a line, cut into pieces that fit; a unit that fits comes back whole."""
    if width(unit.text) <= max_chars:
        yield unit
        return
    whole = list(characters(unit.text))
    for start in range(0, len(whole), max_chars):
        yield Unit("".join(whole[start : start + max_chars]), spaced=unit.spaced and start == 0)
