"""The server: Streamlit's pages, our own routes and the gate before all of it, in one process for one home."""

from __future__ import annotations

import errno
import json
import os
import socket
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Lifespan

from ui.gate import USER_HEADER, Gate
from ui.hosts import Hosts, is_loopback
from ui.keyring import Keyring, open_keyring
from ui.newsroom import Newsroom, opened
from ui.routes import files, media, preview, tracks, uploads
from ui.routes.answers import cannot, gone, mistake, refused
from workflow.errors import JobError, StorytrackError
from workflow.jobs.uploads import remove_abandoned
from workflow.settings import Settings

if TYPE_CHECKING:
    import streamlit as st

SCRIPT = Path(__file__).parent / "app.py"
ABANDONED_AFTER_S = 86_400
"""An upload that no transcription was asked for within a day is removed at the next start."""

_PATIENCE_S = 2
"""Answers that take longer than this after Ctrl-C are cut off: a video that plays never ends by itself."""
_PING_S = 30


def serve(
    settings: Settings,
    *,
    host: str,
    port: int,
    allowed: Iterable[str] = (),
    ready: Callable[[str], None] = lambda _link: None,
) -> None:
    """Serve the review screens of a home until Ctrl-C. `ready` gets the link with the key as soon as it answers.

    `allowed` are names that a proxy in front of this server may pass on. Raises `StorytrackError`.
    """
    with _listening(host, port) as listener, opened(settings) as room:
        keyring = open_keyring(settings.home)
        pages = streamlit_pages()
        app = build_app(keyring, Hosts(host, allowed), pages, pages.lifespan())
        _tidy(room)
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_PATIENCE_S,
            ws="websockets-sansio",
            ws_ping_interval=_PING_S,
            ws_ping_timeout=_PING_S,
        )
        ready(link(host, listener.getsockname()[1], keyring))
        with suppress(KeyboardInterrupt):  # how uvicorn passes Ctrl-C on after it has closed everything
            uvicorn.Server(config).run(sockets=[listener])


def build_app(keyring: Keyring, hosts: Hosts, pages: ASGIApp, lifespan: Lifespan[Any] | None = None) -> ASGIApp:
    """The gate, and behind it our routes, and for everything else `pages`. Works while a newsroom is open."""
    routes = [
        *tracks.ROUTES,
        *media.ROUTES,
        *uploads.ROUTES,
        *preview.ROUTES,
        *files.ROUTES,
        *(Route(f"/{ours}{{rest:path}}", _nothing_here, methods=_METHODS) for ours in _OURS),
        Mount("/", pages),
    ]
    handlers = {StorytrackError: cannot, HTTPException: refused, ClientDisconnect: gone, Exception: mistake}
    app = Starlette(routes=routes, exception_handlers=handlers, lifespan=lifespan)
    app.router.redirect_slashes = False
    return Gate(app, keyring=keyring, hosts=hosts)


def streamlit_pages() -> st.App:
    """The pages. One of these per process, as Streamlit wants it."""
    import streamlit as st  # noqa: PLC0415  it costs half a second, and its configuration is read when it is used

    _configure()
    return st.App(SCRIPT, lifespan=_knowing_components)


def link(host: str, port: int, keyring: Keyring) -> str:
    """The address that opens the door. A server that listens everywhere is found on this machine as well."""
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{name}:{port}/?key={keyring.key}"


_OURS = ("api/", "uploads", "preview/", "files/")
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]


async def _nothing_here(_: Request) -> Response:
    """Streamlit would answer with its page, and a script would take that for what it asked for."""
    raise HTTPException(404, "There is nothing at this address.")


@asynccontextmanager
async def _knowing_components(_: Any) -> AsyncIterator[None]:
    from streamlit.runtime import Runtime  # noqa: PLC0415  see `streamlit_pages`

    from ui.components.manifest import register_components  # noqa: PLC0415

    register_components(Runtime.instance().bidi_component_registry)
    yield


def _configure() -> None:
    """What must hold whatever files and variables say. The looks are in `.streamlit/config.toml` beside the script."""
    from streamlit import config  # noqa: PLC0415  see `streamlit_pages`

    config._main_script_path = str(SCRIPT)  # noqa: SLF001  how `streamlit run` finds the file beside the script
    fixed = {
        "browser.gatherUsageStats": False,
        "client.showErrorDetails": "none",
        "client.toolbarMode": "minimal",
        "global.developmentMode": False,
        "runner.magicEnabled": False,
        "server.allowedHosts": ["*"],  # the gate has looked at the Host before
        "server.baseUrlPath": "",
        "server.enableAgentApi": False,
        "server.enableStaticServing": False,
        "server.fileWatcherType": "none",
        "server.headless": True,
        "server.maxUploadSize": 1,  # MB; videos come by our own route
        "server.trustedUserHeaders": json.dumps({USER_HEADER: "name"}),
    }
    config.get_config_options(force_reparse=True, options_from_flags=fixed)


def _tidy(room: Newsroom) -> None:
    """What an earlier run has left: uploads that nobody needs, and transcriptions that still wait."""
    jobs = room.store.jobs.list()
    needed = [Path(path) for job in jobs for path in (job.video, str(job.hearing.get("script") or "")) if path]
    remove_abandoned(room.settings.home, needed, older_than_s=ABANDONED_AFTER_S)
    with suppress(JobError):  # the list of stories says so, and how to start one
        room.starter.ensure(room.store)


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    with listener:
        try:
            if os.name != "nt":  # else the port stays busy for a minute after Ctrl-C; Windows would share a taken one
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((host, port))
            listener.listen(128)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise StorytrackError(
                    f"Port {port} is taken, perhaps by another `storytrack ui`: end that one, or choose another with"
                    " --port."
                ) from error
            raise StorytrackError(
                f"Cannot serve on {host}, port {port} ({error.strerror or error}): choose others with --host and"
                " --port."
            ) from error
        yield listener


def is_open_to_others(host: str) -> bool:
    """Whether other machines reach a server that listens there."""
    return not is_loopback(host)
