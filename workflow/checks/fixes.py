"""Findings that can be mended without changing a word: the edit that does it, tried out before it is offered. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b

from workflow.captions.commands import Command
from workflow.captions.draft import Change, Draft, DraftCue
from workflow.captions.edits import apply_command
from workflow.captions.word_times import words_of
from workflow.checks.finding import Severity
from workflow.checks.incremental import Delta, Rechecker
from workflow.checks.keyed import KeyedFinding
from workflow.checks.remedy_text import no_controls, no_empty_lines, nothing_left, other_lines, own_id, without_controls
from workflow.checks.remedy_times import (
    Case,
    around_the_speech,
    less_time,
    more_time,
    one_at_a_time,
    other_gap,
    within_the_video,
)
from workflow.errors import CaptionError


@dataclass(frozen=True, slots=True)
class _Remedy:
    """What a button says, the edits that may help, and what to do where none does."""

    label: str
    edits: Callable[[Case], Iterator[Command]]
    otherwise: str


_TIME = _Remedy(
    "Give it more time",
    more_time,
    "There is no time to give: the captions beside it leave no room. Part it, or shorten what it says.",
)
_LINES = _Remedy(
    "Break the lines again",
    other_lines,
    "The text fits neither one caption nor several that can be read in time: part it where it makes sense, or give it"
    " more time first.",
)
_GAP = _Remedy(
    "Set the gap right", other_gap, "The gap cannot be changed without harm to one of the captions: move them by ear."
)

_REMEDIES: Mapping[str, _Remedy] = {
    "past-the-end": _Remedy(
        "End it with the video",
        within_the_video,
        "It begins when the video is over, or would be too short to be read: move it, or delete it.",
    ),
    "caption-without-speech": _Remedy(
        "Set it to the speech",
        around_the_speech,
        "Nobody is heard while it stands, or there is a pause in it: listen, then move, part or delete it.",
    ),
    "line-too-long": _LINES,
    "too-many-lines": _LINES,
    "reads-too-fast": _TIME,
    "too-many-words-a-minute": _TIME,
    "too-short": _TIME,
    "too-short-for-its-words": _TIME,
    "no-duration": _TIME,
    "too-long": _Remedy("End it sooner", less_time, "Its words go on for longer than it may stand: part it."),
    "gap-too-short": _GAP,
    "gap-flickers": _GAP,
    "overlap": _Remedy(
        "Let them take turns",
        one_at_a_time,
        "Both are spoken at the same time, or stand in different places: merge them, move one, or keep both.",
    ),
    "duplicate-id": _Remedy("Give it an id of its own", own_id, "The id cannot be changed here."),
    "nothing-to-read": _Remedy("Delete it", nothing_left, "It cannot be deleted here."),
    "empty-line": _Remedy("Remove the empty line", no_empty_lines, "Without the empty line the text does not fit."),
    "lost-characters": _Remedy(
        "Remove what cannot be shown", no_controls, "A character was lost when the text was read: type it again."
    ),
}

_BY_EAR: Mapping[str, str] = {
    "no-captions": "The words are missing: make captions from the video, or write them.",
    "speech-without-caption": "The words are missing: listen, and write the caption.",
    "out-of-order": "Move one of the two captions: only the video tells which comes first.",
    "markup-shown": "It may be meant: delete what the reader should not see.",
}
"""What only a person can mend, and how."""


@dataclass(frozen=True, slots=True)
class Fix:
    """The edit that mends a finding."""

    id: str
    command: Command


@dataclass(frozen=True, slots=True)
class Left:
    """Why a finding is left for a person."""

    id: str
    why: str


def fix_label(check: str) -> str | None:
    """What a button that mends such findings says; None for what only a person can mend."""
    remedy = _REMEDIES.get(check)
    return None if remedy is None else remedy.label


def propose_fix(checker: Rechecker, found: KeyedFinding) -> Command | None:
    """An edit of the checked draft after which the finding is gone, or no error any more; None when there is none.

    It makes no new error, no error worse, no new warning where only a warning is mended, and it changes no word and not
    their order. A cue that it makes has a key that no cue has had.
    """
    tried = _try_all(checker, found)
    return None if tried is None else tried[0]


def why_not(found: KeyedFinding) -> str:
    """One sentence for a finding that nothing was proposed for: why, and what to do."""
    check = found.finding.check
    remedy = _REMEDIES.get(check)
    return _BY_EAR[check] if remedy is None else remedy.otherwise


def fix_all(checker: Rechecker, ids: Iterable[str]) -> tuple[tuple[Fix, ...], tuple[Left, ...]]:
    """Fixes for these findings, each for the draft as those before leave it; and what is left for a person.

    What is gone already, or goes with another's fix, is in neither. The checker itself is left as it is.
    """
    work, fixes = checker, list[Fix]()
    waiting = [found for name in dict.fromkeys(ids) if (found := checker.get(name)) is not None]
    waiting.sort(key=lambda found: found.finding.start_ms)
    while True:
        left: list[KeyedFinding] = []
        for old in waiting:
            found = work.get(old.id)
            tried = None if found is None else _try_all(work, found)
            if tried is not None:
                command, work = tried
                fixes.append(Fix(old.id, command))
            if (still := work.get(old.id)) is not None:
                left.append(still)
        # A fix can make room for another: once more, for as long as that helps.
        if len(left) == len(waiting):
            return tuple(fixes), tuple(Left(found.id, why_not(found)) for found in left)
        waiting = left


def _try_all(checker: Rechecker, found: KeyedFinding) -> tuple[Command, Rechecker] | None:
    """The first edit that mends the finding and does no harm, if possible no other warning; and what is found then."""
    remedy = _REMEDIES.get(found.finding.check)
    case = _case(checker, found)
    if remedy is None or case is None:
        return None
    second: tuple[Command, Rechecker] | None = None
    for command in remedy.edits(case):
        tried = _try(checker, command)
        if tried is None:
            continue
        change, delta, after = tried
        same = _same_words(checker.draft, after.draft, change)
        if not same or not _mends(found, after) or _harms(found, checker, delta):
            continue
        if all(checker.get(one.id) for one in delta.added):
            return command, after
        second = second or (command, after)
    return second


def _case(checker: Rechecker, found: KeyedFinding) -> Case | None:
    draft = checker.draft
    place = None if found.key is None else draft.places.get(found.key)
    if place is None:
        return None
    mark = blake2b(draft.cues[place].key.encode(), digest_size=4).hexdigest()
    return Case(
        draft=draft,
        cue=draft.cues[place],
        before=draft.cues[place - 1] if place else None,
        after=draft.cues[place + 1] if place + 1 < len(draft.cues) else None,
        rules=checker.rules,
        new_key=f"fix{draft.edit + 1}-{mark}",
    )


def _try(checker: Rechecker, command: Command) -> tuple[Change, Delta, Rechecker] | None:
    """What the edit changes, what is found otherwise then, and everything found then; None when it cannot be done."""
    draft = checker.draft
    try:
        change = apply_command(draft, command, duration_ms=checker.rules.sound.duration_ms)
    except CaptionError:
        return None
    after = checker.copy()
    return change, after.after(draft.changed(change, draft.edit + 1), change), after


def _mends(found: KeyedFinding, after: Rechecker) -> bool:
    now = after.get(found.id)
    return now is None or (found.finding.severity is Severity.ERROR and now.finding.severity is Severity.WARNING)


def _harms(found: KeyedFinding, before: Rechecker, delta: Delta) -> bool:
    """Whether something is worse than it was: for an error's sake there may be a warning."""
    errors_only = found.finding.severity is Severity.ERROR
    return any(
        one.finding.severity is Severity.ERROR or not errors_only
        for one in delta.added
        if not _no_worse(one, before, delta)
    )


