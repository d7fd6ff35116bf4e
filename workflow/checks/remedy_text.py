"""Other lines for captions whose text does not fit the screen, or cannot be shown. No word is ever changed. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, count, pairwise

from workflow.captions.commands import Command, Delete, SetIds, SetTexts, SetVoice, Several, Split
from workflow.captions.grammar import ends_clause, ends_sentence
from workflow.captions.line_breaks import break_lines
from workflow.captions.notation import label_on_own_line, speaker_label
from workflow.captions.word_times import words_of
from workflow.checks.remedy_times import Case
from workflow.checks.text import CONTROL

_MOST_PARTS = 6
"""A caption that needs more is a page of text: a person must look at it."""


def other_lines(case: Case) -> Iterator[Command]:
    """The same words on lines that fit; in as many captions as it takes where they do not fit one."""
    cue = case.cue.cue
    label = cue.lines[0] if cue.lines and label_on_own_line(case.profile) else ""
    if label and label.strip() == speaker_label(cue.voice, case.profile):
        lines = [label, *_lines(case, " ".join(cue.lines[1:]), case.profile.max_lines - 1)]
    else:
        lines = _lines(case, " ".join(cue.lines), case.profile.max_lines)
    if len(lines) <= case.profile.max_lines:
        yield SetTexts({case.cue.key: "\n".join(lines)})
    else:
        yield from _parts(case)


def no_empty_lines(case: Case) -> Iterator[Command]:
    """The lines that hold something."""
    yield SetTexts({case.cue.key: "\n".join(line for line in case.cue.cue.lines if line.strip())})


def nothing_left(case: Case) -> Iterator[Command]:
    """A caption that says nothing goes."""
    yield Delete((case.cue.key,))


def no_controls(case: Case) -> Iterator[Command]:
    """Characters that nobody sees go; where they part words or lines, a space stands instead."""
    cue = case.cue.cue
    text, voice = (without_controls(text) for text in (cue.text, cue.voice))
    changes: list[Command] = []
    if text != cue.text:
        changes.append(SetTexts({case.cue.key: text}))
    if voice != cue.voice:
        changes.append(SetVoice((case.cue.key,), voice))
    yield changes[0] if len(changes) == 1 else Several(tuple(changes))


def own_id(case: Case) -> Iterator[Command]:
    """The id with a number behind it that no other caption has."""
    taken = {cue.cue.id for cue in case.draft.cues}
    names = (f"{case.cue.cue.id}-{number}" for number in count(2))
    yield SetIds({case.cue.key: next(name for name in names if name not in taken)})


def without_controls(text: str) -> str:
    """The text without characters that players drop or choke on; what parts words or lines is a space."""
    return "\n".join(CONTROL.sub(lambda found: " " if found[0].isspace() else "", line) for line in text.split("\n"))


def _lines(case: Case, text: str, most: int) -> list[str]:
    return break_lines(text, case.profile.max_cpl, max_lines=max(1, most), language=case.draft.track.language)


def _parts(case: Case) -> Iterator[Command]:
    """The caption parted where a sentence ends, or a part of one, or at least a word; each part in lines of its own."""
    text = case.cue.cue.text
    words = words_of(text)
    for number in range(2, _MOST_PARTS + 1):
        keys = [case.cue.key, *(f"{case.new_key}.{place}" for place in range(1, number))]
        for cuts in _cuts([word.text for word in words], number):
            carets = [words[cut].start for cut in cuts]
            pieces = [text[start:end] for start, end in pairwise([0, *carets, len(text)])]
            lines = [_lines(case, piece, case.profile.max_lines) for piece in pieces]
            if all(len(part) <= case.profile.max_lines for part in lines):
                # From the last to the first: what is parted off is always the end of the caption itself.
                splits = [Split(case.cue.key, caret, key) for caret, key in zip(carets, keys[1:], strict=True)][::-1]
                yield Several(
                    (*splits, SetTexts({key: "\n".join(part) for key, part in zip(keys, lines, strict=True)}))
                )


def _cuts(words: Sequence[str], parts: int) -> Iterator[list[int]]:
    """Places of the words that begin each part but the first: at ends of sentences, else of clauses, else by length."""
    if len(words) < parts:
        return
    ends = list(accumulate(len(word) + 1 for word in words))
    for good in (ends_sentence, ends_clause, lambda _: True):
        places = [place for place in range(1, len(words)) if good(words[place - 1])]
        cuts: list[int] = []
        for part in range(1, parts):
            wanted = ends[-1] * part / parts
            later = [place for place in places if place > (cuts[-1] if cuts else 0)]
            if not later:
                break
            cuts.append(min(later, key=lambda place: abs(ends[place - 1] - wanted)))
        if len(cuts) == parts - 1:
            yield cuts
