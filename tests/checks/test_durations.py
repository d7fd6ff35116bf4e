"""QC-04: durations."""

from __future__ import annotations

import pytest

from tests.checks.factories import BBC, DCMP, WEB_NEWS, cue, found, spans, track
from workflow.captions.profile import Profile
from workflow.checks.finding import Severity


@pytest.mark.parametrize(
    ("duration_ms", "severity"),
    [(832, Severity.ERROR), (833, Severity.WARNING), (999, Severity.WARNING), (1000, None)],
)
def test_a_caption_stands_long_enough_to_be_noticed(duration_ms: int, severity: Severity | None) -> None:
    """Web-news: under a second a warning, under 20 frames of cinema an error; the limits themselves pass."""
    findings = found("too-short", spans((0, duration_ms)))
    assert [finding.severity for finding in findings] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("profile", "duration_ms", "reported"),
    [(WEB_NEWS, 7000, False), (WEB_NEWS, 7001, True), (DCMP, 6001, True), (BBC, 60_000, False)],
)
def test_a_caption_at_the_longest_time_passes(profile: Profile, duration_ms: int, *, reported: bool) -> None:
    """The BBC sets no longest time."""
    assert bool(found("too-long", spans((0, duration_ms)), profile)) is reported


@pytest.mark.parametrize(("duration_ms", "reported"), [(1199, True), (1200, False)])
def test_four_words_need_four_times_the_time_of_one(duration_ms: int, *, reported: bool) -> None:
    """The BBC's example: four words stand for 1.2 seconds."""
    findings = found("too-short-for-its-words", track(cue("Nobody came to us.", end_ms=duration_ms)), BBC)
    assert bool(findings) is reported


@pytest.mark.parametrize(("end_ms", "reported"), [(1, False), (0, True), (-1, True)])
def test_a_caption_that_never_shows_is_reported_once(end_ms: int, *, reported: bool) -> None:
    """It is not too short as well."""
    checked = spans((0, end_ms))
    assert bool(found("no-duration", checked)) is reported
    assert bool(found("too-short", checked)) is not reported
