"""What it took to make of the words that were heard those that are read."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.captions import alignment
from workflow.captions.alignment import distance, steps
from workflow.captions.corrections import Corrections, corrections

ROWS = st.lists(st.sampled_from("abc"), max_size=14)


def done(heard: str, written: str) -> Corrections:
    """The corrections of one segment that became captions, one a paragraph."""
    return corrections([heard], written.split("\n\n"))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("nobody came to court", Corrections(4)),
        ("nobody came\nto court", Corrections(4)),
        ("nobody came\n\nto court", Corrections(4)),
        ("nobody went to court", Corrections(4, replaced=1)),
        ("nobody came to the court", Corrections(4, inserted=1)),
        ("nobody came", Corrections(4, deleted=2)),
        ("Nobody came to court.", Corrections(4, restyled=2)),
        ("MARIA: nobody came to court", Corrections(4, described=1)),
        ("[door closes] nobody came to court", Corrections(4, described=2)),
        ("– nobody came to court", Corrections(4, described=1)),
        ("", Corrections(4, deleted=4)),
    ],
)
def test_each_kind_of_correction_is_counted_apart(written: str, expected: Corrections) -> None:
    """Other lines and other captions are no correction; speakers and sounds are no fault of the engine's."""
    assert done("nobody came to court", written) == expected


def test_a_label_in_the_place_of_a_word_is_no_other_word() -> None:
    """The word is gone, and a label was added."""
    assert done("um nobody came", "MARIA: nobody came") == Corrections(3, deleted=1, described=1)


def test_what_the_engine_itself_wrote_in_brackets_is_untouched() -> None:
    assert done("[door closes] nobody came", "[door closes] nobody came").changed == 0


def test_the_share_is_of_the_words_heard() -> None:
    assert done("one two three four", "One two free for").share == pytest.approx(3 / 4)


def test_silence_has_no_share() -> None:
    """What was typed where nothing was heard is counted, and is a share of nothing."""
    typed = corrections([], ["Nobody heard this."])
    assert (typed.inserted, typed.share) == (3, None)


@given(ROWS, ROWS)
def test_the_steps_make_the_one_the_other_with_the_fewest_changes(one: Sequence[str], other: Sequence[str]) -> None:
    """Every item is there once, in order; what differs is as much as the distance says."""
    way = steps(one, other)
    assert [was for was, _ in way if was is not None] == list(range(len(one)))
    assert [now for _, now in way if now is not None] == list(range(len(other)))
    changes = [(was, now) for was, now in way if was is None or now is None or one[was] != other[now]]
    assert len(changes) == distance(one, other)


@given(ROWS, ROWS)
def test_a_table_too_large_is_halved_with_the_same_result(one: Sequence[str], other: Sequence[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alignment, "_MOST_BITS", 8)
        way = steps(one, other)
    changes = [(was, now) for was, now in way if was is None or now is None or one[was] != other[now]]
    assert len(changes) == distance(one, other)
    assert len([was for was, _ in way if was is not None]) == len(one)


@given(ROWS, ROWS)
def test_the_counts_lead_from_one_length_to_the_other(one: Sequence[str], other: Sequence[str]) -> None:
    counted = corrections([" ".join(one)], [" ".join(other)])
    assert counted.heard - counted.deleted + counted.inserted == len(other)
    assert counted.changed == distance(one, other)
