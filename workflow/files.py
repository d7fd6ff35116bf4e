"""Writing a file so that nobody ever finds half of it."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from workflow.errors import StoreError


@contextmanager
def atomic(target: Path) -> Iterator[BinaryIO]:
    """A file to write that takes `target`'s place when the context ends well, and vanishes when it does not.

    Raises StoreError when the disk refuses (full, read-only, no such folder).
    """
    try:
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as error:
        raise _refused(target, error) from error
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)  # mkstemp gives 0600; a web server may have to read a poster
        Path(temporary).replace(target)
        with contextlib.suppress(OSError):  # the file is there, and whole: no failure to report
            sync_folder(target.parent)
    except OSError as error:
        _forget(temporary)
        raise _refused(target, error) from error
    except BaseException:  # Ctrl-C too leaves nothing behind
        _forget(temporary)
        raise


def sync_folder(folder: Path) -> None:
    """Its names survive a power cut. Windows cannot open a folder, and keeps an order of its own. Raises `OSError`."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _forget(temporary: str) -> None:
    with contextlib.suppress(OSError):
        Path(temporary).unlink()


def _refused(target: Path, error: OSError) -> StoreError:
    return StoreError(f"{target} could not be written ({error.strerror}): free some space or choose another folder.")
