"""Starting a worker from a server that goes on serving: a process of its own, which outlives it."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

from workflow.errors import JobError
from workflow.store import Store

_PATIENCE_S = 5.0
"""A worker holds its lock about a second after it was started; one that dies at once is not started again at once."""
_LARGEST_LOG_BYTES = 1_000_000


class WorkerStarter:
    """Starts the home's worker when there is work and none lives. One of these per server process."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._started_at = -_PATIENCE_S
        self._lock = threading.Lock()

    def ensure(self, store: Store) -> bool:
        """Start a worker if one is needed; True when one was started. Raises `JobError` when that cannot be done."""
        with self._lock:
            if time.monotonic() - self._started_at < _PATIENCE_S or not store.jobs.is_waiting() or store.has_worker():
                return False
            self._started_at = time.monotonic()
            try:
                process = self._start()
            except OSError as error:
                raise JobError(f"No worker could be started ({error.strerror}): run `storytrack work`.") from error
        # Somebody must ask how it ended, or the system keeps its entry for as long as the server runs.
        threading.Thread(target=process.wait, name="worker-ended", daemon=True).start()
        return True

    def _start(self) -> subprocess.Popen[bytes]:
        log = self._home / "logs" / "worker.log"
        log.parent.mkdir(mode=0o700, exist_ok=True)
        is_long = log.exists() and log.stat().st_size > _LARGEST_LOG_BYTES
        with log.open("wb" if is_long else "ab") as output:
            return subprocess.Popen(  # noqa: S603  our own command, no shell
                [sys.executable, "-m", "workflow.cli", "--home", str(self._home), "work"],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C at the server's terminal does not reach it
            )
