"""The cues of a draft while commands are carried out on them. Pure."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from workflow.captions.draft import Change, Draft, DraftCue, Order, in_order, order
from workflow.clock import clock
from workflow.errors import CaptionError


@dataclass(slots=True)
class Sheet:
    """The cues while commands are carried out on them: those of the draft, and what has become of some (None: gone)."""

    draft: Draft
    duration_ms: int | None
    now: dict[str, DraftCue | None] = field(default_factory=dict)
    _row: list[tuple[Order, str]] = field(default_factory=list)

    def get(self, key: str) -> DraftCue | None:
        return self.now[key] if key in self.now else self.draft.get(key)

    def cue(self, key: str) -> DraftCue:
        """Raises `CaptionError` when there is no such cue."""
        if (cue := self.get(key)) is None:
            raise CaptionError("The caption is gone: it was deleted, or merged into another.")
        return cue

    def chosen(self, keys: Iterable[str]) -> list[DraftCue]:
        """The cues, each once, in order. Raises `CaptionError` when one is missing, or when there are none."""
        cues = sorted(map(self.cue, dict.fromkeys(keys)), key=order)
        if not cues:
            raise CaptionError("No caption is chosen: choose one or several first.")
        return cues

    def put(self, cue: DraftCue) -> None:
        self._place(cue.key, cue)
        self.now[cue.key] = cue

    def drop(self, key: str) -> None:
        self._place(key, None)
        self.now[key] = None

    def is_id_taken(self, name: str, key: str) -> bool:
        """Whether a cue other than `key` has this id."""
        there = (cue for cue in (*self.draft.cues, *self.now.values()) if cue is not None)
        return any(cue.cue.id == name and cue.key != key and self.get(cue.key) == cue for cue in there)

    def new_key(self, key: str) -> str:
        """The key, when it is free."""
        if key in self.now or self.draft.get(key) is not None:
            raise CaptionError("This caption has been made already: reload the page.")
        return key

    def side_by_side(self, cues: Sequence[DraftCue]) -> bool:
        """Whether these cues, in order, have no other between them."""
        if not self._row:
            there = in_order(self.draft.cues, self.change()) if self.now else self.draft.cues
            self._row = [(order(cue), cue.key) for cue in there]
        first = bisect_left(self._row, (order(cues[0]), cues[0].key))
        return [key for _, key in self._row[first : first + len(cues)]] == [cue.key for cue in cues]

    def _place(self, key: str, cue: DraftCue | None) -> None:
        """Keep the row, once it was asked for, in order."""
        if not self._row:
            return
        if (old := self.get(key)) is not None:
            del self._row[bisect_left(self._row, (order(old), key))]
        if cue is not None:
            insort(self._row, (order(cue), key))

    def change(self) -> Change:
        """What is different from the draft, in order."""
        before, after = [], []
        for key, new in self.now.items():
            old = self.draft.get(key)
            if old != new:
                before += [old] if old is not None else []
                after += [new] if new is not None else []
        return Change(tuple(sorted(before, key=order)), tuple(sorted(after, key=order)))

    def check_times(self, start_ms: int, end_ms: int, old_end_ms: int = 0) -> None:
        """Raises `CaptionError` for times that no cue can have; a cue that is past the video's end may come nearer."""
        if start_ms < 0:
            raise CaptionError("A caption cannot start before the video: the first moment is 0:00.0.")
        if end_ms <= start_ms:
            raise CaptionError("A caption must end after its start: choose a later end or an earlier start.")
        if self.duration_ms is not None and end_ms > max(self.duration_ms, old_end_ms):
            raise CaptionError(
                f"A caption cannot end after the video: the last moment is {clock(self.duration_ms, tenths=True)}."
            )
