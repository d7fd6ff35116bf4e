"""Capitals and sentences for words that an engine gives bare: a guess, as far as the story and the pauses tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from workflow.speech.context import mid_sentence_tokens
from workflow.speech.engine import Hint
from workflow.speech.spoken import spoken_words
from workflow.speech.transcript import Word

SENTENCE_PAUSE_MS = 700
"""A pause from which on a sentence is taken to have ended. Pauses inside sentences of read news last 0.2 to 0.5 s."""
_LONGEST = 8  # spoken words of one name or number
_ALWAYS = """
    I Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February April June July August September
    October November December I'm I've I'll I'd
"""


@dataclass(frozen=True, slots=True)
class Spelling:
    """How the story writes what is said: spoken words -> the story's tokens ("twenty fourteen" -> "2014")."""

    written: Mapping[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, hint: Hint) -> Spelling:
        """The names, the numbers, and the words that the story always writes with a capital inside a sentence."""
        written: dict[tuple[str, ...], tuple[str, ...]] = {(word.lower(),): (word,) for word in _ALWAYS.split()}
        forms: dict[tuple[str, ...], Counter[str]] = {}
        for token in mid_sentence_tokens(hint.text):
            forms.setdefault(spoken_words(token), Counter())[token] += 1
        for said, counts in forms.items():
            token = counts.most_common(1)[0][0]
            if said and (any(char.isdigit() for char in token) or (token[0].isupper() and _one_spelling(counts))):
                written[said] = (token,)
        for name in hint.names:
            tokens = tuple(name.split())
            written[tuple(word for token in tokens for word in spoken_words(token))] = tokens
        written.pop((), None)
        return cls(written)


def write_out(words: Sequence[Word], spelling: Spelling) -> list[list[Word]]:
    """Sentences: a capital at each start, a full stop at each pause of 0.7 s, names and numbers as the story has them.

    The guess changes no word that was heard, only how it is written; words said apart are never joined.
    """
    sentences: list[list[Word]] = []
    for word in words:
        if sentences and word.start_ms - sentences[-1][-1].end_ms < SENTENCE_PAUSE_MS:
            sentences[-1].append(word)
        else:
            sentences.append([word])
    return [_sentence(_spelt(sentence, spelling)) for sentence in sentences]


def _one_spelling(counts: Counter[str]) -> bool:
    return all(token[0].isupper() for token in counts)


def _spelt(words: Sequence[Word], spelling: Spelling) -> list[Word]:
    spelt: list[Word] = []
    place = 0
    while place < len(words):
        for length in range(min(_LONGEST, len(words) - place), 0, -1):
            heard = words[place : place + length]
            tokens = spelling.written.get(tuple(word.text for word in heard))
            if tokens is not None:
                spelt += _rewritten(heard, tokens)
                break
        else:
            length = 1
            spelt.append(words[place])
        place += length
    return spelt


def _rewritten(heard: Sequence[Word], tokens: Sequence[str]) -> list[Word]:
    """The tokens in the time of the words they stand for, as sure as the least sure of these."""
    rewritten: list[Word] = []
    place = 0
    for token in tokens:
        length = len(spoken_words(token))
        part = heard[place : place + length]
        if not part:  # a dash within a name
            continue
        known = [word.probability for word in part if word.probability is not None]
        rewritten.append(Word(token, part[0].start_ms, part[-1].end_ms, min(known, default=None)))
        place += length
    return rewritten


def _sentence(words: list[Word]) -> list[Word]:
    first, last = words[0], words[-1]
    words[0] = replace(first, text=first.text[:1].upper() + first.text[1:])
    end = words[-1].text
    words[-1] = replace(words[-1], text=end if end.endswith(".") else end + ".", end_ms=last.end_ms)
    return words
