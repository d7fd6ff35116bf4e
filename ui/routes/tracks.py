"""A track's captions, edits, findings and history: the desk, as `components/editor/api.js` asks it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ui.gate import person_of
from ui.newsroom import newsroom
from ui.routes.answers import json_body, told
from workflow.errors import NoSuchTrack
from workflow.review.reading import Unreadable
from workflow.steps.review import Desk

_MOST_EDIT_BYTES = 2_000_000
_MOST_BYTES = 1_000_000
"""The names of all findings of a long track are some hundred thousand."""
_LARGEST = 2**63 - 1
"""The largest number of a track that the database can look for."""


async def document(request: Request) -> Response:
    return await told(request, _desk().document, _track(request), person_of(request))


async def since(request: Request) -> Response:
    """What is new for a window that polls."""
    asked = {name: request.query_params.get(name) for name in ("epoch", "edit", "checked", "client", "cue")}
    numbers = {name: _whole(asked[name], name) for name in ("epoch", "edit", "checked")}
    return await told(request, _desk().since, _track(request), person_of(request), **asked | numbers)


async def edits(request: Request) -> Response:
    body = await json_body(request, _MOST_EDIT_BYTES)
    return await told(request, _desk().apply, _track(request), person_of(request), body)


async def find(request: Request) -> Response:
    return await told(request, _desk().find, _track(request), await json_body(request, _MOST_BYTES))


async def fixes(request: Request) -> Response:
    return await told(request, _desk().fixes, _track(request), await json_body(request, _MOST_BYTES))


async def waive(request: Request) -> Response:
    body = await json_body(request, _MOST_BYTES)
    return await told(request, _desk().waive, _track(request), person_of(request), body)


async def unwaive(request: Request) -> Response:
    return await told(request, _desk().unwaive, _track(request), person_of(request), request.path_params["finding"])


async def revisions(request: Request) -> Response:
    return await told(request, _desk().revisions, _track(request))


async def diff(request: Request) -> Response:
    """Two versions word by word."""
    old, new = (request.query_params.get(name, "") for name in ("from", "to"))
    return await told(request, _desk().diff, _track(request), old, new)


async def cut(request: Request) -> Response:
    await json_body(request, _MOST_BYTES)
    return await told(request, _desk().cut, _track(request), person_of(request))


async def status(request: Request) -> Response:
    """Ask for a review, return or approve."""
    body = await json_body(request, _MOST_BYTES)
    return await told(request, _desk().move, _track(request), person_of(request), body)


async def beside(request: Request) -> Response:
    return await told(request, _desk().beside, _track(request), _track(request, "other"))


_AT = "/api/tracks/{track:int}"
ROUTES = (
    Route(_AT, document),
    Route(f"{_AT}/since", since),
    Route(f"{_AT}/edits", edits, methods=["POST"]),
    Route(f"{_AT}/find", find, methods=["POST"]),
    Route(f"{_AT}/fixes", fixes, methods=["POST"]),
    Route(f"{_AT}/waivers", waive, methods=["POST"]),
    Route(f"{_AT}/waivers/{{finding:path}}", unwaive, methods=["DELETE"]),
    Route(f"{_AT}/revisions", revisions),
    Route(f"{_AT}/diff", diff),
    Route(f"{_AT}/cut", cut, methods=["POST"]),
    Route(f"{_AT}/status", status, methods=["POST"]),
    Route(f"{_AT}/beside/{{other:int}}", beside),
)


def _desk() -> Desk:
    return newsroom().desk


def _track(request: Request, which: str = "track") -> int:
    number: int = request.path_params[which]
    if number > _LARGEST:
        raise NoSuchTrack(number)
    return number


def _whole(text: str | None, what: str) -> int:
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 16:
        raise Unreadable(what, "a whole number")
    return int(text)
