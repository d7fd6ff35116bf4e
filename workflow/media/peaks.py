"""The waveform's outline, so that a screen can draw three hours of sound without reading them.

The file, all numbers little-endian:

    bytes 0-3    magic "STPK"
    bytes 4-5    version, 1
    bytes 6-7    milliseconds for each pair, 10
    bytes 8-15   number of pairs
    then         for each pair: lowest and highest sample, a signed byte each (-128 to 127)
"""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from workflow.errors import MediaError
from workflow.files import atomic
from workflow.media.audio import Audio
from workflow.speech.engine import SAMPLE_RATE, Samples

PAIR_MS = 10

_HEADER = struct.Struct("<4sHHQ")
_MAGIC, _VERSION = b"STPK", 1
_PAIR_SAMPLES = SAMPLE_RATE * PAIR_MS // 1000


def write_peaks(audio: Audio, target: Path) -> None:
    """Write the outline of `audio`; the last pair may stand for less than 10 ms. Raises StoreError, BrokenMedia."""
    with atomic(target) as file:
        file.write(_HEADER.pack(_MAGIC, _VERSION, PAIR_MS, -(-audio.duration_ms // PAIR_MS)))
        for block in audio.blocks():  # 30 s: a whole number of pairs
            file.write(_pairs(block).tobytes())


def read_peaks(path: Path) -> NDArray[np.int8]:
    """The pairs, shape (n, 2): lowest and highest of each 10 ms. Raises MediaError when it is no such file."""
    try:
        data = path.read_bytes()
        magic, version, pair_ms, count = _HEADER.unpack_from(data)
        if (magic, version, pair_ms) != (_MAGIC, _VERSION, PAIR_MS) or len(data) != _HEADER.size + 2 * count:
            raise ValueError(path)
    except (OSError, ValueError, struct.error) as error:
        raise MediaError(
            f"{path} is no waveform of ours or is cut short: delete it and add the video again."
        ) from error
    return np.frombuffer(data, np.int8, offset=_HEADER.size).reshape(-1, 2)


def _pairs(samples: Samples) -> NDArray[np.int8]:
    short = -len(samples) % _PAIR_SAMPLES
    rows = np.pad(samples, (0, short), mode="edge").reshape(-1, _PAIR_SAMPLES)
    pairs = np.stack([rows.min(axis=1), rows.max(axis=1)], axis=1)
    whole: NDArray[np.int8] = np.clip(np.rint(pairs * 128), -128, 127).astype(np.int8)
    return whole
