"""Commands carried out on a draft. Pure: a draft and a command give a change, or one sentence why not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from workflow.captions.commands import (
    Command,
    ConfirmWords,
    Delete,
    Insert,
    Merge,
    SetIds,
    SetSettings,
    SetTexts,
    SetTimes,
    SetVoice,
    Several,
    Shift,
    Split,
    Stretch,
)
from workflow.captions.cue import Cue
from workflow.captions.draft import Change, Draft, DraftCue
from workflow.captions.marks import renamed, retimed, spoken_by, with_text
from workflow.captions.parting import joined, parted, with_all_words
from workflow.captions.sheet import Sheet
from workflow.captions.typed import clean_id, clean_name, clean_text
from workflow.captions.word_times import kept_within, moved, time_words
from workflow.clock import clock
from workflow.errors import CaptionError


def apply_command(draft: Draft, command: Command, *, duration_ms: int | None = None) -> Change:
    """What the command changes in the draft; cues that it leaves as they are are not in the change.

    `duration_ms` is the video's: no cue is made to end after it. Raises `CaptionError`, with nothing done, for what
    cannot be done. Undo, redo and restore need the log of edits and are no work for this function: a `TypeError`.
    """
    sheet = Sheet(draft, duration_ms)
    _do(sheet, command)
    return sheet.change()


def touched(command: Command) -> frozenset[str]:
    """The keys of the cues that a command is about; not those that it makes."""
    match command:
        case SetTexts(texts=named) | SetTimes(times=named) | SetIds(ids=named) | ConfirmWords(words=named):
            return frozenset(named)
        case Split(cue=key):
            return frozenset({key})
        case Several(commands=commands):
            made = {part.new_key for part in commands if isinstance(part, Split | Insert)}
            return frozenset().union(*map(touched, commands)) - made
        case SetVoice() | SetSettings() | Merge() | Delete() | Shift() | Stretch():
            return frozenset(command.cues)
        case _:
            return frozenset()


def _do(sheet: Sheet, command: Command) -> None:
    _DO[type(command)](sheet, command)


def _set_texts(sheet: Sheet, command: SetTexts) -> None:
    for key, text in command.texts.items():
        old = sheet.cue(key)
        cue = with_text(old.cue, clean_text(text))
        if cue.lines != old.cue.lines:
            sheet.put(replace(old, cue=cue, words=time_words(cue.text, cue.start_ms, cue.end_ms, old.words)))


def _set_voice(sheet: Sheet, command: SetVoice) -> None:
    name = clean_name(command.voice)
    was = command.was if command.was is None else clean_name(command.was)
    for old in sheet.chosen(command.cues):
        sheet.put(replace(old, cue=spoken_by(old.cue, name) if was is None else renamed(old.cue, was, name)))


def _set_times(sheet: Sheet, command: SetTimes) -> None:
    for key, (start_ms, end_ms) in command.times.items():
        old = sheet.cue(key)
        sheet.check_times(start_ms, end_ms, old.cue.end_ms)
        if end_ms - start_ms == old.cue.duration_ms:
            sheet.put(_moved(old, start_ms - old.cue.start_ms))
        else:
            sheet.put(_retimed(old, start_ms, end_ms, int))


def _set_settings(sheet: Sheet, command: SetSettings) -> None:
    region = command.settings.region
    if region and region not in _regions(sheet.draft):
        raise CaptionError(f"The track has no region {region!r}: choose another place.")
    for old in sheet.chosen(command.cues):
        sheet.put(replace(old, cue=replace(old.cue, settings=command.settings)))


def _set_ids(sheet: Sheet, command: SetIds) -> None:
    for key, name in command.ids.items():
        old, kept = sheet.cue(key), clean_id(name)
        if kept and sheet.is_id_taken(kept, key):
            raise CaptionError(f"Another caption has the id {kept!r}: choose one that none has.")
        sheet.put(replace(old, cue=replace(old.cue, id=kept)))


def _split(sheet: Sheet, command: Split) -> None:
    old, key = sheet.cue(command.cue), sheet.new_key(command.new_key)
    for part in parted(old, command.caret, key, _new_id(sheet, key, named=bool(old.cue.id)), command.at_ms):
        sheet.put(part)


def _merge(sheet: Sheet, command: Merge) -> None:
    cues = sheet.chosen(command.cues)
    if len(cues) < 2:
        raise CaptionError("One caption cannot be merged: choose two or more that follow each other.")
    if not sheet.side_by_side(cues):
        raise CaptionError("Only captions that follow each other can be merged: choose those between them too.")
    for cue in cues[1:]:
        sheet.drop(cue.key)
    sheet.put(joined(cues))


def _insert(sheet: Sheet, command: Insert) -> None:
    sheet.check_times(command.start_ms, command.end_ms)
    key = sheet.new_key(command.new_key)
    lines, voice = clean_text(command.text), clean_name(command.voice)
    named = any(cue.cue.id for cue in sheet.draft.cues[:1])
    cue = Cue(_new_id(sheet, key, named=named), command.start_ms, command.end_ms, lines, voice)
    sheet.put(DraftCue(key, cue, time_words(cue.text, cue.start_ms, cue.end_ms, ())))


def _delete(sheet: Sheet, command: Delete) -> None:
    for cue in sheet.chosen(command.cues):
        sheet.drop(cue.key)


def _shift(sheet: Sheet, command: Shift) -> None:
    cues = sheet.chosen(command.cues)
    if cues[0].cue.start_ms + command.by_ms < 0:
        first = clock(cues[0].cue.start_ms, tenths=True)
        raise CaptionError(f"The first of the captions starts at {first}: none can start before the video.")
    for old in cues:
        sheet.check_times(old.cue.start_ms + command.by_ms, old.cue.end_ms + command.by_ms, old.cue.end_ms)
        sheet.put(_moved(old, command.by_ms))


def _stretch(sheet: Sheet, command: Stretch) -> None:
    cues = sheet.chosen(command.cues)
    first, last = cues[0].cue.start_ms, max(cue.cue.end_ms for cue in cues)
    sheet.check_times(command.start_ms, command.end_ms, last)
    length = max(1, last - first)

    def to(ms: int) -> int:
        return command.start_ms + (2 * (ms - first) * (command.end_ms - command.start_ms) + length) // (2 * length)

    for old in cues:
        if to(old.cue.end_ms) <= to(old.cue.start_ms):
            raise CaptionError("So many captions do not fit into so short a time: choose a later end.")
        sheet.put(_retimed(old, to(old.cue.start_ms), to(old.cue.end_ms), to))


def _confirm_words(sheet: Sheet, command: ConfirmWords) -> None:
    for key, places in command.words.items():
        old = with_all_words(sheet.cue(key))
        words = list(old.words)
        for place in places:
            if not 0 <= place < len(words):
                raise CaptionError("The caption has other words by now: look at it again.")
            words[place] = replace(words[place], probability=None)
        sheet.put(replace(old, words=tuple(words)))


def _several(sheet: Sheet, command: Several) -> None:
    for part in command.commands:
        _do(sheet, part)


def _not_here(_sheet: Sheet, command: Command) -> None:
    raise TypeError(f"{type(command).__name__} needs the log of edits")


_DO: Mapping[type, Callable[[Sheet, Any], None]] = {
    SetTexts: _set_texts,
    SetVoice: _set_voice,
    SetTimes: _set_times,
    SetSettings: _set_settings,
    SetIds: _set_ids,
    Split: _split,
    Merge: _merge,
    Insert: _insert,
    Delete: _delete,
    Shift: _shift,
    Stretch: _stretch,
    ConfirmWords: _confirm_words,
    Several: _several,
}


def _new_id(sheet: Sheet, key: str, *, named: bool) -> str:
    """An id for a new cue where its neighbours have one: its key, which no cue had before and none will have again."""
    return key if named and not sheet.is_id_taken(key, key) else ""


def _moved(cue: DraftCue, by_ms: int) -> DraftCue:
    start_ms, end_ms = cue.cue.start_ms + by_ms, cue.cue.end_ms + by_ms
    marks = retimed(cue.cue.marks, start_ms, end_ms, lambda moment: moment + by_ms)
    placed = replace(cue.cue, start_ms=start_ms, end_ms=end_ms, marks=marks)
    return replace(cue, cue=placed, words=moved(cue.words, by_ms))


def _retimed(cue: DraftCue, start_ms: int, end_ms: int, to: Callable[[int], int]) -> DraftCue:
    """The cue at another time, its words where `to` puts them, as far as they lie within it."""
    marks = retimed(cue.cue.marks, start_ms, end_ms, to)
    words = [replace(word, start_ms=to(word.start_ms), end_ms=to(word.end_ms)) for word in cue.words]
    placed = replace(cue.cue, start_ms=start_ms, end_ms=end_ms, marks=marks)
    return replace(cue, cue=placed, words=kept_within(words, start_ms, end_ms))


def _regions(draft: Draft) -> Sequence[str]:
    """The ids that the track's REGION blocks define."""
    blocks = (block.text for block in draft.track.blocks if block.kind == "REGION")
    return [name for text in blocks for name in re.findall(r"(?:^|[ \t\n\f\r])id:([^ \t\n\f\r]+)", text)[-1:]]
