"""One picture that stands for the video before it plays."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from workflow.files import atomic
from workflow.media.guard import open_media
from workflow.media.probe import clockwise, moving_picture, shown_size

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

_SEARCH_SECONDS = 10
_STEP_SECONDS = Fraction(1, 4)
_MAX_WIDTH = 1280
_MAX_PIXELS = 8192 * 8192  # more is a trap, not a video: one decoded picture would take 100 MB and more
# Spread (standard deviation) of brightness, 0 to 127. Black with noise measures under 3, a plain colour 0, a dark
# scene or a title card over 10.
_BLANK = 8.0


def write_poster(source: Path, target: Path) -> bool:
    """Write a JPEG of the first picture that is not nearly blank, turned as shown, at most 1280 pixels wide.

    Looks at the first ten seconds; when all of them are blank, takes the least blank. False, and nothing written, when
    the file has no picture that can be decoded. Raises NotMedia, BrokenMedia or StoreError.
    """
    with open_media(source) as container:
        picture = moving_picture(container)
        if picture is None or not picture.codec_context or not 0 < picture.width * picture.height <= _MAX_PIXELS:
            return False
        frame = _best_frame(container, picture)
        if frame is None:
            return False
        rotation = clockwise(frame.rotation)
        data = _jpeg(_upright(frame, shown_size(picture, rotation), rotation))
    with atomic(target) as file:
        file.write(data)
    return True


def _best_frame(container: InputContainer, picture: VideoStream) -> VideoFrame | None:
    best, best_spread = None, -1.0
    for frame in _frames(container, picture):
        spread = _spread(frame)
        if spread > best_spread:
            best, best_spread = frame, spread
        if spread >= _BLANK:
            break
    return best


def _frames(container: InputContainer, picture: VideoStream) -> Iterator[VideoFrame]:
    """A picture every quarter of a second, those that cannot be decoded left out."""
    import av  # noqa: PLC0415  # heavy, see guard.open_media

    picture.thread_type = "AUTO"
    first = due = None
    for packet in container.demux(picture):
        try:
            frames = packet.decode()
        except av.FFmpegError:
            continue
        for frame in frames:
            at = Fraction(0) if frame.pts is None or frame.time_base is None else frame.pts * frame.time_base
            first = at if first is None else first
            if at - first > _SEARCH_SECONDS:
                return
            if due is None or at >= due:
                due = at + _STEP_SECONDS
                yield frame


def _spread(frame: VideoFrame) -> float:
    small = frame.reformat(width=64, height=64, format="gray").to_ndarray()
    return float(np.std(small.astype(np.float32)))


def _upright(frame: VideoFrame, shown: tuple[int, int], rotation: int) -> VideoFrame:
    from av.video.frame import VideoFrame  # noqa: PLC0415  # heavy, see guard.open_media

    scale = min(1.0, _MAX_WIDTH / shown[0])
    width, height = max(1, round(shown[0] * scale)), max(1, round(shown[1] * scale))
    if rotation in {90, 270}:
        width, height = height, width
    pixels = frame.reformat(width=width, height=height, format="rgb24").to_ndarray().astype(np.uint8, copy=False)
    return VideoFrame.from_ndarray(np.ascontiguousarray(np.rot90(pixels, k=-rotation // 90)), format="rgb24")


def _jpeg(frame: VideoFrame) -> bytes:
    from av.codec import CodecContext  # noqa: PLC0415  # heavy, see guard.open_media

    encoder = CodecContext.create("mjpeg", "w")
    encoder.width, encoder.height = frame.width, frame.height
    encoder.pix_fmt = "yuvj420p"
    encoder.time_base = Fraction(1, 25)
    encoder.options = {"qmin": "3", "qmax": "3"}  # of 2 (best) to 31: some 100 kB for a 1280 pixel picture
    packets = [*encoder.encode(frame.reformat(format="yuvj420p")), *encoder.encode(None)]
    return b"".join(bytes(packet) for packet in packets)
