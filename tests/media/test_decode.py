"""Sound comes out as 16 kHz mono, every sample at its place on the video's time line."""

from __future__ import annotations

import resource
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from tests.media.factories import Sound, Wave, clicks, make_audio, make_video, remuxed, silence, tone
from workflow.errors import BrokenMedia, NoAudio, StoreError
from workflow.media.audio import Audio, decode_audio
from workflow.media.place import Placer
from workflow.media.probe import probe
from workflow.media.wav import WavWriter


def heard_clicks(audio: Audio) -> list[float]:
    """The times, in seconds, at which clicks begin."""
    loud = np.flatnonzero(np.abs(audio.read(0, audio.duration_ms)) > 0.25) / 16_000
    return [float(at) for before, at in zip([-1.0, *loud], loud, strict=False) if at - before > 0.05]


def level(audio: Audio) -> float:
    """Root mean square, without the first and last 100 ms."""
    samples = audio.read(100, audio.duration_ms - 100)
    return float(np.sqrt(np.mean(samples**2)))


@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".mkv", ".webm"])
def test_click_in_a_video_is_heard_at_its_time(tmp_path: Path, suffix: str) -> None:
    """Encoder delay does not move the sound: a click is within 2 ms of where it was made."""
    source = make_video(tmp_path / f"a{suffix}", 4.0, audio=Sound(clicks(4.0, at=[0.5, 3.25])))

    audio = decode_audio(source, tmp_path / "a.wav")

    assert heard_clicks(audio) == pytest.approx([0.5, 3.25], abs=0.002)
    assert audio.lost_ms == 0


@pytest.mark.parametrize("suffix", [".mp3", ".wav", ".m4a", ".flac", ".ogg"])
def test_click_in_sound_alone_is_heard_at_its_time(tmp_path: Path, suffix: str) -> None:
    """Files without a picture begin with the first sound that is meant to be heard."""
    source = make_audio(tmp_path / f"a{suffix}", Sound(clicks(4.0, at=[0.5, 3.25])))

    audio = decode_audio(source, tmp_path / "a.wav")

    assert heard_clicks(audio) == pytest.approx([0.5, 3.25], abs=0.002)
    assert audio.duration_ms == pytest.approx(4000, abs=25)


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".webm"])
def test_sound_that_starts_after_the_picture_is_preceded_by_silence(tmp_path: Path, suffix: str) -> None:
    """An audio stream delayed by 1.5 s keeps its clicks where the player plays them."""
    source = make_video(tmp_path / f"a{suffix}", 4.0, audio=Sound(clicks(2.0, at=[0.5]), starts_s=1.5))

    audio = decode_audio(source, tmp_path / "a.wav")

    assert heard_clicks(audio) == pytest.approx([2.0], abs=0.002)
    assert not audio.read(0, 1400).any()
    assert audio.lost_ms == 0


@pytest.mark.parametrize("suffix", [".mp4", ".webm"])
def test_time_zero_is_the_zero_of_the_container(tmp_path: Path, suffix: str) -> None:
    """When picture and sound both begin at 2 s, a browser shows the first picture at 2 s, and so do we."""
    sound = Sound(clicks(2.0, at=[1.0]), starts_s=2.0)
    source = make_video(tmp_path / f"a{suffix}", 2.0, audio=sound, starts_s=2.0)

    assert heard_clicks(decode_audio(source, tmp_path / "a.wav")) == pytest.approx([3.0], abs=0.002)
    assert probe(source).duration_ms == pytest.approx(4000, abs=25)


def test_picture_that_starts_after_the_sound_does_not_move_it(tmp_path: Path) -> None:
    """Time zero is the container's, not the first picture's."""
    source = make_video(tmp_path / "a.mp4", 2.0, audio=Sound(clicks(3.0, at=[2.5])), starts_s=1.0)

    assert heard_clicks(decode_audio(source, tmp_path / "a.wav")) == pytest.approx([2.5], abs=0.002)


def test_sound_before_time_zero_is_cut(tmp_path: Path) -> None:
    """What an edit list hides (a video trimmed on the phone) is not heard and shifts nothing."""
    source = make_audio(tmp_path / "a.mkv", pcm(clicks(4.0, at=[0.5, 2.0])))
    trimmed = remuxed(source, tmp_path / "trimmed.mov", lambda at: at - 1.0)

    assert heard_clicks(decode_audio(trimmed, tmp_path / "a.wav")) == pytest.approx([1.0], abs=0.002)


