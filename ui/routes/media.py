"""A story's video, its picture and its waveform. Only files that the store has for a story are ever sent."""

from __future__ import annotations

from pathlib import Path

import anyio.to_thread
from anyio import CapacityLimiter
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from ui.gate import person_of
from ui.newsroom import newsroom
from workflow.publish.page.names import MEDIA_TYPES
from workflow.steps.listen import outline
from workflow.store import StoredStory

_FOR_A_DAY = "private, max-age=86400, immutable"
"""For an address that has the content's hash in it."""
_ASK_AGAIN = "private, no-cache"
_ONE_AT_A_TIME = CapacityLimiter(1)
"""A missing waveform takes a processor for up to a minute; whoever waits for it holds no thread."""


async def video(request: Request) -> Response:
    """In the parts that the browser asks for (HTTP Range)."""
    stored = await _story(request)
    path = await run_in_threadpool(newsroom().store.media.path, stored.video.sha256)
    return file_answer(request, path, media_type(stored, path), stored.video.sha256)


async def poster(request: Request) -> Response:
    stored = await _story(request)
    path = newsroom().store.media.derived(stored.video.sha256, "poster.jpg")
    if not path.is_file():
        raise HTTPException(404, "This video has no picture.")
    return file_answer(request, path, "image/jpeg", f"poster-{stored.video.sha256}")


async def peaks(request: Request) -> Response:
    """The waveform's outline, which is made now if nobody has listened to the video yet."""
    stored, stream = await _story(request), request.path_params["stream"]
    path = await anyio.to_thread.run_sync(
        lambda: outline(stored, stream, store=newsroom().store), limiter=_ONE_AT_A_TIME
    )
    return file_answer(request, path, "application/octet-stream", f"peaks-{stream}-{stored.video.sha256}")


ROUTES = (
    Route("/media/{slug}/video", video),
    Route("/media/{slug}/poster.jpg", poster),
    Route("/media/{slug}/peaks-{stream:int}.bin", peaks),
)


def file_answer(request: Request, path: Path, kind: str, tag: str) -> Response:
    """A file, or the part of it that is asked for; `tag` names its content."""
    mark = f'"{tag}"'
    headers = {"etag": mark, "cache-control": _FOR_A_DAY if "v" in request.query_params else _ASK_AGAIN}
    known = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    if mark in known or "*" in known:
        return Response(status_code=304, headers=headers)
    return FileResponse(path, media_type=kind, headers=headers)


def media_type(stored: StoredStory, path: Path) -> str:
    """By the ending, which is the file's own; players look into a file of which nothing is known."""
    endings = (Path(stored.video.name).suffix.lower(), path.suffix)
    return next((MEDIA_TYPES[one] for one in endings if one in MEDIA_TYPES), "application/octet-stream")


async def _story(request: Request) -> StoredStory:
    person_of(request)  # whoever came past the gate
    return await run_in_threadpool(newsroom().store.stories.get, request.path_params["slug"])
