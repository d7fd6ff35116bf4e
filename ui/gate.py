"""Who may come in: one gate before everything that the server has, pages, routes and the pages' websocket alike.

A request passes when its Host is one of ours and its cookie is signed by us. One that changes something must come from
a page of ours besides. The gate tells those behind it who asks (`person_of`, and `st.user` through a header that only
the gate can set).
"""

from __future__ import annotations

from collections.abc import Sequence
from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote, unquote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.door import Door, refusal
from ui.hosts import Hosts
from ui.keyring import Keyring

USER_HEADER = "X-Storytrack-User"
"""Streamlit reads the person's name here, percent-encoded; whatever a browser sends under this name is thrown away."""

_PERSON = "storytrack.person"
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}
SHELL_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; media-src 'self' blob:; "
    "worker-src 'self' blob:; connect-src 'self'; frame-src 'self'; frame-ancestors 'self'; base-uri 'self'; "
    "form-action 'self'; object-src 'none'"
)
"""What Streamlit's pages may load: this server's files and nothing of anybody else's, whatever a caption says."""


def person_of(connection: HTTPConnection) -> str:
    """Who asks. Only requests that came through the gate have one."""
    name: str = connection.scope[_PERSON]
    return name


def name_from_header(value: str) -> str:
    """The name that the gate wrote into `USER_HEADER`."""
    return unquote(value)


class Gate:
    """ASGI middleware. `door` answers those who are not in yet; everybody else gets a refusal or `app`."""

    def __init__(self, app: ASGIApp, *, keyring: Keyring, hosts: Hosts) -> None:
        self._app, self._keyring, self._hosts = app, keyring, hosts
        self._door = Door(keyring)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        name = self._person(scope)
        answer = await self._answer(scope, receive, name)
        if scope["type"] == "websocket":
            if answer is not None or name is None:
                await _close(receive, send)
            else:
                await self._app(_named(scope, name), receive, send)
        elif answer is not None:
            await answer(scope, receive, _with_headers(send))
        elif name is not None:
            await self._app(_named(scope, name), receive, _with_headers(send))

    async def _answer(self, scope: Scope, receive: Receive, name: str | None) -> Response | None:
        """The gate's own answer, None for whoever may pass."""
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not self._hosts.allows(host):
            return refusal(scope, 421, f"This server does not answer for {host[:100]!r}: start it with --allow-host.")
        changes = scope["type"] == "websocket" or scope["method"] not in _READING
        if changes and not is_from_our_page(headers):
            return refusal(scope, 403, "This did not come from a page of Storytrack, so nothing was done.")
        if scope["type"] == "websocket":
            return None
        return await self._door.answer(Request(scope, receive), name)

    def _person(self, scope: Scope) -> str | None:
        cookie = _cookie(Headers(scope=scope).getlist("cookie"), self._keyring.cookie_name)
        return self._keyring.name_in(cookie) if cookie else None


def is_from_our_page(headers: Headers) -> bool:
    """Whether the page that asks is one of this very server's.

    Browsers say so themselves (Sec-Fetch-Site, on secure and local addresses), and send the Origin with everything
    that changes something. Who sends neither is no browser with our page in it.
    """
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None and site != "same-origin":
        return False
    if origin is None:
        return site is not None
    found = urlsplit(origin)
    return found.scheme in ("http", "https") and found.netloc.lower() == headers.get("host", "").lower()


def _named(scope: Scope, name: str) -> Scope:
    """The scope with the person's name, and with no header of the visitor's that could be taken for it."""
    ours = USER_HEADER.lower().encode()
    # Some servers take "_" for "-": none of these spellings comes from us.
    kept = [(key, value) for key, value in scope["headers"] if key.lower().replace(b"_", b"-") != ours]
    return {**scope, "headers": [*kept, (ours, quote(name).encode())], _PERSON: name}


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("content-security-policy", SHELL_POLICY)
        await send(message)

    return sending


async def _close(receive: Receive, send: Send) -> None:
    """Refuse a websocket: the server turns this into an answer 403."""
    await receive()
    await send({"type": "websocket.close", "code": 1008})


def _cookie(lines: Sequence[str], name: str) -> str | None:
    for line in lines:
        for part in line.split(";"):
            key, _, value = part.strip().partition("=")
            if key == name:
                return _unquoted(value)
    return None


def _unquoted(value: str) -> str:
    try:
        parsed = SimpleCookie(f"x={value}")
    except CookieError:
        return value
    return parsed["x"].value if "x" in parsed else value
