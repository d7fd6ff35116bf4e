"""How well a line or a cue may end between two words of a language.

The lists and numbers are data: one `grammars/<language>.toml` a language. A language without one is broken by its
punctuation and by balance alone.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from workflow.languages import primary_language

KNOWN = ("crh", "de", "en", "es", "fr", "ru", "tr", "uk")
"""The languages with a grammar of their own."""

SENTENCE_END = frozenset(".?!…。？！؟।")
CLAUSE_END = frozenset(",;:—–،、，；：")
_CLOSERS = "\"'”’»)]}›）」』】〉》♪"
_OPENERS = "\"'“‘«([{‹„¿¡（「『【〈《♪"
_ABBREVIATION = re.compile(r"(?:mr|mrs|ms|dr|prof|st|gen|col|lt|sen|rep|no|vs|г|ул|им|тов|вул|ім|\w)\.", re.IGNORECASE)
_INITIALS = re.compile(r"(?:\w\.){2,}")

_COST_SENTENCE = -12.0
_COST_CLAUSE = -7.0
_COST_OPENING = -1.5
_COST_NAME = 7.0
"""Between the parts of a name: words with capitals that follow each other."""


_COST_DASH = 9.0
"""Before a dash that stands alone between two words: it ends a line and never begins one."""


class _Seen(NamedTuple):
    """What matters of one word: its class, how it ends, and whether it opens a bracket or has a capital.

    A dash that stands alone is of the class "dash".
    """

    kind: str
    ends_sentence: bool
    ends_clause: bool
    opens: bool
    capital: bool


@dataclass(frozen=True, slots=True)
class Grammar:
    """One language's word classes and costs; see `grammars/en.toml` for what they mean."""

    classes: Mapping[str, str] = field(default_factory=dict)
    suffixes: tuple[tuple[tuple[str, ...], str], ...] = ()
    after: Mapping[str, float] = field(default_factory=dict)
    before: Mapping[str, float] = field(default_factory=dict)
    pairs: Mapping[str, float] = field(default_factory=dict)

    def kind(self, bare: str) -> str:
        """The class of a word in lower case without punctuation; "word" when nothing is known of it."""
        if (known := self.classes.get(bare)) is not None:
            return known
        if bare[:1].isdigit():
            return "number"
        for endings, kind in self.suffixes:
            if len(bare) > 4 and bare.endswith(endings):
                return kind
        return "word"


@lru_cache(maxsize=8)
def _load(language: str) -> Grammar:
    if language not in KNOWN:
        return Grammar()
    toml = tomllib.loads(
        resources.files("workflow.captions").joinpath("grammars", f"{language}.toml").read_text("utf-8")
    )
    return Grammar(
        classes={word: kind for kind, words in toml["words"].items() for word in words.split()},
        suffixes=tuple((tuple(endings.split()), kind) for kind, endings in toml["suffixes"].items()),
        after=toml["after"],
        before=toml["before"],
        pairs=toml["pairs"],
    )


@lru_cache(maxsize=64)
def grammar_for(language: str) -> Grammar:
    """The grammar of a BCP 47 tag's language; an empty one when there is none."""
    return _load(primary_language(language))


@lru_cache(maxsize=16384)
def _see(word: str, language: str) -> _Seen:
    ending = word.rstrip(_CLOSERS)
    bare = word.strip(_OPENERS + _CLOSERS + ".?!…,;:—–-").replace("’", "'").lower()
    sentence = ending[-1:] in SENTENCE_END and not _is_abbreviation(ending)
    return _Seen(
        kind=grammar_for(language).kind(bare) if bare else "dash" if ending.strip("–—-") == "" else "word",
        ends_sentence=bool(ending) and sentence,
        ends_clause=bool(ending) and (ending[-1] in CLAUSE_END or ending.endswith("--")),
        opens=word[:1] in _OPENERS,
        capital=word.lstrip(_OPENERS)[:1].isupper(),
    )


def _is_abbreviation(ending: str) -> bool:
    bare = ending.lstrip(_OPENERS)
    return _INITIALS.fullmatch(bare) is not None or (
        _ABBREVIATION.fullmatch(bare) is not None and bare.lower() not in {"i.", "я.", "a."}
    )


def ends_sentence(word: str) -> bool:
    """Whether `word` ends a sentence: a full stop after a title or an initial does not."""
    return _see(word, "").ends_sentence


def ends_clause(word: str) -> bool:
    """Whether `word` ends with a comma, a colon, a semicolon or a dash."""
    return _see(word, "").ends_clause


def break_cost(left: str, right: str, language: str = "en") -> float:
    """The cost of a break between two neighbouring words: below 0 is a good place, above 5 a bad one."""
    before, after = _see(left, language), _see(right, language)
    if before.ends_sentence:
        return _COST_SENTENCE
    if after.kind == "dash":
        return _COST_DASH
    grammar = grammar_for(language)
    cost = grammar.before.get(after.kind, 0.0) + (_COST_OPENING if after.opens else 0.0)
    if before.ends_clause:
        return min(_COST_CLAUSE + 0.5 * cost, -4.0)
    cost += grammar.after.get(before.kind, 0.0) + grammar.pairs.get(f"{before.kind} {after.kind}", 0.0)
    names = not language.startswith("de")  # German nouns have capitals too
    if names and before.capital and after.capital and after.kind == "word" and before.kind in {"word", "title"}:
        cost += _COST_NAME
    return cost
