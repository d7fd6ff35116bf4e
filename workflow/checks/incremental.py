"""The checks while a draft is edited: after an edit only what it touched is checked again.

What is found is always what `check_track` finds in the whole track.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from itertools import chain

from workflow.captions.draft import Change, Draft, DraftCue, order
from workflow.captions.profile import Profile
from workflow.captions.track import Track
from workflow.checks.coverage import SAME_STRETCH_MS, Stretch, bare_speech, bare_stretches
from workflow.checks.finding import Finding, Severity
from workflow.checks.keyed import KeyedFinding, keyed, reading_order
from workflow.checks.registry import CHECKS, WHOLE_TRACK_CHECKS, Rules, as_wanted, rules_for, run_checks
from workflow.speech.transcript import Region

_LOCAL = frozenset(CHECKS) - WHOLE_TRACK_CHECKS
_DOUBLES = frozenset({"duplicate-id"})


@dataclass(frozen=True, slots=True)
class Delta:
    """What an edit changed: findings that are new or say something else now, and the ids of those that are gone."""

    added: tuple[KeyedFinding, ...] = ()
    removed: tuple[str, ...] = ()


class Rechecker:
    """The findings of one draft, kept up to date edit by edit.

    `profile` comes `at` the video's frame rate; `speech` and `duration_ms` are as for `check_track`. `draft` is the
    draft as it was checked last.
    """

    def __init__(
        self, draft: Draft, profile: Profile, *, speech: tuple[Region, ...] = (), duration_ms: int | None = None
    ) -> None:
        self.profile = profile
        self._speech, self._duration_ms = speech, duration_ms
        self.start(draft)

    @property
    def rules(self) -> Rules:
        """What the draft is held to."""
        return self._rules

    def start(self, draft: Draft) -> tuple[KeyedFinding, ...]:
        """Check a draft from the beginning, as when another revision stands. Gives all findings, in reading order."""
        self.draft = draft
        self._rules = rules_for(draft.track.kind, self.profile, speech=self._speech, duration_ms=self._duration_ms)
        self._longest_ms = 0
        """No cue is longer: so far back may one begin that still stands."""
        self._ids = Counter(cue.cue.id for cue in draft.cues)
        self._by_cue = self._of_cues(range(len(draft.cues)))
        self._stretches = self._bare(0, _END)
        self._doubles = self._of_doubles()
        whole = run_checks(draft.track, self._rules, frozenset({"no-captions"}))
        found = chain(*self._by_cue.values(), self._of_stretches(self._stretches), self._doubles, keyed(None, whole))
        self._found = {one.id: one for one in found}
        return self.findings()

    def after(self, draft: Draft, change: Change) -> Delta:
        """Check the draft again after `change`, which made it of the draft that was checked last."""
        if not (draft.cues and self.draft.cues):  # what is said of a track without captions is said of all of it
            return self._restart(draft)
        self.draft = draft
        gone, come = self._recheck_cues(change)
        for recheck in (self._recheck_stretches, self._recheck_doubles):
            more_gone, more_come = recheck(change)
            gone += more_gone
            come += more_come
        return self._swap(gone, come)

    def findings(self) -> tuple[KeyedFinding, ...]:
        """All findings in the order in which a producer reads them, each with the place where its cue stands now."""
        places = self.draft.places
        placed = (one if one.key is None else one.at(places[one.key]) for one in self._found.values())
        return tuple(sorted(placed, key=reading_order))

    def errors(self) -> Iterator[KeyedFinding]:
        """Those that are errors, in no order, their cues' places as they were found: quickly, after each edit."""
        return (one for one in self._found.values() if one.finding.severity is Severity.ERROR)

    def get(self, finding_id: str) -> KeyedFinding | None:
        """The finding with this id, None when there is none (any more)."""
        return self._found.get(finding_id)

    def copy(self) -> Rechecker:
        """Another of the same state, to try edits on."""
        other = copy(self)
        other._ids, other._by_cue, other._found = self._ids.copy(), self._by_cue.copy(), self._found.copy()  # noqa: SLF001
        other._stretches = [*self._stretches]  # noqa: SLF001
        return other

    def _restart(self, draft: Draft) -> Delta:
        old = self._found
        self.start(draft)
        new, self._found = self._found, old
        return self._swap(old.values(), new.values())

    def _swap(self, gone: Iterable[KeyedFinding], come: Iterable[KeyedFinding]) -> Delta:
        before = {one.id: one for one in gone}
        after = {one.id: one for one in come}
        for name in before:
            del self._found[name]
        self._found |= after
        added = [one for one in after.values() if one.id not in before or not one.says_what(before[one.id])]
        removed = [name for name in before if name not in after]
        return Delta(tuple(sorted(added, key=reading_order)), tuple(removed))

    def _recheck_cues(self, change: Change) -> tuple[list[KeyedFinding], list[KeyedFinding]]:
        """The cues that the change left behind, and those that follow another cue now."""
        stale = self._stale(change)
        cues = self.draft.cues
        keys = {cue.key for cue in change.before}.union(cues[place].key for place in stale)
        gone = [one for key in keys for one in self._by_cue.pop(key, ())]
        new = self._of_cues(stale)
        self._by_cue |= new
        return gone, [*chain(*new.values())]

    def _stale(self, change: Change) -> Sequence[int]:
        cues, places = self.draft.cues, self.draft.places
        if 2 * len(change.keys) > len(cues):  # looking for those that are not touched costs more than checking them
            return range(len(cues))
        moved = {cue.key: cue.cue.start_ms for cue in change.after}
        # What is gone from its place leaves behind it a cue that follows another now.
        left = (cue for cue in change.before if moved.get(cue.key) != cue.cue.start_ms)
        stale = {bisect_left(cues, order(cue), key=order) for cue in left}
        for cue in change.after:
            stale |= {places[cue.key], places[cue.key] + 1}
        return sorted(place for place in stale if place < len(cues))

    def _of_cues(self, places: Sequence[int]) -> dict[str, tuple[KeyedFinding, ...]]:
        """By their cues' keys the findings at these places (in order) that depend on a cue and the one before it."""
        cues = self.draft.cues
        row: list[int] = []
        for place in places:
            self._longest_ms = max(self._longest_ms, cues[place].cue.duration_ms)
            # The checks see each cue after the one before it; what they find at that one is not asked for.
            row += [place] if not place or (row and row[-1] == place - 1) else [place - 1, place]
        wanted = set(places)
        found: dict[int, list[Finding]] = {}
        for finding in run_checks(self._track([cues[place] for place in row]), self._rules, _LOCAL):
            if finding.cue is not None and (place := row[finding.cue]) in wanted:
                placed = finding if finding.cue == place else replace(finding, cue=place)
                found.setdefault(place, []).append(placed)
        return {cues[place].key: tuple(keyed(cues[place].key, at)) for place, at in found.items()}

    def _recheck_stretches(self, change: Change) -> tuple[list[KeyedFinding], list[KeyedFinding]]:
        """The stretches of speech around the times at which a cue stood or stands."""
        stood, stands = ({cue.key: (cue.cue.start_ms, cue.cue.end_ms) for cue in side} for side in _sides(change))
        moved = [time for _, time in stood.items() ^ stands.items()]
        if not moved or not self._rules.sound.spoken:
            return [], []
        start_ms, end_ms = min(map(min, moved)), max(map(max, moved))
        first = bisect_right(self._stretches, start_ms - SAME_STRETCH_MS, key=lambda stretch: stretch.end_ms)
        last = bisect_left(self._stretches, end_ms + SAME_STRETCH_MS, key=lambda stretch: stretch.start_ms)
        old = self._stretches[first:last]
        new = self._bare(min([start_ms, *(one.start_ms for one in old)]), max([end_ms, *(one.end_ms for one in old)]))
        self._stretches[first:last] = new
        return self._of_stretches(old), self._of_stretches(new)

    def _bare(self, start_ms: int, end_ms: int) -> list[Stretch]:
        """Stretches of speech between two moments during which no cue stands."""
        spoken, cues = self._rules.sound.spoken, self.draft.cues
        first = bisect_right(spoken, start_ms, key=lambda region: region.end_ms)
        last = bisect_left(spoken, end_ms, key=lambda region: region.start_ms)
        within = [Region(max(one.start_ms, start_ms), min(one.end_ms, end_ms)) for one in spoken[first:last]]
        low = bisect_left(cues, start_ms - self._longest_ms, key=_start)
        high = bisect_left(cues, end_ms, key=_start)
        return bare_stretches(within, (cue.cue for cue in cues[low:high]))

    def _of_stretches(self, stretches: Sequence[Stretch]) -> list[KeyedFinding]:
        if not self.draft.cues:
            return []
        bare = (finding for stretch in stretches if (finding := bare_speech(stretch)) is not None)
        return [*keyed(None, as_wanted("speech-without-caption", bare, self.profile))]

    def _recheck_doubles(self, change: Change) -> tuple[list[KeyedFinding], list[KeyedFinding]]:
        """Cues of one id, all of them: what is said of one tells the number of another."""
        stood, stands = ({cue.key: _name_and_times(cue) for cue in side} for side in _sides(change))
        if stood == stands:
            return [], []
        self._ids.subtract(cue.cue.id for cue in change.before)
        self._ids.update(cue.cue.id for cue in change.after)
        old, self._doubles = self._doubles, self._of_doubles()
        return old, self._doubles

    def _of_doubles(self) -> list[KeyedFinding]:
        if all(count < 2 for name, count in self._ids.items() if name):
            return []
        cues = self.draft.cues
        found = run_checks(self.draft.track, self._rules, _DOUBLES)
        return [one for finding in found if finding.cue is not None for one in keyed(cues[finding.cue].key, [finding])]

    def _track(self, cues: Iterable[DraftCue]) -> Track:
        return replace(self.draft.track, cues=tuple(cue.cue for cue in cues), blocks=())


_END = 1 << 62


def _sides(change: Change) -> tuple[Sequence[DraftCue], Sequence[DraftCue]]:
    return change.before, change.after


def _start(cue: DraftCue) -> int:
    return cue.cue.start_ms


def _name_and_times(cue: DraftCue) -> tuple[str, int, int]:
    return cue.cue.id, cue.cue.start_ms, cue.cue.end_ms
