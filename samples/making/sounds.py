"""Music and noise, computed: chords with an envelope, wind in gusts over a ship's engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from samples.making.voices import RATE, Sound

_CHORDS = ((220.0, 261.63, 329.63), (174.61, 220.0, 261.63), (130.81, 196.0, 329.63), (196.0, 246.94, 293.66))
"""A minor, F, C, G in hertz, equal temperament."""
_MUSIC_LEVEL = 10 ** (-24 / 20)
_QUAY_LEVEL = 10 ** (-29 / 20)  # 9 dB under the voices: a recogniser stumbles, a listener does not
_FADE_MS = 350


def music(samples: int) -> Sound:
    """Soft chords of 1.3 s each, every note with two overtones; faded at both ends."""
    step = round(1.3 * RATE)
    sound = np.zeros(samples)
    for place, start in enumerate(range(0, samples, step)):
        time = np.arange(min(2 * step, samples - start)) / RATE  # a chord sounds on into the next
        envelope = np.minimum(time / 0.04, 1) * np.exp(-time * 1.6)
        for note in _CHORDS[place % len(_CHORDS)]:
            for overtone, strength in ((1, 1.0), (2, 0.35), (3, 0.12)):
                sound[start : start + len(time)] += strength * envelope * np.sin(2 * np.pi * note * overtone * time)
    return _faded(sound, _MUSIC_LEVEL)


def quay(samples: int) -> Sound:
    """Wind over an idling ship's engine; faded at both ends."""
    time = np.arange(samples) / RATE
    gusts = 0.6 + 0.25 * np.sin(2 * np.pi * 0.31 * time) + 0.15 * np.sin(2 * np.pi * 0.83 * time + 1)
    throb = 1 + 0.3 * np.sin(2 * np.pi * 5.5 * time)
    engine = sum(np.sin(2 * np.pi * 55 * overtone * time + overtone) / overtone for overtone in range(1, 7))
    return _faded(gusts * _wind(samples) + 0.35 * throb * np.asarray(engine), _QUAY_LEVEL)


def _wind(samples: int) -> Sound:
    """White noise, always the same, shaped like wind: loudest near 300 Hz, falling 6 dB an octave above."""
    spectrum = np.fft.rfft(np.random.default_rng(7).standard_normal(samples))
    hertz = np.fft.rfftfreq(samples, 1 / RATE)
    shape = np.minimum(hertz / 300, 300 / np.maximum(hertz, 1))
    wind: Sound = np.fft.irfft(spectrum * shape, samples)
    return wind / float(np.sqrt(np.mean(wind**2)))


def _faded(sound: Sound, level: float) -> Sound:
    length = round(_FADE_MS * RATE / 1000)
    ramp = np.ones(len(sound))
    ramp[:length] = np.linspace(0, 1, length)
    ramp[-length:] = np.linspace(1, 0, length)
    faded: Sound = sound * ramp
    return faded * (level / float(np.sqrt(np.mean(faded**2))))


SOUNDS: Mapping[str, Callable[[int], Sound]] = {"music": music, "quay": quay}
