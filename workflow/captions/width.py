"""How many characters a reader sees: what line limits and reading speeds count."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_JOINER = "\u200d"
_EXTENDING = frozenset({"Mn", "Me", "Mc", "Cf"})
"""Unicode categories of what is drawn upon or into the character before it: accents, vowel signs, joiners."""
_REGIONAL = range(0x1F1E6, 0x1F200)
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_HANGUL_TAIL = range(0x1160, 0x1200)
"""Vowels and final consonants that Korean writing stacks under the consonant before them."""


@lru_cache(maxsize=4096)
def _extends(character: str) -> bool:
    code = ord(character)
    return unicodedata.category(character) in _EXTENDING or code in _SKIN_TONES or code in _HANGUL_TAIL


def characters(text: str) -> Iterator[str]:
    """The characters of `text` as a reader sees them: a letter with its accents, an emoji of several parts, a flag.

    A short form of the Unicode rules for grapheme clusters (UAX 29), enough for caption text.
    """
    cluster = ""
    for character in text:
        joined = cluster.endswith(_JOINER) or _extends(character)
        flag = ord(character) in _REGIONAL and len(cluster) == 1 and ord(cluster) in _REGIONAL
        if cluster and not (joined or flag):
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


@lru_cache(maxsize=16384)
def _counted(text: str) -> int:
    return sum(1 for _ in characters(text))


def width(text: str) -> int:
    """The number of characters that a reader sees in `text`; a combining mark counts with its letter."""
    return len(text) if text.isascii() else _counted(text)
