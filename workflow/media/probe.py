"""The facts of a media file, as a `Video`."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from workflow.errors import NoAudio
from workflow.languages import language_tag
from workflow.media.guard import open_media, open_regular
from workflow.media.timeline import check_whole, family, length_ms
from workflow.story import AudioStream, Video

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.stream import VideoStream

_FIRST_PACKETS = 250  # a picture that has not come by then does not tell its rotation


def probe(path: Path, *, sha256: str = "", name: str = "") -> Video:
    """What the file holds. `container` is mp4, mov, m4a, mkv, webm, mp3, wav, flac, ogg or aac.

    Raises NotMedia, NoAudio (nothing to caption) or BrokenMedia, also when an mp4, mov or wav was cut short.
    (An mkv, webm or flac that was cut short is found by `decode_audio`, which has to read all of it.)
    """
    with open_media(path) as container:
        streams = audio_streams(container)
        if not streams:
            raise NoAudio(path, "it has a picture but no sound" if container.streams.video else "it holds no sound")
        check_whole(path, container)
        duration_ms = length_ms(path, container)
        if duration_ms == 0:
            raise NoAudio(path, "its sound is empty, 0 seconds long")
        picture = moving_picture(container)
        rotation = _rotation(container, picture) if picture else 0
        width, height = shown_size(picture, rotation) if picture else (0, 0)
        return Video(
            sha256=sha256,
            name=name or path.name,
            size_bytes=container.size,
            duration_ms=duration_ms,
            container=_container_name(path, container),
            width=width,
            height=height,
            frame_rate=_frame_rate(picture) if picture else None,
            rotation=rotation,
            video_codec=_codec(picture) if picture else "",
            audio_streams=streams,
        )


def audio_streams(container: InputContainer) -> tuple[AudioStream, ...]:
    """The audio streams in the file's order."""
    return tuple(
        AudioStream(
            index=index,
            codec=_codec(stream),
            language=language_tag(stream.language or ""),
            channels=stream.codec_context.channels if stream.codec_context else 0,
            sample_rate=stream.codec_context.sample_rate if stream.codec_context else 0,
        )
        for index, stream in enumerate(container.streams.audio)
    )


def moving_picture(container: InputContainer) -> VideoStream | None:
    """The first video stream that is no cover art."""
    from av.stream import Disposition  # noqa: PLC0415  # heavy, see guard.open_media

    return next((s for s in container.streams.video if not s.disposition & Disposition.attached_pic), None)


def shown_size(picture: VideoStream, rotation: int) -> tuple[int, int]:
    """Width and height in square pixels, as a player shows them after `rotation`; 0, 0 for an unknown codec."""
    if not picture.codec_context:
        return 0, 0
    width, height = picture.width, picture.height
    aspect = picture.sample_aspect_ratio
    if aspect and Fraction(1, 4) <= aspect <= 4:  # beyond that it is a mistake, not an anamorphic picture
        width = round(width * aspect)
    return (height, width) if rotation in {90, 270} else (width, height)


def clockwise(counterclockwise: int) -> int:
    """libav's rotation as the degrees a player turns the picture: 0, 90, 180 or 270."""
    return round(-counterclockwise / 90) * 90 % 360


def _rotation(container: InputContainer, picture: VideoStream) -> int:
    """Taken from the first picture: the display matrix is not to be had before."""
    import av  # noqa: PLC0415  # heavy, see guard.open_media

    if not picture.codec_context:
        return 0
    for count, packet in enumerate(container.demux(picture)):
        try:
            frames = packet.decode()
        except av.FFmpegError:
            frames = []
        if frames:
            return clockwise(frames[0].rotation)
        if count == _FIRST_PACKETS:
            break
    return 0


def _frame_rate(picture: VideoStream) -> Fraction | None:
    rate = picture.average_rate or picture.guessed_rate
    return rate if rate and 0 < rate <= 1000 else None


def _codec(stream: VideoStream | object) -> str:
    context = getattr(stream, "codec_context", None)
    return context.codec.canonical_name if context else "unknown"


def _container_name(path: Path, container: InputContainer) -> str:
    kind = family(container)
    if kind == "mov":
        brand = container.metadata.get("major_brand", "").strip()
        return {"qt": "mov", "M4A": "m4a", "M4B": "m4a"}.get(brand, "mp4")
    if kind == "matroska":
        with open_regular(path) as file:
            return "webm" if b"webm" in file.read(64) else "mkv"  # the EBML DocType stands in the first bytes
    return kind
