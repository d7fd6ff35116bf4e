"""The working copy of a track: cues that keep their identity, and their words' times, while a person edits them."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from workflow.captions.cue import Cue
from workflow.captions.track import Block, Track
from workflow.speech.transcript import Word


@dataclass(frozen=True, slots=True)
class DraftCue:
    """A cue with a name of its own: `key` is never used twice in a draft.

    `words` are the words of the cue's text in their order, one for each run of characters without white space (several
    `glued` ones where a language puts no spaces), so that joining them gives the text again. A word's `probability` is
    None when no engine gave one, or when a person has typed or confirmed the word. `edit` is the number of the edit
    that last changed the cue, 0 when none has.
    """

    key: str
    cue: Cue
    words: tuple[Word, ...] = ()
    edit: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """What one edit did: the cues of `before` are gone, those of `after` stand instead.

    A cue whose key is in both was changed in place; one that is only in `after` is new.
    """

    before: tuple[DraftCue, ...]
    after: tuple[DraftCue, ...]

    @property
    def keys(self) -> frozenset[str]:
        """Every cue that the edit touched."""
        return frozenset(cue.key for cue in (*self.before, *self.after))

    def inverse(self) -> Change:
        """The change that takes this one back."""
        return Change(self.after, self.before)


Order = tuple[int, str]


def order(cue: DraftCue) -> Order:
    """What cues are sorted by: their starts, then their keys ("r1.9" before "r1.10").

    So the order follows from the cues alone, and taking an edit back gives the very order that was before.
    """
    return cue.cue.start_ms, _sortable(cue.key)


@lru_cache(maxsize=65_536)
def _sortable(key: str) -> str:
    return ".".join(part.zfill(12) if part.isdecimal() else part for part in key.split("."))


@dataclass(frozen=True)
class Draft:
    """Cues in their `order`, and what a track says besides.

    `edit` is the number of the last edit that is in it, 0 when it is as its revision was. `anchors` has for each block
    of the track the key and the order of the cue that it belongs before, so that it is there again when a cue that was
    deleted comes back.
    """

    track: Track
    """Kind, language, label, header and blocks; its cues are those of `cues`."""
    cues: tuple[DraftCue, ...]
    edit: int = 0
    anchors: tuple[tuple[str, Order], ...] = ()

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where each cue stands, counted from 0, by its key."""
        return {cue.key: place for place, cue in enumerate(self.cues)}

    def get(self, key: str) -> DraftCue | None:
        """The cue with this key, None when there is none (any more)."""
        place = self.places.get(key)
        return None if place is None else self.cues[place]

    def changed(self, change: Change, edit: int) -> Draft:
        """The draft after a change that is edit number `edit`; the cues it leaves behind carry that number."""
        anchors = self.anchors or _anchors(self.track.blocks, self.cues)
        return _draft(self.track, in_order(self.cues, _stamped(change, edit)), edit, anchors)


def draft_of(track: Track, keyed: Iterable[DraftCue], edit: int = 0) -> Draft:
    """A draft of a track whose cues are named, `keyed` in the track's order; the draft has them in their `order`."""
    old = tuple(keyed)
    return _draft(track, tuple(sorted(old, key=order)), edit, _anchors(track.blocks, old))


def in_order(cues: Sequence[DraftCue], change: Change) -> tuple[DraftCue, ...]:
    """The cues, which are in order, after a change, in order."""
    gone = change.keys
    kept = [cue for cue in cues if cue.key not in gone]
    if len(change.after) > _MANY:
        return tuple(sorted((*kept, *change.after), key=order))
    for cue in change.after:
        insort(kept, cue, key=order)
    return tuple(kept)


_MANY = 100
"""From here on sorting all cues is quicker than putting in one after the other."""
_AT_THE_END: tuple[str, Order] = ("", (1 << 62, ""))


def _anchors(blocks: Sequence[Block], cues: Sequence[DraftCue]) -> tuple[tuple[str, Order], ...]:
    return tuple(
        (cues[block.before_cue].key, order(cues[block.before_cue])) if block.before_cue < len(cues) else _AT_THE_END
        for block in blocks
    )


def _stamped(change: Change, edit: int) -> Change:
    return Change(change.before, tuple(replace(cue, edit=edit) for cue in change.after))


def _draft(track: Track, cues: tuple[DraftCue, ...], edit: int, anchors: Sequence[tuple[str, Order]]) -> Draft:
    """The draft, each block before the cue that it belongs to, or before the next of those that are still there."""
    there = {cue.key: order(cue) for cue in cues} if anchors else {}
    # A block keeps the last place of its cue: who moves a caption takes along what stands before it.
    moved = tuple((key, there.get(key, last)) for key, last in anchors)
    row = [*there.values()]
    places = (bisect_left(row, place) for _, place in moved)
    blocks = [replace(block, before_cue=place) for block, place in zip(track.blocks, places, strict=True)]
    placed = sorted(zip(blocks, moved, strict=True), key=lambda pair: pair[0].before_cue)
    return Draft(
        replace(track, cues=tuple(cue.cue for cue in cues), blocks=tuple(block for block, _ in placed)),
        cues,
        edit,
        tuple(anchor for _, anchor in placed),
    )
