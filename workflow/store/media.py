"""Media files by their content's hash: `media/ab/<sha256>.mp4`, what is derived from one in `<sha256>.d` beside it."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from filelock import FileLock, Timeout

from workflow.errors import NotMedia, StoreError
from workflow.files import sync_folder
from workflow.store.locks import short_lock

Progress = Callable[[int, int], None]
"""Told the bytes copied so far, and all there are to copy."""

_BLOCK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class StoredMedia:
    """A media file in the folder; `path` is there to be read, never to be written."""

    sha256: str
    path: Path


class MediaStore:
    """The media folder of a home. A file in it is whole, and its content never changes."""

    def __init__(self, home: Path) -> None:
        self._root = home / "media"
        self._incoming = self._root / "incoming"
        self._locks = home / "locks"

    def add(self, source: Path, progress: Progress | None = None) -> StoredMedia:
        """Copy a file into the folder, hashing it on the way. Content that is already here is not stored twice.

        Until the copy is whole nothing stands under its name; on failure or Ctrl-C the part is removed, and the parts
        of killed runs are removed at the next `add`. Raises `NotMedia` when the source cannot be read, and `StoreError`
        when the folder cannot be written.
        """
        with _opened(source) as file, self._workplace(source) as workplace:
            part = workplace / "part"
            sha256 = self._copy(file, part, progress)
            found = self._find(sha256)
            if found is None:
                with _our_errors(self._root):
                    found = self._folder(sha256) / f"{sha256}{_suffix(source)}"
                    found.parent.mkdir(exist_ok=True)
                    # Read-only, so that a published folder may share the file instead of copying it.
                    part.chmod(0o444)
                    part.replace(found)
                    sync_folder(found.parent)
            return StoredMedia(sha256, found)

    def path(self, sha256: str) -> Path:
        """Where the media file with this content is. Raises `StoreError` when it is not here."""
        found = self._find(sha256)
        if found is None:
            raise StoreError(f"The media file {sha256[:12]}… is missing from {self._root}: add its story again.")
        return found

    def derived(self, sha256: str, name: str) -> Path:
        """Where a file made from this media file is, or is to be written: its folder exists. Raises `StoreError`."""
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", name):
            raise StoreError(f"{name!r} cannot name a derived file: use letters, digits, dots and hyphens.")
        folder = self._folder(sha256) / f"{sha256}.d"
        with _our_errors(self._root):
            folder.mkdir(parents=True, exist_ok=True)
        return folder / name

    def remove(self, sha256: str) -> None:
        """Remove the media file and all that was derived from it, if it is here. Raises `StoreError`."""
        with _our_errors(self._root):
            found = self._find(sha256)
            if found is not None:
                found.unlink(missing_ok=True)
            with suppress(FileNotFoundError):
                shutil.rmtree(self._folder(sha256) / f"{sha256}.d")

    def _folder(self, sha256: str) -> Path:
        if not re.fullmatch(r"[0-9a-f]{64}", sha256):
            raise StoreError(f"{sha256!r} is no SHA-256 in hexadecimal: the story's record is damaged.")
        return self._root / sha256[:2]

    def _find(self, sha256: str) -> Path | None:
        files = (path for path in self._folder(sha256).glob(f"{sha256}*") if path.is_file())
        return next(files, None)

    def _copy(self, file: BinaryIO, target: Path, progress: Progress | None) -> str:
        total, done, digest = os.fstat(file.fileno()).st_size, 0, hashlib.sha256()
        # Unbuffered, so that every failure to write comes out of `write` or `fsync`.
        with FileIO(target, "xb") as copy:
            while block := _read(file):
                with _our_errors(self._root):
                    _write(copy, block)
                digest.update(block)
                done += len(block)
                if progress is not None:
                    progress(done, max(total, done))
            with _our_errors(self._root):
                os.fsync(copy.fileno())
        return digest.hexdigest()

    @contextmanager
    def _workplace(self, source: Path) -> Iterator[Path]:
        """A folder of this run's own, locked while it is in use; those whose lock is free were left by killed runs."""
        with _our_errors(self._root):
            self._incoming.mkdir(parents=True, exist_ok=True)
            with short_lock(self._locks, "incoming"):
                for left_over in self._incoming.iterdir():
                    _remove_if_free(left_over)
                workplace = self._incoming / uuid4().hex
                workplace.mkdir()
                lock = FileLock(workplace / "lock")
                lock.acquire()
        try:
            with _our_errors(self._root):
                _check_space(self._root, source)
            yield workplace
        finally:
            shutil.rmtree(workplace, ignore_errors=True)
            lock.release()


@contextmanager
def _opened(source: Path) -> Iterator[BinaryIO]:
    try:
        if not source.is_file():
            raise NotMedia(source, _why_no_file(source))
        file = source.open("rb")
    except OSError as error:
        raise NotMedia(source, error.strerror or str(error)) from error
    with file:
        yield file


def _why_no_file(source: Path) -> str:
    if source.is_dir():
        return "it is a folder"
    return "it is no plain file" if source.exists() else "there is no such file"


def _read(file: BinaryIO) -> bytes:
    try:
        return file.read(_BLOCK_BYTES)
    except OSError as error:
        raise NotMedia(file.name, f"reading it failed ({error.strerror or error})") from error


def _write(copy: FileIO, block: bytes) -> None:
    rest = memoryview(block)
    while rest:
        rest = rest[copy.write(rest) :]


def _remove_if_free(left_over: Path) -> None:
    lock = FileLock(left_over / "lock", timeout=0)
    with suppress(Timeout, OSError):
        lock.acquire()
        try:
            shutil.rmtree(left_over, ignore_errors=True)
        finally:
            lock.release()


def _check_space(folder: Path, source: Path) -> None:
    needed, free = source.stat().st_size, shutil.disk_usage(folder).free
    if needed > free:
        raise StoreError(
            f"{source.name} needs {needed / 1e6:.0f} MB and {folder} has {free / 1e6:.0f} MB free:"
            " make room, or choose another folder with --home."
        )


def _suffix(source: Path) -> str:
    """The file's ending, which players and web servers go by, when it is a plain one."""
    return source.suffix.lower() if re.fullmatch(r"\.[a-z0-9]{1,8}", source.suffix.lower()) else ""


@contextmanager
def _our_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise StoreError(f"The disk is full, nothing was stored in {folder}: make room and start again.") from error
        raise StoreError(f"{folder} could not be written: {error.strerror or error}.") from error
