"""Pages to publish, with a small real video."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.error import FFmpegError

from workflow.captions.cue import Cue, CueSettings, Mark
from workflow.captions.track import Track
from workflow.publish.publication import PageTrack, StoryPage
from workflow.story import Link, Story, Video

FRAMES = 12


def a_cue(number: int = 1, start_ms: int = 500, end_ms: int = 2000, text: str = "Hello.", *, voice: str = "") -> Cue:
    return Cue(str(number), start_ms, end_ms, tuple(text.split("\n")), voice)


ENGLISH = Track(
    (
        a_cue(1, 400, 1900, "Seven years later they\nkeep meeting.", voice="Lutfiye"),
        a_cue(2, 2000, 3200, "AT&T says 3 < 5,", voice="Lutfiye"),
        a_cue(3, 3300, 4600, "and they go on.", voice="Lutfiye"),
        Cue("4", 5000, 6000, ("[door slams]",), "", CueSettings(line=0, position=20, size=60, align="start")),
        Cue("5", 6200, 7800, ("She said Слава and left.",), "Ayshe", marks=(Mark(9, 14, "lang", value="uk"),)),
    ),
    language="en",
)
UKRAINIAN = Track(
    (
        a_cue(1, 400, 1900, "Через сім років вони\nдосі збираються."),
        a_cue(2, 2000, 4600, "Вони не здаються."),
        a_cue(3, 6200, 7800, "Вона сказала «Слава» й пішла."),
    ),
    kind="subtitles",
    language="uk",
)

STORY = Story(
    slug="the-wives-who-stayed",
    headline="The wives who stayed",
    text=(
        "Over a hundred men are held. Their wives *provide*, visit the trials, and meet.\n\n"
        "## What they ask for\n\nThe families publish [their list](https://example.org/list) every month.\n\n"
        "> We are here, and we stay.\n"
    ),
    language="en",
    byline="Dilyara M.",
    credit="Crimean Solidarity",
    related_videos=(Link("The fight for freedom", "https://example.org/film"),),
    related_articles=(Link("Seven years on", "https://example.org/seven"), Link("Нові вироки", "/uk/vyroky")),
)


def make_video(path: Path, *, seconds: int = 8, sound_only: bool = False) -> Path:
    """A real file: a moving grey square and a tone; H.264 where the encoder is there, else VP8."""
    if sound_only:
        _encode(path, seconds, None, "libmp3lame")
        return path
    try:
        _encode(path, seconds, "libx264", "aac")
    except (FFmpegError, ValueError):
        path = path.with_suffix(".webm")
        _encode(path, seconds, "libvpx", "libopus")
    return path


def _encode(path: Path, seconds: int, picture: str | None, sound: str) -> None:
    rate = 48_000 if sound == "libopus" else 44_100
    with av.open(str(path), "w") as container:
        video = container.add_stream(picture, rate=FRAMES) if picture else None
        if isinstance(video, av.VideoStream):
            video.width, video.height, video.pix_fmt = 320, 180, "yuv420p"
            video.gop_size = FRAMES
        audio = container.add_stream(sound, rate=rate)
        assert isinstance(audio, av.AudioStream)
        if isinstance(video, av.VideoStream):
            for number in range(seconds * FRAMES):
                image = np.full((180, 320, 3), 40, np.uint8)
                image[40:140, 20 + number * 2 : 120 + number * 2] = 120
                container.mux(video.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
            container.mux(video.encode(None))
        wave = (0.1 * np.sin(np.arange(seconds * rate) * 2 * np.pi * 330 / rate) * 32767).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(wave[None, :], format="s16", layout="mono")
        frame.sample_rate, frame.time_base, frame.pts = rate, Fraction(1, rate), 0
        container.mux(audio.encode(frame))  # PyAV resamples and cuts it into the encoder's frames
        container.mux(audio.encode(None))


def video_facts(path: Path, *, seconds: int = 8, sound_only: bool = False) -> Video:
    content = path.read_bytes()
    return Video(
        sha256=hashlib.sha256(content).hexdigest(),
        name=path.name,
        size_bytes=len(content),
        duration_ms=seconds * 1000,
        container=path.suffix[1:],
        width=0 if sound_only else 320,
        height=0 if sound_only else 180,
        frame_rate=None if sound_only else Fraction(FRAMES),
        rotation=0,
        video_codec="" if sound_only else ("h264" if path.suffix == ".mp4" else "vp8"),
        audio_streams=(),
    )


def a_file(folder: Path, content: bytes = b"not looked into") -> Path:
    """Something in the place of a video, for tests that do not play it."""
    path = folder / "video.mp4"
    path.write_bytes(content)
    return path


def reviewed(track: Track = ENGLISH, *, revision: int = 1) -> PageTrack:
    return PageTrack(track, revision, reviewed=True, engine="whisper small", reviewed_on=date(2025, 11, 20))


def automatic(track: Track = ENGLISH, *, revision: int = 1) -> PageTrack:
    return PageTrack(track, revision, reviewed=False, engine="pocketsphinx 5.1")


def a_page(
    media: Path,
    *tracks: PageTrack,
    story: Story = STORY,
    video: Video | None = None,
    poster: Path | None = None,
    site_url: str = "",
) -> StoryPage:
    return StoryPage(
        story=story,
        video=video or video_facts(media),
        media=media,
        tracks=tracks or (reviewed(),),
        published_at=datetime(2025, 11, 23, 10, 30, tzinfo=UTC),
        poster=poster,
        site_url=site_url,
    )
