"""Shot changes in films with known cuts, made on the spot: textured pictures, moving cameras, grain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.media.factories import Sound, brightness, make_audio, make_video, tone
from workflow.errors import NotMedia
from workflow.media.shots import find_shots

FPS = 25
WIDTH, HEIGHT = 160, 90
Picture = NDArray[np.float64]


@dataclass
class Film:
    """Pictures in order, and the moments (ms) of the hard cuts among them."""

    seed: int
    pictures: list[Picture] = field(default_factory=list)
    cuts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = np.random.default_rng(self.seed)

    def shot(self, seconds: float, *, light: float = 1.0, speed: int = 0) -> list[Picture]:
        """A scene of soft shapes that nobody has seen before; the camera moves by `speed` points a picture."""
        rough = self.chance.normal(size=(9, 16))
        whole = np.kron(rough, np.ones((HEIGHT // 9, WIDTH // 16)))
        soft = sum(np.roll(whole, step, axis) for step in range(-8, 9, 4) for axis in (0, 1)) / 10
        scene = light * np.clip(self.chance.uniform(70, 170) + 55 * soft, 10, 245)
        grain = 3.0
        return [
            np.clip(np.roll(scene, speed * at, axis=1) + self.chance.normal(scale=grain, size=scene.shape), 0, 255)
            for at in range(round(seconds * FPS))
        ]

    def cut_to(self, pictures: list[Picture]) -> None:
        if self.pictures:
            self.cuts.append(len(self.pictures) * 1000 // FPS)
        self.pictures += pictures

    def fade_to(self, pictures: list[Picture], frames: int, *, through_black: bool) -> None:
        """The last pictures go over into the first of the next shot."""
        last, first = self.pictures[-1], pictures[0]
        for at in range(1, frames):
            share = at / frames
            if through_black:
                self.pictures.append(last * max(0.0, 1 - 2 * share) + first * max(0.0, 2 * share - 1))
            else:
                self.pictures.append(last * (1 - share) + first * share)
        self.pictures += pictures

    def flash(self, at: int, frames: int, light: float = 150.0) -> None:
        for place in range(at, at + frames):
            self.pictures[place] = np.clip(self.pictures[place] + light, 0, 255)

    def write(self, path: Path) -> Path:
        with av.open(str(path), "w") as container:
            stream = container.add_stream("libx264", rate=FPS)
            stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
            stream.options = {"preset": "ultrafast", "crf": "28", "x264-params": "log-level=none"}
            for at, picture in enumerate(self._frames()):
                picture.pts, picture.time_base = at, Fraction(1, FPS)
                container.mux(stream.encode(picture))
            container.mux(stream.encode(None))
        return path

    def _frames(self) -> Iterator[av.VideoFrame]:
        for picture in self.pictures:
            yield av.VideoFrame.from_ndarray(picture.astype(np.uint8), format="gray").reformat(format="yuv420p")


def hits(found: tuple[int, ...], cuts: list[int]) -> int:
    """How many cuts were found, to the picture."""
    return sum(any(abs(one - cut) <= 1 for one in found) for cut in cuts)


def test_cuts_are_found_to_the_picture_whatever_the_camera_does(tmp_path: Path) -> None:
    """Still and moving cameras, light and dark scenes; measured are recall and precision over 60 cuts."""
    film = Film(1)
    for number in range(61):
        light = (1.0, 1.0, 0.6, 0.25)[number % 4]
        film.cut_to(film.shot(film.chance.uniform(0.7, 2.0), light=light, speed=(0, 1, 3, 6)[number // 4 % 4]))
    found = find_shots(film.write(tmp_path / "film.mp4"))
    assert hits(found, film.cuts) >= 0.95 * len(film.cuts), sorted(set(film.cuts) - set(found))
    assert hits(found, film.cuts) >= 0.95 * len(found), sorted(set(found) - set(film.cuts))


@pytest.mark.parametrize("through_black", [True, False])
def test_a_fade_is_no_cut(tmp_path: Path, *, through_black: bool) -> None:
    """Between two shots of a third of a second and longer, moving or not; the cuts between the fades are found."""
    film = Film(2)
    film.cut_to(film.shot(2))
    for frames in (8, 12, 25, 50):
        film.fade_to(film.shot(1.5, speed=frames % 3), frames, through_black=through_black)
        film.cut_to(film.shot(1.5))
    assert list(find_shots(film.write(tmp_path / "film.mp4"))) == film.cuts


def test_a_flash_is_no_cut(tmp_path: Path) -> None:
    """Neither where it begins nor where it ends; nor does it hide the cuts a second before and after."""
    film = Film(3)
    for frames in (1, 2, 3, 5):
        film.cut_to(film.shot(2, speed=1))
        film.flash(len(film.pictures) - FPS, frames)
    assert list(find_shots(film.write(tmp_path / "film.mp4"))) == film.cuts


def test_one_picture_for_a_long_time_is_one_shot(tmp_path: Path) -> None:
    """Noise, and a slow pan, change nothing."""
    film = Film(4)
    film.cut_to(film.shot(4))
    film.fade_to(film.shot(4, speed=2), 25, through_black=False)
    assert find_shots(film.write(tmp_path / "film.mp4")) == ()


def test_of_cuts_close_together_only_one_counts(tmp_path: Path) -> None:
    """Half a second is the least that lies between two."""
    film = Film(5)
    for seconds in (1, 0.4, 1, 0.4, 1):
        film.cut_to(film.shot(seconds))
    found = find_shots(film.write(tmp_path / "film.mp4"))
    assert 1 <= len(found) <= 4
    assert all(later - earlier >= 500 for earlier, later in pairwise(found))
    assert hits(found, film.cuts) == len(found)


def test_times_are_those_of_the_player(tmp_path: Path) -> None:
    """A picture that is shown from 2 s on begins at 2 s, and pictures of uneven lengths have their own times."""
    levels = [40, 40, 40, 40, 200, 200, 200, 200, 200]
    times = [0.0, 0.5, 1.0, 1.3, 2.2, 2.6, 3.0, 3.4, 3.8]
    video = make_video(tmp_path / "a.mp4", picture=levels.__getitem__, times=times, starts_s=2.0)
    assert find_shots(video) == (4200,)


def test_what_has_no_moving_picture_has_no_shots(tmp_path: Path) -> None:
    """Sound with and without cover art, and one grey for the whole of the film; what is no media at all is told."""
    assert find_shots(make_audio(tmp_path / "a.flac", Sound(tone(1.0)))) == ()
    assert find_shots(make_audio(tmp_path / "b.mp3", Sound(tone(1.0)), cover=True)) == ()
    assert find_shots(make_video(tmp_path / "c.mp4", picture=brightness(30))) == ()
    (tmp_path / "d.mp4").write_text("no film")
    with pytest.raises(NotMedia):
        find_shots(tmp_path / "d.mp4")


def test_progress_goes_up_to_the_end(tmp_path: Path) -> None:
    """In hundredths."""
    told: list[float] = []
    find_shots(make_video(tmp_path / "a.mp4", 4.0), progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) > 20
