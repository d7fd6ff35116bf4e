"""The bundled trigram and a story's words as one language model.

pocketsphinx cannot mix two language models, and one made of the story alone hears the story in everything. So the
bundled model's file is read, the story's n-grams are mixed in, and the result is written in the same format. Where the
story has a history h of one or two words, P(w|h) = (1 - SHARE) * bundled + SHARE * story; every other history keeps its
probabilities. A history common in all English ("of the") thus loses little, and one that only the story has is
learnt from it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workflow.speech.engine import Hint
from workflow.speech.engines.sphinx_trie import Keys, Logs, Trie, encode, read_trie, write_trie
from workflow.speech.spoken import spoken_tokens

SHARE: Final = 0.5
"""The story's part after a history that it has. Measured on 12 English clips, 312 words, 38.1 % wrong without a hint:
0.5 makes that 7 % with the clip's own text and 39 to 40 % with another story's; 0.3 makes it 8 % and 40 %."""
UNIGRAM_SHARE: Final = 0.05
"""The story's part after a history that it has not: 0.03 to 0.1 differ by less than one clip's noise."""
_LOG_BASE: Final = math.log(1.0001)
_NEVER: Final = -400_000.0  # 10 to the -17
_LEAST: Final = 1e-4  # of the probability left for words not seen after a history
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\s\"'”»)]+|\n+")


def story_sentences(hint: Hint) -> list[list[str]]:
    """The hint as spoken sentences: its text, then each name for itself."""
    parts = [*_SENTENCE_END.split(hint.text), *hint.names]
    said = ([word for token in spoken_tokens(part.split()) for word in token] for part in parts)
    return [sentence for sentence in said if sentence]


def write_story_model(bundled: Path, sentences: Sequence[Sequence[str]], target: Path) -> None:
    """Write the mixture to `target`. Raises `SpeechError` when `bundled` is not in the format known here."""
    trie = read_trie(bundled)
    write_trie(mix(trie, sentences), target)


def mix(trie: Trie, sentences: Iterable[Sequence[str]]) -> Trie:
    """The model with the sentences' words and n-grams mixed in. It sums to 1 after every history that it changes."""
    told = [["<s>", *sentence, "</s>"] for sentence in sentences]
    trie = _with_words(trie, dict.fromkeys(word for sentence in told for word in sentence))
    place = {word: number for number, word in enumerate(trie.words)}
    size = len(place)
    numbers = [[place[word] for word in sentence] for sentence in told]
    ones = Counter(word for sentence in numbers for word in sentence[1:])
    twos = Counter(last * size + before for sentence in numbers for before, last in pairwise(sentence))
    threes = Counter(
        (last * size + middle) * size + first
        for sentence in numbers
        for first, middle, last in zip(sentence, sentence[1:], sentence[2:], strict=False)
    )
    if not twos:
        return trie
    one = _mixed_unigrams(trie, ones)
    two = _mixed(
        _Level(trie.two, trie.tables[0][trie.two_probability]), twos, one, trie.one_backoff, size=size, words=2
    )
    two_backoff = np.zeros(len(two.keys), np.float32)
    two_backoff[np.searchsorted(two.keys, trie.two)] = trie.tables[1][trie.two_backoff]
    three = _mixed(
        _Level(trie.three, trie.tables[2][trie.three_probability]), threes, two, two_backoff, size=size, words=3
    )
    return Trie(
        words=trie.words,
        one_probability=one.logs,
        one_backoff=two.backoff,
        two=two.keys,
        two_probability=encode(trie.tables[0], two.logs),
        two_backoff=encode(trie.tables[1], three.backoff),
        three=three.keys,
        three_probability=encode(trie.tables[2], three.logs),
        tables=trie.tables,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Level:
    """The n-grams of one length: rising keys, log probabilities, and the back-off of every shorter n-gram."""

    keys: Keys
    logs: Logs
    backoff: Logs = field(default_factory=lambda: np.zeros(0, np.float32))


def _with_words(trie: Trie, words: Iterable[str]) -> Trie:
    """The model with room for new words: at first nobody says them."""
    known = set(trie.words)
    new = tuple(word for word in words if word not in known)
    old, size = len(trie.words), len(trie.words) + len(new)
    last, before = np.divmod(trie.two, old)
    rest, first = np.divmod(trie.three, old)
    top, middle = np.divmod(rest, old)
    return replace(
        trie,
        words=trie.words + new,
        one_probability=np.append(trie.one_probability, np.full(len(new), _NEVER, np.float32)),
        one_backoff=np.append(trie.one_backoff, np.zeros(len(new), np.float32)),
        two=last * size + before,
        three=(top * size + middle) * size + first,
    )


def _mixed_unigrams(trie: Trie, counts: Mapping[int, int]) -> _Level:
    chance = np.exp(trie.one_probability.astype(np.float64) * _LOG_BASE) * (1 - UNIGRAM_SHARE)
    total = sum(counts.values())
    for word, count in counts.items():
        chance[word] += UNIGRAM_SHARE * count / total
    return _Level(np.arange(len(chance)), (np.log(chance) / _LOG_BASE).astype(np.float32))


def _mixed(level: _Level, counts: Mapping[int, int], lower: _Level, backoff: Logs, *, size: int, words: int) -> _Level:
    """The n-grams of `words` words with the story's mixed in; `lower` are those one word shorter, `backoff` theirs.

    Of a key, `key // size` is the n-gram without its first word, `key % size ** (words - 1)` the history: the n-gram
    without its last word.
    """
    modulus = size ** (words - 1)
    told = np.array(sorted(counts), np.int64)
    count = np.array([counts[int(key)] for key in told], np.float64)
    changing = np.unique(told % modulus)
    rest = level.keys % modulus
    nearest = np.minimum(np.searchsorted(changing, rest), len(changing) - 1)
    held = level.keys[changing[nearest] == rest]
    keys = np.union1d(held, told)  # every n-gram after a history that changes: few of all
    history = np.searchsorted(changing, keys % modulus)
    lower_place = np.searchsorted(lower.keys, changing)
    shorter = lower.logs[np.searchsorted(lower.keys, keys // size)].astype(np.float64)

    logs = backoff[lower_place][history] + shorter  # what the bundled model says of n-grams that it does not hold
    logs[np.searchsorted(keys, held)] = level.logs[changing[nearest] == rest]
    chance = (1 - SHARE) * np.exp(logs * _LOG_BASE)
    at = np.searchsorted(keys, told)
    total = np.bincount(history[at], weights=count)
    chance[at] += SHARE * count / total[history[at]]

    left = 1 - np.bincount(history, weights=chance)
    uncovered = 1 - np.bincount(history, weights=np.exp(shorter * _LOG_BASE))
    mixed = backoff.astype(np.float32)
    mixed[lower_place] = np.log(np.maximum(left, _LEAST) / np.maximum(uncovered, _LEAST)) / _LOG_BASE
    return _merged(level, keys, np.log(chance) / _LOG_BASE, mixed)


def _merged(level: _Level, keys: Keys, logs: NDArray[np.float64], backoff: NDArray[np.float32]) -> _Level:
    """The level with some n-grams added or their probabilities replaced."""
    place = np.minimum(np.searchsorted(level.keys, keys), len(level.keys) - 1)
    there = level.keys[place] == keys
    new = np.searchsorted(level.keys, keys[~there])
    everything = np.insert(level.logs, new, 0)
    all_keys = np.insert(level.keys, new, keys[~there])
    everything[np.searchsorted(all_keys, keys)] = logs
    return _Level(all_keys, everything, backoff)
