"""How a long step says how far it is."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

Progress = Callable[[float], None]
"""Called with the share that is done, 0 to 1."""


class Reporter(Protocol):
    """Whoever watches a step: a terminal, a screen, nobody."""

    def stage(self, name: str, *, done: float = 0.0) -> AbstractContextManager[Progress]:
        """A stage begins, named by a verb for a person ("Transcribing"), and ends with the context.

        `done` is the share that an earlier, interrupted run has done already; it took none of this run's time.
        """
        ...

    def warn(self, sentence: str) -> None:
        """Something a person should know before trusting the result."""
        ...

    def note(self, sentence: str) -> None:
        """Something worth knowing on the way; nothing depends on its being read."""
        ...
