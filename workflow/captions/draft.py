"""The working copy of a track: cues that keep their identity, and their words' times, while a person edits them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from workflow.captions.cue import Cue
from workflow.captions.track import Block, Track
from workflow.speech.transcript import Word


@dataclass(frozen=True, slots=True)
class DraftCue:
    """A cue with a name of its own: `key` is never used twice in a draft.

    `words` are the words of the cue's text in their order, one for each run of characters without white space (several
    `glued` ones where a language puts no spaces), so that joining them gives the text again. A word's `probability` is
    None when no engine gave one, or when a person has typed or confirmed the word. `edit` is the number of the edit that
    last changed the cue, 0 when none has.
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


@dataclass(frozen=True)
class Draft:
    """Cues in the order of their starts (those that start together stay in their order), and what a track says besides.

    `edit` is the number of the last edit that is in it, 0 when it is as its revision was.
    """

    track: Track
    """Kind, language, label, header and blocks; its cues are those of `cues`."""
    cues: tuple[DraftCue, ...]
    edit: int = 0

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where each cue stands, counted from 0, by its key."""
        return {cue.key: place for place, cue in enumerate(self.cues)}

    def get(self, key: str) -> DraftCue | None:
        """The cue with this key, None when there is none (any more)."""
        place = self.places.get(key)
        return None if place is None else self.cues[place]

    def changed(self, change: Change, edit: int) -> Draft:
        """The draft after a change that is edit number `edit`; the cues it leaves behind carry that number.

        New cues come where the first cue of `before` stood (at the end when there is none), then all are put in the
        order of their starts; the screen does the same, so that both show one order.
        """
        gone = {cue.key for cue in change.before}
        stamped = [replace(cue, edit=edit) for cue in change.after]
        first = min((self.places[key] for key in gone if key in self.places), default=len(self.cues))
        kept_before = [cue for cue in self.cues[:first] if cue.key not in gone]
        kept_after = [cue for cue in self.cues[first:] if cue.key not in gone]
        cues = tuple(sorted((*kept_before, *stamped, *kept_after), key=lambda cue: cue.cue.start_ms))
        blocks = _moved_blocks(self.track.blocks, self.cues, cues)
        return Draft(replace(self.track, cues=tuple(cue.cue for cue in cues), blocks=blocks), cues, edit)


def draft_of(track: Track, keyed: Iterable[DraftCue], edit: int = 0) -> Draft:
    """A draft of a track, its cues named and in the order of their starts."""
    old = tuple(keyed)
    cues = tuple(sorted(old, key=lambda cue: cue.cue.start_ms))
    blocks = _moved_blocks(track.blocks, old, cues)
    return Draft(replace(track, cues=tuple(cue.cue for cue in cues), blocks=blocks), cues, edit)


def _moved_blocks(
    blocks: tuple[Block, ...], old: tuple[DraftCue, ...], new: tuple[DraftCue, ...]
) -> tuple[Block, ...]:
    """Each block before the cue that it stood before, or before the next of those that are still there."""
    if not blocks:
        return ()
    places = {cue.key: place for place, cue in enumerate(new)}

    def place(block: Block) -> int:
        return next((places[cue.key] for cue in old[block.before_cue :] if cue.key in places), len(new))

    return tuple(sorted((replace(block, before_cue=place(block)) for block in blocks), key=lambda one: one.before_cue))
