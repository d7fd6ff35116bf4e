"""How much of what an engine heard was put right: the words of a transcript against those of the captions. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workflow.captions.alignment import steps
from workflow.captions.word_times import Token, same_word, unspoken, words_of


@dataclass(frozen=True, slots=True)
class Corrections:
    """The least changes, in words, that make what was `heard` (words of the transcript) what is written.

    `inserted` were not heard, `deleted` are gone, `replaced` stand instead of others, as the word error rate counts
    them. `restyled` are the same words in other letters or with other punctuation ("crimea" is now "Crimea,"), which
    that rate leaves out and a producer has to type all the same. `described` are speakers' names, sounds and dashes
    that were added: no engine writes them, so they are no corrections.
    """

    heard: int
    inserted: int = 0
    deleted: int = 0
    replaced: int = 0
    restyled: int = 0
    described: int = 0

    @property
    def changed(self) -> int:
        """Words that a person had to do something about."""
        return self.inserted + self.deleted + self.replaced + self.restyled

    @property
    def share(self) -> float | None:
        """Words changed over words heard: 0 and more, above 1 where more was added than heard; None for silence."""
        return self.changed / self.heard if self.heard else None


def corrections(heard: Iterable[str], written: Iterable[str]) -> Corrections:
    """What was done to the words of a transcript, by segments, until they were the words of the captions.

    Breaking the words into other lines or captions changes none.
    """
    old = [word.text for text in heard for word in words_of(text)]
    new = [(word.text, place in labels) for words, labels in map(_read, written) for place, word in enumerate(words)]
    counts = dict.fromkeys(("inserted", "deleted", "replaced", "restyled", "described"), 0)
    for was, now in steps([same_word(word) for word in old], [same_word(word) for word, _ in new]):
        if now is None:
            counts["deleted"] += 1
            continue
        word, is_label = new[now]
        if was is None:
            counts["described" if is_label else "inserted"] += 1
        elif same_word(old[was]) == same_word(word):
            counts["restyled"] += old[was] != word
        elif is_label:  # the label was added where a word was taken out
            counts["deleted"] += 1
            counts["described"] += 1
        else:
            counts["replaced"] += 1
    return Corrections(len(old), **counts)


def _read(text: str) -> tuple[tuple[Token, ...], frozenset[int]]:
    words = words_of(text)
    return words, unspoken(text, words)
