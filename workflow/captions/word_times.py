"""The times of a caption's words while its text is edited: words that stay keep theirs, the others go between. Pure."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from workflow.captions.alignment import Pair, common, gaps
from workflow.captions.cue import Cue
from workflow.captions.units import pieces, unspaced
from workflow.speech.transcript import Word

_SLOWEST_MS = 150
"""A letter of drawn-out speech: a word typed before or after all that was heard is not stretched over a pause."""
_NEAR_MS = 1500
"""How far from its caption a word of the transcript may lie: captions appear a little early and stay for reading."""

_RUN = re.compile(r"\S+")
# What is read and not spoken: [sounds], (who speaks), notes, and MARIA: at the beginning of a line.
_LABEL = re.compile(r"\[[^\]\n]*\]|\([^)\n]*\)|[♪♫#]+|^[ \t–—>-]*([^\W\d_][^:\n]{0,60}):(?!\S)", re.MULTILINE)


class Token(NamedTuple):
    """A word of a text, the characters `start` to `end` of it; `glued` says that no white space stands before it."""

    text: str
    start: int
    end: int
    glued: bool


def words_of(text: str) -> tuple[Token, ...]:
    """The words of `text`: what stands between white space, cut further where a language puts none between words."""
    return tuple(
        Token(piece, run.start() + offset, run.start() + offset + len(piece), offset > 0)
        for run in _RUN.finditer(text)
        for offset, piece in _with_offsets(run.group())
    )


def unspoken(text: str, tokens: Sequence[Token]) -> frozenset[int]:
    """Places of the tokens of `text` that nobody speaks: labels, sounds, and punctuation alone."""
    spans = [
        found.span()
        for found in _LABEL.finditer(text)
        if found[1] is None or found[1] == found[1].upper()  # "MARIA:" is a label, "He said:" is spoken
    ]
    return frozenset(
        place
        for place, token in enumerate(tokens)
        if any(start < token.end and token.start < end for start, end in spans)
        or not any(character.isalnum() for character in token.text)
    )


@lru_cache(maxsize=65_536)
def same_word(word: str) -> str:
    """A word as it is compared: without regard to case and to punctuation around it; punctuation alone is itself."""
    plain = unicodedata.normalize("NFKC", word).casefold().replace("’", "'")
    first, last = 0, len(plain)
    while first < last and _is_around(plain[first]):
        first += 1
    while first < last and _is_around(plain[last - 1]):
        last -= 1
    return plain[first:last] or plain


def time_words(text: str, start_ms: int, end_ms: int, known: Sequence[Word]) -> tuple[Word, ...]:
    """The words of a caption's text with times, which never leave the caption and never go back.

    `known` are words with times in their order: those the caption had, or those of a transcript around it. A word that
    is among them (but for case and punctuation) keeps their time and probability. Words that stand in the place of
    others share the time of those by their letters; words that are new lie in the pause, and have no time of their own
    where there is none. Both have no probability. Without anything known the words share the caption's time.
    """
    tokens = words_of(text)
    return _timed(tokens, unspoken(text, tokens), (start_ms, end_ms), _as_tokens(known))


def words_from_transcript(cues: Sequence[Cue], words: Sequence[Word]) -> list[tuple[Word, ...]]:
    """For each cue of a track its words, with the times and probabilities that a transcript has for them.

    The whole track is laid over the whole transcript, so that a word said twice is found where it stands. What lies
    too far from the cue in time is not its word, as in a track that was moved or translated.
    """
    known = _as_tokens(sorted(words, key=lambda word: word.start_ms))
    starts = [word.start_ms for word in known]
    tokens = [words_of(cue.text) for cue in cues]
    ends = list(accumulate(map(len, tokens)))
    keys = [same_word(token.text) for row in tokens for token in row]
    pairs = common(keys, [same_word(word.text) for word in known])
    places = [place for place, _ in pairs]
    found: list[tuple[Word, ...]] = []
    for cue, row, end in zip(cues, tokens, ends, strict=True):
        first, last = bisect_left(places, end - len(row)), bisect_left(places, end)
        # From the last word of the captions before to the first of those after, as far as they lie near in time.
        low = max(pairs[first - 1][1] + 1 if first else 0, bisect_left(starts, cue.start_ms - _NEAR_MS))
        high = min(pairs[last][1] if last < len(pairs) else len(known), bisect_right(starts, cue.end_ms + _NEAR_MS))
        near = _own(known[low:high], cue, pairs[first:last], low)
        found.append(_timed(row, unspoken(cue.text, row), (cue.start_ms, cue.end_ms), near))
    return found


def moved(words: Sequence[Word], by_ms: int) -> tuple[Word, ...]:
    """The words so many milliseconds later."""
    return tuple(_at(word, word.start_ms + by_ms, word.end_ms + by_ms) for word in words)


def kept_within(words: Sequence[Word], start_ms: int, end_ms: int) -> tuple[Word, ...]:
    """The words with times that lie from `start_ms` to `end_ms` and go forward; no word lasts into the next."""
    starts = list(accumulate((min(max(word.start_ms, start_ms), end_ms) for word in words), max))
    return tuple(
        word if (word.start_ms, word.end_ms) == times else _at(word, *times)
        for word, start, limit in zip(words, starts, [*starts, end_ms][1:], strict=True)
        for times in [(start, min(max(word.end_ms, start), limit))]
    )


def _at(word: Word, start_ms: int, end_ms: int) -> Word:
    return Word(word.text, start_ms, end_ms, word.probability, word.glued)


def _with_offsets(run: str) -> Iterator[tuple[int, str]]:
    offset = 0
    for piece in pieces(run):
        yield offset, piece
        offset += len(piece)


def _is_around(character: str) -> bool:
    return not character.isalnum() and unicodedata.category(character)[0] in "PSZC"


def _as_tokens(known: Sequence[Word]) -> list[Word]:
    """Known words cut as `words_of` cuts their text, so that both can be compared one to one."""
    found: list[Word] = []
    place = 0
    while place < len(known):
        after = place + 1
        while after < len(known) and known[after].glued:
            after += 1
        run = known[place:after]
        if len(run) > 1 or unspaced(run[0].text) or not _RUN.fullmatch(run[0].text):
            found += _cut_run(run)
        else:
            found.append(run[0])
        place = after
    return found


def _cut_run(run: Sequence[Word]) -> list[Word]:
    """Words written without a space between them, as tokens; a token has the least probability of its parts."""
    tokens = words_of("".join(word.text for word in run))
    if [token.text for token in tokens] == [word.text for word in run]:
        return list(run)
    edges = list(accumulate((len(word.text) for word in run), initial=0))
    cut: list[Word] = []
    for token in tokens:
        parts = run[bisect_right(edges, token.start) - 1 : bisect_left(edges, token.end)]
        least = min((word.probability for word in parts if word.probability is not None), default=None)
        start, end = _moment(run, edges, token.start, latest=False), _moment(run, edges, token.end, latest=True)
        cut.append(Word(token.text, start, max(start, end), least, token.glued))
    return cut


def _moment(words: Sequence[Word], edges: Sequence[int], offset: float, *, latest: bool) -> int:
    """When the letter at `offset` of the words is said; `edges` are the offsets where they begin, and where all end.

    Between two words it is the end of the first (`latest`) or the start of the second.
    """
    place = (bisect_left if latest else bisect_right)(edges, offset) - 1
    place = min(max(place, 0), len(words) - 1)
    word, length = words[place], edges[place + 1] - edges[place]
    share = (offset - edges[place]) / length if length else 0.0
    return word.start_ms + round((word.end_ms - word.start_ms) * min(max(share, 0.0), 1.0))


def _own(near: Sequence[Word], cue: Cue, pairs: Sequence[Pair], low: int) -> list[Word]:
    """Of the words around a cue those that were matched with it, or that were said while it stands."""
    matched = {word - low for _, word in pairs}
    return [
        word
        for place, word in enumerate(near)
        if place in matched or cue.start_ms <= (word.start_ms + word.end_ms) // 2 < cue.end_ms
    ]


def _timed(
    tokens: Sequence[Token], labels: frozenset[int], cue: tuple[int, int], known: Sequence[Word]
) -> tuple[Word, ...]:
    pairs = common([same_word(token.text) for token in tokens], [same_word(word.text) for word in known])
    times: list[tuple[int, int]] = [cue] * len(tokens)
    for new, old in gaps(pairs, (len(tokens), len(known))):
        if new:
            weights = [0 if place in labels else len(tokens[place].text) for place in new]
            replaced = known[old.start : old.stop]
            times[new.start : new.stop] = (
                _instead(tokens[new.start : new.stop], weights, replaced)
                if replaced
                else _between(weights, known, old.start, cue)
            )
    probabilities: dict[int, float | None] = {}
    for new_place, old_place in pairs:
        times[new_place] = known[old_place].start_ms, known[old_place].end_ms
        probabilities[new_place] = known[old_place].probability
    words = [
        Word(token.text, *time, probability=probabilities.get(place), glued=token.glued)
        for place, (token, time) in enumerate(zip(tokens, times, strict=True))
    ]
    return kept_within(words, *cue)


def _instead(tokens: Sequence[Token], weights: Sequence[int], replaced: Sequence[Word]) -> list[tuple[int, int]]:
    """Times of words in place of others: one for one where they are as many, else by letters of theirs."""
    if len(tokens) == len(replaced):
        return [(word.start_ms, word.end_ms) for word in replaced]
    shares = list(accumulate(weights if any(weights) else [len(token.text) for token in tokens], initial=0))
    edges = list(accumulate((len(word.text) for word in replaced), initial=0))
    scale = edges[-1] / shares[-1]
    return [
        (_moment(replaced, edges, begin * scale, latest=False), _moment(replaced, edges, end * scale, latest=True))
        if begin < end
        else (_moment(replaced, edges, begin * scale, latest=True),) * 2
        for begin, end in pairwise(shares)
    ]


def _between(weights: Sequence[int], known: Sequence[Word], place: int, cue: tuple[int, int]) -> list[tuple[int, int]]:
    """Times of words in the pause before the known word at `place`; at the edges of the caption near to that word."""
    low = known[place - 1].end_ms if place else cue[0]
    high = max(low, known[place].start_ms if place < len(known) else cue[1])
    room = _SLOWEST_MS * sum(weights)
    if known and not place:
        low = max(low, high - room)
    elif known and place == len(known):
        high = min(high, low + room)
    elif not any(weights):
        # Nothing is spoken: sounds of a caption without words have all of its time, a label between words none.
        high, weights = (low, weights) if known else (high, [1] * len(weights))
    shares = list(accumulate(weights, initial=0))
    whole = shares[-1] or 1
    moments = [low + (high - low) * share // whole for share in shares]
    return list(pairwise(moments))
