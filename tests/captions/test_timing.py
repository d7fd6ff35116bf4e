"""When captions stand on screen."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.captions.profile import SHIPPED, Profile, shipped_profile
from workflow.captions.timing import Spell, times

PLAIN = Profile("plain", "Plain", max_cpl=42, max_lines=2)
NETFLIX = shipped_profile("netflix-en")
WEB_NEWS = shipped_profile("web-news")


def spell(start_ms: int, end_ms: int, characters: int = 10, words: int = 2) -> Spell:
    return Spell(start_ms, end_ms, characters, words)


def test_nothing_to_show_takes_no_time() -> None:
    """No captions, no times."""
    assert times([], WEB_NEWS, 1000) == []


def test_captions_under_netflix_never_touch() -> None:
    """Two frames are left even in speech without a pause."""
    (_, first_end), (second_start, _) = times([spell(0, 3000), spell(3000, 6000)], NETFLIX, None)
    assert second_start - first_end == 80


def test_captions_that_would_be_too_short_touch_where_that_is_allowed() -> None:
    """A caption of 850 ms keeps them all under web-news, whose least is 833 ms with the gap left out."""
    assert times([spell(0, 850), spell(850, 4000)], replace(WEB_NEWS, warn_lead_ms=0), None)[0] == (0, 850)
    assert times([spell(0, 850), spell(850, 4000)], NETFLIX, None)[0] == (0, 770)


def test_a_caption_is_not_stretched_over_its_longest_time() -> None:
    """It cannot reach the next one, and leaves a gap that is seen as a pause."""
    assert times([spell(0, 6000, 114), spell(7150, 9000)], WEB_NEWS, None)[0] == (0, 6650)


def test_a_caption_is_not_cut_before_its_words_are_over() -> None:
    """A gap that flickers is the lesser evil, and the checks report it."""
    assert times([spell(0, 6700, 42), spell(7150, 9000)], WEB_NEWS, None)[0] == (0, 6700)


def test_a_caption_stays_no_longer_than_the_profile_allows() -> None:
    """Half a second after its last word under Netflix, however much there is to read."""
    assert times([spell(0, 2000, 80)], NETFLIX, None) == [(0, 2500)]


def test_the_bbc_gives_each_word_its_time() -> None:
    """Ten words in a second of speech stand as long as they may be shown after it."""
    assert times([spell(0, 1000, 40, words=10)], shipped_profile("bbc"), None) == [(0, 2500)]


def test_the_video_ends_before_its_words() -> None:
    """Captions are squeezed in before the end, a millisecond each at the least, and none is dropped."""
    assert times([spell(900, 950), spell(2000, 2100), spell(3000, 3100)], PLAIN, 1000) == [
        (900, 998),
        (998, 999),
        (999, 1000),
    ]


@pytest.mark.parametrize("key", SHIPPED)
@given(st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 9000), st.integers(1, 84)), max_size=12))
def test_captions_are_in_order_apart_and_never_empty(key: str, spoken: list[tuple[int, int, int]]) -> None:
    """For any words in the order of time."""
    profile = shipped_profile(key)
    spells = [spell(start, start + length, characters) for start, length, characters in sorted(spoken)]
    placed = times(spells, profile, None)
    assert all(0 <= start < end for start, end in placed)
    assert all(before[1] <= after[0] for before, after in pairwise(placed))
    longest = profile.max_duration_ms
    assert longest is None or all(end - start <= longest for start, end in placed)
