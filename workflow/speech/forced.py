"""English units timed by forced alignment: the recogniser is told the words and says only when.

Up to 100 s are aligned at once. What is longer, or does not fit at once (music between, words that were not spoken,
speech outside the script), is first laid over what an engine heard, and cut into pieces where both agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Final, Protocol

from workflow.errors import CannotAlign
from workflow.speech.engine import Hint, Request, Samples
from workflow.speech.engines.pocketsphinx import PocketsphinxEngine
from workflow.speech.engines.sphinx import HeardWord, Sphinx
from workflow.speech.laid_over import LEAST_MATCHED, Heard, LaidOver, Time, Unit, heard_units, in_order, lay_over
from workflow.speech.pieces import AT_ONCE_MS, Piece, cut_pieces
from workflow.speech.transcript import Region, Segment, Transcript

LEAST_FIT: Final = -30.0
"""The lowest median fit that is taken without other evidence. Measured on 92 captions: own text -14 (a tenth below
-23), another's -56."""
LEAST_CONFIRMED_FIT: Final = -45.0
"""The lowest where an engine heard the same words at the same times: speech in noise lies at -30."""
LEAST_HINTED: Final = 0.4
"""The share of a script's words that an engine expecting the script must hear: it hears some of them in anything
(another clip's script: 33 %)."""
_SLIPPED_MS = 1_500  # Whisper's own times are rarely further off
_AGREEMENT_MS = 500  # what an engine heard and the aligned word begin this close together
_READ_MS = 60_000  # sound given to the engine at once
_READ_MARGIN_MS = 500
_READ_GAP_MS = 3_000
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


def force(
    units: Sequence[Unit], *, sound: SpeechSound, speech: Sequence[Region], transcript: Transcript | None
) -> Aligned:
    """Times for English units. Raises `CannotAlign` when they are not what is spoken."""
    sphinx = Sphinx(aligning=True)
    unsaid = set(sphinx.learn(unit.text for unit in units))
    sayable = [place for place, unit in enumerate(units) if unit.text not in unsaid]
    if sound.duration_ms <= AT_ONCE_MS:
        everything = Region(0, sound.duration_ms)
        whole = Piece(everything, tuple(sayable), everything)
        times = _aligned(sphinx, whole, units, sound)
        if times is not None and len(times) == len(units):
            return Aligned(tuple(times[place] for place in range(len(units))), "forced", 1.0)
    heard = heard_units(transcript, english=True) if transcript else ()
    laid = lay_over(units, heard, speech, sound.duration_ms)
    if laid.matched < LEAST_MATCHED:
        heard = _heard_with_hint(units, sound, speech)
        laid = lay_over(units, heard, speech, sound.duration_ms)
        if laid.matched < LEAST_HINTED:
            raise CannotAlign(
                f"only {laid.matched:.0%} of its words were heard (at least {LEAST_HINTED:.0%} are needed); check that"
                " it belongs to this video, is written in the language spoken, and that the speech is clear"
            )
    pieces = cut_pieces(units, laid, heard, sound.duration_ms)
    said = frozenset(sayable)
    return _in_pieces(sphinx, [piece.only(said) for piece in pieces], units, laid, sound)


def _in_pieces(
    sphinx: Sphinx, pieces: Iterable[Piece], units: Sequence[Unit], laid: LaidOver, sound: SpeechSound
) -> Aligned:
    """Each piece aligned for itself; in one that does not fit the words keep the times of what was heard."""
    times = list(laid.times)
    forced: set[int] = set()
    for piece in pieces:
        found = _aligned(sphinx, piece, units, sound, confirmed=laid)
        if found is None and piece.around.duration_ms <= AT_ONCE_MS:
            found = _aligned(sphinx, replace(piece, sound=piece.around), units, sound, confirmed=laid)
        for place, time in (found or {}).items():
            heard = laid.times[place]
            # Next to music a piece's first or last word can slip away over it; where it was heard is nearer the truth.
            if heard is None or place in laid.estimated or abs(time.start_ms - heard.start_ms) <= _SLIPPED_MS:
                times[place] = time
                forced.add(place)
    spoken = sum(time is not None for time in times)
    known = len(forced | {unit for unit, _ in laid.pairs})
    return Aligned(
        times=tuple(in_order(times)),
        method="forced in pieces" if 2 * len(forced) >= spoken else "matched",
        matched=known / len(units),
        estimated=laid.estimated - forced,
        unscripted=laid.unscripted,
    )


def _aligned(
    sphinx: Sphinx, piece: Piece, units: Sequence[Unit], sound: SpeechSound, *, confirmed: LaidOver | None = None
) -> dict[int, Time] | None:
    """The times of a piece's units in the video; None when the sound does not hold them."""
    words = [units[place].text for place in piece.units]
    found = sphinx.align(words, sound.read(piece.sound.start_ms, piece.sound.end_ms))
    if found is None:
        return None
    start = piece.sound.start_ms
    times = {
        place: Time(start + word.start_ms, start + word.end_ms) for place, word in zip(piece.units, found, strict=True)
    }
    if confirmed is not None:
        fits = median(word.fit for word in found) >= LEAST_CONFIRMED_FIT and _agrees(times, confirmed)
    else:
        fits = median(word.fit for word in found) >= LEAST_FIT and not _has_misfits(found)
    return times if fits else None


def _has_misfits(words: Sequence[HeardWord]) -> bool:
    """Whether a passage is not what is said where it stands."""
    misfits = [word.fit < _MISFIT for word in words]
    return any(all(misfits[place : place + _MISFITS]) for place in range(len(words) - _MISFITS + 1))


def _agrees(times: Mapping[int, Time], laid: LaidOver) -> bool:
    """Whether nine in ten of the words that were heard begin where they were heard."""
    close = [
        abs(times[unit].start_ms - heard.start_ms) <= _AGREEMENT_MS
        for unit, _ in laid.pairs
        if unit in times and (heard := laid.times[unit]) is not None
    ]
    return sum(close) >= 0.9 * len(close)


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
        first, last = max(0, region.start_ms - _READ_MARGIN_MS), min(duration_ms, region.end_ms + _READ_MARGIN_MS)
        if end >= 0 and (first - end > _READ_GAP_MS or last - start > _READ_MS):
            yield from _cut(Region(start, end))
            start = max(first, end)
        elif end < 0:
            start = first
        end = last
    if end >= 0:
        yield from _cut(Region(start, end))


def _cut(region: Region) -> Iterator[Region]:
    for start in range(region.start_ms, region.end_ms, _READ_MS):
        yield Region(start, min(region.end_ms, start + _READ_MS))
