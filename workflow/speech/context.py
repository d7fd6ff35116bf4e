"""The story as a hint to an engine: its names, the most useful first, and its text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from workflow.speech.engine import Hint

MAX_NAMES: Final = 60
"""More names than this drown each other: Whisper's prompt holds about 220 tokens, and a name takes three or four."""
MAX_TEXT: Final = 20_000
"""Characters of the story: a long feature. What lies beyond says little more about the words of one video."""
_TOKEN = re.compile(r"[^\W_](?:[\w'’ʼ.,:-]*[^\W_])?[%]?|[$€£]\d[\d.,]*\w*")
_ENDS_SENTENCE = re.compile(r"[.!?…:;]['\"”»)\]]*(?:\s|$)|\n")
_TITLES: Final = frozenset({"mr", "mrs", "ms", "dr", "prof", "st"})
_LINKS: Final = frozenset({"of", "the", "de", "la", "van", "von", "al", "and", "for", "bin", "ibn", "del", "da"})
"""Small words that stand inside names ("Autonomous Republic of Crimea"), never at their ends."""
_OPENERS: Final = """
    i i'm i've i'll i'd monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december mr mrs ms dr the a an this that these those it he she we
    they you but and or if when while as at in on by for from to of with after before since because although however
    video story photo image read watch more most many some all both each every no not only other such then there
    here now today yesterday tomorrow so yet still last next one two three four five six seven eight nine ten over
    under about his her its our your their my what who why how where which do does did is are was were has have had
    will would can could might must should let meanwhile according despite during until against between among first
    second another any few several much nobody everyone somebody nothing people women men в на и с по за о об из у к
    от до для при это этот эта как что он она они мы я вы но а не если когда после его её их все так там тут уже ещё
    под від із зі та й що це цей ця як він вона вони ми ви але якщо коли після його її їх усі всі вже ще під час про
    більше
"""
_COMMON: Final = frozenset(_OPENERS.split())
"""Words that open sentences and lists: their capital there names nobody."""


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    opens: bool  # the first of its sentence
    joined: bool  # only blanks stand between it and the token before


def hint_from_story(
    headline: str, text: str, *, byline: str = "", credit: str = "", titles: Sequence[str] = ()
) -> Hint:
    """The names in a story and its text, as an engine may use them.

    A name is a run of words with capitals inside a sentence, or one at its beginning if the word has its capital
    elsewhere too or another name follows it.
    Names of several words come first among equally frequent ones; what byline and credit say are names whole. Titles
    of related pieces add names only: their words are seldom said. At most `MAX_NAMES` names and `MAX_TEXT` characters.
    """
    told = "\n".join(part for part in (headline, text) if part.strip())
    counts = Counter(_names(told))
    for title in titles:
        # A headline may be written With Capitals Throughout: then capitals name nobody.
        counts.update(() if _all_capitals(title) else _names(title))
    counts.update(part.strip() for whole in (byline, credit) for part in re.split(r",|;| and ", whole) if part.strip())
    ranked = sorted(counts, key=lambda name: (-counts[name] * len(name.split()) ** 0.5, -len(name), name))
    return Hint(text=told[:MAX_TEXT], names=tuple(ranked[:MAX_NAMES]))


def mid_sentence_tokens(text: str) -> Iterator[str]:
    """The words of a text whose capitals mean something: all but the first of each sentence."""
    return (token.text for token in _tokens(text) if not token.opens)


def _tokens(text: str) -> Iterator[_Token]:
    end, opens = 0, True
    for match in _TOKEN.finditer(text):
        between = text[end : match.start()]
        last = text[:end].rsplit(None, 1)[-1].lower() if end else ""
        opens = end == 0 or (_ENDS_SENTENCE.search(between + " ") is not None and last.strip(".") not in _TITLES)
        yield _Token(match[0], opens, joined=not between.strip() or (between == ". " and last in _TITLES))
        end = match.end()


def _names(text: str) -> Iterator[str]:
    """Every run of capitalised words, as often as it stands there."""
    tokens = list(_tokens(text))
    small = {token.text for token in tokens if token.text[0].islower()}
    named = {token.text for token in tokens if not token.opens and token.text.lower() not in small}
    named |= {
        token.text
        for token, following in pairwise(tokens)
        if following.joined and following.text[0].isupper() and token.text.lower() not in small | _COMMON
    }
    run: list[str] = []
    for token in [*tokens, _Token("", opens=True, joined=False)]:
        starts_name = token.text[:1].isupper() and (not token.opens or token.text in named)
        if run and (not token.joined or token.opens or not (starts_name or token.text in _LINKS)):
            yield from _finished(run)
            run = []
        if starts_name or (run and token.text in _LINKS):
            run.append(token.text)


def _finished(run: list[str]) -> Iterator[str]:
    while run and run[-1] in _LINKS:
        run = run[:-1]
    if run and not (len(run) == 1 and run[0].lower() in _COMMON) and any(len(word) > 1 for word in run):
        yield re.sub(r"['’]s$", "", " ".join(run))


def _all_capitals(title: str) -> bool:
    words = [token.text for token in _tokens(title) if len(token.text) > 3]
    return bool(words) and all(word[0].isupper() for word in words)
