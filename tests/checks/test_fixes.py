"""Findings mended by an edit that harms nothing and changes no word."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.checks.factories import BBC, NETFLIX, WEB_NEWS, cue
from workflow.captions.commands import Command, Delete, SetIds, SetTexts, SetTimes, SetVoice
from workflow.captions.cue import Cue, CueSettings
from workflow.captions.draft import Draft, DraftCue, draft_of
from workflow.captions.edits import apply_command
from workflow.captions.profile import Profile, shipped_profile
from workflow.captions.track import Track
from workflow.captions.word_times import time_words, words_of
from workflow.checks.finding import Severity
from workflow.checks.fixes import fix_all, fix_label, propose_fix, why_not
from workflow.checks.incremental import Rechecker
from workflow.checks.keyed import KeyedFinding
from workflow.checks.registry import CHECKS
from workflow.checks.remedy_text import without_controls
from workflow.checks.report import finding_to_json
from workflow.speech.transcript import Region, Word

LONG = "We waited for three hours, and nobody came to tell us why. In the evening the judge let us in."


def draft(*cues: Cue, heard: bool = False) -> Draft:
    """A draft of these captions, called r1.1, r1.2 …; `heard` words share their caption's first half."""
    rows = [
        DraftCue(f"r1.{number}", one, _heard(one) if heard else time_words(one.text, one.start_ms, one.end_ms, ()))
        for number, one in enumerate(cues, start=1)
    ]
    return draft_of(Track(cues, language="en"), rows)


