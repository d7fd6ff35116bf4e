"""The real server of the review screens, in a process of its own that can be killed, and the way in."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.cli_support import command

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

_PATIENCE_S = 60


class RunningUi:
    """`storytrack ui` of a home. Killed and started again it has the same address."""

    def __init__(self, home: Path, *words: str) -> None:
        """`words` are further words of the command."""
        self.home, self._words = home, words
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.link = ""
        """The address with the key, as it was printed."""
        self._log = tempfile.TemporaryFile("w+")  # noqa: SIM115  closed with the process's other end, at the end
        self.start()

    def start(self) -> None:
        """Returns as soon as the server answers."""
        words = command(self.home, "ui", "--json", "--no-open", "--port", self.port, *self._words)
        clean = {
            name: value for name, value in os.environ.items() if not name.startswith(("STORYTRACK_", "STREAMLIT_"))
        }
        # From another folder than the project's: that is where a producer starts it.
        place = self.home.parent
        self.process = subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=self._log, text=True, env=clean, cwd=place
        )
        assert self.process.stdout is not None
        printed = ""
        while not printed.rstrip().endswith("}"):
            line = self.process.stdout.readline()
            assert line, f"the server did not start:\n{self.log()}"
            printed += line
        self.link = json.loads(printed)["url"]
        until = time.monotonic() + _PATIENCE_S
        while not _answers(self.port):
            assert time.monotonic() < until, f"the server did not answer:\n{self.log()}"
            time.sleep(0.02)

    def kill(self) -> None:
        """As a power cut would: nothing is finished, nothing is said."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """As Ctrl-C does; the exit code."""
        self._end(signal.SIGINT)
        return self.process.returncode

    def restart(self) -> None:
        """Kill it if it lives, and start it again at the same address."""
        self.kill()
        self.start()

    def log(self) -> str:
        """What it printed to stderr."""
        self._log.seek(0)
        return self._log.read()

    def rss_mb(self) -> float:
        """The memory that the process holds now, in MB (Linux)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text("utf-8")
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        assert found
        return int(found[1]) / 1000

    def _end(self, how: signal.Signals) -> None:
        if self.process.poll() is None:
            self.process.send_signal(how)
        self.process.wait(_PATIENCE_S)
        if self.process.stdout:
            self.process.stdout.close()


@contextmanager
def running_ui(home: Path, *words: str) -> Iterator[RunningUi]:
    """The server of a home until the end; its log is shown when a test fails with it."""
    server = RunningUi(home, *words)
    try:
        yield server
    except BaseException:
        print(server.log())  # noqa: T201  beside the failure
        raise
    finally:
        server.kill()


def sign_in(context: BrowserContext, server: RunningUi, name: str = "Anna") -> None:
    """Sign a browser's context in through the link that was printed, as a person does."""
    page = context.new_page()
    page.goto(server.link)
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Go to the captions").click()
    page.wait_for_url(f"{server.url}/")
    page.close()


def _answers(port: int) -> bool:
    """Whether the server has started up: a request is answered, if only with a refusal."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
            line.sendall(b"GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            return line.recv(4) == b"HTTP"
    except OSError:
        return False
