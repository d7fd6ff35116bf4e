"""QC-01 and QC-02."""

from __future__ import annotations

import pytest

from tests.checks.factories import WEB_NEWS, cue, found, track
from workflow.checks.finding import Finding, Severity


@pytest.mark.parametrize(("characters", "reported"), [(42, False), (43, True)])
def test_a_line_at_the_limit_fits(characters: int, *, reported: bool) -> None:
    """42 characters fit on a web-news line, and 43 do not."""
    assert bool(found("line-too-long", track(cue("short", "x" * characters)))) is reported


def test_a_combining_mark_takes_no_room() -> None:
    """42 letters with accents are 42 characters."""
    assert not found("line-too-long", track(cue("e\u0301" * 42)))


def test_a_long_line_is_told_to_the_producer() -> None:
    """The finding names the cue, its time, and both numbers."""
    assert found("line-too-long", track(cue(), cue("x" * 50, start_ms=4000, end_ms=9000))) == [
        Finding(
            check="line-too-long",
            rule="QC-01",
            severity=Severity.ERROR,
            message="A line has 50 characters; 42 fit.",
            cue=1,
            start_ms=4000,
            end_ms=9000,
            found=50,
            allowed=WEB_NEWS.max_cpl,
        )
    ]


@pytest.mark.parametrize(("lines", "reported"), [(2, False), (3, True)])
def test_as_many_lines_as_allowed_are_no_finding(lines: int, *, reported: bool) -> None:
    """Two lines may stand on the picture, three may not."""
    assert bool(found("too-many-lines", track(cue(*["line"] * lines)))) is reported
