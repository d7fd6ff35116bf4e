"""What our routes answer alike: JSON, and why not in a sentence."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from workflow.errors import NoSuchTrack, StoreError, StorytrackError, UnknownStory, UnknownTrack
from workflow.review.reading import Unreadable

_LARGE_BYTES = 2000
"""From here on packing costs less than sending; a track of 2,500 captions is 288 KB, packed 35."""

_STATUSES: Mapping[type[StorytrackError], int] = {
    Unreadable: 400,
    NoSuchTrack: 404,
    UnknownStory: 404,
    UnknownTrack: 404,
    StoreError: 503,
}
"""409 for all others: what was asked for cannot be done as things are."""


async def told(request: Request, ask: Callable[..., Any], *asked: Any, **named: Any) -> Response:
    """What `ask` answers, as JSON. It may take its time: it is asked in a thread."""
    packs = "gzip" in request.headers.get("accept-encoding", "")
    body, is_packed = await run_in_threadpool(lambda: _body(ask(*asked, **named), packs=packs))
    headers = {"cache-control": "no-store", "vary": "accept-encoding"}
    if is_packed:
        headers["content-encoding"] = "gzip"
    return Response(body, media_type="application/json", headers=headers)


async def json_body(request: Request, most_bytes: int) -> Any:
    """What was sent. Raises `Unreadable`, and `HTTPException` when it is too large."""
    body = bytearray()
    async for block in request.stream():
        body += block
        if len(body) > most_bytes:
            raise HTTPException(413, "That is more than can be taken at once: do it in parts.")
    try:
        return await run_in_threadpool(json.loads, bytes(body))
    except (ValueError, RecursionError) as error:
        raise Unreadable("content", "JSON") from error


def status_of(error: StorytrackError) -> int:
    """The status of HTTP that says what kind of error it is."""
    return next((status for kind, status in _STATUSES.items() if isinstance(error, kind)), 409)


async def cannot(_: Request, error: Exception) -> Response:
    """One of our own errors."""
    assert isinstance(error, StorytrackError)  # noqa: S101  it is registered for these alone
    return _why(status_of(error), str(error))


async def refused(_: Request, error: Exception) -> Response:
    """An error of HTTP."""
    assert isinstance(error, HTTPException)  # noqa: S101  it is registered for these alone
    return _why(error.status_code, error.detail, error.headers)


async def gone(_: Request, _error: Exception) -> Response:
    """Whoever asked has hung up: nobody reads the answer, and it is no mistake of ours."""
    return Response(status_code=400)


async def mistake(_: Request, _error: Exception) -> Response:
    """A mistake of ours; its trace is printed where the server was started."""
    return _why(500, "This is a mistake in Storytrack: the last lines where it was started say more.")


def _why(status: int, why: str, headers: Mapping[str, str] | None = None) -> Response:
    return JSONResponse({"why": why}, status, {"cache-control": "no-store", **(headers or {})})


def _body(answer: Any, *, packs: bool) -> tuple[bytes, bool]:
    body = json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    if not packs or len(body) < _LARGE_BYTES:
        return body, False
    return gzip.compress(body, 5), True
