"""Checking again what an edit touched finds what checking the whole track finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.checks.factories import WEB_NEWS, cue
from workflow.captions.cue import Cue, CueSettings
from workflow.captions.draft import Change, Draft, DraftCue, draft_of
from workflow.captions.profile import Profile, shipped_profile
from workflow.captions.track import Track
from workflow.checks.finding import Severity
from workflow.checks.incremental import Delta, Rechecker
from workflow.checks.keyed import KeyedFinding, fingerprint
from workflow.checks.registry import check_track
from workflow.speech.transcript import Region

TEXTS = (
    "Nobody came.",
    "",
    "We waited\n\nfor three hours",
    "[door slams]",
    "<b>No</b>",
    "x" * 60,
    "No.",
    "a\nb\nc",
    "\x07",
)
PROFILES = (
    WEB_NEWS,
    shipped_profile("netflix-en"),
    shipped_profile("bbc"),
    replace(WEB_NEWS, severities={"overlap": "warning", "gap-flickers": "off", "speech-without-caption": "warning"}),
)

moments = st.one_of(st.integers(0, 12), st.integers(0, 40)).map(lambda number: number * 250)
cues = st.builds(
    lambda name, start, length, text, settings: Cue(name, start, start + length, tuple(text.split("\n")), "", settings),
    st.sampled_from(("", "1", "2", "3", "4")),
    moments,
    st.sampled_from((-500, 0, 100, 500, 1000, 2000, 4000, 9000)),
    st.sampled_from(TEXTS),
    st.sampled_from((CueSettings(), CueSettings(line=0.0))),
)
speech = st.lists(st.tuples(moments, st.sampled_from((100, 900, 2500, 6000))), max_size=6).map(
    lambda found: tuple(Region(start, start + length) for start, length in found)
)


@st.composite
def edits(draw: st.DrawFn) -> tuple[dict[str, Cue], list[dict[str, Cue | None]]]:
    """Cues by key, and edits: what becomes of some of them (None: gone) and of new ones."""
    keys = [f"r1.{number}" for number in range(1, 9)]
    first = draw(st.dictionaries(st.sampled_from(keys), cues, max_size=8))
    changes = draw(st.lists(st.dictionaries(st.sampled_from(keys), st.one_of(st.none(), cues), max_size=4), max_size=6))
    return first, changes


def change_to(draft: Draft, wanted: Mapping[str, Cue | None]) -> Change:
    """The change that makes these cues as they are wanted."""
    before = [old for key in wanted if (old := draft.get(key)) is not None]
    return Change(tuple(before), tuple(DraftCue(key, new) for key, new in wanted.items() if new is not None))


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(edits(), st.sampled_from(PROFILES), speech, st.sampled_from((None, 6000)))
def test_any_edits_leave_the_findings_of_the_whole_track(
    edited: tuple[dict[str, Cue], list[dict[str, Cue | None]]],
    profile: Profile,
    speech: tuple[Region, ...],
    duration_ms: int | None,
) -> None:
    """Inserts, deletions, other orders, overlaps, one id twice, with and without speech; the deltas tell all of it."""
    first, changes = edited
    draft = draft_of(Track((), language="en"), [DraftCue(key, value) for key, value in first.items()])
    checker = Rechecker(draft, profile, speech=speech, duration_ms=duration_ms)
    screen = {one.id: one for one in checker.findings()}
    for number, wanted in enumerate(changes, start=1):
        change = change_to(draft, wanted)
        draft = draft.changed(change, number)
        follow(screen, checker.after(draft, change))
        whole = check_track(draft.track, profile, speech=speech, duration_ms=duration_ms)
        assert tuple(one.finding for one in checker.findings()) == whole
        assert_shown(screen, checker)


def follow(screen: dict[str, KeyedFinding], delta: Delta) -> None:
    for name in delta.removed:
        del screen[name]
    screen.update({one.id: one for one in delta.added})


def assert_shown(screen: dict[str, KeyedFinding], checker: Rechecker) -> None:
    now = {one.id: one for one in checker.findings()}
    assert screen.keys() == now.keys()
    assert all(screen[name].says_what(one) for name, one in now.items())
    assert all(one.key is None or checker.draft.places[one.key] == one.finding.cue for one in now.values())


@settings(max_examples=100, deadline=None)
@given(edits(), speech)
def test_an_edit_tried_and_taken_back_leaves_everything_as_it_was(
    edited: tuple[dict[str, Cue], list[dict[str, Cue | None]]], speech: tuple[Region, ...]
) -> None:
    """So that a fix can be tried on the draft itself; trying on a copy leaves the original alone."""
    first, changes = edited
    draft = draft_of(Track((), language="en"), [DraftCue(key, value) for key, value in first.items()])
    checker = Rechecker(draft, WEB_NEWS, speech=speech)
    was = checker.findings()
    for wanted in changes:
        change = change_to(draft, wanted)
        trial = checker.copy()
        trial.after(draft.changed(change, 1), change)
        assert checker.findings() == was
        checker.after(draft.changed(change, 1), change)
        checker.after(draft, change.inverse())
        assert checker.findings() == was


def three() -> Draft:
    """Three captions, the second too long for its line and the last too short."""
    rows = [cue(start_ms=0, end_ms=2000), cue("x" * 50, start_ms=2000, end_ms=6000), cue(start_ms=6000, end_ms=6500)]
    return draft_of(Track(tuple(rows)), [DraftCue(f"r1.{place}", row) for place, row in enumerate(rows, start=1)])


def changed(draft: Draft, key: str, new: Cue) -> tuple[Draft, Change]:
    change = change_to(draft, {key: new})
    return draft.changed(change, 1), change


def test_a_finding_keeps_its_id_while_the_cue_is_edited() -> None:
    """The screen keeps the row; it says something else now."""
    draft = three()
    checker = Rechecker(draft, WEB_NEWS)
    delta = checker.after(*changed(draft, "r1.2", cue("x" * 45, start_ms=2000, end_ms=6000)))
    assert [(one.id, one.finding.found) for one in delta.added] == [("line-too-long:r1.2", 45)]
    assert delta.removed == ()


def test_what_is_found_elsewhere_is_not_told_again() -> None:
    """Even when a caption before it goes and its number changes; what it finds still has the right number."""
    draft = three()
    checker = Rechecker(draft, WEB_NEWS)
    change = Change(draft.cues[:1], ())
    assert checker.after(draft.changed(change, 1), change) == Delta()
    assert {one.id: one.finding.cue for one in checker.findings()} == {
        "line-too-long:r1.2": 0,
        "too-short:r1.3": 1,
        "reads-too-fast:r1.3": 1,
        "too-many-words-a-minute:r1.3": 1,
    }


def test_an_edit_tells_what_it_mends() -> None:
    """By the id that the screen has."""
    draft = three()
    delta = Rechecker(draft, WEB_NEWS).after(*changed(draft, "r1.2", cue("No.", start_ms=2000, end_ms=6000)))
    assert delta == Delta((), ("line-too-long:r1.2",))


@pytest.mark.parametrize(
    "other",
    [
        {"lines": ("x" * 50 + ".",)},
        {"lines": ("x" * 49 + "y",)},
        {"start_ms": 2001},
        {"end_ms": 5999},
        {"voice": "Ann"},
    ],
)
def test_a_waiver_lapses_when_its_caption_changes(other: Mapping[str, object]) -> None:
    """The fingerprint of a finding is that of the caption as it was judged."""
    draft = three()
    (before,) = (one for one in Rechecker(draft, WEB_NEWS).findings() if one.key == "r1.2")
    old = draft.cues[1].cue
    new = replace(old, **other)  # type: ignore[arg-type]
    edited, _ = changed(draft, "r1.2", new)
    (after,) = (one for one in Rechecker(edited, WEB_NEWS).findings() if one.id == before.id)
    assert fingerprint(before.finding, old) != fingerprint(after.finding, new)


def test_a_waiver_lasts_while_other_captions_are_edited() -> None:
    """The place of its caption in the track does not matter, nor does the caption's name in a later revision."""
    draft = three()
    change = Change(draft.cues[:1], ())
    (before,) = (one for one in Rechecker(draft, WEB_NEWS).findings() if one.key == "r1.2")
    (after,) = (one for one in Rechecker(draft.changed(change, 1), WEB_NEWS).findings() if one.key == "r1.2")
    assert before.finding.cue != after.finding.cue
    assert fingerprint(before.finding, draft.cues[1].cue) == fingerprint(after.finding, draft.cues[1].cue)


def test_a_waived_warning_is_not_a_waived_error() -> None:
    """When the newsroom's rule becomes sterner the question is asked again."""
    found = Rechecker(three(), WEB_NEWS).findings()[0].finding
    assert fingerprint(found, None) != fingerprint(replace(found, severity=Severity.WARNING), None)
