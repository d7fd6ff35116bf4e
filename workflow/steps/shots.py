"""Where the picture changes from one shot to the next, found once for each video."""

from __future__ import annotations

import json

from workflow.store import Store

FILE = "shots.json"
"""Beside the video, by its hash: a list of whole milliseconds, in order."""


def shots_before(sha256: str, *, store: Store) -> tuple[int, ...]:
    """The shot changes of a video, if they were looked for before; none otherwise. Takes a moment."""
    try:
        found = json.loads(store.media.derived(sha256, FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return ()
    return tuple(found)
