"""Videos that came in through the browser and are not yet, or never will be, a story's."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


def uploads_folder(home: Path) -> Path:
    """Where they are until their story is taken in: each in a folder of its own, under the name it came with."""
    return home / "uploads"


def remove_upload(home: Path, video: Path) -> None:
    """Remove an uploaded file and its folder. Files that are not below `home/uploads` are nobody's to remove."""
    root, path = uploads_folder(home).resolve(), video.resolve()
    if root not in path.parents:
        return
    with suppress(OSError):  # gone already, or its folder holds something else: nothing is lost by leaving it
        path.unlink(missing_ok=True)
        if path.parent != root:
            path.parent.rmdir()