def _no_worse(one: KeyedFinding, before: Rechecker, delta: Delta) -> bool:
    """Whether a finding was there before, of the same severity and by as much; or is what is left of a stretch."""
    if one.key is None:
        gone = (old.finding for name in delta.removed if (old := before.get(name)) is not None and old.key is None)
        return any(old.start_ms <= one.finding.start_ms and one.finding.end_ms <= old.end_ms for old in gone)
    old = before.get(one.id)
    if old is None or (old.finding.severity, one.finding.severity) == (Severity.WARNING, Severity.ERROR):
        return False
    return _by(one) <= _by(old)


def _by(one: KeyedFinding) -> float:
    """By how much a limit is broken."""
    found, allowed = one.finding.found, one.finding.allowed
    return 0.0 if found is None or allowed is None else abs(found - allowed)


def _same_words(old: Draft, new: Draft, change: Change) -> bool:
    """Whether the track says the same words in the same order: a caption that starts elsewhere may pass another."""
    before = [old.places[cue.key] for cue in change.before]
    after = [new.places[cue.key] for cue in change.after]
    first = min([*before, *after], default=0)
    last = max(before, default=first - 1) - len(old.cues), max(after, default=first - 1) - len(new.cues)
    # All cues between those that the change touched, in both drafts up to the same cue.
    return _words(old.cues[first : len(old.cues) + max(last) + 1]) == _words(
        new.cues[first : len(new.cues) + max(last) + 1]
    )


def _words(cues: Iterable[DraftCue]) -> list[str]:
    return [word.text for cue in cues for word in words_of(without_controls(cue.cue.text))]
