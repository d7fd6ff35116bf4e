"""A transcript's words as one row in reading order, with times that can be trusted to go forward."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import groupby

from workflow.speech.transcript import Transcript


@dataclass(frozen=True, slots=True)
class Spoken:
    """A word with the speaker and the language of its segment. Whole milliseconds; `start_ms` never goes back."""

    text: str
    start_ms: int
    end_ms: int
    glued: bool
    speaker: str
    language: str


def spoken_words(transcript: Transcript, duration_ms: int | None) -> list[Spoken]:
    """Every word that has text, in the transcript's order, its times inside the video and going forward.

    Engines return words that overlap, go back, or lie past the end. The order of the words is what was heard, so it is
    kept; a time that contradicts its neighbours gives way to them.
    """
    heard = [
        (" ".join(word.text.split()), word, segment)
        for segment in transcript.segments
        for word in segment.words
        if word.text.strip()
    ]
    latest = (
        duration_ms
        if duration_ms is not None
        else max((max(0, word.start_ms, word.end_ms) for _, word, _ in heard), default=0)
    )
    clamped = [min(max(word.start_ms, 0), latest) for _, word, _ in heard]
    starts = _forward(clamped)
    limits = [*starts, latest][1:]
    return [
        Spoken(
            text=text,
            start_ms=start,
            # A word whose own time was thrown away has no end either: it lasts until the next one.
            end_ms=max(start, min(word.end_ms, limit)) if start == given else max(start, limit),
            glued=word.glued,
            speaker=" ".join(segment.speaker.split()),
            # Of a translation, a segment's language may be the one that was spoken.
            language=(transcript.task == "transcribe" and segment.language) or transcript.language,
        )
        for (text, word, segment), start, given, limit in zip(heard, starts, clamped, limits, strict=True)
    ]


def _forward(times: list[int]) -> list[int]:
    """`times` made to go forward: most are kept, and those that contradict them are spread between their neighbours.

    Kept is the longest row of times that never goes back (patience sorting, n log n), so that one wrong time moves
    nothing but itself.
    """
    kept = _longest_forward(times)
    fixed = list(times)
    for before, after in zip([None, *kept], [*kept, None], strict=True):
        first = 0 if before is None else before + 1
        last = len(times) if after is None else after
        low = times[before] if before is not None else times[after] if after is not None else 0
        high = times[after] if after is not None else low
        for place in range(first, last):
            fixed[place] = low + (high - low) * (place - first + 1) // (last - first + 1)
    return fixed


def _longest_forward(times: list[int]) -> list[int]:
    tails: list[int] = []
    ends: list[int] = []
    previous = [-1] * len(times)
    for place, time in enumerate(times):
        length = bisect_right(tails, time)
        previous[place] = ends[length - 1] if length else -1
        if length == len(tails):
            tails.append(time)
            ends.append(place)
        else:
            tails[length], ends[length] = time, place
    row = []
    place = ends[-1] if ends else -1
    while place >= 0:
        row.append(place)
        place = previous[place]
    return row[::-1]


def turns(words: list[Spoken]) -> list[list[Spoken]]:
    """The words in stretches of one speaker and one language."""
    return [list(stretch) for _, stretch in groupby(words, key=lambda word: (word.speaker, word.language))]
