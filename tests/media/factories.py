"""Media made on the spot with PyAV: tones and clicks at known times, pictures of known brightness.

make_video(tmp_path / "a.mp4", 2.0)                                    a picture and a tone
make_video(tmp_path / "a.mkv", 4.0, audio=Sound(clicks(4.0, at=[1.5]), language="ukr"))
make_video(tmp_path / "a.mp4", 2.0, audio=None)                        no sound
make_audio(tmp_path / "a.flac", Sound(tone(2.0)))                      no picture
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.packet import Packet
from av.stream import Disposition
from av.video.stream import VideoStream
from numpy.typing import NDArray

Wave = NDArray[np.float32]
"""One channel, shape (n,), or several, shape (channels, n); values -1 to 1."""

RATE = 48_000

_SOUND_CODECS = {
    ".mp4": "aac", ".mov": "aac", ".m4a": "aac", ".mkv": "aac", ".webm": "libopus", ".mp3": "libmp3lame",
    ".wav": "pcm_s16le", ".flac": "flac", ".ogg": "libopus",
}  # fmt: skip
_QUICKLY: dict[str, dict[str, object]] = {
    "libx264": {"preset": "ultrafast", "x264-params": "log-level=none"},
    "libvpx": {"deadline": "realtime", "cpu-used": "8"},
}
_FRAME = 960


@dataclass(frozen=True)
class Sound:
    """One audio stream to write. `codec` "" is the usual one of the container; `starts_s` delays the whole stream."""

    wave: Wave
    rate: int = RATE
    layout: str = ""
    codec: str = ""
    language: str = ""
    starts_s: float = 0.0


def silence(seconds: float, *, rate: int = RATE) -> Wave:
    return np.zeros(round(seconds * rate), np.float32)


def tone(seconds: float, *, hz: float = 440.0, level: float = 0.5, rate: int = RATE) -> Wave:
    return (level * np.sin(2 * np.pi * hz * np.arange(round(seconds * rate)) / rate)).astype(np.float32)


def clicks(seconds: float, at: Sequence[float], *, rate: int = RATE) -> Wave:
    """Silence with a click of 2 ms at each time of `at`."""
    wave = silence(seconds, rate=rate)
    for moment in at:
        wave[round(moment * rate) : round((moment + 0.002) * rate)] = 0.9
    return wave


def brightness(level: int) -> Callable[[int], int]:
    """Every picture plain, of this grey."""
    return lambda _: level


def make_video(
    path: Path,
    seconds: float = 2.0,
    fps: Fraction | int = 25,
    *,
    audio: Sound | Sequence[Sound] | None = Sound(tone(0.0)),  # noqa: B008  # frozen
    codec: str = "",
    language: str = "",
    rotation: int = 0,
    size: tuple[int, int] = (320, 180),
    picture: Callable[[int], int] | None = None,
    times: Sequence[float] | None = None,
    starts_s: float = 0.0,
    pixel_aspect: Fraction | None = None,
    options: dict[str, str] | None = None,
) -> Path:
    """Write a video; an empty wave in `audio` becomes a tone of its length, `language` is for streams that say none.

    `rotation` is clockwise, as a player turns the picture. `picture` gives the grey of each frame, a pattern without
    it. `times` are the frames' times in seconds (variable frame rate) instead of `seconds * fps` equal ones.
    """
    sounds = [] if audio is None else [audio] if isinstance(audio, Sound) else list(audio)
    with av.open(str(path), "w", options=options or {}) as container:
        video = container.add_stream(codec or ("libvpx" if path.suffix == ".webm" else "libx264"), rate=Fraction(fps))
        assert isinstance(video, VideoStream)
        video.width, video.height = size
        video.pix_fmt = "yuv444p" if size[0] % 2 or size[1] % 2 else "yuv420p"
        video.codec_context.time_base = Fraction(1, 90_000) if times else 1 / Fraction(fps)
        video.options = _QUICKLY.get(video.codec_context.name, {})
        if pixel_aspect:
            video.codec_context.sample_aspect_ratio = pixel_aspect
        if rotation:
            video.set_display_rotation(-rotation)
        moments = times or [float(index / Fraction(fps)) for index in range(round(seconds * fps))]
        feeds = [_frames(video, [moment + starts_s for moment in moments], size, picture)]
        for sound in sounds:
            filled = sound if sound.wave.size else Sound(tone(seconds), language=sound.language)
            feeds.append(_add_sound(container, path, filled, language))
        _interleave(container, feeds)
    return path


def make_audio(path: Path, sound: Sound, *, cover: bool = False, options: dict[str, str] | None = None) -> Path:
    """Write a file with one audio stream and no picture, or with cover art."""
    with av.open(str(path), "w", options=options or {}) as container:
        feeds = [_add_sound(container, path, sound, "")]
        if cover:
            art = container.add_stream("mjpeg", rate=1)
            assert isinstance(art, VideoStream)
            art.width, art.height, art.pix_fmt, art.disposition = 64, 64, "yuvj420p", Disposition.attached_pic
            art.codec_context.time_base = Fraction(1)
            feeds.append(_frames(art, [0.0], (64, 64), None))
        _interleave(container, feeds)
    return path


def remuxed(source: Path, target: Path, moved: Callable[[float], float]) -> Path:
    """The same packets at other times: `moved` maps seconds to seconds."""
    with av.open(str(source)) as old, av.open(str(target), "w") as new:
        stream = new.add_stream_from_template(old.streams.audio[0])
        for packet in old.demux(audio=0):
            if packet.pts is not None:
                at = round(Fraction(moved(float(packet.pts * packet.time_base))) / packet.time_base)
                packet.pts = packet.dts = at
                packet.stream = stream
                new.mux(packet)
    return target


Feed = Iterator[tuple[float, "list[Packet[Any]]"]]


def _add_sound(container: OutputContainer, path: Path, sound: Sound, language: str) -> Feed:
    wave = np.atleast_2d(sound.wave)
    layout = sound.layout or {1: "mono", 2: "stereo", 6: "5.1"}[len(wave)]
    stream = container.add_stream(sound.codec or _SOUND_CODECS[path.suffix], rate=sound.rate, layout=layout)
    assert isinstance(stream, AudioStream)
    if sound.language or language:
        stream.metadata["language"] = sound.language or language
    return _chunks(stream, sound, wave, layout)


def _chunks(stream: AudioStream, sound: Sound, wave: Wave, layout: str) -> Feed:
    pcm = np.clip(np.rint(wave * 32767), -32768, 32767).astype(np.int16)
    for at in range(0, pcm.shape[1], _FRAME):
        part = np.ascontiguousarray(pcm[:, at : at + _FRAME].T).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(part, format="s16", layout=layout)
        frame.sample_rate, frame.time_base = sound.rate, Fraction(1, sound.rate)
        frame.pts = at + round(sound.starts_s * sound.rate)
        yield frame.pts / sound.rate, stream.encode(frame)
    yield float("inf"), stream.encode(None)


def _frames(
    stream: VideoStream, moments: Sequence[float], size: tuple[int, int], picture: Callable[[int], int] | None
) -> Feed:
    time_base = stream.codec_context.time_base
    pattern = np.add.outer(np.arange(size[1]), np.arange(size[0])) % 256
    for index, moment in enumerate(moments):
        grey = np.full((size[1], size[0]), picture(index)) if picture else (pattern + index) % 256
        frame = av.VideoFrame.from_ndarray(np.repeat(grey[:, :, None], 3, axis=2).astype(np.uint8), format="rgb24")
        frame.pts, frame.time_base = round(Fraction(moment) / time_base), time_base
        yield moment, stream.encode(frame)
    yield float("inf"), stream.encode(None)


def _interleave(container: OutputContainer, feeds: list[Feed]) -> None:
    """Mux the feeds in the order of their times, so that streams are interleaved as in a real file."""
    container.start_encoding()  # even a file without a single packet gets its header
    waiting = {index: step for index, feed in enumerate(feeds) if (step := next(feed, None))}
    while waiting:
        index = min(waiting, key=lambda key: waiting[key][0])
        container.mux(waiting.pop(index)[1])
        if step := next(feeds[index], None):
            waiting[index] = step
