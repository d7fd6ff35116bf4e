"""QC-11 and QC-12: captions and speech."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.checks.factories import BBC, WEB_NEWS, cue, spans, track
from workflow.captions.profile import Profile
from workflow.captions.track import Track
from workflow.checks.finding import Finding
from workflow.checks.registry import check_track
from workflow.speech.transcript import Region


def found(
    name: str, checked: Track, *speech: tuple[int, int], duration_ms: int | None = None, profile: Profile = WEB_NEWS
) -> list[Finding]:
    regions = tuple(Region(start, end) for start, end in speech)
    return [
        finding
        for finding in check_track(checked, profile, speech=regions, duration_ms=duration_ms)
        if finding.check == name
    ]


@pytest.mark.parametrize(("until_ms", "reported"), [(5000, False), (5001, True)])
def test_two_seconds_of_speech_may_be_bare(until_ms: int, *, reported: bool) -> None:
    """More than that without a caption is a finding, over the stretch that nobody can read."""
    findings = found("speech-without-caption", spans((0, 3000)), (500, until_ms))
    assert [(finding.start_ms, finding.end_ms, finding.cue) for finding in findings] == (
        [(3000, until_ms, None)] if reported else []
    )


def test_speech_in_short_pieces_is_counted_together() -> None:
    """Three sentences of a second each, half a second apart, are three seconds that nobody can read."""
    (finding,) = found("speech-without-caption", spans((0, 1000)), (2000, 3000), (3500, 4500), (5000, 6000))
    assert (finding.start_ms, finding.end_ms, finding.found) == (2000, 6000, 3000)
    assert finding.message == "There are 3.0 s of speech without a caption."


def test_a_word_here_and_there_is_not() -> None:
    """Pieces a second apart are each judged alone."""
    assert not found("speech-without-caption", spans((0, 1000)), (2000, 3500), (4500, 6000))


def test_a_caption_in_the_middle_covers_what_it_covers() -> None:
    """What is left on both sides is judged."""
    checked = spans((3000, 6000))
    findings = found("speech-without-caption", checked, (0, 9000))
    assert [(finding.start_ms, finding.end_ms) for finding in findings] == [(0, 3000), (6000, 9000)]


def test_a_track_without_captions_is_one_finding() -> None:
    """However often people speak."""
    findings = found("no-captions", track(), (0, 3000), (9000, 9500))
    assert [finding.message for finding in findings] == ["The track is empty, and there are 3.5 s of speech."]
    assert not found("speech-without-caption", track(), (0, 3000))
    assert not found("no-captions", track())


@pytest.mark.parametrize(("from_ms", "reported"), [(2000, False), (2001, True)])
def test_two_seconds_of_a_caption_may_be_silent(from_ms: int, *, reported: bool) -> None:
    """A caption may be early or stay for reading, and no longer."""
    assert bool(found("caption-without-speech", spans((0, 5000)), (from_ms, 5000))) is reported


def test_a_caption_where_nobody_speaks_at_all_is_found() -> None:
    """Such as a sentence that a speech engine invents in silence."""
    checked = track(cue(), cue("Thanks for watching!", start_ms=10_000, end_ms=13_000))
    (finding,) = found("caption-without-speech", checked, (0, 3000))
    assert finding.cue == 1
    assert finding.message == "The caption stands for 3.0 s in which nobody speaks."


@pytest.mark.parametrize(
    "text",
    ["[music]", "(laughter)", "♪ Dark clouds over the city ♪", "♪", "# Dark clouds #", "[thunder] [dog barks]"],
)
def test_sounds_and_music_need_no_speech(text: str) -> None:
    """They tell a deaf reader what else there is to hear."""
    assert not found("caption-without-speech", track(cue(text, start_ms=5000, end_ms=9000)), (0, 1000))


def test_sounds_may_come_in_two_lines() -> None:
    """A description that is broken into lines is still one."""
    checked = track(cue("[the crowd sings", "the anthem]", start_ms=5000, end_ms=9000))
    assert not found("caption-without-speech", checked, (0, 1000))


@pytest.mark.parametrize(("profile", "reported"), [(BBC, False), (WEB_NEWS, True)])
def test_capitals_are_a_sound_where_the_profile_writes_sounds_so(profile: Profile, *, reported: bool) -> None:
    """The BBC does, web-news does not."""
    checked = track(cue("FLOORBOARDS CREAK", start_ms=5000, end_ms=9000))
    assert bool(found("caption-without-speech", checked, (0, 1000), profile=profile)) is reported


def test_without_voice_activity_nothing_is_said_of_speech() -> None:
    """A track from elsewhere may be checked without its sound."""
    assert not found("caption-without-speech", spans((0, 7000)))


@pytest.mark.parametrize(("end_ms", "reported"), [(10_000, False), (10_001, True)])
def test_a_caption_may_end_with_the_video(end_ms: int, *, reported: bool) -> None:
    """And not after it."""
    checked = spans((8000, end_ms))
    assert bool(found("past-the-end", checked, duration_ms=10_000)) is reported
    assert not found("past-the-end", checked)


times = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), max_size=8)


@given(times, times)
def test_speech_and_captions_are_compared_as_by_hand(
    speech: list[tuple[int, int]], shown: list[tuple[int, int]]
) -> None:
    """Overlapping, unsorted or empty stretches: no finding where every tenth of a second of speech is captioned."""
    scaled = [(start * 100, end * 100) for start, end in speech]
    checked = spans(*((start * 100, end * 100) for start, end in shown))
    bare = {tick for start, end in speech for tick in range(start, end)} - {
        tick for start, end in shown for tick in range(start, end)
    }
    findings = found("speech-without-caption", checked, *scaled)
    assert sum(finding.found or 0 for finding in findings) <= 100 * len(bare)
    for finding in findings:
        assert finding.start_ms // 100 in bare
        assert finding.end_ms // 100 - 1 in bare
    if shown and len(bare) > 20 and max(bare) - min(bare) == len(bare) - 1:
        assert findings
