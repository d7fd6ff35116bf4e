"""English units timed by forced alignment: the recogniser is told the words and says only when.

Up to 100 s are aligned at once. What is longer, or does not fit at once (music between, words that were not spoken,
speech outside the script), is first laid over what an engine heard, and cut into pieces where both agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Final, Protocol

from workflow.errors import CannotAlign
from workflow.speech.engine import Hint, Request, Samples
from workflow.speech.engines.pocketsphinx import PocketsphinxEngine
from workflow.speech.engines.sphinx import HeardWord, Sphinx
from workflow.speech.laid_over import LEAST_MATCHED, Heard, LaidOver, Time, Unit, heard_units, lay_over
from workflow.speech.transcript import Region, Segment, Transcript

AT_ONCE_MS: Final = 100_000
"""The longest sound aligned at once: longer ones were not measured, and their memory grows."""
LEAST_FIT: Final = -30.0
"""The lowest median fit of a piece. Measured on 92 captions: own text -14 (a tenth below -23), another's -56."""
_PIECE_MS = 20_000  # a piece may end at the first pause from here on
_PAUSE_MS = 200  # between words: what both sides agree on here is no accident
_LONG_PAUSE_MS = 3_000  # always ends a piece: what lies in it may be music
_MARGIN_MS = 400
_MISFIT = -80.0  # a word this far off is not said there
_MISFITS = 4  # in a row: a passage that is not spoken where it stands


class SpeechSound(Protocol):
    """A video's sound at 16 kHz, read piece by piece."""

    @property
    def duration_ms(self) -> int: ...

    def read(self, start_ms: int, end_ms: int) -> Samples: ...


@dataclass(frozen=True, slots=True)
class Aligned:
    """A time for each unit, None for what nobody spoke, and how they were found."""

    times: tuple[Time | None, ...]
    method: str
    matched: float
    """The share of units whose own sound or engine's word gave the time."""
    estimated: frozenset[int] = frozenset()
    unscripted: tuple[Heard, ...] = ()


@dataclass(frozen=True, slots=True)
class _Piece:
    sound: Region
    units: tuple[int, ...]


def force(
    units: Sequence[Unit], *, sound: SpeechSound, speech: Sequence[Region], transcript: Transcript | None
) -> Aligned:
    """Times for English units. Raises `CannotAlign` when they are not what is spoken."""
    sphinx = Sphinx(aligning=True)
    unsaid = set(sphinx.learn(unit.text for unit in units))
    sayable = [place for place, unit in enumerate(units) if unit.text not in unsaid]
    if sound.duration_ms <= AT_ONCE_MS:
        whole = _Piece(Region(0, sound.duration_ms), tuple(sayable))
        times = _aligned(sphinx, whole, units, sound)
        if times is not None and len(times) == len(units):
            return Aligned(tuple(times[place] for place in range(len(units))), "forced", 1.0)
    heard = heard_units(transcript, english=True) if transcript else ()
    laid = lay_over(units, heard, speech, sound.duration_ms)
    if laid.matched < LEAST_MATCHED:
        heard = _heard_with_hint(units, sound, speech)
        laid = lay_over(units, heard, speech, sound.duration_ms)
    if laid.matched < LEAST_MATCHED:
        raise CannotAlign(
            f"only {laid.matched:.0%} of its words were heard (at least {LEAST_MATCHED:.0%} are needed); check that it"
            " belongs to this video, is written in the language spoken, and that the speech is clear"
        )
    return _in_pieces(sphinx, units, laid, heard, sound, unsaid)


def _in_pieces(
    sphinx: Sphinx, units: Sequence[Unit], laid: LaidOver, heard: Sequence[Heard], sound: SpeechSound, unsaid: set[str]
) -> Aligned:
    """Each piece aligned for itself; in one that does not fit the words keep the times of what was heard."""
    times = list(laid.times)
    forced: set[int] = set()
    for piece in _pieces(laid, heard, sound.duration_ms):
        said = tuple(place for place in piece.units if units[place].text not in unsaid)
        found = _aligned(sphinx, replace(piece, units=said), units, sound)
        for place, time in (found or {}).items():
            times[place] = time
            forced.add(place)
    spoken = sum(time is not None for time in times)
    known = len(forced | {unit for unit, _ in laid.pairs})
    return Aligned(
        times=tuple(_without_overlap(times)),
        method="forced in pieces" if 2 * len(forced) >= spoken else "matched",
        matched=known / len(units),
        estimated=laid.estimated - forced,
        unscripted=laid.unscripted,
    )


