"""A track and its translation in step: which captions belong together, and what was left behind. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workflow.captions.draft import DraftCue

Pairs = Sequence[tuple[str, tuple[str, ...]]]
"""For each caption of the one track, by its key, the keys of those of the other that belong to it, in order."""


def pair(cues: Sequence[DraftCue], others: Sequence[DraftCue]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Put captions of two tracks together that stand at the same time. Both are in the order of their starts.

    Two belong together when they share at least half of the time of the shorter; a caption of the other track that
    shares as much with none goes to the one it shares most with. So a caption that was parted on one side has both
    parts beside it.
    """
    found: dict[str, list[str]] = {cue.key: [] for cue in cues}
    for other, near in _near(cues, others):
        halves = [cue for cue in near if 2 * _shared(cue, other) >= min(cue.cue.duration_ms, other.cue.duration_ms)]
        nearest = [near[shared.index(max(shared))] for shared in [[_shared(cue, other) for cue in near]] if near]
        for cue in halves or nearest:
            found[cue.key].append(other.key)
    return tuple((cue.key, tuple(found[cue.key])) for cue in cues)


def stale(changed_at: Mapping[str, int], others_at: Mapping[str, int], pairs: Pairs) -> dict[str, str]:
    """By the keys of captions, why what belongs to them is out of date.

    `changed_at` and `others_at` tell when what each caption says, or who says it, was last changed. `pairs` are the
    source's captions with their translations.
    """
    found: dict[str, str] = {}
    for key, others in pairs:
        if not others:
            continue
        if changed_at.get(key, 0) > max(others_at.get(other, 0) for other in others):
            found[key] = "The source was changed after this was written."
    return found


def _near(cues: Sequence[DraftCue], others: Sequence[DraftCue]) -> list[tuple[DraftCue, list[DraftCue]]]:
    """Each of the others with the captions that stand while it stands."""
    longest = max((cue.cue.duration_ms for cue in cues), default=0)
    first, rows = 0, []
    for other in others:
        start_ms, end_ms = other.cue.start_ms, other.cue.end_ms
        while first < len(cues) and cues[first].cue.start_ms < start_ms - longest:
            first += 1
        near = []
        for cue in cues[first:]:
            if cue.cue.start_ms >= end_ms:
                break
            if cue.cue.end_ms > start_ms:
                near.append(cue)
        rows.append((other, near))
    return rows


def _shared(one: DraftCue, other: DraftCue) -> int:
    return min(one.cue.end_ms, other.cue.end_ms) - max(one.cue.start_ms, other.cue.start_ms)
