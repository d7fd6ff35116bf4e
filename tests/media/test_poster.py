"""The picture that stands for the video."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from tests.media.factories import Sound, brightness, make_audio, make_video, tone
from workflow.media.poster import write_poster


def test_poster_is_a_jpeg_of_the_picture(tmp_path: Path) -> None:
    """A program that knows nothing of ours can open it, and it looks like the video."""
    source = make_video(tmp_path / "a.mp4", 1.0)

    assert write_poster(source, tmp_path / "a.jpg")

    with Image.open(tmp_path / "a.jpg") as image:
        assert (image.format, image.size) == ("JPEG", (320, 180))
        shown = np.asarray(image.convert("L")).astype(int)
    expected = np.add.outer(np.arange(180), np.arange(320)) % 256
    assert np.median(np.abs(shown - expected)) < 6


@pytest.mark.parametrize("blank", [0, 16, 255, 128])
def test_blank_beginning_is_passed_over(tmp_path: Path, blank: int) -> None:
    """A fade from black, white or grey is no poster: the first real picture, at 2 s, is taken."""
    with av.open(str(tmp_path / "b.mp4"), "w") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        half = np.zeros((64, 64, 3), np.uint8)
        half[:, 32:] = 255
        for index in range(40):
            pixels = half if index >= 20 else np.full((64, 64, 3), blank, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        container.mux(stream.encode(None))

    assert write_poster(tmp_path / "b.mp4", tmp_path / "b.jpg")

    with Image.open(tmp_path / "b.jpg") as image:
        shown = np.asarray(image.convert("L")).astype(int)
    assert shown[:, :28].max() < 60
    assert shown[:, 36:].min() > 195


def test_all_blank_video_still_has_a_poster(tmp_path: Path) -> None:
    """A plain picture over an interview is the video's picture."""
    source = make_video(tmp_path / "a.mp4", 12.0, 5, size=(64, 64), picture=brightness(90))

    assert write_poster(source, tmp_path / "a.jpg")


@pytest.mark.parametrize(("rotation", "corner"), [(0, (0, 0)), (90, (-1, 0)), (180, (-1, -1)), (270, (0, -1))])
def test_poster_is_turned_as_shown(tmp_path: Path, rotation: int, corner: tuple[int, int]) -> None:
    """The stored picture's upper left corner goes where a player puts it: with 90 degrees, to the upper right."""
    pixels = np.full((90, 160, 3), 30, np.uint8)
    pixels[:30, :30] = 255
    with av.open(str(tmp_path / "a.mp4"), "w") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 160, 90, "yuv420p"
        stream.set_display_rotation(-rotation)
        for _ in range(5):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        container.mux(stream.encode(None))

    assert write_poster(tmp_path / "a.mp4", tmp_path / "a.jpg")

    with Image.open(tmp_path / "a.jpg") as image:
        assert image.size == ((90, 160) if rotation in {90, 270} else (160, 90))
        x, y = (edge if edge == 0 else length - 1 for edge, length in zip(corner, image.size, strict=True))
        grey = image.convert("L")
        corners = {
            (at_x, at_y): grey.getpixel((at_x, at_y)) for at_x in (0, image.width - 1) for at_y in (0, image.height - 1)
        }
    assert max(corners, key=lambda at: float(str(corners[at]))) == (x, y)


def test_wide_picture_is_made_smaller(tmp_path: Path) -> None:
    """1920 pixels become 1280, an upright one keeps its shape, and a small one its size."""
    for name, size, rotation, expected in (
        ("wide.mp4", (1920, 1080), 0, (1280, 720)),
        ("tall.mp4", (1920, 1080), 90, (1080, 1920)),
        ("odd.mkv", (321, 181), 0, (321, 181)),
    ):
        assert write_poster(make_video(tmp_path / name, 0.2, size=size, rotation=rotation), tmp_path / "a.jpg")
        with Image.open(tmp_path / "a.jpg") as image:
            assert image.size == expected


def test_sound_alone_has_no_poster(tmp_path: Path) -> None:
    """No file is written, with or without cover art."""
    for cover in (False, True):
        source = make_audio(tmp_path / "a.mp3", Sound(tone(1.0)), cover=cover)
        assert not write_poster(source, tmp_path / "a.jpg")
    assert not (tmp_path / "a.jpg").exists()
