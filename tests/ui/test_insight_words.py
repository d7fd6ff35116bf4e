"""What the figures say, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.review.test_insights import NOON, TRACK
from ui.insight_words import (
    approval_rows,
    approval_sentence,
    approval_spans,
    check_label,
    effort_sentence,
    engine_rows,
    engines_sentence,
    found_rows,
    found_sentence,
    headline_figures,
    lasting,
    percent,
    rate,
    speed_rows,
    speed_sentence,
    story_labels,
)
from ui.tables import cards, legend, table
from workflow.captions.corrections import Corrections
from workflow.checks.finding import Severity
from workflow.review.insights import Found, TrackFacts


def approved_after(hours: float) -> TrackFacts:
    return replace(TRACK, approved_at=NOON + timedelta(hours=hours))


WAITING = replace(TRACK, approved_at=None)


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (0.001, "under 1 min"),
        (0.5, "30 min"),
        (1, "1 h"),
        (3.3334, "3 h 20 min"),
        (23.99, "23 h 59 min"),
        (24, "1 day"),
        (52.2, "2 days 4 h"),
    ],
)
def test_a_stretch_of_time_has_its_two_largest_units(hours: float, words: str) -> None:
    assert lasting(hours) == words


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (None, "–"),
        (0.0, "0%"),
        (0.009, "under 1%"),
        (0.01, "1%"),
        (0.125, "12%"),
        (0.999, "over 99%"),
        (1.0, "100%"),
        (1.5, "150%"),
    ],
)
def test_something_is_never_nothing(share: float | None, words: str) -> None:
    assert percent(share) == words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(None, "–"), (0.0, "0.0"), (0.001, "under 0.01"), (0.04, "0.04"), (0.1, "0.1"), (1.44, "1.4")],
)
def test_a_rate_has_the_digits_that_say_something(minutes: float | None, words: str) -> None:
    assert rate(minutes) == words


@pytest.mark.parametrize(
    ("speeds", "words"),
    [
        ((), "There are no captions to read yet."),
        ((12.0,), "The only caption can be read in time."),
        ((12.0, 17.0), "All 2 captions can be read in time."),
        ((12.0, 18.0), "No caption is too fast; 1 of 2 (50%) is faster than is comfortable."),
        ((12.0, 21.0), "1 of 2 captions (50%) is too fast to read."),
        ((18.0, 21.0, 22.0), "2 of 3 captions (67%) are too fast to read, and 1 more is faster than is comfortable."),
    ],
)
def test_the_reading_speeds_are_told_in_a_sentence(speeds: tuple[float, ...], words: str) -> None:
    assert speed_sentence([replace(TRACK, speeds=speeds)]) == words


def test_the_finding_that_is_found_most_is_named() -> None:
    found = (
        Found("reads-too-fast", Severity.ERROR, waived=False, count=3),
        Found("overlap", Severity.ERROR, waived=False, count=1),
        Found("overlap", Severity.ERROR, waived=True, count=9),
    )
    assert found_sentence([replace(TRACK, found=found)]) == (
        "“Reads too fast” is found most: 3 of 4 open findings. 9 findings are waived."
    )
    assert found_rows([replace(TRACK, found=found)]) == [
        ("Overlap", "1", "0", "9"),
        ("Reads too fast", "3", "0", "0"),
    ]


def test_where_all_is_waived_nothing_is_open() -> None:
    found = (Found("overlap", Severity.ERROR, waived=True, count=1),)
    assert found_sentence([replace(TRACK, found=found)]) == "No finding is open. 1 finding is waived."


def test_the_engines_are_compared() -> None:
    worse = replace(TRACK, engine="pocketsphinx", model="en-us", corrections=Corrections(10, replaced=3))
    assert engines_sentence([TRACK]) == "So far one engine was corrected: whisper turbo (10% of its words)."
    assert engines_sentence([worse, TRACK]) == (
        "whisper turbo (10% of its words) needed the least correcting, pocketsphinx en-us (30% of its words) the most."
    )
    assert [row[0] for row in engine_rows([worse, TRACK])] == ["whisper turbo", "pocketsphinx en-us"]


def test_nobody_has_corrected_anything_where_nothing_was_heard() -> None:
    """Silence was heard and looked at: there is no share to tell."""
    silent = replace(TRACK, corrections=Corrections(0))
    assert engines_sentence([silent]) == "Nobody has corrected what an engine heard yet."
    assert [row[-1] for row in engine_rows([silent])] == ["–"]


def test_the_time_of_editing_says_when_it_is_not_the_end_of_it() -> None:
    assert effort_sentence([TRACK]) == "A minute of video took 1.5 minutes of editing."
    assert effort_sentence([TRACK, WAITING]) == (
        "A minute of video took 1.5 minutes of editing. 1 of 2 tracks is not finished and may take more."
    )
    assert effort_sentence([replace(WAITING, edits=0)]) == "Nobody has edited captions yet."


def test_half_of_the_tracks_were_approved_within_the_median() -> None:
    assert approval_sentence([WAITING]) == "No track was approved yet."
    assert approval_sentence([approved_after(5)]) == "One track was approved, 5 h after its story was added."
    assert approval_sentence([approved_after(2), approved_after(4), approved_after(90), WAITING]) == (
        "Half of the 3 approved tracks were approved within 4 h of the upload. 1 of 4 tracks is not approved yet."
    )


def test_a_track_at_the_end_of_a_span_is_in_the_next() -> None:
    """Exactly four hours are no longer under four."""
    spans = approval_spans([approved_after(0.9), approved_after(4), approved_after(24), approved_after(72)])
    assert [count for _, count in spans] == [1, 0, 1, 1, 1]


def test_tracks_that_wait_come_last() -> None:
    assert [row[-1] for row in approval_rows([WAITING, approved_after(9), approved_after(2)])] == [
        "2 h",
        "9 h",
        "not yet",
    ]


def test_the_first_numbers_have_units_and_say_of_what() -> None:
    assert headline_figures([TRACK]) == [
        ("Too fast to read", "33%", "of 3 captions"),
        ("Open errors", "1", "and 0 warnings"),
        ("Words corrected", "10%", "of 100 words heard"),
        ("Editing per minute of video", "1.5 min", "3 min for 2 min of video"),
        ("From upload to approval", "5 h", "median of 1 approved track"),
    ]


def test_what_cannot_be_told_yet_is_a_dash() -> None:
    untouched = replace(WAITING, edits=0, speeds=(), cues=0)
    assert [number for _, number, _ in headline_figures([untouched])] == ["–", "1", "–", "–", "–"]


def test_speeds_are_in_rows_of_five() -> None:
    assert speed_rows([replace(TRACK, speeds=(14.9, 15.0, 19.0, 41.0))]) == [
        ("10 to under 15", "1", "0", "0"),
        ("15 to under 20", "1", "1", "0"),
        ("40 or more", "0", "0", "1"),
    ]


def test_two_stories_with_one_headline_can_be_told_apart() -> None:
    facts = [replace(TRACK, story=slug, headline=text) for slug, text in (("a", "Court"), ("b", "Court"), ("c", "Sea"))]
    assert story_labels(facts) == {"a": "Court (a)", "b": "Court (b)", "c": "Sea"}


def test_a_checks_name_becomes_words() -> None:
    assert check_label("too-many-words-a-minute") == "Too many words a minute"


def test_nothing_in_a_strangers_text_takes_effect() -> None:
    """A headline is text, in a table, on a card and in a legend."""
    bad = "<img src=x onerror=alert(1)>\"'&"
    for html in (table(bad, [bad], [[bad]]), cards([(bad, bad, bad)]), legend({bad: "#000000"})):
        assert "<img" not in html
        assert "&lt;img src=x onerror=alert(1)&gt;&quot;&#x27;&amp;" in html


def test_a_tables_rows_and_columns_have_headings() -> None:
    html = table("Figures", ["Check", "Errors"], [["Overlap", "2"]])
    assert '<th scope="col">Check</th><th scope="col" class="number">Errors</th>' in html
    assert '<th scope="row">Overlap</th><td class="number">2</td>' in html
