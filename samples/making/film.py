"""Cards and sound into a video file: H.264 and AAC in MP4, through PyAV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.stream import VideoStream

from samples.making.voices import RATE, Sound

Picture = npt.NDArray[np.uint8]

FPS = 25
_FADE_FRAMES = 8  # out of a card, and as many into the next
_AUDIO_BITS = 64_000  # AAC-LC, mono: clear for speech
_BLOCK = 1024  # samples in an AAC frame


def write_film(target: Path, shots: Sequence[tuple[int, Picture]], between: Picture, sound: Sound) -> None:
    """Write `target`: pictures with the millisecond each begins, in order from 0, and mono sound at `RATE`.

    `between` is what one picture fades into before the next.
    One encoder thread and no date in the file: the same input gives the same bytes with the same libraries.
    """
    unfinished = target.with_name(target.name + ".part")
    height, width, _ = shots[0][1].shape
    with av.open(str(unfinished), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        video = container.add_stream("libx264", rate=FPS)
        video.width, video.height, video.pix_fmt = width, height, "yuv420p"
        video.options = {"crf": "24", "preset": "medium", "tune": "stillimage", "g": "100", "threads": "1"}
        audio = container.add_stream("aac", rate=RATE, layout="mono")
        audio.bit_rate = _AUDIO_BITS
        _encode(container, video, audio, _pictures(shots, between, round(len(sound) * FPS / RATE)), sound)
    unfinished.replace(target)


def _encode(
    container: OutputContainer,
    video: VideoStream,
    audio: AudioStream,
    pictures: Iterator[Picture],
    sound: Sound,
) -> None:
    """Sound and picture side by side, so that a player finds them near each other in the file."""
    blocks = _blocks(sound)
    heard = 0
    for number, picture in enumerate(pictures):
        while heard * FPS <= number * RATE and (block := next(blocks, None)) is not None:
            heard += block.samples
            container.mux(audio.encode(block))
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
        frame.pts, frame.time_base = number, Fraction(1, FPS)
        container.mux(video.encode(frame))
    for block in blocks:
        container.mux(audio.encode(block))
    container.mux(audio.encode(None))
    container.mux(video.encode(None))


def _blocks(sound: Sound) -> Iterator[av.AudioFrame]:
    for start in range(0, len(sound), _BLOCK):
        samples = sound[None, start : start + _BLOCK].astype(np.float32)
        block = av.AudioFrame.from_ndarray(samples, format="fltp", layout="mono")
        block.sample_rate, block.pts, block.time_base = RATE, start, Fraction(1, RATE)
        yield block


def _pictures(shots: Sequence[tuple[int, Picture]], between: Picture, frames: int) -> Iterator[Picture]:
    """Every frame; a card fades into the plain background before the moment that the next begins, which fades in."""
    begins = [round(start * FPS / 1000) for start, _ in shots]
    for number in range(frames):
        place = max(index for index, begin in enumerate(begins) if begin <= number)
        since = number - begins[place] if place else frames
        until = begins[place + 1] - number if place + 1 < len(begins) else frames
        seen = min(since, until, _FADE_FRAMES) / _FADE_FRAMES
        picture = shots[place][1]
        yield picture if seen == 1 else (between * (1 - seen) + picture * seen).round().astype(np.uint8)