def _heard(one: Cue) -> tuple[Word, ...]:
    tokens = words_of(one.text)
    step = (one.duration_ms // 2) // max(1, len(tokens))
    said = [
        Word(token.text, one.start_ms + place * step, one.start_ms + (place + 1) * step, 0.9)
        for place, token in enumerate(tokens)
    ]
    return tuple(said)


def fix(found: str, edited: Draft, profile: Profile = WEB_NEWS, speech: tuple[Region, ...] = ()) -> Command | None:
    """What is proposed for the finding with this id."""
    checker = Rechecker(edited, profile, speech=speech, duration_ms=60_000)
    finding = checker.get(found)
    assert finding is not None, [one.id for one in checker.findings()]
    return propose_fix(checker, finding)


def times(key: str, start_ms: int, end_ms: int) -> SetTimes:
    return SetTimes({key: (start_ms, end_ms)})


def test_a_caption_read_too_fast_stays_for_as_long_as_it_takes() -> None:
    """Eight words take 2667 ms at 180 a minute."""
    one = cue("Nobody came to tell us why they went", end_ms=1500)
    assert fix("reads-too-fast:r1.1", draft(one)) == times("r1.1", 0, 2667)


def test_time_is_taken_only_where_nobody_else_is_read() -> None:
    """Up to the caption after, with the gap that the profile wants."""
    one = cue("Nobody came to tell us why", end_ms=1200)
    edited = draft(one, cue(start_ms=1500, end_ms=4000))
    assert fix("reads-too-fast:r1.1", edited, NETFLIX) == times("r1.1", 0, 1420)


def test_a_caption_without_room_before_the_next_begins_earlier() -> None:
    """As far as the profile allows."""
    edited = draft(cue("Nobody came", start_ms=2000, end_ms=2900), cue(start_ms=2900, end_ms=5000))
    assert fix("too-short:r1.1", edited) == times("r1.1", 1900, 2900)


def test_what_cannot_be_read_in_time_is_at_least_no_error() -> None:
    """An error becomes a warning when there is no room for more."""
    one = cue("Nobody came to tell us why they were locked.", end_ms=2000)
    edited = draft(one, cue(start_ms=2350, end_ms=5000))
    assert fix("reads-too-fast:r1.1", edited) == times("r1.1", 0, 2270)


def test_where_there_is_no_room_nothing_is_proposed() -> None:
    """And a sentence says what to do."""
    edited = draft(cue("x" * 40, end_ms=1500), cue(start_ms=1500, end_ms=4000))
    assert fix("reads-too-fast:r1.1", edited) is None
    (found, *_) = Rechecker(edited, WEB_NEWS).findings()
    assert why_not(found) == (
        "There is no time to give: the captions beside it leave no room. Part it, or shorten what it says."
    )


@pytest.mark.parametrize(
    ("gap_ms", "profile", "command"),
    [
        (300, WEB_NEWS, times("r1.1", 0, 3220)),
        (40, NETFLIX, times("r1.1", 0, 2960)),
        (40, WEB_NEWS, times("r1.1", 0, 2960)),
        (600, BBC, times("r1.1", 0, 3600)),
    ],
)
def test_a_gap_becomes_the_gap_that_the_profile_wants(gap_ms: int, profile: Profile, command: Command) -> None:
    """The caption before ends later, or a little earlier."""
    edited = draft(cue(end_ms=3000), cue(start_ms=3000 + gap_ms, end_ms=6000))
    (found,) = Rechecker(edited, profile).findings()
    assert fix(found.id, edited, profile) == command


def test_an_overlap_ends_where_the_next_caption_begins() -> None:
    """When the words of the caption before are over by then."""
    edited = draft(cue(end_ms=4000), cue(start_ms=3000, end_ms=6000), heard=True)
    assert fix("overlap:r1.2", edited) == times("r1.1", 0, 3000)


def test_people_who_speak_at_once_are_left_alone() -> None:
    """Their words were heard at the same time: no times are right."""
    first = DraftCue("r1.1", cue("No.", end_ms=4000), (Word("No.", 0, 4000, 0.9),))
    second = DraftCue("r1.2", cue("Yes.", start_ms=2000, end_ms=6000), (Word("Yes.", 2000, 6000, 0.9),))
    assert fix("overlap:r1.2", draft_of(Track((first.cue, second.cue)), [first, second])) is None


def test_captions_in_two_places_are_left_alone() -> None:
    """They may be meant to be read together."""
    left = replace(cue(start_ms=2000, end_ms=5000), settings=CueSettings(position=20))
    assert fix("overlap:r1.2", draft(cue(), left)) is None


@pytest.mark.parametrize(
    ("heard", "speech", "end_ms"),
    [(True, (), 5500), (False, (Region(0, 3000),), 4500), (False, (), 7000)],
)
def test_a_caption_that_stands_too_long_ends_after_its_words(
    *, heard: bool, speech: tuple[Region, ...], end_ms: int
) -> None:
    """By their times, else by the voice activity, else at the longest duration; each with the time it may stay."""
    edited = draft(cue("Nobody came.", end_ms=8000), heard=heard)
    assert fix("too-long:r1.1", edited, speech=speech) == times("r1.1", 0, end_ms)


def test_a_caption_that_is_spoken_all_the_time_is_not_cut_short() -> None:
    """The reader would lose its end."""
    one = DraftCue(
        "r1.1", cue("Nobody came.", end_ms=9000), (Word("Nobody", 0, 500, 0.9), Word("came.", 8000, 9000, 0.9))
    )
    assert fix("too-long:r1.1", draft_of(Track((one.cue,)), [one])) is None


def test_a_caption_past_the_end_ends_with_the_video() -> None:
    """As long as it begins before."""
    assert fix("past-the-end:r1.1", draft(cue(start_ms=57_000, end_ms=61_000))) == times("r1.1", 57_000, 60_000)
    assert fix("past-the-end:r1.1", draft(cue(start_ms=60_000, end_ms=61_000))) is None


def test_a_caption_over_silence_is_set_to_the_speech() -> None:
    """A quarter of a second before it, and as long after as it may stay for reading."""
    edited = draft(cue("Nobody came.", start_ms=2000, end_ms=9000))
    assert fix("caption-without-speech:r1.1", edited, speech=(Region(5000, 6000),)) == times("r1.1", 4750, 7500)
    assert fix("caption-without-speech:r1.1", edited, speech=(Region(20_000, 21_000),)) is None


def test_a_caption_without_duration_gets_the_time_to_read_it() -> None:
    """An import may hold such captions."""
    assert fix("no-duration:r1.1", draft(cue("Nobody came.", start_ms=500, end_ms=500))) == times("r1.1", 500, 1500)


def test_long_lines_are_broken_again() -> None:
    """By the rules that captions are built with."""
    one = cue("We waited for three hours, and nobody came to tell", "us why.", end_ms=5000)
    assert fix("line-too-long:r1.1", draft(one)) == SetTexts(
        {"r1.1": "We waited for three hours,\nand nobody came to tell us why."}
    )


def test_too_much_text_for_one_caption_becomes_two() -> None:
    """At the end of a sentence, at the time of the word that begins the second."""
    edited = draft(cue(*LONG.split(", "), end_ms=7000))
    after = done(edited, fix("line-too-long:r1.1", edited))
    assert [one.cue.lines for one in after.cues] == [
        ("We waited for three hours", "and nobody came to tell us why."),
        ("In the evening the judge let us in.",),
    ]
    assert after.cues[0].key == "r1.1"
    assert after.cues[1].cue.end_ms == 7000
    assert after.cues[1].cue.start_ms == after.cues[1].words[0].start_ms


def test_a_word_longer_than_a_line_is_not_cut() -> None:
    """A break inside a word changes it."""
    assert fix("line-too-long:r1.1", draft(cue("x" * 50, end_ms=6000))) is None


def test_empty_captions_and_empty_lines_go() -> None:
    """Nothing is lost with them."""
    edited = draft(cue("", end_ms=1000), cue("Nobody", "", "came.", start_ms=2000, end_ms=5000))
    assert fix("nothing-to-read:r1.1", edited) == Delete(("r1.1",))
    assert fix("empty-line:r1.2", edited) == SetTexts({"r1.2": "Nobody\ncame."})


def test_control_characters_go_and_lost_ones_must_be_typed() -> None:
    """A player drops the first; nobody knows what the second was."""
    assert fix("lost-characters:r1.1", draft(cue("No\x07body came."))) == SetTexts({"r1.1": "Nobody came."})
    assert fix("lost-characters:r1.1", draft(cue(voice="A\x07nn"))) == SetVoice(("r1.1",), "Ann")
    assert fix("lost-characters:r1.1", draft(cue("Nob\ufffddy came."))) is None


def test_a_second_caption_of_one_id_gets_another() -> None:
    """One that no caption has."""
    edited = draft(
        cue(name="a"), cue(name="a-2", start_ms=3000, end_ms=6000), cue(name="a", start_ms=6000, end_ms=9000)
    )
    assert fix("duplicate-id:r1.3", edited) == SetIds({"r1.3": "a-3"})


def test_what_only_a_person_can_mend_has_no_button() -> None:
    """But a sentence for each."""
    assert [check for check in CHECKS if fix_label(check) is None] == [
        "no-captions",
        "speech-without-caption",
        "out-of-order",
        "markup-shown",
    ]
    found = Rechecker(draft(cue("<i>No</i>")), WEB_NEWS).findings()[0]
    for check in CHECKS:
        sentence = why_not(replace(found, finding=replace(found.finding, check=check)))
        assert sentence.endswith(".")


def test_a_finding_is_json_for_the_screen() -> None:
    """With the label of its button; and who accepted it."""
    found = Rechecker(draft(cue("x" * 43)), WEB_NEWS).findings()[0]
    waived = {"by": "Ann", "reason": "A name", "at": "2026-01-01T00:00:00Z"}
    assert finding_to_json(found, waived) == {
        "id": "line-too-long:r1.1",
        "check": "line-too-long",
        "rule": "QC-01",
        "severity": "error",
        "message": "A line has 43 characters; 42 fit.",
        "cue": "r1.1",
        "start": 0,
        "end": 3000,
        "found": 43,
        "allowed": 42,
        "fix": "Break the lines again",
        "waived": waived,
    }
    assert finding_to_json(found)["waived"] is None


def test_a_fix_moves_no_caption_past_another() -> None:
    """Imported captions may end before they start: the one after them must not begin where they end."""
    edited = draft(
        cue("It rained.", start_ms=300, end_ms=200),
        cue("We waited for three hours", start_ms=300, end_ms=200),
        replace(cue("Nobody came.", start_ms=300, end_ms=800), settings=CueSettings(line=0.0)),
        cue("Why?", start_ms=760, end_ms=660),
    )
    assert fix("reads-too-fast:r1.3", edited) is None


def test_all_fixes_go_one_after_another() -> None:
    """Each is for the draft as those before leave it; what cannot be mended is told with the reason."""
    edited = draft(
        cue("Nobody came.", end_ms=800),
        cue("<b>No</b>", start_ms=1000, end_ms=3000),
        cue("", start_ms=3100, end_ms=3300),
        cue("Nobody came to tell us", start_ms=3500, end_ms=4000),
    )
    checker = Rechecker(edited, WEB_NEWS, duration_ms=60_000)
    was = checker.findings()
    fixes, left = fix_all(checker, [one.id for one in was])
    assert checker.findings() == was
    for one in fixes:
        edited = done(edited, one.command)
    assert [one.id for one in Rechecker(edited, WEB_NEWS, duration_ms=60_000).findings()] == ["markup-shown:r1.2"]
    assert [(one.id, one.why) for one in left] == [
        ("markup-shown:r1.2", "It may be meant: delete what the reader should not see.")
    ]


def done(edited: Draft, command: Command | None) -> Draft:
    """The draft after a command."""
    assert command is not None
    return edited.changed(apply_command(edited, command, duration_ms=60_000), edited.edit + 1)


TEXTS = (
    "Nobody came.",
    "",
    "We waited\n\nfor three hours",
    "[door slams]",
    LONG,
    LONG.replace(", ", "\n"),
    "x" * 60,
    "No\x07.",
    "- Why?\n- Because.\n- And then they let us in, all of us, one by one",
    "你好，世界。" * 9,
    "a\nb\nc",
    "No\ufffd",
)
PROFILES = (WEB_NEWS, NETFLIX, BBC, shipped_profile("dcmp"), shipped_profile("vertical"))


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """Captions one after another, some overlapping, empty or of one id, their words heard or not."""
    start, rows = 0, []
    for number in range(1, draw(st.integers(1, 6)) + 1):
        start = max(0, start + draw(st.sampled_from((-1500, -40, 0, 0, 40, 80, 300, 600, 2000))))
        end = start + draw(st.sampled_from((-100, 0, 100, 500, 900, 1500, 3000, 5000, 9000)))
        lines = tuple(draw(st.sampled_from(TEXTS)).split("\n"))
        place = draw(st.sampled_from((CueSettings(), CueSettings(), CueSettings(line=0.0))))
        one = Cue(draw(st.sampled_from(("", "1", "2", "1-2"))), start, end, lines, "", place)
        words = _heard(one) if end > start and draw(st.booleans()) else time_words(one.text, start, end, ())
        rows.append(DraftCue(f"r1.{number}", one, words))
        start = max(start, end)
    return draft_of(Track((), language=draw(st.sampled_from(("en", "zh")))), rows)


speech = st.lists(st.tuples(st.integers(0, 60), st.sampled_from((100, 900, 2500, 6000))), max_size=6).map(
    lambda found: tuple(Region(start * 250, start * 250 + length) for start, length in found)
)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(drafts(), st.sampled_from(PROFILES), speech)
def test_a_fix_mends_and_does_no_harm(edited: Draft, profile: Profile, speech: tuple[Region, ...]) -> None:
    """Whatever the captions: the finding is gone or no error any more, no error is new, and every word is there."""
    checker = Rechecker(edited, profile, speech=speech, duration_ms=12_000)
    for found in checker.findings():
        command = propose_fix(checker, found)
        if command is None:
            assert why_not(found)
            continue
        after = edited.changed(apply_command(edited, command, duration_ms=12_000), 1)
        assert_better(checker, Rechecker(after, profile, speech=speech, duration_ms=12_000), [found])
        assert said(after) == said(edited)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(drafts(), st.sampled_from(PROFILES), speech)
def test_all_fixes_together_do_no_harm(edited: Draft, profile: Profile, speech: tuple[Region, ...]) -> None:
    """One after another on the same draft."""
    checker = Rechecker(edited, profile, speech=speech, duration_ms=12_000)
    fixes, left = fix_all(checker, [one.id for one in checker.findings()])
    after = edited
    for one in fixes:
        after = after.changed(apply_command(after, one.command, duration_ms=12_000), after.edit + 1)
    now = Rechecker(after, profile, speech=speech, duration_ms=12_000)
    assert_better(checker, now, [])
    assert said(after) == said(edited)
    assert {one.id for one in left} <= {one.id for one in now.findings()}


def assert_better(before: Rechecker, after: Rechecker, mended: list[KeyedFinding]) -> None:
    errors = {one.id for one in before.findings() if one.finding.severity is Severity.ERROR}
    bare = [one.finding for one in before.findings() if one.key is None]
    for one in after.findings():
        if one.finding.severity is Severity.WARNING:
            continue
        within = [old for old in bare if old.start_ms <= one.finding.start_ms and one.finding.end_ms <= old.end_ms]
        assert one.id in errors or (one.key is None and within), one
    for found in mended:
        now = after.get(found.id)
        assert now is None or (found.finding.severity, now.finding.severity) == (Severity.ERROR, Severity.WARNING)


def said(edited: Draft) -> str:
    """All characters that are read, in order of the captions; what parts them may have changed."""
    return "".join("".join(without_controls(one.cue.text).split()) for one in edited.cues)
