"""How long people worked at a track, as far as the log of edits tells. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise

BREAK = timedelta(minutes=3)
"""Who makes no edit for longer was away. ActivityWatch, which measures people's work at computers, takes the same time
without a key or a mouse. At 150 words a minute even an engine that gets one word in a hundred wrong gives something to
correct about every 40 s, so that whoever listens and corrects is seldom taken to be away."""
START = timedelta(seconds=10)
"""What comes before the first edit of a stretch of work: a caption heard (at most 7 s in most rules) and a word typed.
A single edit counts for that much."""


def active_ms(times: Iterable[tuple[str, datetime]], *, pause: timedelta = BREAK, start: timedelta = START) -> int:
    """Whole milliseconds of work at one track; `times` are who made an edit and when, in any order.

    For each person the times between one edit and the next are added up. One longer than `pause` is a break: it does
    not count, and the work after it begins anew with `start`. Two people at once are two people's time. Watching to the
    end without an edit leaves no mark and is not in it: the real time is longer.
    """
    of: dict[str, list[datetime]] = {}
    for person, at in times:
        of.setdefault(person, []).append(at)
    total = timedelta()
    for moments in of.values():
        between = [after - before for before, after in pairwise(sorted(moments))]
        total += start + sum((gap if gap <= pause else start for gap in between), timedelta())
    return total // timedelta(milliseconds=1)
