"""Videos that came in through the browser and are not yet, or never will be, a story's."""

from __future__ import annotations

import re
import secrets
import shutil
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from workflow.errors import UploadGone
from workflow.files import atomic
from workflow.formats.captions_file import ENDINGS

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def uploads_folder(home: Path) -> Path:
    """Where they are until their story is taken in: each in a folder of its own, under the name it came with."""
    return home / "uploads"


def uploaded_file(home: Path, upload_id: str) -> Path:
    """The uploaded file of this id. Raises `UploadGone` when there is none, or not the whole of one."""
    folder = uploads_folder(home) / upload_id
    if _ID.fullmatch(upload_id) and folder.is_dir():
        files = [path for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")]
        if len(files) == 1:
            return files[0]
    raise UploadGone


def keep_script(home: Path, name: str, text: str) -> Path:
    """The words of a video, written down on a screen, as a file for the worker; of `name` only its ending counts."""
    suffix = Path(name).suffix.lower()
    folder = uploads_folder(home) / f"script-{secrets.token_hex(8)}"
    folder.mkdir(mode=0o700, parents=True)
    file = folder / f"script{suffix if suffix in ENDINGS else '.txt'}"
    with atomic(file) as target:
        target.write(text.encode())
    return file


def remove_upload(home: Path, video: Path) -> None:
    """Remove an uploaded file and its folder. Files that are not below `home/uploads` are nobody's to remove."""
    root, path = uploads_folder(home).resolve(), video.resolve()
    if root not in path.parents:
        return
    with suppress(OSError):  # gone already, or its folder holds something else: nothing is lost by leaving it
        path.unlink(missing_ok=True)
        if path.parent != root:
            path.parent.rmdir()


def remove_abandoned(home: Path, needed: Iterable[Path], *, older_than_s: float) -> None:
    """Remove what came in so long ago and belongs to none of the files that are still `needed`, parts included."""
    root = uploads_folder(home)
    kept = {path.parent.name for path in needed}
    before = time.time() - older_than_s
    for folder in root.iterdir() if root.is_dir() else ():
        with suppress(OSError):  # whoever else removed it has done our work
            if folder.name not in kept and _last_touched(folder) < before:
                shutil.rmtree(folder, ignore_errors=True)


def _last_touched(folder: Path) -> float:
    return max(path.stat().st_mtime for path in (folder, *folder.iterdir()))
