"""The words of a transcript in one row with times that go forward."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.captions.factories import segment, transcript
from workflow.captions.spoken import Spoken, spoken_words, turns
from workflow.speech.transcript import Segment, Word


def said(*times: tuple[int, int], duration_ms: int | None = None) -> list[Spoken]:
    row = tuple(Word(f"w{place}", start, end) for place, (start, end) in enumerate(times))
    return spoken_words(transcript(Segment(0, 0, row, "en")), duration_ms)


def test_good_times_are_kept() -> None:
    """Words in order keep their times to the millisecond."""
    assert [(word.start_ms, word.end_ms) for word in said((0, 300), (300, 500), (900, 1000))] == [
        (0, 300),
        (300, 500),
        (900, 1000),
    ]


def test_one_wrong_time_moves_nothing_but_itself() -> None:
    """A word that an engine puts far away is set between its neighbours, which stay."""
    words = said((0, 300), (90_000, 90_200), (600, 900), (900, 1200))
    assert [word.start_ms for word in words] == [0, 300, 600, 900]
    words = said((4000, 4200), (5000, 5300), (0, 100), (5600, 5900))
    assert [word.start_ms for word in words] == [4000, 5000, 5300, 5600]


def test_a_word_ends_where_the_next_begins() -> None:
    """Overlapping words take turns."""
    assert [(word.start_ms, word.end_ms) for word in said((0, 800), (500, 900))] == [(0, 500), (500, 900)]


def test_words_past_the_end_are_brought_inside() -> None:
    """No word lies outside the video."""
    assert [(word.start_ms, word.end_ms) for word in said((800, 1200), (1500, 1900), duration_ms=1000)] == [
        (800, 1000),
        (1000, 1000),
    ]


def test_a_word_without_text_is_no_word() -> None:
    """White space is left out, and inside a word becomes one space."""
    row = (Word(" ", 0, 10), Word(" New\n York ", 10, 20))
    assert [word.text for word in spoken_words(transcript(Segment(0, 20, row, "en")), None)] == ["New York"]


def test_a_turn_ends_where_speaker_or_language_changes() -> None:
    """Words of two languages are not broken by one grammar."""
    said_by = transcript(
        segment("one two", speaker="Ann"),
        segment("three", start_ms=600, speaker="Ann"),
        segment("чотири", start_ms=900, speaker="Ann", language="uk"),
        segment("five", start_ms=1200, speaker="Bo"),
    )
    assert [[word.text for word in turn] for turn in turns(spoken_words(said_by, None))] == [
        ["one", "two", "three"],
        ["чотири"],
        ["five"],
    ]


def test_a_translation_is_in_its_own_language() -> None:
    """The segments of a translation name the language that was spoken, not the one that is read."""
    heard = transcript(segment("They waited.", language="uk"), task="translate", language="en")
    assert {word.language for word in spoken_words(heard, None)} == {"en"}


@given(
    st.lists(st.tuples(st.integers(-100, 5000), st.integers(-100, 5000)), max_size=30),
    st.one_of(st.none(), st.integers(0, 4000)),
)
def test_times_always_go_forward_inside_the_video(times: list[tuple[int, int]], duration_ms: int | None) -> None:
    """Whatever an engine returns."""
    words = said(*times, duration_ms=duration_ms)
    assert [word.text for word in words] == [f"w{place}" for place in range(len(times))]
    moments = [moment for word in words for moment in (word.start_ms, word.end_ms)]
    assert moments == sorted(moments)
    assert all(moment >= 0 and (duration_ms is None or moment <= duration_ms) for moment in moments)
