"""QC-03: reading speed."""

from __future__ import annotations

import pytest

from tests.checks.factories import DCMP, WEB_NEWS, cue, found, track
from workflow.captions.profile import shipped_profile
from workflow.checks.finding import Severity
from workflow.checks.speed import characters_per_second, word_count, words_per_minute


@pytest.mark.parametrize(
    ("characters", "severity"), [(34, None), (35, Severity.WARNING), (40, Severity.WARNING), (41, Severity.ERROR)]
)
def test_reading_speed_warns_and_then_stops(characters: int, severity: Severity | None) -> None:
    """In two seconds: 34 characters are 17 a second and fine, 40 are 20 and allowed, 41 are too many."""
    findings = found("reads-too-fast", track(cue("x" * characters, end_ms=2000)))
    assert [finding.severity for finding in findings] == ([severity] if severity else [])


def test_a_speed_just_over_the_limit_does_not_read_as_the_limit() -> None:
    """The message rounds up."""
    (finding,) = found("reads-too-fast", track(cue("x" * 42, "x" * 42, end_ms=4199)))
    assert finding.message == "The caption must be read at 20.1 characters a second; 20 can be."
    assert finding.found == pytest.approx(20.005, abs=0.001)


def test_every_character_of_every_line_counts() -> None:
    """Spaces and punctuation count, and the line break does not."""
    assert characters_per_second(cue("Stop, now!", "Run.", end_ms=1000)) == 14


def test_captions_for_deaf_readers_have_their_own_speed() -> None:
    """Netflix in Russian: 18 characters a second are fine in captions, too many in subtitles."""
    russian = shipped_profile("netflix-ru")
    said = cue("x" * 36, end_ms=2000)
    assert not found("reads-too-fast", track(said, kind="captions"), russian)
    assert found("reads-too-fast", track(said, kind="subtitles"), russian)


@pytest.mark.parametrize(("words", "reported"), [(6, False), (7, True)])
def test_words_a_minute_at_the_limit_pass(words: int, *, reported: bool) -> None:
    """Six words in two seconds are 180 a minute, and web-news warns above that."""
    findings = found("too-many-words-a-minute", track(cue(" ".join(["ox"] * words), end_ms=2000)))
    assert bool(findings) is reported
    assert all(finding.severity is Severity.WARNING for finding in findings)


def test_a_profile_that_counts_words_only_makes_it_an_error() -> None:
    """The DCMP's 160 words a minute are a limit, and it counts no characters."""
    fast = track(cue("one two three four five six", end_ms=2000))
    assert [finding.severity for finding in found("too-many-words-a-minute", fast, DCMP)] == [Severity.ERROR]
    assert not found("reads-too-fast", fast, DCMP)


def test_what_holds_no_letter_is_no_word() -> None:
    """A dash and a note are not read; a name before the text is."""
    assert word_count(cue("– ANN: No,", "♪ la-la ♪ 5 %")) == 4


@pytest.mark.parametrize("end_ms", [0, -500])
def test_a_caption_without_duration_has_no_speed(end_ms: int) -> None:
    """Another check reports it."""
    assert characters_per_second(cue(end_ms=end_ms)) is None
    assert words_per_minute(cue(end_ms=end_ms)) is None
    assert not found("reads-too-fast", track(cue(end_ms=end_ms)), WEB_NEWS)
