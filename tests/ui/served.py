"""The real gate and routes over a real store, on a real port in this process; plain pages stand for Streamlit's."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from ui.gate import USER_HEADER, person_of
from ui.hosts import Hosts
from ui.keyring import Keyring, open_keyring
from ui.newsroom import Newsroom, opened
from ui.server import build_app
from workflow.settings import Settings


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    """Their names in lower case."""
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def why(self) -> str:
        return str(self.json["why"])


@dataclass
class Served:
    """A server, and a visitor who keeps its cookie."""

    room: Newsroom
    keyring: Keyring
    port: int
    cookie: str = ""

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def ask(
        self, method: str, path: str, *, body: Any = None, headers: Mapping[str, str | None] | None = None
    ) -> Answer:
        """One request, as a page of ours sends it unless `headers` say otherwise (None: without that header).

        A body that is not bytes is sent as JSON.
        """
        ours: dict[str, str | None] = {"Host": self.host, "Origin": f"http://{self.host}", "Cookie": self.cookie}
        sent = {name: value for name, value in (ours | dict(headers or {})).items() if value}
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        line.request(method, path, body=data, headers=sent)
        answer = line.getresponse()
        told = Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        line.close()
        return told

    def get(self, path: str, **headers: str | None) -> Answer:
        """`headers` with "_" for "-"."""
        return self.ask("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def post(self, path: str, body: Any) -> Answer:
        return self.ask("POST", path, body=body)

    def sign_in(self, name: str = "Anna", key: str | None = None) -> Answer:
        """Through the door; the cookie is kept."""
        form = {"key": self.keyring.key if key is None else key, "name": name, "to": "/"}
        answer = self.ask("POST", "/sign-in", body=urlencode(form).encode())
        if "set-cookie" in answer.headers:
            self.cookie = answer.headers["set-cookie"].split(";")[0]
        return answer

    def line(self) -> socket.socket:
        """A connection for what is no proper request."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=30)


@contextmanager
def served(home: Path, *, host: str = "127.0.0.1", allowed: tuple[str, ...] = ()) -> Iterator[Served]:
    """The server of a home, nobody signed in."""
    settings = Settings(home)
    with opened(settings) as room, socket.create_server(("127.0.0.1", 0)) as listener:
        keyring = open_keyring(home)
        app = build_app(keyring, Hosts(host, allowed), PAGES)
        config = uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1, ws="websockets-sansio")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield Served(room, keyring, listener.getsockname()[1])
        finally:
            server.should_exit = True
            thread.join()


async def _page(request: Request) -> JSONResponse:
    """Who asks, as the gate has told our routes and as Streamlit would read it."""
    named = [value for name, value in request.headers.items() if name.replace("_", "-") == USER_HEADER.lower()]
    return JSONResponse({"person": person_of(request), "headers": named, "path": request.url.path})


async def _socket(line: WebSocket) -> None:
    await line.accept()
    await line.send_json({"person": person_of(line), "header": line.headers.get(USER_HEADER)})
    await line.close()


PAGES = Starlette(routes=[WebSocketRoute("/_stcore/stream", _socket), Route("/{path:path}", _page)])
