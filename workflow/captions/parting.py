"""A caption parted in two, and several made one. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from workflow.captions.cue import Cue, Mark
from workflow.captions.draft import DraftCue
from workflow.captions.marks import later, part_of, retimed, settled
from workflow.captions.typed import LONGEST_TEXT
from workflow.captions.units import unspaced
from workflow.captions.word_times import time_words, words_of
from workflow.clock import clock
from workflow.errors import CaptionError

FLICKER_MS = 500
"""A gap shorter than this flickers (Netflix: 3 to 11 frames): the first part stays until the second begins."""


def parted(cue: DraftCue, caret: int, new_key: str, new_id: str, at_ms: int | None) -> tuple[DraftCue, DraftCue]:
    """The cue before and from the word boundary nearest to the character at `caret`; the second has the new names.

    The second begins with its first word, or at `at_ms`; the first ends with its last word, or where the second begins
    if the gap would flicker. Raises `CaptionError` when there is no word on both sides, or no room in time.
    """
    cue = with_all_words(cue)
    text = cue.cue.text
    place = _boundary(text, caret)
    words = words_of(text)
    end_ms, start_ms = _moments(cue, place) if at_ms is None else (at_ms, at_ms)
    if not cue.cue.start_ms < end_ms <= start_ms < cue.cue.end_ms:
        raise CaptionError(
            "The caption is too short to be parted."
            if at_ms is None
            else f"{clock(start_ms, tenths=True)} is not inside the caption: choose a moment while it stands."
        )
    first = _part(cue, (0, words[place - 1].end), (cue.cue.start_ms, end_ms))
    second = _part(cue, (words[place].start, words[-1].end), (start_ms, cue.cue.end_ms))
    return first, replace(second, key=new_key, cue=replace(second.cue, id=new_id))


def joined(cues: Sequence[DraftCue]) -> DraftCue:
    """The first of the cues with what all of them say, over the time of all.

    What one person says goes on in the line; where another begins to speak a new line begins, and each keeps their
    voice as a mark over their words. Raises `CaptionError` when the text would be too long.
    """
    told = [cue.cue for cue in cues if cue.cue.text] or [cues[0].cue]
    turns = [list(turn) for _, turn in groupby(told, key=lambda cue: cue.voice)]
    voice = turns[0][0].voice if len(turns) == 1 else ""
    text = ""
    marks: tuple[Mark, ...] = ()
    for turn in turns:
        said, over = _said(turn)
        if len(turns) > 1 and turn[0].voice:
            over = (Mark(0, len(said), "v", value=turn[0].voice), *over)
        text, marks = _after(text, marks, "\n", said, over)
    if len(text) > LONGEST_TEXT:
        raise CaptionError(f"Together the captions have {len(text)} characters: {LONGEST_TEXT} are the most.")
    start_ms, end_ms = min(cue.cue.start_ms for cue in cues), max(cue.cue.end_ms for cue in cues)
    whole = replace(
        cues[0].cue,
        start_ms=start_ms,
        end_ms=end_ms,
        lines=tuple(text.split("\n")),
        voice=voice,
        marks=retimed(marks, start_ms, end_ms, int),
    )
    known = [word for cue in cues for word in cue.words]
    return replace(cues[0], cue=settled(whole), words=time_words(text, start_ms, end_ms, known))


def with_all_words(cue: DraftCue) -> DraftCue:
    """The cue with its words as `DraftCue` promises them, where it came without."""
    tokens = words_of(cue.cue.text)
    if len(tokens) == len(cue.words):
        return cue
    return replace(cue, words=time_words(cue.cue.text, cue.cue.start_ms, cue.cue.end_ms, cue.words))


def _boundary(text: str, caret: int) -> int:
    """The place of the word before which the text is parted."""
    words = words_of(text)
    if len(words) < 2 or not words[0].start < caret < words[-1].end:
        raise CaptionError("There is nothing to part here: put the caret between two words of the caption.")

    def away(place: int) -> int:
        return max(words[place - 1].end - caret, caret - words[place].start, 0)

    return min(range(1, len(words)), key=away)


def _moments(cue: DraftCue, place: int) -> tuple[int, int]:
    """When the first part ends and the second begins, each part of a millisecond at least."""
    earliest, latest = cue.cue.start_ms + 1, cue.cue.end_ms - 1
    start_ms = min(max(cue.words[place].start_ms, earliest), latest)
    end_ms = min(max(cue.words[place - 1].end_ms, earliest), start_ms)
    return (start_ms if start_ms - end_ms < FLICKER_MS else end_ms), start_ms


def _part(cue: DraftCue, characters: tuple[int, int], times: tuple[int, int]) -> DraftCue:
    text = cue.cue.text[slice(*characters)]
    kept = part_of(cue.cue.marks, *characters)
    part = replace(
        cue.cue,
        start_ms=times[0],
        end_ms=times[1],
        lines=tuple(text.split("\n")),
        marks=retimed(kept, *times, int),
    )
    known = [
        word
        for token, word in zip(words_of(cue.cue.text), cue.words, strict=True)
        if characters[0] <= token.start < characters[1]
    ]
    return replace(cue, cue=settled(part), words=time_words(text, *times, known))


def _said(turn: Sequence[Cue]) -> tuple[str, tuple[Mark, ...]]:
    text = ""
    marks: tuple[Mark, ...] = ()
    for cue in turn:
        between = "" if unspaced(text[-1:]) and unspaced(cue.text[:1]) else " "
        text, marks = _after(text, marks, between, cue.text, cue.marks)
    return text, marks


def _after(
    text: str, marks: tuple[Mark, ...], between: str, more: str, more_marks: tuple[Mark, ...]
) -> tuple[str, tuple[Mark, ...]]:
    """A text with more after it, parted by `between` if there is any, and the marks of both."""
    before = text + between if text else text
    return before + more, (*marks, *later(more_marks, len(before)))
