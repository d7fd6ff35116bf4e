"""Moments as a person reads them."""

from __future__ import annotations

import pytest

from workflow.clock import clock


@pytest.mark.parametrize(
    ("ms", "whole", "tenths"),
    [
        (0, "0:00", "0:00.0"),
        (999, "0:00", "0:00.9"),
        (59_999, "0:59", "0:59.9"),
        (125_390, "2:05", "2:05.3"),
        (3_600_000, "1:00:00", "1:00:00.0"),
        (36_061_050, "10:01:01", "10:01:01.0"),
        (-5, "0:00", "0:00.0"),
    ],
)
def test_moments_are_cut_as_players_cut_them(ms: int, whole: str, tenths: str) -> None:
    """59.999 s is 0:59 and not 1:00; hours are shown when there are any."""
    assert (clock(ms), clock(ms, tenths=True)) == (whole, tenths)
