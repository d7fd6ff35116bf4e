"""Who has which track open right now, and since when. In memory: it says nothing about yesterday."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

_GONE_AFTER_S = 15.0
"""A window asks for news every 2 s, and every 5 s while it is hidden."""


@dataclass(frozen=True, slots=True)
class _Window:
    name: str
    since: float
    seen: float
    cue: str | None


class Presence:
    """Windows, by the tracks they show and the names they give themselves."""

    def __init__(self) -> None:
        self._tracks: dict[int, dict[str, _Window]] = {}
        self._lock = Lock()

    def seen(self, track_id: int, client: str, name: str, cue: str | None) -> None:
        """A window has asked for something."""
        now = time.time()
        with self._lock:
            windows = self._tracks.setdefault(track_id, {})
            old = windows.get(client)
            windows[client] = replace(old, seen=now, cue=cue) if old else _Window(name, now, now, cue)
            for gone in [other for other, window in windows.items() if now - window.seen > _GONE_AFTER_S]:
                del windows[gone]

    def others(self, track_id: int, client: str) -> list[dict[str, Any]]:
        """The other windows on a track, the longest open first; `since` is in milliseconds since 1970."""
        now = time.time()
        with self._lock:
            windows = [*self._tracks.get(track_id, {}).items()]
        there = [(other, window) for other, window in windows if other != client and now - window.seen <= _GONE_AFTER_S]
        return [
            {"name": window.name, "client": other, "since": round(window.since * 1000), "cue": window.cue}
            for other, window in sorted(there, key=lambda pair: pair[1].since)
        ]

    def names(self) -> Mapping[int, tuple[str, ...]]:
        """Who has a track open, each person once, by the tracks' ids."""
        with self._lock:
            tracks = [*self._tracks]
        found = {track: tuple(dict.fromkeys(one["name"] for one in self.others(track, ""))) for track in tracks}
        return {track: names for track, names in found.items() if names}
