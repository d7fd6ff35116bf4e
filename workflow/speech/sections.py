"""A video cut into the sections that an engine hears one by one, so that no word is cut and none is left out.

Whisper hears 30 s at a time. Sections therefore end in pauses, and only where somebody speaks for longer than that
without one, where speech is least likely.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workflow.speech.activity import FRAME_MS, SPEECH, VoiceActivity, join_regions
from workflow.speech.transcript import Region

MAX_MS = 30_000
"""What Whisper hears at once."""
MARGIN_MS = 250
"""Sound kept around speech: its first and last consonants often score as no speech."""
LONG_PAUSE_MS = 3_000
"""A pause, the margins not counted, that always ends a section: in silence Whisper invents words, and it times the
first word after it too early."""
_SHORTEST_PAUSE = 3  # frames, about 100 ms: less is a plosive, not a pause
_FIRST_CUT_MS = 1_000  # a section cut shorter than this would hold next to nothing


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch that one engine call hears, and the speech in it: nothing, where everything is heard."""

    start_ms: int
    end_ms: int
    speech: tuple[Region, ...] = ()

    @property
    def duration_ms(self) -> int:
        return self.end_ms - self.start_ms


def cut_sections(
    activity: VoiceActivity, duration_ms: int, *, max_ms: int = MAX_MS, hear_all: bool = False
) -> tuple[Section, ...]:
    """Sections in order, none longer than `max_ms`, that hold every region of speech with a small margin.

    A section is as long as the speech allows and ends in the longest pause of its last half. `hear_all` leaves nothing
    out: the sections then follow each other without gaps, speech or not. The same activity gives the same sections.
    """
    heard_ms = min(duration_ms, activity.duration_ms)
    speech = [region for region in activity.regions() if region.start_ms < heard_ms]
    if hear_all:
        groups = [Region(0, heard_ms)] if heard_ms > 0 else []
    else:
        groups = join_regions(_with_margin(speech, heard_ms), LONG_PAUSE_MS)
    pieces = [piece for group in groups for piece in _split(activity.probability, group, max_ms)]
    sections = (_section(piece, speech) for piece in pieces)
    return tuple(sections) if hear_all else tuple(_trimmed(section) for section in sections if section.speech)


def unheard(sections: Sequence[Section], duration_ms: int) -> tuple[Region, ...]:
    """The stretches that no engine will be given: together with the sections they are the whole timeline."""
    starts = [0, *(section.end_ms for section in sections)]
    ends = [*(section.start_ms for section in sections), duration_ms]
    return tuple(Region(start, end) for start, end in zip(starts, ends, strict=True) if start < end)


def _with_margin(speech: Iterable[Region], duration_ms: int) -> Iterator[Region]:
    for region in speech:
        yield Region(max(0, region.start_ms - MARGIN_MS), min(duration_ms, region.end_ms + MARGIN_MS))


def _section(piece: Region, speech: Iterable[Region]) -> Section:
    """The piece with the parts of speech that lie in it."""
    parts = (Region(max(piece.start_ms, part.start_ms), min(piece.end_ms, part.end_ms)) for part in speech)
    return Section(piece.start_ms, piece.end_ms, tuple(part for part in parts if part.start_ms < part.end_ms))


def _trimmed(section: Section) -> Section:
    """Without the silence at its ends that a cut in a long pause left there."""
    start = max(section.start_ms, section.speech[0].start_ms - MARGIN_MS)
    end = min(section.end_ms, section.speech[-1].end_ms + MARGIN_MS)
    return Section(start, end, section.speech)


def _split(probability: NDArray[np.float32], group: Region, max_ms: int) -> Iterator[Region]:
    start = group.start_ms
    while group.end_ms - start > max_ms:
        cut = _cut_point(probability, start, start + max_ms)
        yield Region(start, cut)
        start = cut
    yield Region(start, group.end_ms)


def _cut_point(probability: NDArray[np.float32], start_ms: int, limit_ms: int) -> int:
    """Where a section that must end by `limit_ms` does the least harm.

    In the middle of the longest pause of its last half, of all of it if there is none, and else where the average of
    five frames (160 ms) is least like speech.
    """
    half = (start_ms + limit_ms) // 2
    for earliest in (half, min(half, start_ms + _FIRST_CUT_MS)):
        first, last = -(-earliest // FRAME_MS), limit_ms // FRAME_MS
        pause = _longest_run(probability[first:last] < SPEECH)
        if pause is not None:
            return (first + sum(pause) // 2) * FRAME_MS
    first = -(-half // FRAME_MS)
    window = np.pad(probability[first : limit_ms // FRAME_MS], 2, mode="edge")
    likeness = np.convolve(window, np.full(5, 0.2), mode="valid")
    latest_of_the_lowest = len(likeness) - 1 - int(np.argmin(likeness[::-1]))
    return (first + latest_of_the_lowest) * FRAME_MS


def _longest_run(quiet: NDArray[np.bool_]) -> tuple[int, int] | None:
    """First frame and end of the longest run of quiet frames, the later of equal ones; None if all are too short."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], quiet, [False]))))
    runs = [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]
    longest = max(runs, key=lambda run: (run[1] - run[0], run[0]), default=(0, 0))
    return longest if longest[1] - longest[0] >= _SHORTEST_PAUSE else None
