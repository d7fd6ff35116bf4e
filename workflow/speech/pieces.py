"""A script cut into pieces short enough to align at once, where script and engine agree. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from workflow.speech.laid_over import Heard, LaidOver, Unit
from workflow.speech.transcript import Region

AT_ONCE_MS: Final = 100_000
"""The longest sound aligned at once: longer ones were not measured, and their memory grows."""
_PIECE_MS = 10_000  # a piece may end at the first pause from here on
_PAUSE_MS = 200
_LONG_PAUSE_MS = 1_000  # always ends a piece: what lies in it may be music
_MARGIN_MS = 400
_LETTER_MS = 100  # sound kept for each letter of words not heard at a piece's ends
_UNSCRIPTED_WORDS = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """Units, by their places, the sound they are said in, and the sound up to what is known to be other units'."""

    sound: Region
    units: tuple[int, ...]
    around: Region

    def only(self, kept: Collection[int]) -> Piece:
        """The piece without the units that are not among those kept."""
        return replace(self, units=tuple(place for place in self.units if place in kept))


def cut_pieces(units: Sequence[Unit], laid: LaidOver, heard: Sequence[Heard], duration_ms: int) -> Iterator[Piece]:
    """The units cut where script and engine agree on both sides of a pause, or of speech outside the script."""
    spoken = [place for place, time in enumerate(laid.times) if time is not None]
    word_of = dict(laid.pairs)
    first, start = 0, 0
    for index in range(len(spoken) - 1):
        pause = _pause_after(spoken[index], spoken[index + 1], word_of, heard)
        if pause is None or not _ends_piece(pause, start):
            continue
        margin = 0 if pause.unscripted else min(pause.duration_ms // 2, _MARGIN_MS)
        yield _tight(Region(start, pause.start_ms + margin), tuple(spoken[first : index + 1]), units, laid)
        first, start = index + 1, pause.end_ms - margin
    yield _tight(Region(start, duration_ms), tuple(spoken[first:]), units, laid)


@dataclass(frozen=True, slots=True)
class _Pause:
    start_ms: int
    end_ms: int
    unscripted: bool

    @property
    def duration_ms(self) -> int:
        return self.end_ms - self.start_ms


def _ends_piece(pause: _Pause, start_ms: int) -> bool:
    length = pause.start_ms - start_ms
    if pause.unscripted or pause.duration_ms >= _LONG_PAUSE_MS:
        return True
    return length >= _PIECE_MS and (pause.duration_ms >= _PAUSE_MS or length >= AT_ONCE_MS // 2)


def _pause_after(one: int, following: int, word_of: Mapping[int, int], heard: Sequence[Heard]) -> _Pause | None:
    """The time between two spoken units, when two units on each side of it were heard as the script has them."""
    before, last = word_of.get(one - 1), word_of.get(one)
    first, after = word_of.get(following), word_of.get(following + 1)
    if before is None or last is None or first is None or after is None:
        return None
    if last - before != 1 or after - first != 1:
        return None
    unscripted = first - last > _UNSCRIPTED_WORDS
    return _Pause(heard[last].end_ms, max(heard[last].end_ms, heard[first].start_ms), unscripted)


def _tight(around: Region, places: tuple[int, ...], units: Sequence[Unit], laid: LaidOver) -> Piece:
    """A piece without the sound before and after what was heard of it, but with room for what was not."""
    known = [place for place in places if place not in laid.estimated]
    first, last = (laid.times[known[0]], laid.times[known[-1]]) if known else (None, None)
    if first is None or last is None:
        return Piece(around, places, around)
    head = sum(len(units[place].text) for place in places if place < known[0])
    tail = sum(len(units[place].text) for place in places if place > known[-1])
    start = max(around.start_ms, first.start_ms - _MARGIN_MS - _LETTER_MS * head)
    end = min(around.end_ms, last.end_ms + _MARGIN_MS + _LETTER_MS * tail)
    return Piece(Region(start, end), places, around)
