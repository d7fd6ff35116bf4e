"""A 16-bit mono WAV written from front to back, with silence that takes no disk space."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from workflow.speech.engine import SAMPLE_RATE

_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")
_LOST = struct.Struct("<4sII")
"""A chunk of our own behind the sound: its name, its size, and the milliseconds of sound that are missing. A reader of
WAV files passes over chunks it does not know."""


class WavWriter:
    """Sound in the order of time. `position` is the sample that comes next.

    The size fields of a WAV hold 4 GB, here 37 hours; `timeline.MAX_SECONDS` keeps every file below that.
    """

    __slots__ = ("_file", "position")

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.position = file, 0
        file.write(bytes(_HEADER.size))

    def write(self, samples: NDArray[np.int16]) -> None:
        self._file.write(samples.astype("<i2", copy=False).tobytes())
        self.position += len(samples)

    def silence_until(self, position: int) -> None:
        """Go on at `position`; the file system keeps the hole as nothing and reads it as zeros."""
        self._file.seek(2 * (position - self.position), 1)
        self.position = position

    def finish(self, *, lost_ms: int = 0) -> None:
        """End on a whole millisecond, say how much of the sound is missing, and write the header."""
        self.silence_until(self.position + -self.position % (SAMPLE_RATE // 1000))
        self._file.truncate()
        size = 2 * self.position
        self._file.write(_LOST.pack(b"lost", 4, lost_ms))
        self._file.seek(0)
        self._file.write(
            _HEADER.pack(
                b"RIFF", size + _HEADER.size + _LOST.size - 8, b"WAVE", b"fmt ", 16, 1, 1, SAMPLE_RATE,
                2 * SAMPLE_RATE, 2, 16, b"data", size,
            )
        )  # fmt: skip


def lost_in(path: Path, samples: int) -> int:
    """The milliseconds of sound that a file of `WavWriter` says are missing, else 0. Raises `OSError`."""
    with path.open("rb") as file:
        file.seek(_HEADER.size + 2 * samples)
        chunk = file.read(_LOST.size)
    name, _, lost_ms = _LOST.unpack(chunk) if len(chunk) == _LOST.size else (b"", 0, 0)
    return lost_ms if name == b"lost" else 0
