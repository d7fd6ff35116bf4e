"""A video comes in from a browser: straight to the disk, in blocks, and there as a whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import secrets
import shutil
import unicodedata
from contextlib import suppress
from pathlib import Path

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ui.gate import person_of
from ui.newsroom import newsroom
from workflow.files import sync_folder
from workflow.jobs.uploads import uploads_folder

_BLOCK_BYTES = 1 << 20
_LONGEST_NAME_BYTES = 150
"""Of 255 that file systems take; the store adds its own endings."""
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_LEFT_OVER_BYTES, _LEFT_OVER_S = 16 << 20, 2.0
"""So much of a video that was refused is still read, so that a small one is answered as usual."""
_HANG_UP = {"connection": "close"}
"""A browser sends all of a large one before it looks for an answer, unless it is cut off."""


async def put(request: Request) -> Response:
    """The body is the file, the query its name. The answer says under which id it lies here."""
    person_of(request)
    name = file_name(request.query_params.get("name", ""))
    room = uploads_folder(newsroom().settings.home)
    try:
        incoming = await run_in_threadpool(_Incoming, room, name, _length(request))
    except HTTPException:
        await _drain(request)
        raise
    try:
        size = await _receive(request, incoming)
        await run_in_threadpool(incoming.finish)
    except OSError as error:
        await run_in_threadpool(incoming.drop)
        await _drain(request)
        raise _refused(error) from error
    except BaseException:  # the browser has gone, or the server ends
        incoming.drop()
        raise
    return JSONResponse({"upload": incoming.id, "name": name, "bytes": size}, 201)


ROUTES = (Route("/uploads", put, methods=["PUT"]),)


def file_name(asked: str) -> str:
    """A plain name out of what a browser calls a file: no folder, nothing hidden, nothing that cannot be shown."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", asked))[-1]
    shown = "".join(letter for letter in last if letter.isprintable() and letter not in '<>:"|?*')
    stem, suffix = os.path.splitext(shown.strip().lstrip(".").strip())  # noqa: PTH122  a Path would read "." as a folder
    suffix = suffix if re.fullmatch(r"\.[A-Za-z0-9]{1,8}", suffix) else ""
    room = _LONGEST_NAME_BYTES - len(suffix)
    return (stem.encode()[:room].decode(errors="ignore").strip(" .") or "video") + suffix.lower()


class _Incoming:
    """A file on its way, in a folder of its own. Until it is whole its name begins with a dot."""

    def __init__(self, room: Path, name: str, length: int | None) -> None:
        """Raises `HTTPException` when there is no room for it, or no folder can be made."""
        self.id = secrets.token_urlsafe(16)
        self._folder = room / self.id
        self._whole, self._part = self._folder / name, self._folder / ".part"
        try:
            self._folder.mkdir(mode=0o700, parents=True)
            _check_space(room, name, length)
            self._file = self._part.open("xb", buffering=0)
        except HTTPException:
            self._folder.rmdir()
            raise
        except OSError as error:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise _refused(error) from error

    def write(self, block: bytes | bytearray) -> None:
        rest = memoryview(block)
        while rest:
            rest = rest[self._file.write(rest) :]

    def finish(self) -> None:
        os.fsync(self._file.fileno())
        self._file.close()
        self._part.rename(self._whole)
        sync_folder(self._folder)

    def drop(self) -> None:
        self._file.close()
        shutil.rmtree(self._folder, ignore_errors=True)


async def _receive(request: Request, incoming: _Incoming) -> int:
    """Write what comes; how much it was. Raises `OSError`, `HTTPException`, and what Starlette raises at a hang-up."""
    size, block = 0, bytearray()
    async for piece in request.stream():
        block += piece
        size += len(piece)
        if len(block) >= _BLOCK_BYTES:
            await run_in_threadpool(incoming.write, block)
            block = bytearray()
    await run_in_threadpool(incoming.write, block)
    if not size:
        raise HTTPException(400, "The file is empty: choose the video itself.")
    return size


async def _drain(request: Request) -> None:
    left = _LEFT_OVER_BYTES
    with anyio.move_on_after(_LEFT_OVER_S), suppress(ClientDisconnect):
        async for piece in request.stream():
            left -= len(piece)
            if left < 0:
                return


def _length(request: Request) -> int | None:
    told = request.headers.get("content-length", "")
    return int(told) if told.isascii() and told.isdigit() else None


def _check_space(room: Path, name: str, length: int | None) -> None:
    """The video is stored once more before the upload is removed: it needs twice its size."""
    free = shutil.disk_usage(room).free
    if length is not None and 2 * length > free:
        raise HTTPException(
            507,
            f"{name} needs {2 * length / 1e6:.0f} MB on the server while it is taken in, and {free / 1e6:.0f} MB are"
            " free: make room there.",
            _HANG_UP,
        )


def _refused(error: OSError) -> HTTPException:
    if error.errno in _FULL:
        return HTTPException(507, "The server's disk is full, and nothing was kept: make room there.", _HANG_UP)
    return HTTPException(500, f"The server cannot write the video to its disk ({error.strerror or error}).", _HANG_UP)
