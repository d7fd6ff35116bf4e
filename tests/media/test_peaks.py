"""The waveform's outline."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.media.factories import Sound, clicks, make_audio, tone
from workflow.errors import MediaError
from workflow.media.audio import decode_audio
from workflow.media.peaks import read_peaks, write_peaks


def test_one_pair_of_lowest_and_highest_for_each_10_ms(tmp_path: Path) -> None:
    """A click shows in its own pair and nowhere else."""
    source = make_audio(tmp_path / "b.wav", Sound(clicks(31.0, at=[30.504]), rate=48_000))
    audio = decode_audio(source, tmp_path / "a.wav")

    write_peaks(audio, tmp_path / "a.peaks")
    peaks = read_peaks(tmp_path / "a.peaks")

    assert peaks.shape == (3100, 2)
    assert peaks.dtype == np.int8
    assert peaks[3050, 1] > 100
    assert np.flatnonzero(np.abs(peaks.astype(int)).max(axis=1) > 20).tolist() == [3050]


def test_pairs_hold_the_extremes_of_the_samples(tmp_path: Path) -> None:
    """A tone of half scale has pairs of about -64 and 64; silence is 0; the last pair may be short."""
    wave = np.concatenate([tone(1.005, level=0.5), np.zeros(48_000, np.float32)])
    audio = decode_audio(make_audio(tmp_path / "b.wav", Sound(wave)), tmp_path / "a.wav")

    write_peaks(audio, tmp_path / "a.peaks")
    peaks = read_peaks(tmp_path / "a.peaks")

    assert len(peaks) == 201
    assert np.all(np.abs(peaks[5:95, 0] + 64) <= 1)
    assert np.all(np.abs(peaks[5:95, 1] - 64) <= 1)
    assert not peaks[105:].any()


def test_the_file_is_laid_out_as_documented(tmp_path: Path) -> None:
    """A screen in another language reads it by this layout."""
    audio = decode_audio(make_audio(tmp_path / "b.wav", Sound(tone(1.0))), tmp_path / "a.wav")

    write_peaks(audio, tmp_path / "a.peaks")
    data = (tmp_path / "a.peaks").read_bytes()

    assert data[:16] == b"STPK" + bytes([1, 0, 10, 0]) + bytes([100, 0, 0, 0, 0, 0, 0, 0])
    assert len(data) == 16 + 200


@pytest.mark.parametrize("data", [b"", b"STPK", b"RIFF" + bytes(200), b"STPK\x01\x00\x0a\x00" + bytes([9] + [0] * 7)])
def test_what_is_no_outline_is_refused(tmp_path: Path, data: bytes) -> None:
    """A file of another kind, or one cut short, is never drawn."""
    (tmp_path / "a.peaks").write_bytes(data)

    with pytest.raises(MediaError, match="no waveform"):
        read_peaks(tmp_path / "a.peaks")
