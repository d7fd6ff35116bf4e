"""The silero network finds speech, does not forget to, and its answers do not depend on how the sound is cut up."""

from __future__ import annotations

import subprocess
import sys
import tracemalloc
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.speech.synthetic import babble, chord, noise, silence
from workflow.speech.activity import FRAME_MS, VoiceActivity
from workflow.speech.engine import SAMPLE_RATE
from workflow.speech.transcript import Region
from workflow.speech.vad import find_speech


def frames(*probabilities: float) -> VoiceActivity:
    """An activity with these probabilities, loud throughout."""
    return VoiceActivity(
        np.array(probabilities, np.float32), np.full(len(probabilities), -20, np.float32), len(probabilities) * FRAME_MS
    )


def test_speech_between_silences_is_found() -> None:
    """One region, its edges within a fifth of a second of where the voice begins and ends."""
    (region,) = find_speech([silence(2), babble(5), silence(2)]).regions()
    assert abs(region.start_ms - 2_000) <= 200
    assert abs(region.end_ms - 7_000) <= 200


@pytest.mark.parametrize("sound", [silence(10), noise(10), chord(10)], ids=["silence", "noise", "chord"])
def test_what_is_no_voice_is_no_speech(sound: np.ndarray) -> None:
    """Silence, noise and a steady chord hold no speech, even at the low threshold."""
    assert find_speech([sound]).regions() == ()


def test_a_voice_after_long_silence_and_noise_is_still_heard() -> None:
    """Forty seconds of nothing do not make the network deaf to what comes then."""
    activity = find_speech([silence(40), noise(41, level=0.01), babble(3, seed=3), silence(1)])
    assert sum(region.duration_ms for region in activity.regions()) >= 2_700


@pytest.mark.slow
def test_the_same_sound_in_other_blocks_gives_the_same_answer() -> None:
    """Blocks of 100 samples, of 30 s, and all at once."""
    sound = np.concatenate([babble(19, seed=1), silence(3), babble(21.3, seed=2)])
    whole = find_speech([sound])
    for size in (100, 7_777, 30 * SAMPLE_RATE):
        parts = find_speech(sound[at : at + size] for at in range(0, len(sound), size))
        assert np.array_equal(parts.probability, whole.probability)
        assert np.array_equal(parts.level_dbfs, whole.level_dbfs)
        assert parts.duration_ms == whole.duration_ms == 43_300


@pytest.mark.parametrize("seconds", [0.001, 0.5, 20.0, 20.001, 35.008, 60.0])
def test_every_moment_has_one_frame(seconds: float) -> None:
    """Lengths around the windows' limits: as many frames as the sound is long, the last one filled up."""
    sound = noise(seconds)
    activity = find_speech([sound])
    assert len(activity.probability) == len(activity.level_dbfs) == -(-len(sound) // 512)
    assert activity.duration_ms == len(sound) * 1000 // SAMPLE_RATE


def test_no_sound_is_no_activity() -> None:
    """No blocks, or empty ones, give an activity without frames."""
    for blocks in ([], [silence(0)]):
        activity = find_speech(blocks)
        assert (activity.duration_ms, activity.regions()) == (0, ())


def test_progress_counts_the_milliseconds_done() -> None:
    """Progress rises and ends at the whole frames of the sound."""
    seen: list[int] = []
    find_speech([noise(50)], progress=seen.append)
    assert seen == sorted(seen)
    assert 50_000 <= seen[-1] < 50_000 + FRAME_MS


@pytest.mark.slow
def test_memory_does_not_grow_with_the_sound() -> None:
    """Ten minutes in half-second blocks keep less than a tenth of their samples in memory."""
    block = noise(0.5)
    find_speech([block])
    tracemalloc.start()
    find_speech(block for _ in range(1_200))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 0.2 * 600 * SAMPLE_RATE * 4


def test_torch_is_not_needed() -> None:
    """The weights are found inside silero-vad without importing it: that would import torch."""
    program = (
        "import sys, numpy; from workflow.speech.vad import find_speech; assert 'onnxruntime' not in sys.modules;"
        "find_speech([numpy.zeros(16000, numpy.float32)]); assert 'torch' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_stretches_without_speech_are_silence_or_sound() -> None:
    """Music is sound and room tone is silence, though one click stands in it."""
    room = noise(5, level=0.0005)
    room[40_000:40_050] = 0.9
    activity = find_speech([room, chord(5)])
    assert activity.describe(Region(0, 4_900)) == "silence"
    assert activity.describe(Region(5_100, 10_000)) == "sound"
    assert activity.loudness_dbfs(Region(5_100, 10_000)) == pytest.approx(-21.5, abs=1)


def test_short_pauses_are_bridged_and_short_sounds_dropped() -> None:
    """A pause of 192 ms stays inside a region, one of 224 ms ends it; two frames alone are no speech."""
    bridged = frames(*[0.9] * 4, *[0.1] * 6, *[0.9] * 4)
    assert bridged.regions() == (Region(0, 448),)
    parted = frames(*[0.9] * 4, *[0.1] * 7, *[0.9] * 4)
    assert parted.regions() == (Region(0, 128), Region(352, 480))
    assert frames(*[0.1] * 9, 0.9, 0.9, *[0.1] * 9).regions() == ()


@pytest.mark.parametrize(("probability", "found"), [(0.29, 0), (0.3, 1)])
def test_the_threshold_itself_is_speech(probability: float, found: int) -> None:
    """Frames count from 0.3 on."""
    assert len(frames(*[probability] * 10).regions()) == found


@given(
    st.lists(st.sampled_from([0.0, 0.2, 0.4, 0.9]), max_size=80),
    st.integers(0, 400),
    st.integers(0, 400),
    st.integers(0, 500),
)
def test_regions_are_ordered_apart_and_inside(
    probabilities: list[float], min_speech_ms: int, min_silence_ms: int, pad_ms: int
) -> None:
    """Whatever is asked, regions lie in order, do not touch, and lie within the sound."""
    activity = frames(*probabilities)
    regions = activity.regions(min_speech_ms=min_speech_ms, min_silence_ms=min_silence_ms, pad_ms=pad_ms)
    edges = [edge for region in regions for edge in (region.start_ms, region.end_ms)]
    assert all(before < after for before, after in pairwise(edges))
    assert not edges or (edges[0] >= 0 and edges[-1] <= activity.duration_ms)
