"""QC-05: gaps, overlaps, order."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.checks.factories import BBC, NETFLIX, WEB_NEWS, cue, found, spans, track
from workflow.captions.cue import CueSettings
from workflow.captions.profile import Profile
from workflow.checks.finding import Severity


def after_a_gap(gap_ms: int) -> list[tuple[int, int]]:
    return [(0, 2000), (2000 + gap_ms, 5000)]


@pytest.mark.parametrize(
    ("profile", "gap_ms", "reported"),
    [
        (WEB_NEWS, 0, False),
        (WEB_NEWS, 1, True),
        (WEB_NEWS, 79, True),
        (WEB_NEWS, 80, False),
        (NETFLIX, 0, True),
        (NETFLIX, 80, False),
        (NETFLIX.at(Fraction(24)), 82, True),
        (NETFLIX.at(Fraction(24)), 83, False),
        (BBC, 0, False),
        (BBC, 1, False),
    ],
)
def test_captions_touch_or_stand_two_frames_apart(profile: Profile, gap_ms: int, *, reported: bool) -> None:
    """Web-news allows both, Netflix only the two frames; the BBC has no least gap."""
    assert bool(found("gap-too-short", spans(*after_a_gap(gap_ms)), profile)) is reported


@pytest.mark.parametrize(
    ("profile", "gap_ms", "reported"),
    [
        (WEB_NEWS, 80, False),
        (WEB_NEWS, 81, True),
        (WEB_NEWS, 499, True),
        (WEB_NEWS, 500, False),
        (NETFLIX, 499, True),
        (BBC, 0, False),
        (BBC, 1, True),
        (BBC, 999, True),
        (BBC, 1000, False),
    ],
)
def test_a_gap_is_a_change_or_a_pause_and_nothing_between(profile: Profile, gap_ms: int, *, reported: bool) -> None:
    """The limits at both ends pass."""
    assert bool(found("gap-flickers", spans(*after_a_gap(gap_ms)), profile)) is reported


def test_the_finding_says_what_to_do() -> None:
    """In one sentence."""
    (finding,) = found("gap-flickers", spans(*after_a_gap(300)))
    assert finding.message == "The gap to the previous caption is 300 ms: close it to 80 ms or leave 500 ms."
    (finding,) = found("gap-too-short", spans(*after_a_gap(40)), NETFLIX)
    assert finding.message == "The gap to the previous caption is 40 ms; it should be 80 ms."


@pytest.mark.parametrize(("start_ms", "reported"), [(2000, False), (1999, True)])
def test_captions_take_turns(start_ms: int, *, reported: bool) -> None:
    """A caption may begin when the one before ends, and not a millisecond earlier."""
    findings = found("overlap", spans((0, 2000), (start_ms, 4000)))
    assert bool(findings) is reported
    assert all(finding.severity is Severity.ERROR and finding.found == -1 for finding in findings)


def test_captions_in_two_places_may_stand_together() -> None:
    """Only a warning: two people who speak at once may be captioned left and right."""
    left = replace(cue(start_ms=1000, end_ms=4000), settings=CueSettings(position=20))
    assert [finding.severity for finding in found("overlap", track(cue(), left))] == [Severity.WARNING]


@pytest.mark.parametrize(("start_ms", "reported"), [(1000, False), (999, True)])
def test_captions_stand_in_the_order_of_time(start_ms: int, *, reported: bool) -> None:
    """Beginning together is in order; it is an overlap."""
    checked = spans((1000, 2000), (start_ms, 4000))
    assert bool(found("out-of-order", checked)) is reported
    assert bool(found("overlap", checked)) is not reported
