"""Decoded frames to 16 kHz mono, each at its time."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from av.audio.fifo import AudioFifo
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from numpy.typing import NDArray

from workflow.media.wav import WavWriter
from workflow.speech.engine import SAMPLE_RATE

_BATCH_SAMPLES = 1 << 17  # some 3 s, 1 MB of stereo floats
_NOTHING = np.empty(0, np.int16)

# Timestamps jitter (Matroska rounds to 1 ms, browsers' recorders to some 10 ms); cutting and filling at every jitter
# would crackle. Sound off by more than one picture of a 25 fps video is put right.
_TOLERANCE = SAMPLE_RATE * 40 // 1000
_TOLERANCE_AFTER_DAMAGE = SAMPLE_RATE * 2 // 1000  # one AAC packet is only 21 ms

# ITU-R BS.775-3, annex 4 (5.1 to stereo: centre and surround at -3 dB, no LFE), then both sides halved. swresample's
# own mono downmix divides by the sum of all weights, which would put the dialogue of the centre 11 dB down.
_WEIGHTS = {"FL": 0.5, "FR": 0.5, "FC": 0.7071, "LFE": 0.0, "LFE2": 0.0}
_SURROUND = 0.3536


@dataclass(slots=True)
class _Run:
    """Frames that follow each other without a gap, through one resampler."""

    kind: tuple[str, str, int]
    start: int
    """Sample of the output at which the run begins."""
    resampler: AudioResampler
    weights: NDArray[np.float32] | None
    """One weight for each channel; None when the resampler itself makes it mono."""
    fifo: AudioFifo
    """Frames not resampled yet: one call for each frame of 21 ms would take three times as long."""
    samples_in: int = 0
    cut: int = 0
    """Samples still to leave out, because other sound stands there already."""

    @property
    def expected(self) -> int:
        return self.start + self.samples_in * SAMPLE_RATE // self.kind[2]

    def add(self, frame: AudioFrame) -> NDArray[np.int16]:
        """What is ready to be written once this frame has come: often nothing."""
        frame.pts = None  # its time is known; the fifo would insist on equal steps
        self.fifo.write(frame)
        self.samples_in += frame.samples
        return self._resample(self.fifo.read()) if self.fifo.samples >= _BATCH_SAMPLES else _NOTHING

    def end(self) -> NDArray[np.int16]:
        """All that is left."""
        rest = self._resample(self.fifo.read()) if self.fifo.samples else _NOTHING
        return np.concatenate([rest, self._resample(None)])

    def _resample(self, frame: AudioFrame | None) -> NDArray[np.int16]:
        parts = [self._mono(part) for part in self.resampler.resample(frame)]
        samples = np.concatenate(parts) if parts else _NOTHING
        kept, self.cut = samples[self.cut :], max(0, self.cut - len(samples))
        return kept

    def _mono(self, frame: AudioFrame) -> NDArray[np.int16]:
        samples = frame.to_ndarray()
        if self.weights is None:
            only: NDArray[np.int16] = samples[0].astype(np.int16, copy=False)
            return only
        mixed = self.weights @ samples.astype(np.float32, copy=False)
        whole: NDArray[np.int16] = np.clip(np.rint(mixed * 32767), -32768, 32767).astype(np.int16)
        return whole


class Placer:
    """Writes frames to a WAV, so that the sound of time t lands at sample t * 16000."""

    __slots__ = ("_run", "_time_base", "_wav", "_zero", "lost")

    def __init__(self, wav: WavWriter, *, time_base: Fraction, zero: Fraction) -> None:
        """`time_base` is the stream's, in which every time is given; `zero` the second at which the output begins."""
        self._wav, self._time_base = wav, time_base
        self._zero = round(zero * SAMPLE_RATE)
        self._run: _Run | None = None
        self.lost = 0
        """Samples of silence that stand for sound missing inside the stream."""

    @property
    def started(self) -> bool:
        return self._run is not None

    def sample_at(self, ticks: int) -> int:
        """The output sample for a time of the stream. In integers: this runs some million times in a long video."""
        base = self._time_base
        return (2 * ticks * base.numerator * SAMPLE_RATE + base.denominator) // (2 * base.denominator) - self._zero

    def add(self, frame: AudioFrame, *, after_damage: bool) -> None:
        """The next frame; one without a time follows the last."""
        kind = (frame.format.name, frame.layout.name, frame.sample_rate)
        run = self._run
        expected = run.expected if run else 0
        at = expected if frame.pts is None else self.sample_at(frame.pts)
        tolerance = _TOLERANCE_AFTER_DAMAGE if after_damage else _TOLERANCE
        if run is None or run.kind != kind or abs(at - expected) > tolerance:
            self._end_run()
            run = self._run = self._begin_run(kind, frame, at)
        self._wav.write(run.add(frame))

    def end(self, at: int) -> None:
        """No more frames come; when sound should have gone on until sample `at`, silence does."""
        self._end_run()
        if at - self._wav.position > _TOLERANCE_AFTER_DAMAGE:
            self._fill(at)

    def _begin_run(self, kind: tuple[str, str, int], frame: AudioFrame, at: int) -> _Run:
        weights = _weights(frame) if len(frame.layout.channels) > 2 else None
        mono = weights is None
        resampler = AudioResampler("s16" if mono else "fltp", "mono" if mono else frame.layout, SAMPLE_RATE)
        run = _Run(kind, at, resampler, weights, AudioFifo(), cut=max(0, self._wav.position - at))
        if at > self._wav.position:
            self._fill(at)
        return run

    def _end_run(self) -> None:
        if self._run is not None:
            self._wav.write(self._run.end())

    def _fill(self, at: int) -> None:
        if self._run is not None:
            self.lost += at - self._wav.position
        self._wav.silence_until(at)


def _weights(frame: AudioFrame) -> NDArray[np.float32]:
    names = [channel.name for channel in frame.layout.channels]
    if not {"FL", "FR", "FC"} & set(names):  # separate microphones rather than a room: all alike
        return np.full(len(names), 1 / len(names), np.float32)
    return np.array([_WEIGHTS.get(name, _SURROUND) for name in names], np.float32)
