"""Work of some seconds that a page starts: it ends also when the page is left or drawn anew meanwhile."""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Generic, TypeVar

from workflow.errors import StorytrackError
from workflow.progress import Progress, Reporter

T = TypeVar("T")

MISTAKE = "This is a mistake in Storytrack: please report the last lines that the server has printed."


class Errand(Generic[T]):
    """One such piece of work, which reports to this. What it says is read by another thread."""

    def __init__(self, by: str) -> None:
        self.by = by
        self.stage_name = ""
        self.share = 0.0
        self.told: list[str] = []
        """Notes and warnings, in their order."""
        self.result: T | None = None
        self.error = ""
        """The sentence why it failed."""
        self.ended_at: datetime | None = None

    @property
    def is_done(self) -> bool:
        return self.ended_at is not None

    @contextmanager
    def stage(self, name: str, *, done: float = 0.0) -> Iterator[Progress]:
        """A stage begins."""
        self.stage_name, self.share = name, done

        def progress(share: float) -> None:
            self.share = share

        yield progress

    def warn(self, sentence: str) -> None:
        self.told.append(sentence)

    def note(self, sentence: str) -> None:
        self.told.append(sentence)

    def run(self, work: Callable[[Reporter], T]) -> None:
        """Do it, and keep what comes of it."""
        try:
            self.result = work(self)
        except StorytrackError as error:
            self.error = str(error)
        except OSError as error:
            self.error = f"The system refused: {error.strerror or error}."
        except Exception as error:  # a mistake of ours ends this errand and not the server
            traceback.print_exception(error, file=sys.stderr)
            self.error = MISTAKE
        finally:
            self.ended_at = datetime.now(UTC)


class Errands(Generic[T]):
    """The errands of one server, one at a time for each name, so that nobody does the same thing twice at once."""

    def __init__(self) -> None:
        self._errands: dict[str, Errand[T]] = {}
        self._lock = threading.Lock()

    def start(self, name: str, work: Callable[[Reporter], T], *, by: str) -> Errand[T]:
        """Begin, unless an errand of this name is under way: then that one is given."""
        with self._lock:
            known = self._errands.get(name)
            if known is not None and not known.is_done:
                return known
            errand = self._errands[name] = Errand(by)
        # No daemon: a server that ends waits for what has been begun.
        threading.Thread(target=errand.run, args=(work,), name=f"errand-{name}").start()
        return errand

    def of(self, name: str) -> Errand[T] | None:
        """The last errand of this name."""
        with self._lock:
            return self._errands.get(name)
