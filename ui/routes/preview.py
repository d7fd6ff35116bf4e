"""The story's page exactly as readers will get it, from the captions as they stand, for people of the newsroom alone.

Nothing is written where a reader could see it: each file of the page is made when it is asked for.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ui.door import refusal
from ui.gate import person_of
from ui.newsroom import newsroom
from ui.routes.answers import status_of
from ui.routes.media import file_answer, media_type
from workflow.errors import StorytrackError
from workflow.formats.webvtt import format_webvtt
from workflow.publish.folder import check_page
from workflow.publish.page.names import Names, name_files
from workflow.publish.page.render import POLICY, asset, render_page
from workflow.publish.publication import StoryPage
from workflow.steps.preview import bare_page, preview_page
from workflow.store import StoredStory

_FRAMED = f"{POLICY}; frame-ancestors 'self'"
"""The page's own policy, and only pages of ours may show it inside themselves."""
_HEADERS = {"content-security-policy": _FRAMED, "cache-control": "no-store"}
_REVISION = re.compile(r"\.r\d+\.vtt$")


async def page(request: Request) -> Response:
    """The page itself; why there is none is said as a page, too: it is looked at in a frame."""
    person_of(request)
    try:
        html = await run_in_threadpool(_html, request.path_params["slug"])
    except StorytrackError as error:
        return refusal(request.scope, status_of(error), str(error), {"content-security-policy": _FRAMED_WORDS})
    return Response(html, media_type="text/html", headers=_HEADERS)


async def part(request: Request) -> Response:
    """A file of the page, by its name there."""
    person_of(request)
    slug, name = request.path_params["slug"], request.path_params["name"]
    stored = await run_in_threadpool(newsroom().store.stories.get, slug)
    answer = await run_in_threadpool(_file, request, stored, name)
    answer = answer or await run_in_threadpool(_captions, stored, name)
    if answer is None:
        raise HTTPException(404, "The page has no such file.")
    answer.headers["content-security-policy"] = _FRAMED
    return answer


async def with_slash(request: Request) -> Response:
    """The page's files are beside it: its address ends with a slash."""
    person_of(request)
    return RedirectResponse(f"{request.url.path}/", 307)


ROUTES = (
    Route("/preview/{slug}", with_slash),
    Route("/preview/{slug}/", page),
    Route("/preview/{slug}/{name}", part),
)

_FRAMED_WORDS = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'"


def _html(slug: str) -> str:
    stored = newsroom().store.stories.get(slug)
    shown = preview_page(stored, store=newsroom().store, now=datetime.now(UTC))
    check_page(shown)
    return render_page(shown, _names(shown))


def _file(request: Request, stored: StoredStory, name: str) -> Response | None:
    """The video, which is asked for again and again, and what else does not depend on the captions."""
    bare = bare_page(stored, store=newsroom().store, now=datetime.now(UTC))
    names = _names(bare)
    if name == names.media:
        return file_answer(request, bare.media, media_type(stored, bare.media), stored.video.sha256)
    if name == names.poster and bare.poster:
        return file_answer(request, bare.poster, "image/jpeg", f"poster-{stored.video.sha256}")
    if name == names.style:
        return Response(asset("style.css"), media_type="text/css", headers=_HEADERS)
    if name == names.script:
        return Response(asset("player.js"), media_type="text/javascript", headers=_HEADERS)
    return None


def _captions(stored: StoredStory, name: str) -> Response | None:
    """A track's captions as they are now, though the page that asks for them be some edits old."""
    shown = preview_page(stored, store=newsroom().store, now=datetime.now(UTC))
    for place, known in enumerate(_names(shown).tracks):
        if _REVISION.sub("", known) == _REVISION.sub("", name):
            text = format_webvtt(shown.tracks[place].track)
            return Response(text, media_type="text/vtt", headers=_HEADERS)
    return None


def _names(shown: StoryPage) -> Names:
    poster = shown.poster.read_bytes() if shown.poster else b""
    return name_files(shown, style=asset("style.css"), script=asset("player.js"), poster=poster)