def test_gap_in_the_timestamps_becomes_silence(tmp_path: Path) -> None:
    """A recorder that paused leaves a gap; what follows stays at its time, and the gap is reported."""
    source = remuxed(
        make_audio(tmp_path / "a.mkv", pcm(clicks(4.0, at=[0.5, 2.5]))),
        tmp_path / "moved.mkv",
        lambda at: at + 2.0 * (at >= 2),
    )

    audio = decode_audio(source, tmp_path / "a.wav")

    assert heard_clicks(audio) == pytest.approx([0.5, 4.5], abs=0.002)
    assert audio.lost_ms == pytest.approx(2000, abs=25)
    assert Audio.open(tmp_path / "a.wav") == audio


@pytest.mark.parametrize(("second_at", "expected"), [(1.0, [0.5, 2.5]), (1.98, [0.5, 3.5]), (-9.0, [0.5])])
def test_overlapping_sound_is_cut(tmp_path: Path, second_at: float, expected: list[float]) -> None:
    """When timestamps jump back, the later sound loses the part for which there is sound already."""
    with (tmp_path / "a.wav").open("wb") as file:
        wav = WavWriter(file)
        placer = Placer(wav, time_base=Fraction(1, 48_000), zero=Fraction(0))
        for at, wave in ((0.0, clicks(2.0, at=[0.5])), (second_at, clicks(2.0, at=[1.5]))):
            placer.add(frame_at(at, wave), after_damage=False)
        placer.end(0)
        wav.finish()

    assert heard_clicks(Audio.open(tmp_path / "a.wav")) == pytest.approx(expected, abs=0.002)
    assert placer.lost == 0


def test_sound_that_changes_its_format_goes_on(tmp_path: Path) -> None:
    """A stream that turns from stereo to mono, or to another rate, in the middle keeps its time."""
    with (tmp_path / "a.wav").open("wb") as file:
        wav = WavWriter(file)
        placer = Placer(wav, time_base=Fraction(1, 48_000), zero=Fraction(0))
        placer.add(frame_at(0.0, clicks(1.0, at=[0.5])), after_damage=False)
        placer.add(frame_at(1.0, np.stack([clicks(1.0, at=[0.5])] * 2)), after_damage=False)
        placer.add(frame_at(2.0, clicks(1.0, at=[0.5], rate=44_100), rate=44_100), after_damage=False)
        placer.end(0)
        wav.finish()

    assert heard_clicks(Audio.open(tmp_path / "a.wav")) == pytest.approx([0.5, 1.5, 2.5], abs=0.002)
    assert placer.lost <= 2


def test_jitter_of_timestamps_does_not_crackle(tmp_path: Path) -> None:
    """Timestamps off by 15 ms here and there neither cut the sound nor fill it."""
    source = make_audio(tmp_path / "a.mkv", pcm(tone(3.0)))
    steady = decode_audio(source, tmp_path / "steady.wav")

    jittered = remuxed(source, tmp_path / "moved.mkv", lambda at: at + 0.015 * (round(at * 50) % 2))
    audio = decode_audio(jittered, tmp_path / "a.wav")

    assert np.array_equal(audio.read(0, 2900), steady.read(0, 2900))


def test_sound_does_not_drift_away_from_its_timestamps(tmp_path: Path) -> None:
    """A recorder whose clock runs 1 % slow is put right again and again, not after an hour."""
    source = remuxed(
        make_audio(tmp_path / "a.mkv", pcm(clicks(20.0, at=[19.0]))), tmp_path / "moved.mkv", lambda at: at * 1.01
    )

    assert heard_clicks(decode_audio(source, tmp_path / "a.wav")) == pytest.approx([19.19], abs=0.041)


@pytest.mark.parametrize("rate", [8_000, 22_050, 44_100, 48_000])
def test_sample_rates_are_converted(tmp_path: Path, rate: int) -> None:
    """Whatever the rate, a click keeps its time and a tone its level and pitch."""
    wave = np.concatenate([clicks(2.0, at=[1.0], rate=rate), tone(2.0, rate=rate)])
    audio = decode_audio(make_audio(tmp_path / "b.wav", Sound(wave, rate=rate)), tmp_path / "a.wav")

    assert heard_clicks(audio)[0] == pytest.approx(1.0, abs=0.002)
    heard = audio.read(2100, 3900)
    assert np.abs(heard).max() == pytest.approx(0.5, abs=0.01)
    assert np.argmax(np.abs(np.fft.rfft(heard))) * 16_000 / len(heard) == pytest.approx(440, abs=1)


