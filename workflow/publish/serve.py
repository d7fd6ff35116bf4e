"""A published folder on this machine's own web server, to look at before it goes out."""

from __future__ import annotations

import errno
import ipaddress
import socket
import webbrowser
from collections.abc import Callable
from pathlib import Path

import anyio.to_thread
import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from workflow.errors import PublishError
from workflow.publish.page.names import INDEX, MEDIA_TYPES
from workflow.publish.page.render import POLICY

PORTS_TRIED = 20
_TYPES = MEDIA_TYPES | {
    ".html": "text/html; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}


class PublishedFiles(StaticFiles):
    """The files of one publication: nothing outside its folder, nothing hidden, no file type left to be guessed."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file at `path`. The page itself is read in one go: it is whole even at the moment it is replaced."""
        if any(part.startswith(".") and part != "." for part in Path(path).parts):
            raise HTTPException(status_code=404)
        if path in (".", INDEX) and scope["method"] in ("GET", "HEAD"):
            response = await anyio.to_thread.run_sync(self._page)
        else:
            response = await super().get_response(path, scope)
        known = _TYPES.get(Path(path).suffix.lower())
        if known and response.status_code in (200, 206):
            response.headers["content-type"] = known
        response.headers["content-security-policy"] = f"{POLICY}; frame-ancestors 'none'"
        response.headers["x-content-type-options"] = "nosniff"
        response.headers["referrer-policy"] = "no-referrer"
        response.headers["cache-control"] = "no-cache"
        return response

    def _page(self) -> Response:
        path, found = self.lookup_path(INDEX)
        if found is None:
            raise HTTPException(status_code=404)
        return Response(Path(path).read_bytes(), media_type="text/html; charset=utf-8")


def folder_app(folder: Path, hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")) -> Starlette:
    """The web application that serves `folder`, to requests that name one of `hosts`.

    A page elsewhere that makes its own name point to this machine is turned away: the story is not out yet.
    """
    files = PublishedFiles(directory=folder, follow_symlink=False)
    guard = Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)
    return Starlette(routes=[Mount("/", files)], middleware=[guard])


def serve(
    folder: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8765,
    open_browser: bool = False,
    ready: Callable[[str], None] = lambda _url: None,
) -> None:
    """Serve a published folder until Ctrl-C. `ready` gets the page's address as soon as it answers.

    A busy port gives way to the next free one of `PORTS_TRIED`. Raises `PublishError` when the folder holds no page or
    no port is free.
    """
    folder = folder.resolve()
    if not (folder / INDEX).is_file():
        raise PublishError(f"{folder} holds no published page: run `storytrack publish` first.")
    listener = _listen(host, port)
    with listener:
        address = f"[{host}]" if ":" in host else host
        url = f"http://{address}:{listener.getsockname()[1]}/"
        config = uvicorn.Config(
            folder_app(folder, _hosts(host)), log_level="warning", access_log=False, timeout_graceful_shutdown=1
        )
        ready(url)
        if open_browser:
            webbrowser.open(url)
        try:
            uvicorn.Server(config).run(sockets=[listener])
        except KeyboardInterrupt:  # how uvicorn passes Ctrl-C on after it has closed everything
            return


def _hosts(host: str) -> tuple[str, ...]:
    """Names that requests may use: on the loopback only its own; whoever opens another address means to be found."""
    try:
        local = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        local = False
    return ("127.0.0.1", "localhost", "[::1]", host) if local else ("*",)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    last = min(port + PORTS_TRIED, 65536) if port else 1
    for number in range(port, last):
        listener = socket.socket(family, socket.SOCK_STREAM)
        try:
            # Else the port stays busy for a minute after Ctrl-C.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((host, number))
            listener.listen(64)
        except OSError as error:
            listener.close()
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise PublishError(
                    f"Cannot serve on {host}:{number} ({error.strerror}): use another --host."
                ) from error
        else:
            return listener
    raise PublishError(f"No port from {port} to {last - 1} is free: choose another with --port.")
