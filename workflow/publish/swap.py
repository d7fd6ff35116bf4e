"""Putting a finished folder in the place of another, so that nobody sees a state in between.

What is promised, by platform:

- Linux and macOS, on a file system that can exchange two names (ext4, xfs, btrfs, tmpfs, APFS): one system call. Every
  reader finds the old folder whole or the new folder whole, and a kill at any moment leaves one of the two in place.
- Elsewhere (Windows, NFS, some network and overlay file systems): two renames right after each other. Between them, for
  some microseconds, the folder has no name; a kill exactly there leaves it aside, and the next publication puts it back
  before it begins.
- The first publication into a folder is a single rename everywhere.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

# linux/fs.h RENAME_EXCHANGE, sys/stdio.h RENAME_SWAP: both happen to be 2. AT_FDCWD is linux/fcntl.h.
_EXCHANGE = 2
_AT_FDCWD = -100
# A file system or kernel that cannot exchange says one of these; every other failure is a real one.
_CANNOT = {errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP}


def exchange(one: Path, other: Path) -> bool:
    """Swap the names of two folders in one step; False, with nothing changed, where the system cannot do that.

    Raises `OSError` for anything else: no permission, a mount point.
    """
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        first, second = os.fsencode(one), os.fsencode(other)
        if sys.platform == "darwin":
            failed = libc.renamex_np(first, second, _EXCHANGE)
        else:
            failed = libc.renameat2(_AT_FDCWD, first, _AT_FDCWD, second, _EXCHANGE)
    except (AttributeError, OSError, TypeError):  # no such function in this C library, or (Windows) no such library
        return False
    if not failed:
        return True
    code = ctypes.get_errno()
    if code in _CANNOT:
        return False
    raise OSError(code, os.strerror(code), str(other))


def replace_folder(built: Path, target: Path, aside: Path) -> None:
    """Give `built` the name `target`; a folder that had it stands afterwards at `built`, or at `aside`.

    `aside` is a free name beside the target, used only where two names cannot be exchanged. After an `OSError` the
    target is what it was.
    """
    if not target.exists() or not any(target.iterdir()):
        _take_empty_place(built, target)
        return
    if exchange(built, target):
        return
    target.rename(aside)
    try:
        built.rename(target)
    except OSError:
        aside.rename(target)
        raise


def _take_empty_place(built: Path, target: Path) -> None:
    """POSIX renames over an empty folder in one step; Windows wants it gone."""
    try:
        built.rename(target)
    except FileExistsError:
        target.rmdir()
        built.rename(target)