def _aligned(sphinx: Sphinx, piece: _Piece, units: Sequence[Unit], sound: SpeechSound) -> dict[int, Time] | None:
    """The times of a piece's units in the video; None when the sound does not hold them."""
    words = [units[place].text for place in piece.units]
    found = sphinx.align(words, sound.read(piece.sound.start_ms, piece.sound.end_ms))
    if found is None or not _fits(found):
        return None
    start = piece.sound.start_ms
    return {
        place: Time(start + word.start_ms, start + word.end_ms) for place, word in zip(piece.units, found, strict=True)
    }


def _fits(words: Sequence[HeardWord]) -> bool:
    """Whether the words are what is said there: on the whole, and without a passage that is not."""
    misfits = longest = 0
    for word in words:
        misfits = misfits + 1 if word.fit < _MISFIT else 0
        longest = max(longest, misfits)
    return median(word.fit for word in words) >= LEAST_FIT and longest < _MISFITS


def _heard_with_hint(units: Sequence[Unit], sound: SpeechSound, speech: Sequence[Region]) -> tuple[Heard, ...]:
    """The embedded engine's own words, with the script as its hint."""
    engine = PocketsphinxEngine()
    request = Request(language="en", hint=Hint(text=" ".join(unit.text for unit in units)))
    segments: list[Segment] = []
    for region in _readable(speech, sound.duration_ms):
        for segment in engine.hear(sound.read(region.start_ms, region.end_ms), request):
            words = tuple(
                replace(word, start_ms=word.start_ms + region.start_ms, end_ms=word.end_ms + region.start_ms)
                for word in segment.words
            )
            segments.append(replace(segment, words=words))
    heard = Transcript(language="en", task="transcribe", engine="", model="", segments=tuple(segments))
    return heard_units(heard, english=True)


def _readable(speech: Sequence[Region], duration_ms: int) -> Iterator[Region]:
    """Stretches of at most a minute that hold the speech, with half a second around it."""
    start = end = -1
    for region in speech:
        first, last = max(0, region.start_ms - 500), min(duration_ms, region.end_ms + 500)
        if end >= 0 and (first - end > _LONG_PAUSE_MS or last - start > 60_000):
            yield from _cut(Region(start, end))
            start = max(first, end)
        elif end < 0:
            start = first
        end = last
    if end >= 0:
        yield from _cut(Region(start, end))


def _cut(region: Region) -> Iterator[Region]:
    for start in range(region.start_ms, region.end_ms, 60_000):
        yield Region(start, min(region.end_ms, start + 60_000))


def _pieces(laid: LaidOver, heard: Sequence[Heard], duration_ms: int) -> Iterator[_Piece]:
    """The units cut where script and engine agree on both sides of a pause."""
    spoken = [place for place, time in enumerate(laid.times) if time is not None]
    word_of = dict(laid.pairs)
    first, start = 0, 0
    for index in range(len(spoken) - 1):
        pause = _pause_after(spoken[index], spoken[index + 1], word_of, heard)
        if pause is None:
            continue
        length = pause.start_ms - start
        needed = 0 if pause.duration_ms >= _LONG_PAUSE_MS else _PAUSE_MS if length < AT_ONCE_MS // 2 else -1
        if pause.duration_ms > needed and (length >= _PIECE_MS or pause.duration_ms >= _LONG_PAUSE_MS):
            margin = min(pause.duration_ms // 2, _MARGIN_MS)
            yield _Piece(Region(start, pause.start_ms + margin), tuple(spoken[first : index + 1]))
            first, start = index + 1, pause.end_ms - margin
    yield _Piece(Region(start, duration_ms), tuple(spoken[first:]))


def _pause_after(one: int, following: int, word_of: dict[int, int], heard: Sequence[Heard]) -> Region | None:
    """The time between two spoken units, when two units on each side of it were heard as the script has them."""
    places = (one - 1, one, following, following + 1)
    words = [word_of.get(place) for place in places]
    if None in words:
        return None
    before, last, first, after = (word for word in words if word is not None)
    if (last - before, after - first) != (1, 1):
        return None
    return Region(heard[last].end_ms, max(heard[last].end_ms, heard[first].start_ms))


def _without_overlap(times: Sequence[Time | None]) -> Iterator[Time | None]:
    earliest = 0
    for time in times:
        if time is None:
            yield None
            continue
        start = max(earliest, time.start_ms)
        earliest = max(start, time.end_ms)
        yield replace(time, start_ms=start, end_ms=earliest)
