"""Where the picture changes from one shot to the next, found once for each video."""

from __future__ import annotations

import json

from workflow.errors import MediaError
from workflow.files import atomic
from workflow.media.shots import find_shots
from workflow.progress import Progress
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


def look_for_shots(slug: str, *, store: Store, progress: Progress | None = None) -> bool:
    """Find the shot changes of a story's video, unless that was done before; whether there was anything to do.

    Of a video that cannot be decoded it is kept that none were found. What `progress` raises stops it, and then nothing
    is kept. Raises `UnknownStory`, `StoreError`.
    """
    sha256 = store.stories.get(slug).video.sha256
    kept = store.media.derived(sha256, FILE)
    if kept.exists():
        return False
    try:
        shots = find_shots(store.media.path(sha256), progress=progress)
    except MediaError:
        shots = ()
    with atomic(kept) as file:
        file.write(json.dumps(shots).encode())
    return True
