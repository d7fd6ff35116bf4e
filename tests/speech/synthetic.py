"""Sounds made of numbers: a voice that says nothing, music, noise."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workflow.speech.engine import SAMPLE_RATE, Samples

FORMANTS = ((730, 1090, 2440), (270, 2290, 3010), (300, 870, 2240), (530, 1840, 2480), (570, 840, 2410))
"""The first three resonances of the vowels a, i, u, e, o in Hz (Peterson and Barney 1952)."""


def babble(seconds: float, *, seed: int = 0, level: float = 0.3) -> Samples:
    """Syllables gliding from vowel to vowel over a falling pitch, with hissed or silent stops between them."""
    random = np.random.default_rng(seed)
    parts: list[NDArray[np.float64]] = []
    while sum(map(len, parts)) < seconds * SAMPLE_RATE:
        parts.append(_syllable(random))
        stop = int(SAMPLE_RATE * random.uniform(0.03, 0.08))
        parts.append(random.normal(0, 0.15, stop) * np.hanning(stop) * random.integers(2))
    sound = np.concatenate(parts)[: int(seconds * SAMPLE_RATE)]
    loudest = float(np.abs(sound).max())
    return (level / loudest * sound).astype(np.float32)


def _syllable(random: np.random.Generator) -> NDArray[np.float64]:
    moment = np.arange(int(SAMPLE_RATE * random.uniform(0.14, 0.22))) / SAMPLE_RATE
    share = np.linspace(0, 1, len(moment))
    pitch = random.uniform(105, 140) * (1 + 0.08 * np.sin(2 * np.pi * 3 * moment) - 0.15 * moment)
    phase = 2 * np.pi * np.cumsum(pitch) / SAMPLE_RATE
    before, after = random.integers(len(FORMANTS), size=2)
    sound = np.zeros(len(moment))
    for harmonic in range(1, 30):
        loudness = np.zeros(len(moment))
        for first, last, width, gain in zip(
            FORMANTS[before], FORMANTS[after], (80, 110, 160), (1, 0.6, 0.3), strict=True
        ):
            loudness += gain / (1 + ((harmonic * pitch - first - (last - first) * share) / width) ** 2)
        sound += loudness / harmonic**0.3 * np.sin(harmonic * phase)
    fade: NDArray[np.float64] = np.minimum(1, np.minimum(share, 1 - share) / 0.15)
    return sound * fade


def silence(seconds: float) -> Samples:
    """Digital silence."""
    return np.zeros(int(seconds * SAMPLE_RATE), np.float32)


def noise(seconds: float, *, level: float = 0.05, seed: int = 0) -> Samples:
    """White noise of the given root mean square."""
    return np.random.default_rng(seed).normal(0, level, int(seconds * SAMPLE_RATE)).astype(np.float32)


def chord(seconds: float, *, level: float = 0.2) -> Samples:
    """A steady major chord."""
    moment = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    tones = [np.sin(2 * np.pi * pitch * moment) for pitch in (220.0, 277.2, 329.6)]
    mixed: NDArray[np.float64] = level / 3 * np.sum(tones, axis=0)
    return mixed.astype(np.float32)
