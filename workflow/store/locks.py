"""Locks between processes. The operating system frees the lock of a killed process."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from workflow.errors import StoreError, UnknownStory

_SHORT_S = 60
_PROBE_S = 2  # longer than `has_worker` holds the lock to find out that it is free


@contextmanager
def story_lock(folder: Path, slug: str) -> Iterator[None]:
    """Hold the story `slug` while it is worked on.

    Raises `StoreError` at once when another run holds it, and `UnknownStory` for what cannot be a slug: it would name a
    file elsewhere.
    """
    if not re.fullmatch(r"[a-z0-9-]+", slug):
        raise UnknownStory(slug)
    lock = FileLock(folder / f"story-{slug}.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise StoreError(
            f"Another run is working on the story {slug!r}: wait until it has ended, then start again."
        ) from error
    except OSError as error:
        raise StoreError(f"The lock {lock.lock_file} cannot be made: {error.strerror or error}.") from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def short_lock(folder: Path, name: str) -> Iterator[None]:
    """Hold something that nobody holds for long; waits up to a minute. Raises `StoreError`."""
    lock = FileLock(folder / f"{name}.lock", timeout=_SHORT_S)
    try:
        lock.acquire()
    except (Timeout, OSError) as error:
        raise StoreError(f"The lock {lock.lock_file} cannot be had: end the other Storytrack runs first.") from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def work_lock(folder: Path) -> Iterator[bool]:
    """Be the home's one worker: False when another process is. The system frees it when its holder dies.

    Raises `StoreError` when the lock cannot be made.
    """
    lock = FileLock(folder / "worker.lock", timeout=_PROBE_S)
    try:
        lock.acquire()
    except Timeout:
        yield False
        return
    except OSError as error:
        raise StoreError(f"The lock {lock.lock_file} cannot be made: {error.strerror or error}.") from error
    try:
        yield True
    finally:
        lock.release()


def has_worker(folder: Path) -> bool:
    """Whether a living process is the home's worker."""
    lock = FileLock(folder / "worker.lock", timeout=0)
    try:
        lock.acquire()
    except (Timeout, OSError):
        return True
    lock.release()
    return False
