"""Voice activity as values: how likely each moment holds speech, how loud it is, and the regions made of that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from workflow.speech.engine import SAMPLE_RATE
from workflow.speech.transcript import Region

FRAME = 512
"""Samples in a frame: what the network takes at 16 kHz."""
FRAME_MS = FRAME * 1000 // SAMPLE_RATE
SPEECH = 0.3
"""The probability from which a frame counts as speech: low, so that quiet speech is not lost. What is wrongly taken for
speech costs an engine a few seconds; what is lost is never captioned."""
SILENCE_DBFS = -50.0
"""Below this level a stretch is called silent: room tone of a quiet recording lies at -60 to -50 dBFS."""
FLOOR_DBFS = -120.0
"""The level of digital silence."""


@dataclass(frozen=True, slots=True)
class VoiceActivity:
    """Speech probability and loudness of every frame of `FRAME_MS` milliseconds; the last frame may be cut short.

    `level_dbfs` is the root mean square against full scale, -120 at the least.
    """

    probability: NDArray[np.float32]
    level_dbfs: NDArray[np.float32]
    duration_ms: int

    def regions(
        self, threshold: float = SPEECH, *, min_speech_ms: int = 96, min_silence_ms: int = 200, pad_ms: int = 0
    ) -> tuple[Region, ...]:
        """Stretches of speech, in order, not touching, within the duration.

        Pauses shorter than `min_silence_ms` do not end a region, regions
        shorter than `min_speech_ms` are dropped, and `pad_ms` is added on both sides.
        """
        speech = np.concatenate(([False], self.probability >= threshold, [False]))
        edges = np.flatnonzero(speech[1:] != speech[:-1]) * FRAME_MS
        heard = [Region(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]
        long = [region for region in join_regions(heard, min_silence_ms) if region.duration_ms >= min_speech_ms]
        padded = [
            Region(max(0, region.start_ms - pad_ms), min(self.duration_ms, region.end_ms + pad_ms)) for region in long
        ]
        return tuple(join_regions(padded, 1))

    def loudness_dbfs(self, region: Region) -> float:
        """The level that a tenth of the region's frames reach: what stands out in it, not one click."""
        frames = self.level_dbfs[region.start_ms // FRAME_MS : max(1, -(-region.end_ms // FRAME_MS))]
        return float(np.quantile(frames, 0.9)) if len(frames) else FLOOR_DBFS

    def describe(self, region: Region) -> Literal["silence", "sound"]:
        """What a stretch without speech holds: nothing to hear, or music, noise, laughter."""
        return "silence" if self.loudness_dbfs(region) < SILENCE_DBFS else "sound"


def join_regions(regions: Iterable[Region], gap_ms: int) -> list[Region]:
    """Ordered regions with those made one that have less than `gap_ms` between them."""
    joined: list[Region] = []
    for region in regions:
        if joined and region.start_ms - joined[-1].end_ms < gap_ms:
            joined[-1] = Region(joined[-1].start_ms, region.end_ms)
        else:
            joined.append(region)
    return joined
