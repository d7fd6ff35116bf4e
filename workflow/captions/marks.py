"""Formatting that stays with its words while a text is edited, parted and joined. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from workflow.captions.alignment import common, gaps
from workflow.captions.cue import Cue, Mark
from workflow.captions.word_times import Token, same_word, words_of


def with_text(cue: Cue, lines: tuple[str, ...]) -> Cue:
    """The cue with another text, its formatting over the words that it was over.

    Words put in beside formatted ones are plain, but for those put in at an edge of a line that is formatted as a
    whole. Formatting whose words are all gone goes with them.
    """
    marks = _followed(cue.marks, cue.text, "\n".join(lines)) if cue.marks else ()
    return settled(replace(cue, lines=lines, marks=marks))


def part_of(marks: Iterable[Mark], start: int, end: int) -> tuple[Mark, ...]:
    """The marks over the characters `start` to `end` of a text, counted from `start`; a moment at `end` is not among
    them."""
    return tuple(
        replace(mark, start=max(mark.start, start) - start, end=min(mark.end, end) - start)
        for mark in marks
        if (start <= mark.start < end if mark.tag == "time" else mark.start < end and start < mark.end)
    )


def later(marks: Iterable[Mark], characters: int) -> tuple[Mark, ...]:
    """The marks for a text before which so many characters were put."""
    return tuple(replace(mark, start=mark.start + characters, end=mark.end + characters) for mark in marks)


def retimed(marks: Iterable[Mark], start_ms: int, end_ms: int, to: Callable[[int], int]) -> tuple[Mark, ...]:
    """The marks of a cue from `start_ms` to `end_ms`, the moments among them where `to` puts them.

    Moments that do not come after each other within the cue are dropped: a caption file cannot hold them.
    """
    kept: list[Mark] = []
    before = start_ms
    for mark in marks:
        if mark.tag != "time":
            kept.append(mark)
            continue
        moment = to(int(mark.value))
        if before < moment < end_ms:
            kept.append(replace(mark, value=str(moment)))
            before = moment
    return tuple(kept)


def spoken_by(cue: Cue, name: str) -> Cue:
    """The cue with one voice for all of it ("" for nobody named); what was formatted with a voice stays formatted."""
    marks = (replace(mark, tag="c", value="") if mark.tag == "v" else mark for mark in cue.marks)
    return replace(cue, voice=name, marks=tuple(mark for mark in marks if mark.tag != "c" or mark.classes))


def renamed(cue: Cue, was: str, name: str) -> Cue:
    """The cue with another name for the voice `was`, of all or of parts of it; "" leaves those parts to nobody."""
    marks = [replace(mark, value=name) if mark.tag == "v" and mark.value == was else mark for mark in cue.marks]
    voice = name if cue.voice == was else cue.voice
    return settled(replace(cue, voice=voice, marks=tuple(mark for mark in marks if mark.tag != "v" or mark.value)))


def settled(cue: Cue) -> Cue:
    """The cue with the voice that covers all of it as its voice, which is how a caption file would be read again."""
    length = len(cue.text)
    whole = next((mark for mark in cue.marks if mark.tag == "v" and not mark.classes and _covers(mark, length)), None)
    if cue.voice or whole is None:
        return cue
    return replace(cue, voice=whole.value, marks=tuple(mark for mark in cue.marks if mark is not whole))


def _covers(mark: Mark, length: int) -> bool:
    return mark.start == 0 and mark.end == length


class _Span(NamedTuple):
    """Characters of the old text, and those of the new that they became."""

    old_start: int
    old_end: int
    start: int
    end: int


def _followed(marks: Sequence[Mark], old: str, new: str) -> tuple[Mark, ...]:
    if old == new:
        return tuple(marks)
    change = _TextChange(old, new, _spans(old, new))
    return tuple(_nested(marks, [change.place(mark) for mark in marks]))


def _spans(old: str, new: str) -> list[_Span]:
    """Which words became which; words in the place of others are one span for each line, or for all of them."""
    old_words, words = words_of(old), words_of(new)
    pairs = common([same_word(word.text) for word in old_words], [same_word(word.text) for word in words])
    spans = [_span(old_words[place : place + 1], words[other : other + 1]) for place, other in pairs]
    for gone, come in gaps(pairs, (len(old_words), len(words))):
        if gone and come:
            spans += _replaced(old, old_words[gone.start : gone.stop], new, words[come.start : come.stop])
    return sorted(spans)


def _replaced(old: str, gone: Sequence[Token], new: str, come: Sequence[Token]) -> Iterator[_Span]:
    if len(gone) == len(come):
        groups = [([one], [other]) for one, other in zip(gone, come, strict=True)]
    else:
        old_lines, lines = _by_line(old, gone), _by_line(new, come)
        same = len(old_lines) == len(lines)
        groups = list(zip(old_lines, lines, strict=True)) if same else [(list(gone), list(come))]
    return (_span(*group) for group in groups)


def _by_line(text: str, words: Sequence[Token]) -> list[list[Token]]:
    return [list(group) for _, group in groupby(words, key=lambda word: text.count("\n", 0, word.start))]


def _span(old: Sequence[Token], new: Sequence[Token]) -> _Span:
    return _Span(old[0].start, old[-1].end, new[0].start, new[-1].end)


@dataclass(frozen=True, slots=True)
class _TextChange:
    old: str
    new: str
    spans: Sequence[_Span]

    def place(self, mark: Mark) -> tuple[int, int]:
        """Where a mark goes; where it ends before it begins there is nothing left of it."""
        if mark.tag == "time":
            return (self._start(mark.start),) * 2
        if _covers(mark, len(self.old)):
            return 0, len(self.new)
        line_start = self.old.rfind("\n", 0, mark.start) + 1
        line_end = (self.old + "\n").find("\n", mark.end)
        # All of the first line from where it begins: "<v Ann>Yes" goes on being Ann's when words are put in before it.
        begins = mark.start == line_start and mark.end >= (self.old + "\n").find("\n", mark.start)
        ends = mark.end == line_end and mark.start <= self.old.rfind("\n", 0, mark.end) + 1
        return (
            self._line_start(mark.start) if begins else self._start(mark.start),
            self._line_end(mark.end) if ends else self._end(mark.end),
        )

    def _start(self, place: int) -> int:
        number = bisect_right(self.spans, place, key=lambda span: span.old_end)
        if number == len(self.spans):
            return len(self.new)
        span = self.spans[number]
        inside = self._inside(span, place)
        return span.start if inside is None else inside

    def _end(self, place: int) -> int:
        number = bisect_left(self.spans, place, key=lambda span: span.old_start) - 1
        if number < 0:
            return 0
        span = self.spans[number]
        inside = self._inside(span, place)
        return span.end if inside is None else inside

    def _line_start(self, place: int) -> int:
        word = self._start(place)
        before = self._end(place)
        broken = self.new.rfind("\n", before, word)
        if broken >= 0:
            return broken + 1
        return 0 if before == 0 else word

    def _line_end(self, place: int) -> int:
        word = self._end(place)
        after = self._start(place)
        broken = self.new.find("\n", word, after)
        if broken >= 0:
            return broken
        return after if after == len(self.new) else word

    def _inside(self, span: _Span, place: int) -> int | None:
        """The place within a span by the letters that both its texts begin or end with; None where neither tells."""
        if place <= span.old_start or place >= span.old_end:
            return None
        old, new = self.old[span.old_start : span.old_end], self.new[span.start : span.end]
        before, after = place - span.old_start, span.old_end - place
        if new[:before] == old[:before]:
            return span.start + before
        return span.end - after if old[-after:] == new[-after:] else None


def _nested(old: Sequence[Mark], places: Sequence[tuple[int, int]]) -> Iterator[Mark]:
    """The marks in their new places, each within the mark it was in and after the one it came after."""
    row = sorted(zip(old, places, strict=True), key=lambda pair: pair[0].start)
    open_marks: list[tuple[Mark, Mark]] = []
    done = 0
    for mark, (start, end) in row:
        while open_marks and open_marks[-1][0].end <= mark.start and not _holds(open_marks[-1][0], mark):
            done = open_marks.pop()[1].end
        first = max(start, done, open_marks[-1][1].start if open_marks else 0)
        last = min(end, open_marks[-1][1].end) if open_marks else end
        if mark.tag == "time":
            done = min(first, last)
            yield replace(mark, start=done, end=done)
        elif first < last and (mark.tag != "rt" or (open_marks and open_marks[-1][0].tag == "ruby")):
            placed = replace(mark, start=first, end=last)
            open_marks.append((mark, placed))
            yield placed


def _holds(outer: Mark, inner: Mark) -> bool:
    return inner.tag == "time" and inner.start == outer.end
