"""The facts of a media file."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from tests.media.factories import Sound, make_audio, make_video, silence, tone
from workflow.errors import BrokenMedia, NoAudio
from workflow.media.audio import decode_audio
from workflow.media.poster import write_poster
from workflow.media.probe import probe
from workflow.story import AudioStream


@pytest.mark.parametrize(
    ("suffix", "container", "video_codec", "audio_codec"),
    [
        (".mp4", "mp4", "h264", "aac"),
        (".mov", "mov", "h264", "aac"),
        (".mkv", "mkv", "h264", "aac"),
        (".webm", "webm", "vp8", "opus"),
    ],
)
def test_facts_of_a_video(tmp_path: Path, suffix: str, container: str, video_codec: str, audio_codec: str) -> None:
    """Duration, size, rate, codecs and container, for each container a newsroom sends."""
    video = probe(make_video(tmp_path / f"a{suffix}", 2.0), sha256="ab", name="Interview.mp4")

    assert (video.container, video.video_codec, video.audio_streams[0].codec) == (container, video_codec, audio_codec)
    assert video.duration_ms == pytest.approx(2000, abs=25)
    assert (video.width, video.height, video.frame_rate, video.rotation) == (320, 180, Fraction(25), 0)
    assert (video.sha256, video.name) == ("ab", "Interview.mp4")
    assert video.size_bytes == (tmp_path / f"a{suffix}").stat().st_size


@pytest.mark.parametrize(
    ("suffix", "codec"),
    [(".mp3", "mp3"), (".wav", "pcm_s16le"), (".m4a", "aac"), (".flac", "flac"), (".ogg", "opus")],
)
def test_facts_of_sound_alone(tmp_path: Path, suffix: str, codec: str) -> None:
    """Sound without a picture has no size, rate or video codec."""
    video = probe(make_audio(tmp_path / f"a{suffix}", Sound(tone(2.0))))

    assert (video.container, video.audio_streams[0].codec) == (suffix[1:], codec)
    assert video.duration_ms == pytest.approx(2000, abs=30)
    assert (video.width, video.height, video.frame_rate, video.video_codec) == (0, 0, None, "")
    assert video.name == f"a{suffix}"


def test_audio_streams_are_listed_with_their_languages(tmp_path: Path) -> None:
    """ISO 639-2 codes become BCP 47; a stream that says nothing has none."""
    stereo = Sound(silence(1.0).reshape(1, -1).repeat(2, axis=0), language="ukr", rate=44_100)
    sounds = [stereo, Sound(tone(1.0), language="crh"), Sound(tone(1.0))]

    video = probe(make_video(tmp_path / "a.mkv", 1.0, audio=sounds))

    assert video.audio_streams == (
        AudioStream(0, "aac", "uk", 2, 44_100),
        AudioStream(1, "aac", "crh", 1, 48_000),
        AudioStream(2, "aac", "", 1, 48_000),
    )


@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_frame_rate_of_american_television_is_exact(tmp_path: Path, suffix: str) -> None:
    """29.97 is 30000/1001."""
    rate = probe(make_video(tmp_path / f"a{suffix}", 4.0, Fraction(30_000, 1001))).frame_rate

    assert rate is not None
    assert float(rate) == pytest.approx(30_000 / 1001, abs=0.001)


def test_variable_frame_rate_is_given_as_its_average(tmp_path: Path) -> None:
    """A phone that drops to half its rate in the dark: 60 pictures in 3 s are 20 a second."""
    times = [index / 30 for index in range(30)] + [1 + index / 15 for index in range(30)]

    video = probe(make_video(tmp_path / "a.mp4", 3.0, 30, times=times))

    assert video.frame_rate is not None
    assert float(video.frame_rate) == pytest.approx(20, abs=0.5)
    assert video.duration_ms == pytest.approx(3000, abs=40)


@pytest.mark.parametrize(
    ("rotation", "size"), [(0, (320, 180)), (90, (180, 320)), (180, (320, 180)), (270, (180, 320))]
)
@pytest.mark.parametrize("suffix", [".mp4", ".mov"])
def test_size_is_that_after_rotation(tmp_path: Path, suffix: str, rotation: int, size: tuple[int, int]) -> None:
    """A phone held upright stores a lying picture and says how to turn it."""
    video = probe(make_video(tmp_path / f"a{suffix}", 1.0, rotation=rotation))

    assert (video.rotation, (video.width, video.height)) == (rotation, size)


def test_odd_sizes_are_kept(tmp_path: Path) -> None:
    """A picture of 321 x 181 is not rounded."""
    video = probe(make_video(tmp_path / "a.mkv", 1.0, size=(321, 181)))

    assert (video.width, video.height) == (321, 181)


def test_anamorphic_picture_has_the_width_that_is_shown(tmp_path: Path) -> None:
    """720 x 576 with pixels of 64:45 is a wide picture."""
    video = probe(make_video(tmp_path / "a.mkv", 1.0, size=(720, 576), pixel_aspect=Fraction(64, 45)))

    assert (video.width, video.height) == (1024, 576)


def test_picture_in_an_unknown_codec_does_not_hide_the_sound(tmp_path: Path) -> None:
    """A camera's own codec cannot be decoded here; its sound can be captioned all the same."""
    path = make_video(tmp_path / "a.mp4", 1.0)
    path.write_bytes(path.read_bytes().replace(b"avc1", b"xyz1"))

    video = probe(path)

    assert (video.video_codec, video.width, video.height, video.rotation) == ("unknown", 0, 0, 0)
    assert not write_poster(path, tmp_path / "a.jpg")
    assert decode_audio(path, tmp_path / "a.wav").duration_ms == pytest.approx(1000, abs=30)


def test_cover_art_is_no_picture(tmp_path: Path) -> None:
    """A podcast with a cover is still sound alone."""
    video = probe(make_audio(tmp_path / "a.mp3", Sound(tone(1.0)), cover=True))

    assert (video.width, video.height, video.video_codec) == (0, 0, "")


def test_length_of_a_recording_without_one_is_measured(tmp_path: Path) -> None:
    """A browser's recorder writes webm without a duration: the packets are counted."""
    video = probe(make_video(tmp_path / "a.webm", 3.0, options={"live": "1"}))

    assert video.duration_ms == pytest.approx(3000, abs=25)


def test_fragmented_mp4_has_its_length(tmp_path: Path) -> None:
    """An mp4 in fragments (a stream that was saved) says its duration nowhere."""
    flags = {"movflags": "frag_keyframe+empty_moov+default_base_moof"}
    video = probe(make_video(tmp_path / "a.mp4", 3.0, options=flags))

    assert video.duration_ms == pytest.approx(3000, abs=30)


def test_video_without_sound_has_nothing_to_caption(tmp_path: Path) -> None:
    """A silent picture is refused with the reason."""
    with pytest.raises(NoAudio, match="a picture but no sound"):
        probe(make_video(tmp_path / "a.mp4", 1.0, audio=None))


@pytest.mark.parametrize(
    ("suffix", "why"),
    [
        (".wav", "its sound is empty, 0 seconds long"),
        (".flac", "its sound is empty, 0 seconds long"),
        (".m4a", "it holds no sound"),
        (".mp3", "nothing that can be played follows"),
    ],
)
def test_sound_of_no_length_has_nothing_to_caption(tmp_path: Path, suffix: str, why: str) -> None:
    """A header and no samples; of an mp3 nothing is left but its tag, so that it cannot even be called sound."""
    with pytest.raises((NoAudio, BrokenMedia), match=why):
        probe(make_audio(tmp_path / f"a{suffix}", Sound(silence(0.0))))
