"""Files that are on the disk when the call returns."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

_BLOCK = 1 << 20


def write_file(path: Path, content: bytes) -> None:
    """A new file with this content."""
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def is_final(path: Path) -> bool:
    """Whether a link to the file is as good as a copy: strangers may read it, and nobody may change it."""
    mode = path.stat().st_mode
    return bool(mode & 0o004) and not mode & 0o222


def link_or_copy(source: Path, to: Path, *, link: bool, copied: Callable[[int], None] = lambda _bytes: None) -> None:
    """A hard link when wished and possible, which takes no time and no space; else a copy.

    `copied` is called with the bytes copied so far. Raises `OSError`.
    """
    if link:
        try:
            os.link(source, to)
        except OSError:  # another file system, or one without links; what is wrong with the disk shows when copying
            pass
        else:
            return
    done = 0
    with source.open("rb") as reader, to.open("xb") as writer:
        while block := reader.read(_BLOCK):
            writer.write(block)
            done += len(block)
            copied(done)
        writer.flush()
        os.fsync(writer.fileno())


def folder_mode() -> int:
    """The permissions a new folder has by the process's mask, which can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return 0o777 & ~mask
