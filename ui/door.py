"""The way in: the link with the key, a page that asks for a name, and a sentence for everybody else."""

from __future__ import annotations

import getpass
import re
import time
from collections import defaultdict, deque
from functools import cache
from importlib import resources
from urllib.parse import parse_qsl, urlencode

from jinja2 import Environment, StrictUndefined, Template
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import Scope

from ui.hosts import is_loopback
from ui.keyring import COOKIE_DAYS, Keyring, clean_name

SIGN_IN, SIGN_OUT = "/sign-in", "/sign-out"
KEY = "key"
"""The parameter of the link."""

_NOBODY = frozenset({"root", "admin", "administrator", "storytrack", "www-data"})
"""Names of accounts, not of persons: who is in a hurry would approve under them."""
_WRONG_KEYS, _WITHIN_S = 10, 60.0
_MOST_FORM_BYTES = 10_000
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
_SIGNED_OUT = "You are not signed in: open the link that `storytrack ui` prints where it was started."


class Door:
    """Answers whoever has no cookie yet, and whoever wants another name."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring
        self._wrong = WrongKeys()

    async def answer(self, request: Request, name: str | None) -> Response | None:
        """The door's answer; None for a person who is signed in and wants something else."""
        path, method = request.url.path, request.method
        if path == SIGN_IN and method == "POST":
            return await self._sign_in(request, name)
        if path == SIGN_OUT and method == "POST":
            return self._signed_out(request)
        key = request.query_params.get(KEY)
        if method == "GET" and key is not None:
            return self._with_key(request, key, name)
        if path == SIGN_IN and name is not None:
            return _form(request, name=name, key="", to="/")
        return None if name is not None else self._turned_away(request)

    def _turned_away(self, request: Request) -> Response:
        if request.method == "GET" and _is_page(request) and request.headers.get("sec-fetch-site") == "cross-site":
            # A strict cookie is not sent when a link elsewhere leads here; it is when our own page loads itself again.
            return _page("again", request)
        return refusal(request.scope, 401, _SIGNED_OUT)

    def _with_key(self, request: Request, key: str, name: str | None) -> Response:
        to = _without_key(request)
        if name is not None:
            return RedirectResponse(to, 303)
        if refused := self._try(request, key):
            return refused
        return _form(request, name=_system_user(request), key=key, to=to)

    async def _sign_in(self, request: Request, name: str | None) -> Response:
        """A cookie for whoever has the key, or changes their name."""
        form = await _form_fields(request)
        key, to = form.get(KEY, ""), _local(form.get("to", "/"))
        if name is None and (refused := self._try(request, key)):
            return refused
        wanted = clean_name(form.get("name", ""))
        if not wanted:
            return _form(request, name="", key=key, to=to, why="Write your name: it stands beside what you change.")
        answer = RedirectResponse(to, 303)
        self._set_cookie(answer, request, self._keyring.cookie(wanted), COOKIE_DAYS * 86_400)
        return answer

    def _signed_out(self, request: Request) -> Response:
        answer = _page("closed", request, why="You are signed out. The link that you came by lets you in again.")
        self._set_cookie(answer, request, "", 0)
        return answer

    def _try(self, request: Request, key: str) -> Response | None:
        who = request.client.host if request.client else ""
        if self._wrong.too_many(who):
            why = "Too many wrong keys came from your address: wait a minute."
            return refusal(request.scope, 429, why, {"retry-after": str(int(_WITHIN_S))})
        if self._keyring.is_key(key):
            return None
        self._wrong.count(who)
        return refusal(request.scope, 401, "This link is not right (any more): ask for a new one.")

    def _set_cookie(self, answer: Response, request: Request, value: str, seconds: int) -> None:
        answer.set_cookie(
            self._keyring.cookie_name,
            value,
            max_age=seconds,
            path="/",
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="strict",
        )


class WrongKeys:
    """How many wrong keys came from an address within the last minute."""

    def __init__(self) -> None:
        self._seen: defaultdict[str, deque[float]] = defaultdict(deque)

    def count(self, who: str) -> None:
        now = time.monotonic()
        self._seen[who].append(now)
        for other in [each for each, times in self._seen.items() if now - times[-1] > _WITHIN_S]:
            del self._seen[other]

    def too_many(self, who: str) -> bool:
        now = time.monotonic()
        times = self._seen.get(who, ())
        return sum(now - at <= _WITHIN_S for at in times) >= _WRONG_KEYS


def refusal(scope: Scope, status: int, why: str, headers: dict[str, str] | None = None) -> Response:
    """Why not, as a page for whoever opened one, else as JSON."""
    if scope["type"] == "http" and _is_page(Request(scope)):
        return _page("closed", Request(scope), status, headers, why=why)
    return JSONResponse({"why": why}, status, {"cache-control": "no-store", **(headers or {})})


def _is_page(request: Request) -> bool:
    wanted = request.headers.get("sec-fetch-dest")
    return wanted in ("document", "iframe") if wanted else "text/html" in request.headers.get("accept", "")


def _form(request: Request, *, name: str, key: str, to: str, why: str = "") -> Response:
    return _page("name", request, 400 if why else 200, name=name, key=key, to=to, why=why)


def _page(
    which: str, request: Request, status: int = 200, headers: dict[str, str] | None = None, **values: str
) -> Response:
    nothing = {"name": "", "key": "", "to": "", "why": ""}
    here = str(request.url.path)
    html = _template().render(which=which, action=SIGN_IN, sign_out=SIGN_OUT, here=here, **nothing | values)
    ours = {"cache-control": "no-store", "content-security-policy": _POLICY, "referrer-policy": "same-origin"}
    return HTMLResponse(html, status, ours | (headers or {}))


@cache
def _template() -> Template:
    source = resources.files("ui").joinpath("door.html").read_text("utf-8")
    jinja = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return jinja.from_string(source)


async def _form_fields(request: Request) -> dict[str, str]:
    data = b""
    async for block in request.stream():
        data += block
        if len(data) > _MOST_FORM_BYTES:
            return {}
    return dict(parse_qsl(data.decode("utf-8", "replace"), keep_blank_values=True))


def _without_key(request: Request) -> str:
    rest = [(name, value) for name, value in request.query_params.multi_items() if name != KEY]
    path = "/" if request.url.path == SIGN_IN else request.url.path
    return _local(path + (f"?{urlencode(rest)}" if rest else ""))


def _local(to: str) -> str:
    """An address on this server, whatever came: browsers take //host and /\\host for another machine."""
    return to if re.fullmatch(r"/(?![/\\])[^\\\s\x00-\x1f]*", to) else "/"


def _system_user(request: Request) -> str:
    """Whoever sits at this machine, as the system knows them: no name is proposed to others, and no account's."""
    if request.client is None or not is_loopback(request.client.host):
        return ""
    try:
        name = getpass.getuser()
    except (OSError, KeyError):
        return ""
    return "" if name in _NOBODY else name
