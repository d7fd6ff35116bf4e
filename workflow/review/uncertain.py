"""Which words a producer is asked about: those that the engine was least sure of. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from workflow.captions.draft import DraftCue

SHARE = 0.04
"""At most so many of the words: who is shown every tenth word as doubtful looks at none (editors mark "low
confidence" so freely that producers switch it off)."""
CERTAIN = 0.6
"""A word at least this probable is not asked about, however few are less so."""


def uncertain_below(cues: Iterable[DraftCue]) -> float | None:
    """The probability below which a word is uncertain; None when no word is.

    Words without a probability, typed or confirmed by a person, do not count. Equal words stay together: where those
    at the limit are too many, none of them is asked about.
    """
    known = sorted(word.probability for cue in cues for word in cue.words if word.probability is not None)
    most = int(len(known) * SHARE + 0.999) if known else 0
    low = [probability for probability in known if probability < CERTAIN]
    if not low:
        return None
    if len(low) <= most:
        return CERTAIN
    limit = low[most]
    return limit if low[0] < limit else None
