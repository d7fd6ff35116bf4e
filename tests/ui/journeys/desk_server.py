"""A server of the desk alone: the editor's modules and one track's edits over HTTP, in a process that can be killed.

`python -m tests.ui.journeys.desk_server HOME PORT`. Who asks is in the cookie "name". It knows no keys: for tests only.
"""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from tests.steps.desk_factories import open_desk
from tests.ui.editor.harness import EDITOR
from workflow.errors import StorytrackError
from workflow.store import Store

_PAGE = b"<!doctype html><html lang=en><title>Editor</title><body>"


class DeskServer:
    """The server's process. Killed and started again it has the same address."""

    def __init__(self, home: Path) -> None:
        self._home = home
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.ui.journeys.desk_server", str(self._home), str(self.port)]
        self.process = subprocess.Popen(command)
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("the server did not start within 30 s")

    def kill(self) -> None:
        """As a power cut would: nothing is finished, nothing is said."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@contextmanager
def desk_server(home: Path) -> Iterator[DeskServer]:
    """A server of this home's desk until the end."""
    server = DeskServer(home)
    try:
        yield server
    finally:
        server.kill()


def build_app(home: Path) -> Starlette:
    """The routes of the desk that the editor's model and outbox ask."""
    desk = open_desk(Store(home))

    def named(request: Request) -> tuple[int, str]:
        return request.path_params["track"], unquote(request.cookies.get("name", "Anna"))

    async def front(_: Request) -> Response:
        return Response(_PAGE, media_type="text/html")

    async def document(request: Request) -> Response:
        return JSONResponse(await run_in_threadpool(desk.document, *named(request)))

    async def since(request: Request) -> Response:
        numbers = ("epoch", "edit", "checked")
        asked: dict[str, Any] = {
            name: int(value) if name in numbers else value for name, value in request.query_params.items()
        }
        return JSONResponse(await run_in_threadpool(desk.since, *named(request), **asked))

    async def edits(request: Request) -> Response:
        return JSONResponse(await run_in_threadpool(desk.apply, *named(request), await request.json()))

    async def refused(_: Request, error: Exception) -> Response:
        return JSONResponse({"why": str(error)}, 409)

    routes = [
        Route("/", front),
        Route("/api/tracks/{track:int}", document),
        Route("/api/tracks/{track:int}/since", since),
        Route("/api/tracks/{track:int}/edits", edits, methods=["POST"]),
        Mount("/", StaticFiles(directory=EDITOR)),
    ]
    return Starlette(routes=routes, exception_handlers={StorytrackError: refused})


def main() -> None:
    home, port = sys.argv[1:]
    uvicorn.run(build_app(Path(home)), host="127.0.0.1", port=int(port), log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
