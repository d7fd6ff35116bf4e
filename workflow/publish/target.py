"""The folder a publication goes to: whose it is, that one command at a time writes it, and what a killed one left."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from workflow.errors import PublishError
from workflow.publish.page.names import MARKER
from workflow.publish.publication import StoryPage

_LITTER = {".DS_Store", "Thumbs.db", "desktop.ini"}


@dataclass(frozen=True, slots=True)
class Marker:
    """What `.storytrack.json` says: whose publication the folder is, and what we put into it.

    `files` gives sizes in bytes; `kept` gives files of earlier publications and when (Unix time) each was superseded.
    """

    slug: str
    files: Mapping[str, int]
    kept: Mapping[str, float] = field(default_factory=dict)


def marker_json(marker: Marker) -> bytes:
    """The marker as its file holds it."""
    facts = {"storytrack": 1, "slug": marker.slug, "files": dict(marker.files), "kept": dict(marker.kept)}
    return json.dumps(facts, indent=1).encode()


def read_marker(folder: Path) -> Marker | None:
    """The folder's marker; None when there is none or it is not ours."""
    try:
        facts = json.loads((folder / MARKER).read_bytes())
        if facts["storytrack"] != 1:
            return None
        return Marker(str(facts["slug"]), dict(facts["files"]), {name: float(at) for name, at in facts["kept"].items()})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def check_target(page: StoryPage, target: Path) -> Marker | None:
    """The publication that stands at `target`, None for a free place.

    Raises `PublishError` for a file, a mount point, anybody else's folder, and a folder that holds the video itself.
    """
    for path in (page.media, page.poster):
        if path and path.resolve().is_relative_to(target):
            raise PublishError(f"{target} holds {path.name}, which is being published: choose another folder.")
    if not target.exists():
        return None
    if not target.is_dir():
        raise PublishError(f"{target} is a file: choose a folder to publish to.")
    if os.path.ismount(target):
        raise PublishError(f"{target} is a disk of its own and cannot be replaced: publish to a folder in it.")
    there = {path.name for path in target.iterdir()} - _LITTER
    return _check_ours(page.story.slug, target, there) if there else None


def _check_ours(slug: str, target: Path, there: set[str]) -> Marker:
    marker = read_marker(target)
    if marker is None:
        raise PublishError(f"{target} holds files that are no publication of ours: choose an empty or a new folder.")
    if marker.slug != slug:
        raise PublishError(f"{target} is the publication of another story, {marker.slug!r}: choose another folder.")
    foreign = there - {MARKER} - set(marker.files) - set(marker.kept)
    if foreign:
        raise PublishError(f"{target} holds {min(foreign)}, which Storytrack did not put there: move it away first.")
    return marker


@contextmanager
def claimed(target: Path) -> Iterator[None]:
    """One publication at a time into one folder; before it begins, what a killed one left behind is mended.

    Raises `PublishError` while another command holds the folder.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    lock = target.parent / f".{target.name}.storytrack.lock"
    try:
        with FileLock(lock, timeout=0):
            try:
                _mend(target)
                yield
            finally:
                lock.unlink(missing_ok=True)  # the folder beside the target may be a web server's: no litter in it
    except Timeout:
        if not lock.exists():  # what is not there is held by nobody: the system lets no file be made
            raise PublishError(f"{target.parent} cannot be written to: choose another folder.") from None
        raise PublishError(f"Another command is publishing to {target} right now: wait until it is done.") from None


def new_prefix(target: Path) -> str:
    """How folders begin that are being written beside the target."""
    return f".{target.name}.storytrack-new-"


def aside_of(target: Path, built: Path) -> Path:
    """Where the old folder stands for a moment when two names cannot be exchanged."""
    return target.parent / built.name.replace(new_prefix(target), _aside_prefix(target), 1)


def _aside_prefix(target: Path) -> str:
    return f".{target.name}.storytrack-before-"


def _mend(target: Path) -> None:
    """Put back what a kill left aside, then remove what it left half written."""
    beside = [path for path in target.parent.iterdir() if path.is_dir() and not path.is_symlink()]
    for path in beside:
        if path.name.startswith(_aside_prefix(target)) and not target.exists() and read_marker(path):
            path.rename(target)
    for path in beside:
        if path.name.startswith((new_prefix(target), _aside_prefix(target))):
            shutil.rmtree(path, ignore_errors=True)
