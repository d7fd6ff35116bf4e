"""What a Whisper library returned, made into segments that keep our promises.

Whisper's word times come from attention and are repaired by rules of thumb: they overlap, run past the end of the
sound, have no length, and in a loop hundreds of words share one moment. Its words carry their space in front, and
punctuation sometimes stands as a word of its own.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from workflow.languages import is_unspaced
from workflow.speech.transcript import Segment, Word

MIN_WORD_MS = 20
"""The shortest word after repair: one step of Whisper's clock. Checks take many such words for a sign of a loop."""


@dataclass(frozen=True, slots=True)
class RawWord:
    """A word as the library gives it: seconds, its leading space in the text."""

    text: str
    start_s: float
    end_s: float
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class RawSegment:
    """A segment as the library gives it; `words` may be empty though `text` is not."""

    text: str
    start_s: float
    end_s: float
    words: tuple[RawWord, ...]
    no_speech: float
    compression_ratio: float
    mean_logprob: float
    temperature: float


def as_segments(raw: Iterable[RawSegment], *, duration_ms: int, language: str) -> tuple[Segment, ...]:
    """Segments of words in order, apart, within `duration_ms`, none without length; segments without text are left out.

    `language` is the BCP 47 tag of what is written. Space that a language puts before punctuation is kept: such
    punctuation is a word of its own.
    """
    spoken = [(segment, _words(segment, language)) for segment in raw]
    spoken = [(segment, words) for segment, words in spoken if words]
    timed = iter(_timed([word for _, words in spoken for word in words], duration_ms))
    segments = []
    for segment, words in spoken:
        placed = tuple(islice(timed, len(words)))
        if placed:
            segments.append(_segment(segment, placed, language))
    return tuple(segments)


def _segment(raw: RawSegment, words: tuple[Word, ...], language: str) -> Segment:
    return Segment(
        words[0].start_ms,
        words[-1].end_ms,
        words,
        language,
        no_speech=_share(raw.no_speech),
        compression_ratio=_finite(raw.compression_ratio),
        mean_logprob=_finite(raw.mean_logprob),
        temperature=_finite(raw.temperature),
    )


def _words(segment: RawSegment, language: str) -> list[Word]:
    """The segment's words with their punctuation, times in milliseconds and not yet repaired."""
    raw = segment.words or _spread(segment)
    words: list[Word] = []
    for piece in (piece for word in raw for piece in _pieces(word)):
        if not words:
            words.append(replace(piece, glued=is_unspaced(language)))
        elif piece.glued and _belongs(words[-1].text, piece.text):
            words[-1] = _merged(words[-1], piece)
        else:
            words.append(piece)
    return words


def _spread(segment: RawSegment) -> list[RawWord]:
    """Words for a text that came without any, spread evenly over the segment."""
    texts = segment.text.split()
    step = (segment.end_s - segment.start_s) / max(1, len(texts))
    return [
        RawWord(" " + text, segment.start_s + place * step, segment.start_s + (place + 1) * step)
        for place, text in enumerate(texts)
    ]


def _pieces(raw: RawWord) -> Iterator[Word]:
    """One word, or several where white space stands inside it ("- Hello"), which share its time by their length."""
    text = "".join(char for char in raw.text if char.isspace() or unicodedata.category(char) != "Cc")
    pieces = text.split()
    start_ms, end_ms = _milliseconds(raw.start_s), _milliseconds(raw.end_s)
    length = max(1, sum(map(len, pieces)))
    done = 0
    for place, piece in enumerate(pieces):
        glued = place == 0 and not text[0].isspace()
        begin = start_ms + (end_ms - start_ms) * done // length
        done += len(piece)
        yield Word(piece, begin, start_ms + (end_ms - start_ms) * done // length, _share(raw.probability), glued)


def _belongs(before: str, after: str) -> bool:
    """Whether two texts without space between them are one word with its punctuation."""
    if _is_punctuation(before):
        return True
    return _is_punctuation(after) and unicodedata.category(after[0]) not in {"Ps", "Pi"}


def _is_punctuation(text: str) -> bool:
    return all(unicodedata.category(char).startswith("P") for char in text)


def _merged(before: Word, after: Word) -> Word:
    named = after if _is_punctuation(before.text) else before
    return Word(before.text + after.text, before.start_ms, after.end_ms, named.probability, before.glued)


def _timed(words: Sequence[Word], duration_ms: int) -> list[Word]:
    """The words with their times repaired. More words than milliseconds are no speech: what has no room is left out."""
    words = words[:duration_ms]
    if not words:
        return []
    least = min(MIN_WORD_MS, duration_ms // len(words))
    starts = [min(max(0, word.start_ms), duration_ms) for word in words]
    ends = [min(max(0, word.end_ms), duration_ms) for word in words]
    for place in range(1, len(words)):
        starts[place] = max(starts[place], starts[place - 1])
    for place in range(len(words) - 1):  # an overlong word ends where the next begins
        ends[place] = min(ends[place], starts[place + 1])
    free_from = 0
    for place in range(len(words)):  # no room: push what follows back
        starts[place] = max(starts[place], free_from)
        free_from = ends[place] = max(ends[place], starts[place] + least)
    free_to = duration_ms
    for place in reversed(range(len(words))):  # past the end: pull what came before forward
        ends[place] = min(ends[place], free_to)
        free_to = starts[place] = min(starts[place], ends[place] - least)
    return [replace(word, start_ms=starts[at], end_ms=ends[at]) for at, word in enumerate(words)]


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000) if math.isfinite(seconds) else 0


def _finite(number: float | None) -> float | None:
    return None if number is None or not math.isfinite(number) else float(number)


def _share(number: float | None) -> float | None:
    finite = _finite(number)
    return None if finite is None else min(1.0, max(0.0, finite))
