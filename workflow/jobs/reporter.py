"""How a job's worker says how far it is: in the job's row, where every screen can read it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from workflow.progress import Progress
from workflow.store import Job, Store

_EVERY_S = 0.5
"""At most twice a second: each report is a commit that waits for the disk, and nobody reads faster."""


class StopAsked(Exception):
    """Somebody wants the job to end. What is finished is kept."""


class JobReporter:
    """Whoever watches a job. Its progress raises `StopAsked` at the first moment after somebody asked for that."""

    def __init__(self, store: Store, job: Job) -> None:
        self._jobs, self._id = store.jobs, job.id
        self._written = 0.0

    @contextmanager
    def stage(self, name: str, *, done: float = 0.0) -> Iterator[Progress]:
        """A stage begins; the job's row says so at once."""
        self._write(name, done)

        def progress(share: float) -> None:
            if share >= 1 or time.monotonic() - self._written >= _EVERY_S:
                self._write(name, share)

        yield progress

    def note(self, sentence: str) -> None:
        """Kept until the next one."""
        self._jobs.tell(self._id, note=sentence)

    def warn(self, sentence: str) -> None:
        """Kept with the job."""
        self._jobs.tell(self._id, warning=sentence)

    def _write(self, stage: str, share: float) -> None:
        stop_asked = self._jobs.report(self._id, stage, share)
        self._written = time.monotonic()
        if stop_asked:
            raise StopAsked
