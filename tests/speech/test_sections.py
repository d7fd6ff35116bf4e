"""Sections hold all speech, end in pauses, and with what is left unheard they are the whole timeline."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.speech.activity import FRAME_MS, VoiceActivity
from workflow.speech.sections import LONG_PAUSE_MS, MARGIN_MS, Section, cut_sections, unheard
from workflow.speech.transcript import Region


def activity(*stretches: tuple[float, float]) -> VoiceActivity:
    """Stretches of (seconds, probability of speech) one after another."""
    probability = np.concatenate([np.full(round(s * 1000 / FRAME_MS), p, np.float32) for s, p in stretches])
    return VoiceActivity(probability, np.full(len(probability), -20, np.float32), len(probability) * FRAME_MS)


@st.composite
def activities(draw: st.DrawFn) -> VoiceActivity:
    """Any order of speech, pauses and doubtful stretches, the last frame cut short."""
    stretches = draw(
        st.lists(st.tuples(st.integers(1, 1500), st.sampled_from([0.0, 0.1, 0.29, 0.3, 0.7, 1.0])), max_size=12)
    )
    parts = [np.full(frames, probability, np.float32) for frames, probability in stretches]
    probability = np.concatenate([np.zeros(0, np.float32), *parts])
    noise = np.random.default_rng(draw(st.integers(0, 99))).normal(0, 0.05, len(probability))
    probability = np.clip(probability + noise, 0, 1).astype(np.float32)
    cut = draw(st.integers(0, FRAME_MS - 1)) if len(probability) else 0
    return VoiceActivity(probability, np.full(len(probability), -20, np.float32), len(probability) * FRAME_MS - cut)


@given(
    voice=activities(),
    max_ms=st.sampled_from([2_000, 10_000, 30_000]),
    hear_all=st.booleans(),
    longer_ms=st.integers(0, 5_000),
)
def test_sections_are_ordered_bounded_and_hold_all_speech(
    voice: VoiceActivity, max_ms: int, *, hear_all: bool, longer_ms: int
) -> None:
    """Whatever the activity: order, length, every region of speech covered, and nothing lost between the sections."""
    duration_ms = voice.duration_ms + longer_ms
    sections = cut_sections(voice, duration_ms, max_ms=max_ms, hear_all=hear_all)

    assert all(0 < section.duration_ms <= max_ms for section in sections)
    assert all(before.end_ms <= after.start_ms for before, after in pairwise(sections))
    assert all(section.start_ms >= 0 and section.end_ms <= voice.duration_ms for section in sections)
    left_out = unheard(sections, duration_ms)
    spoken = np.zeros(duration_ms, bool)
    for region in voice.regions():
        spoken[region.start_ms : region.end_ms] = True
    times_seen = np.zeros(duration_ms, int)
    for section in sections:
        times_seen[section.start_ms : section.end_ms] += 1
    for region in left_out:
        times_seen[region.start_ms : region.end_ms] += 1
    assert (times_seen == 1).all()
    for region in left_out:
        assert not spoken[region.start_ms : region.end_ms].any()
    in_sections = np.zeros(duration_ms, bool)
    for section in sections:
        for part in section.speech:
            in_sections[part.start_ms : part.end_ms] = True
    assert (in_sections == spoken).all()
    assert sections == cut_sections(voice, duration_ms, max_ms=max_ms, hear_all=hear_all)


def test_short_speech_is_one_section_with_a_margin() -> None:
    """Speech after a silence: one section, a little longer than the speech on both sides."""
    sections = cut_sections(activity((9.6, 0.0), (6.4, 0.9), (9.6, 0.0)), 25_600)
    speech = Region(9_600, 16_000)
    assert sections == (Section(9_600 - MARGIN_MS, 16_000 + MARGIN_MS, (speech,)),)
    assert unheard(sections, 25_600) == (Region(0, 9_350), Region(16_250, 25_600))


def test_pauses_within_a_section_are_heard() -> None:
    """Sentences with ordinary pauses share a section; a long pause ends it."""
    voice = activity((3.2, 0.9), (1.28, 0.0), (3.2, 0.9), (LONG_PAUSE_MS / 1000 + 1, 0.0), (3.2, 0.9))
    sections = cut_sections(voice, voice.duration_ms)
    assert [len(section.speech) for section in sections] == [2, 1]


def test_a_full_section_ends_in_the_longest_pause_of_its_last_half() -> None:
    """Of three pauses the longest near the end is taken, not a longer one near the beginning nor the last one."""
    voice = activity((6.4, 0.9), (2.56, 0.0), (9.6, 0.9), (1.6, 0.0), (6.4, 0.9), (0.64, 0.0), (9.6, 0.9))
    first, second = cut_sections(voice, voice.duration_ms)
    assert first.end_ms == 18_560 + MARGIN_MS
    assert second.start_ms == 20_160 - MARGIN_MS


def test_a_pause_at_the_beginning_is_better_than_a_cut_in_speech() -> None:
    """No pause in the last half: an early one is used before speech is cut."""
    voice = activity((3.2, 0.9), (0.96, 0.0), (28.8, 0.9))
    first, second = cut_sections(voice, voice.duration_ms)
    assert first.end_ms <= 4_160
    assert second.end_ms == voice.duration_ms


def test_speech_without_a_pause_is_cut_where_it_is_least_like_speech() -> None:
    """Forty seconds without a pause: the cut lies in the weaker stretch."""
    voice = activity((20.48, 0.95), (0.64, 0.5), (19.2, 0.95))
    first, second = cut_sections(voice, voice.duration_ms)
    assert 20_480 <= first.end_ms <= 21_120
    assert first.end_ms == second.start_ms


def test_no_speech_means_no_section_unless_all_is_heard() -> None:
    """Music only: nothing is given to an engine and all of it is listed; with hear_all all of it is given."""
    voice = activity((64.0, 0.05))
    assert cut_sections(voice, 64_000) == ()
    assert unheard((), 64_000) == (Region(0, 64_000),)
    everything = cut_sections(voice, 64_000, hear_all=True)
    assert unheard(everything, 64_000) == ()
    assert all(section.speech == () for section in everything)


@pytest.mark.parametrize("hear_all", [True, False])
def test_an_empty_video_has_no_sections(*, hear_all: bool) -> None:
    """No sound at all: nothing to hear and nothing unheard."""
    empty = VoiceActivity(np.zeros(0, np.float32), np.zeros(0, np.float32), 0)
    assert cut_sections(empty, 0, hear_all=hear_all) == ()
    assert unheard((), 0) == ()


@pytest.mark.parametrize(("seconds", "count"), [(30.0, 1), (30.08, 2)])
def test_thirty_seconds_fit_into_one_section(seconds: float, count: int) -> None:
    """The limit itself: speech of exactly 30 s is not cut."""
    voice = activity((seconds, 0.9))
    duration = 30_000 if count == 1 else voice.duration_ms
    assert len(cut_sections(voice, duration)) == count