def test_stereo_with_the_same_voice_on_both_sides_keeps_its_level(tmp_path: Path) -> None:
    """Both sides are averaged: a voice in the middle is as loud as before, and cannot clip."""
    wave = tone(2.0, level=0.9)
    audio = decode_audio(make_audio(tmp_path / "b.wav", Sound(np.stack([wave, wave]))), tmp_path / "a.wav")

    assert level(audio) == pytest.approx(0.9 / np.sqrt(2), rel=0.01)


@pytest.mark.parametrize(("channel", "gain"), [(0, 0.5), (1, 0.5), (2, 0.7071), (3, 0.0), (4, 0.3536), (5, 0.3536)])
def test_surround_is_mixed_as_broadcasters_do(tmp_path: Path, channel: int, gain: float) -> None:
    """5.1 follows BS.775: the dialogue of the centre is 3 dB down, not 11, and the LFE is left out."""
    wave = np.zeros((6, 96_000), np.float32)
    wave[channel] = tone(2.0, level=0.8)
    audio = decode_audio(make_audio(tmp_path / "b.wav", Sound(wave)), tmp_path / "a.wav")

    assert level(audio) == pytest.approx(gain * 0.8 / np.sqrt(2), rel=0.02, abs=0.001)


def test_four_microphones_are_averaged(tmp_path: Path) -> None:
    """A field recorder's channels have no place in a room: each counts the same."""
    wave = np.zeros((4, 96_000), np.float32)
    wave[3] = tone(2.0, level=0.8)
    source = make_audio(tmp_path / "b.wav", Sound(wave, layout="4 channels"))

    assert level(decode_audio(source, tmp_path / "a.wav")) == pytest.approx(0.2 / np.sqrt(2), rel=0.02)


def test_one_of_two_audio_streams_is_chosen(tmp_path: Path) -> None:
    """`stream` counts audio streams from 0, whatever stands between them."""
    sounds = [Sound(clicks(3.0, at=[1.0]), language="ukr"), Sound(clicks(3.0, at=[2.0]), language="eng")]
    source = make_video(tmp_path / "a.mp4", 3.0, audio=sounds)

    first, second = (decode_audio(source, tmp_path / f"{n}.wav", stream=n) for n in (0, 1))

    assert heard_clicks(first) == pytest.approx([1.0], abs=0.002)
    assert heard_clicks(second) == pytest.approx([2.0], abs=0.002)


@pytest.mark.parametrize("stream", [2, -1])
def test_a_stream_that_is_not_there_is_named_with_those_that_are(tmp_path: Path, stream: int) -> None:
    """A wrong number gets the list of streams with their languages."""
    sounds = [Sound(tone(1.0), language="ukr"), Sound(tone(1.0))]
    source = make_video(tmp_path / "a.mkv", 1.0, audio=sounds)

    with pytest.raises(NoAudio, match=rf"no audio stream {stream}; it has 0 \(uk, aac\), 1 \(language not said, aac\)"):
        decode_audio(source, tmp_path / "a.wav", stream=stream)
    assert not (tmp_path / "a.wav").exists()


def test_damaged_packets_become_silence_and_are_counted(tmp_path: Path) -> None:
    """Sound after the damage stays at its time; what is lost is reported."""
    source = make_video(tmp_path / "a.mp4", 6.0, audio=Sound(clicks(6.0, at=[1.0, 5.0])))
    spoil(source, 2.0, 3.0)

    audio = decode_audio(source, tmp_path / "a.wav")

    assert heard_clicks(audio)[0] == pytest.approx(1.0, abs=0.002)
    assert heard_clicks(audio)[-1] == pytest.approx(5.0, abs=0.002)
    assert 500 < audio.lost_ms <= 1100


def test_damage_at_the_end_is_counted(tmp_path: Path) -> None:
    """The sound ends with silence as long as what was lost."""
    source = make_video(tmp_path / "a.mp4", 4.0, audio=Sound(clicks(4.0, at=[1.0])))
    spoil(source, 3.0, 9.0)

    audio = decode_audio(source, tmp_path / "a.wav")

    assert audio.duration_ms == pytest.approx(4000, abs=50)
    assert 500 < audio.lost_ms <= 1100


def test_nothing_that_can_be_decoded_is_said(tmp_path: Path) -> None:
    """A file whose packets are all noise is damaged, not silent."""
    source = make_video(tmp_path / "a.mp4", 2.0)
    spoil(source, -1.0, 9.0)

    with pytest.raises(BrokenMedia, match="none of its sound could be decoded"):
        decode_audio(source, tmp_path / "a.wav")


