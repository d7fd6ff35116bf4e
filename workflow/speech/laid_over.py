"""A script laid over what an engine heard: each word gets the time of its match, or one by its neighbours. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from workflow.languages import primary_language
from workflow.speech.matching import Pair, match_words, normalise_word
from workflow.speech.spoken import spoken_tokens
from workflow.speech.transcript import Region, Transcript

LEAST_MATCHED: Final = 0.3
"""Below this share of matched words a script is not what is spoken. Measured on 12 English clips with the embedded
recogniser: 45 % and more of their own script matches, at most 22 % of another clip's."""
FASTEST_MS: Final = 30
"""The least a letter takes: at 33 letters a second, twice the fastest news reader, nothing was said."""
_SLOWEST_MS = 150  # a letter of drawn-out speech: words placed by letters are not stretched further over a pause
_UNSCRIPTED_WORDS = 4  # fewer words that only the engine heard are its errors rather than speech outside the script
_UNSPOKEN_WORDS = 3  # fewer words that only the script has are words the engine missed


@dataclass(frozen=True, slots=True)
class Unit:
    """A word to be found in the sound: `text` normalised, `word` the number of the script's word it belongs to.

    A script's "2014" is two units, "twenty" and "fourteen"; punctuation alone is none.
    """

    text: str
    word: int


@dataclass(frozen=True, slots=True)
class Heard:
    """A normalised word that an engine heard, in milliseconds of the video."""

    text: str
    start_ms: int
    end_ms: int
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class Time:
    """When a unit is said; `probability` is the engine's where the time is."""

    start_ms: int
    end_ms: int
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class LaidOver:
    """`times` has an entry for each unit, None for what nobody spoke; `matched` is the share of units that were heard.

    `estimated` are the places of units timed between their neighbours, `unscripted` what was spoken outside the script.
    """

    times: tuple[Time | None, ...]
    pairs: tuple[Pair, ...]
    matched: float
    estimated: frozenset[int]
    unscripted: tuple[Heard, ...]


def script_units(words: Sequence[str], language: str) -> tuple[Unit, ...]:
    """What is to be found for each of the script's words; numbers and abbreviations are spoken out in English."""
    if primary_language(language) == "en":
        return tuple(Unit(said, number) for number, words_ in enumerate(spoken_tokens(words)) for said in words_)
    normalised = ((normalise_word(word), number) for number, word in enumerate(words))
    return tuple(Unit(text, number) for text, number in normalised if text)


def heard_units(transcript: Transcript, *, english: bool) -> tuple[Heard, ...]:
    """The engine's words as a script's units are; a number spoken in several words shares its time by their letters."""
    words = list(transcript.words)
    said = spoken_tokens([word.text for word in words]) if english else [(normalise_word(word.text),) for word in words]
    found: list[Heard] = []
    for word, parts in zip(words, said, strict=True):
        kept = [part for part in parts if part]
        for part, time in zip(kept, _by_letters(kept, [Region(word.start_ms, word.end_ms)]), strict=True):
            found.append(Heard(part, time.start_ms, time.end_ms, word.probability))
    return tuple(found)


def lay_over(units: Sequence[Unit], heard: Sequence[Heard], speech: Sequence[Region], duration_ms: int) -> LaidOver:
    """Times for all units: of matched ones the engine's, of the others by their letters within the speech between."""
    plain = [normalise_word(unit.text) for unit in units]
    pairs = match_words(plain, [normalise_word(word.text) for word in heard])
    times: list[Time | None] = [None] * len(units)
    for unit, word in pairs:
        times[unit] = Time(heard[word].start_ms, heard[word].end_ms, heard[word].probability)
    estimated: set[int] = set()
    unscripted: list[Heard] = []
    for missing, extra in _between(pairs, len(units), len(heard)):
        before = heard[extra[0] - 1].end_ms if extra[0] > 0 else 0
        after = heard[extra[1]].start_ms if extra[1] < len(heard) else duration_ms
        texts = [plain[place] for place in range(*missing)]
        only_heard = heard[slice(*extra)]
        if not texts:
            unscripted += only_heard if len(only_heard) >= _UNSCRIPTED_WORDS else ()
            continue
        room = _room(texts, Region(before, max(before, after)), speech, at_start=extra[0] == 0)
        if is_unspoken(texts, room, len(only_heard)):
            continue
        estimated |= set(range(*missing))
        times[slice(*missing)] = _by_letters(texts, room)
    matched = len(pairs) / max(1, len(units))
    return LaidOver(tuple(in_order(times)), tuple(pairs), matched, frozenset(estimated), tuple(unscripted))


def is_unspoken(texts: Sequence[str], room: Sequence[Region], heard_there: int) -> bool:
    """Whether there is no time in which a passage could have been said, and nothing was heard instead of it."""
    free = sum(region.duration_ms for region in room)
    return len(texts) >= _UNSPOKEN_WORDS > heard_there and free < FASTEST_MS * sum(map(len, texts))


def _between(pairs: Sequence[Pair], units: int, heard: int) -> Iterator[tuple[Pair, Pair]]:
    """The stretches without a match: places in the units, places in what was heard."""
    last = (-1, -1)
    for pair in [*pairs, (units, heard)]:
        missing, extra = (last[0] + 1, pair[0]), (last[1] + 1, pair[1])
        if missing[0] < missing[1] or extra[0] < extra[1]:
            yield missing, extra
        last = pair


def _room(texts: Sequence[str], gap: Region, speech: Sequence[Region], *, at_start: bool) -> list[Region]:
    """The speech within a gap, all of the gap if there is none; no longer than slow speech, nearest to what matched."""
    parts = [Region(max(gap.start_ms, part.start_ms), min(gap.end_ms, part.end_ms)) for part in speech]
    room = [part for part in parts if part.duration_ms > 0] or [gap]
    longest = _SLOWEST_MS * sum(map(len, texts))
    kept: list[Region] = []
    for part in reversed(room) if at_start else room:
        length = min(part.duration_ms, longest)
        kept.append(
            Region(part.end_ms - length, part.end_ms) if at_start else replace(part, end_ms=part.start_ms + length)
        )
        longest -= length
    return [part for part in (reversed(kept) if at_start else kept) if part.duration_ms > 0] or [gap]


def _by_letters(texts: Sequence[str], room: Sequence[Region]) -> list[Time]:
    """The texts one after the other in the room, each as long as its share of the letters."""
    letters = sum(map(len, texts)) or 1
    whole = sum(region.duration_ms for region in room)
    times: list[Time] = []
    done = 0
    for text in texts:
        start = _at(whole * done // letters, room)
        done += len(text)
        # A word that begins at a region's very end belongs to the next: its end is looked up just before it.
        times.append(Time(start, max(start, _at(max(0, whole * done // letters - 1), room) + 1)))
    return times


def _at(offset: int, room: Sequence[Region]) -> int:
    """The moment after `offset` milliseconds of the room."""
    for region in room:
        if offset < region.duration_ms:
            return region.start_ms + offset
        offset -= region.duration_ms
    return room[-1].end_ms


def in_order(times: Sequence[Time | None]) -> Iterator[Time | None]:
    """No word begins before the one in front of it ends."""
    earliest = 0
    for time in times:
        if time is None:
            yield None
            continue
        start = max(earliest, time.start_ms)
        earliest = max(start, time.end_ms)
        yield Time(start, earliest, time.probability)
