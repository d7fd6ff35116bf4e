"""The sound of a video, decoded once to 16 kHz mono and read piece by piece."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from workflow.errors import BrokenMedia
from workflow.media.progress import Progress
from workflow.media.wav import lost_in
from workflow.speech.engine import SAMPLE_RATE, Samples

_SAMPLES_PER_MS = SAMPLE_RATE // 1000


@dataclass(frozen=True, slots=True)
class Audio:
    """Sound in a 16-bit mono WAV at `SAMPLE_RATE`; sample n is the sound at n/16000 s of the video."""

    path: Path
    duration_ms: int
    lost_ms: int = 0
    """Sound that is missing inside the stream, damaged or never written: silence stands there."""

    @classmethod
    def open(cls, path: Path) -> Audio:
        """Audio that `decode_audio` wrote before. Raises BrokenMedia when the file is none."""
        with _reader(path) as file:
            samples = file.getnframes()
        return cls(path, -(-samples // _SAMPLES_PER_MS), lost_in(path, samples))

    def read(self, start_ms: int, end_ms: int) -> Samples:
        """The samples of [start_ms, end_ms), cut to where there is sound."""
        with _reader(self.path) as file:
            start = min(max(0, start_ms) * _SAMPLES_PER_MS, file.getnframes())
            file.setpos(start)
            data = file.readframes(max(0, end_ms * _SAMPLES_PER_MS - start))
        return np.frombuffer(data, "<i2").astype(np.float32) / np.float32(32768)

    def blocks(self, block_ms: int = 30_000) -> Iterator[Samples]:
        """All of it, one block after the other; only the last may be shorter."""
        for start_ms in range(0, self.duration_ms, block_ms):
            yield self.read(start_ms, start_ms + block_ms)


def decode_audio(source: Path, target: Path, *, stream: int = 0, progress: Progress | None = None) -> Audio:
    """Decode audio stream number `stream` (counted among audio streams) of `source` into `target`, block by block.

    Sound keeps its place: what begins later than the picture is preceded by silence, gaps become silence, and what a
    player does not play (encoder delay, edit lists) is left out. Packets that cannot be decoded become silence and are
    counted in `lost_ms`. Raises NotMedia, NoAudio, BrokenMedia, or StoreError when `target` cannot be written.
    """
    from workflow.media.decode import decode  # noqa: PLC0415  # brings libav, which reading an Audio does not need

    samples, lost = decode(source, target, stream=stream, progress=progress)
    return Audio(target, samples // _SAMPLES_PER_MS, lost // _SAMPLES_PER_MS)


def _reader(path: Path) -> wave.Wave_read:
    try:
        file = wave.open(str(path), "rb")  # noqa: SIM115  # the callers close it
    except (OSError, EOFError, wave.Error) as error:
        raise BrokenMedia(path, f"it cannot be read as a WAV file ({error})") from error
    if (file.getnchannels(), file.getsampwidth(), file.getframerate()) != (1, 2, SAMPLE_RATE):
        file.close()
        raise BrokenMedia(path, "it is not 16-bit mono at 16 kHz")
    return file
