"""How a long reading says how far it is, without saying it ten thousand times."""

from __future__ import annotations

from workflow.progress import Progress

__all__ = ["Progress", "Steps"]


class Steps:
    """Passes on to `progress` only every hundredth part, and 1.0 once, at `finish`."""

    __slots__ = ("_next", "_progress")

    def __init__(self, progress: Progress | None) -> None:
        self._progress, self._next = progress, 0.0

    def reach(self, done: float, total: float) -> None:
        """`done` of `total` are behind us; an unknown total (0) says nothing."""
        if self._progress is None or total <= 0 or (share := done / total) < self._next:
            return
        self._progress(max(0.0, min(share, 0.99)))
        self._next = share + 0.01

    def finish(self) -> None:
        if self._progress is not None:
            self._progress(1.0)
