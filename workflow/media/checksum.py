"""The SHA-256 of a file: the name under which the store keeps a video."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from workflow.media.guard import open_regular
from workflow.media.progress import Progress, Steps

_BLOCK_BYTES = 1 << 20


def sha256_file(path: Path, progress: Progress | None = None) -> str:
    """The checksum in lower-case hex, read in blocks. Raises NotMedia for anything but a readable file."""
    digest, steps, done = hashlib.sha256(), Steps(progress), 0
    block = memoryview(bytearray(_BLOCK_BYTES))
    with open_regular(path) as file:
        size = os.fstat(file.fileno()).st_size
        while count := os.readv(file.fileno(), [block]):
            digest.update(block[:count])
            done += count
            steps.reach(done, size)
    steps.finish()
    return digest.hexdigest()