def test_long_sound_comes_in_blocks_that_join(tmp_path: Path) -> None:
    """Blocks put together are the whole, and reading past the end gives what there is."""
    audio = decode_audio(make_audio(tmp_path / "b.wav", Sound(tone(2.5))), tmp_path / "a.wav")
    whole = audio.read(0, audio.duration_ms)

    assert np.array_equal(np.concatenate(list(audio.blocks(700))), whole)
    assert [len(block) for block in audio.blocks(1000)] == [16_000, 16_000, 8_000]
    assert whole.dtype == np.float32
    assert len(audio.read(2000, 99_000)) == 8_000
    assert len(audio.read(-500, 100)) == 1_600
    assert len(audio.read(5000, 6000)) == len(audio.read(900, 800)) == 0


def test_decoded_sound_can_be_opened_again(tmp_path: Path) -> None:
    """The WAV on disk is all that is needed."""
    audio = decode_audio(make_audio(tmp_path / "b.wav", Sound(tone(1.0))), tmp_path / "a.wav")

    assert Audio.open(tmp_path / "a.wav") == audio


def test_a_wav_that_is_not_ours_is_refused(tmp_path: Path) -> None:
    """48 kHz, or no WAV at all, is never read as 16 kHz."""
    with pytest.raises(BrokenMedia, match="16-bit mono at 16 kHz"):
        Audio.open(make_audio(tmp_path / "b.wav", Sound(tone(1.0))))
    (tmp_path / "c.wav").write_bytes(b"RIFF")
    with pytest.raises(BrokenMedia, match="cannot be read as a WAV"):
        Audio.open(tmp_path / "c.wav")


def test_progress_grows_from_0_to_1(tmp_path: Path) -> None:
    """Progress never runs backwards and ends with 1, once."""
    shares: list[float] = []

    decode_audio(make_video(tmp_path / "a.mp4", 4.0), tmp_path / "a.wav", progress=shares.append)

    assert shares == sorted(shares)
    assert shares.count(1.0) == 1
    assert 20 < len(shares) <= 102


def test_an_interrupted_decoding_leaves_nothing_behind(tmp_path: Path) -> None:
    """Ctrl-C in the middle: no half WAV, no temporary file."""

    def interrupt(share: float) -> None:
        if share > 0.5:
            raise KeyboardInterrupt

    source = make_audio(tmp_path / "b.wav", Sound(silence(4.0)))
    with pytest.raises(KeyboardInterrupt):
        decode_audio(source, tmp_path / "a.wav", progress=interrupt)
    assert [path.name for path in tmp_path.iterdir()] == ["b.wav"]


def test_a_full_disk_is_one_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    """No half WAV, no temporary file."""
    source = make_audio(tmp_path / "b.flac", Sound(tone(30.0)))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, hard))
    try:
        with pytest.raises(StoreError, match="could not be written"):
            decode_audio(source, tmp_path / "a.wav")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [path.name for path in tmp_path.iterdir()] == ["b.flac"]


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    """A disk that refuses is our error, with what to do."""
    source = make_audio(tmp_path / "b.wav", Sound(tone(0.5)))

    with pytest.raises(StoreError, match="could not be written"):
        decode_audio(source, tmp_path / "no" / "a.wav")


def pcm(wave: Wave) -> Sound:
    """Uncompressed, so that packets can be moved without any side effect."""
    return Sound(wave, codec="pcm_s16le")


def frame_at(at: float, wave: Wave, *, rate: int = 48_000) -> av.AudioFrame:
    """One decoded frame that says it begins at `at` seconds."""
    planes = np.atleast_2d(wave)
    frame = av.AudioFrame.from_ndarray(planes, format="fltp", layout={1: "mono", 2: "stereo"}[len(planes)])
    frame.sample_rate, frame.time_base, frame.pts = rate, Fraction(1, 48_000), round(at * 48_000)
    return frame


def spoil(path: Path, start_s: float, end_s: float) -> None:
    """Overwrite the audio packets between two times, in place."""
    with av.open(str(path)) as container:
        spots = [
            (packet.pos, packet.size)
            for packet in container.demux(audio=0)
            if packet.pts is not None and packet.pos and start_s <= packet.pts * packet.time_base < end_s
        ]
    data = bytearray(path.read_bytes())
    for at, size in spots:
        data[at : at + size] = b"\xff" * size
    path.write_bytes(data)
