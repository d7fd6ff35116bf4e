"""How long people worked, from the times of their edits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.review.effort import active_ms

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
Times = list[tuple[str, datetime]]


def edits(*seconds: float, by: str = "Anna") -> Times:
    """Edits so many seconds after noon."""
    return [(by, NOON + timedelta(seconds=after)) for after in seconds]


@pytest.mark.parametrize(
    ("times", "seconds"),
    [
        ([], 0),
        (edits(0), 10),
        (edits(0, 30), 10 + 30),
        (edits(0, 180), 10 + 180),
        (edits(0, 180.001), 10 + 10),
        (edits(0, 30, 3600, 3620), 10 + 30 + 10 + 20),
    ],
)
def test_a_pause_of_three_minutes_is_work_and_a_longer_one_a_break(times: Times, seconds: float) -> None:
    """After a break the work begins anew, with the ten seconds before its first edit."""
    assert active_ms(times) == 1000 * seconds


def test_two_people_at_once_work_twice() -> None:
    assert active_ms(edits(0, 60) + edits(30, 90, by="Bela")) == 2 * 70_000


def test_the_other_persons_edits_do_not_fill_a_break() -> None:
    """Anna was away while Bela worked."""
    assert active_ms(edits(0, 400)) + 10_000 == active_ms(edits(0, 400) + edits(200, by="Bela"))


MOMENTS = st.lists(st.tuples(st.sampled_from(["Anna", "Bela"]), st.integers(0, 10_000)), max_size=20)


@given(MOMENTS)
def test_the_order_of_the_edits_does_not_matter(moments: list[tuple[str, int]]) -> None:
    times = [(by, NOON + timedelta(seconds=after)) for by, after in moments]
    assert active_ms(times) == active_ms(reversed(times)) == active_ms(sorted(times))


@given(MOMENTS, st.integers(0, 10_000))
def test_another_edit_never_makes_it_less(moments: list[tuple[str, int]], after: int) -> None:
    """Inside a stretch of work it adds nothing, elsewhere something."""
    times = [(by, NOON + timedelta(seconds=at)) for by, at in moments]
    assert active_ms([*times, ("Anna", NOON + timedelta(seconds=after))]) >= active_ms(times)
