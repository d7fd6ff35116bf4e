"""The editor's own files, at an address that is another one as soon as a file is: browsers keep them for good.

Streamlit has the files of a component sent again at every visit, and the editor has eighty.
"""

from __future__ import annotations

import gzip
import hashlib
from functools import lru_cache
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_FOLDER = Path(__file__).resolve().parents[1] / "components" / "editor"
_KINDS = {".js": "text/javascript", ".css": "text/css"}
_FOR_GOOD = "private, max-age=31536000, immutable"
_ASK_AGAIN = "private, no-cache"


def editor_address() -> str:
    """Where the editor's files are, as they are now; without a slash at the end."""
    return f"/files/{_mark()}/editor"


async def editor_file(request: Request) -> Response:
    """A script or a style sheet. A page that was opened before an upgrade gets what there is, and does not keep it."""
    path = _FOLDER / request.path_params["name"]
    kind = _KINDS.get(path.suffix)
    if kind is None or not path.resolve().is_relative_to(_FOLDER) or not path.is_file():
        raise HTTPException(404, "The editor has no such file.")
    mark = await run_in_threadpool(_mark)
    headers = {"cache-control": _FOR_GOOD if request.path_params["mark"] == mark else _ASK_AGAIN}
    headers["vary"] = "accept-encoding"
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(await run_in_threadpool(path.read_bytes), media_type=kind, headers=headers)
    body = await run_in_threadpool(_packed, path, mark)
    return Response(body, media_type=kind, headers=headers | {"content-encoding": "gzip"})


ROUTES = (Route("/files/{mark}/editor/{name:path}", editor_file),)


def _mark() -> str:
    """A name for all the files as they are now."""
    seen = hashlib.sha256()
    for path in sorted(_FOLDER.rglob("*")):
        if path.suffix in _KINDS:
            facts = path.stat()
            seen.update(f"{path.relative_to(_FOLDER)} {facts.st_mtime_ns} {facts.st_size}\n".encode())
    return seen.hexdigest()[:12]


@lru_cache(maxsize=256)
def _packed(path: Path, _mark: str) -> bytes:
    return gzip.compress(path.read_bytes())
