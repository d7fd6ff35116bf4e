"""What the store tells of the work at its tracks: real edits, real approvals, one database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.steps.desk_factories import SLUG, Window, open_desk, save, set_text
from tests.store.factories import segment, stored_story
from workflow.captions.build import build_track
from workflow.captions.profile import Profile, shipped_profile
from workflow.checks.finding import Severity
from workflow.review.insights import TrackFacts
from workflow.speech.transcript import Region
from workflow.steps.insights import Insights
from workflow.steps.review import Desk
from workflow.store import Status, Store


class Clock:
    """A clock that a test moves on."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    with Store(tmp_path / "home", clock=clock) as opened:
        yield opened


def profile(key: str) -> Profile:
    return shipped_profile(key or "web-news")


def heard(store: Store, text: str, *, engine: str = "whisper", model: str = "turbo", over: bool = False) -> int:
    """Captions that an engine made of what it heard; the track's id."""
    run = store.transcripts.begin(
        SLUG, run_key=engine + model, engine=engine, model=model, task="transcribe", by="Anna"
    )
    run.save_section(0, Region(0, 60_000), [replace(segment(text), language="en")])
    done = run.finish(language="en")
    built = build_track(done.transcript, shipped_profile("web-news"), duration_ms=60_000)
    return store.tracks.save_revision(
        SLUG,
        built,
        author="Anna",
        origin="automatic",
        made_by=engine,
        transcript_id=done.id,
        profile="web-news",
        over_corrections=over,
    ).track_id


def only(insights: Insights) -> TrackFacts:
    (facts,) = insights.all()
    return facts


def correct(desk: Desk, track: int, old: str, new: str, by: str = "Anna") -> None:
    """Exchange a word wherever it stands in the first caption that has it."""
    window = Window(desk, track, by, f"{by}-{old}")
    key, text = next((key, cue["text"]) for key, cue in window.cues.items() if old in cue["text"])
    window.do(set_text(key, text.replace(old, new)))


def test_an_empty_newsroom_has_no_facts(store: Store) -> None:
    assert Insights(store, profile).all() == ()


def test_a_draft_as_the_engine_left_it_has_no_corrections(store: Store, tmp_path: Path) -> None:
    stored_story(store, tmp_path, SLUG)
    heard(store, "nobody came to the court in Simferopol")
    facts = only(Insights(store, profile))
    assert (facts.engine, facts.model) == ("whisper", "turbo")
    assert facts.corrections is not None
    assert (facts.corrections.heard, facts.corrections.changed) == (7, 0)
    assert not facts.is_worked_on


def test_edits_that_are_in_no_revision_yet_count(store: Store, tmp_path: Path, clock: Clock) -> None:
    """Two words were put right twenty seconds apart, after an hour."""
    stored_story(store, tmp_path, SLUG)
    track, desk = heard(store, "nobody game to the court in Simferopol"), open_desk(store)
    insights = Insights(store, profile)
    assert only(insights).edits == 0
    clock.later(hours=1)
    correct(desk, track, "game", "came")
    clock.later(seconds=20)
    correct(desk, track, "Simferopol", "Simferopol.")
    facts = only(insights)
    assert facts.corrections is not None
    assert (facts.corrections.replaced, facts.corrections.restyled) == (1, 1)
    assert (facts.edits, facts.editors, facts.active_ms) == (2, 1, 30_000)
    assert facts.is_worked_on


def test_work_on_what_an_engine_heard_before_is_not_the_next_engines(
    store: Store, tmp_path: Path, clock: Clock
) -> None:
    stored_story(store, tmp_path, SLUG)
    track, desk = heard(store, "nobody game to court", engine="pocketsphinx", model="en-us"), open_desk(store)
    correct(desk, track, "game", "came")
    clock.later(minutes=5)
    heard(store, "nobody came to the court", over=True)
    facts = only(Insights(store, profile))
    assert (facts.engine, facts.edits, facts.active_ms) == ("whisper", 0, 0)
    assert facts.corrections is not None
    assert facts.corrections.changed == 0


def test_words_that_no_engine_heard_have_no_corrections(store: Store, tmp_path: Path) -> None:
    """A person has imported them; editing them takes time all the same."""
    stored_story(store, tmp_path, SLUG)
    track = save(store, ["Nobody came."], origin="person")
    correct(open_desk(store), track, "Nobody", "Who")
    facts = only(Insights(store, profile))
    assert (facts.engine, facts.corrections, facts.active_ms) == ("", None, 10_000)


def test_approval_is_counted_from_the_upload_to_the_first(store: Store, tmp_path: Path, clock: Clock) -> None:
    """It was approved after two hours, and once more the next day."""
    stored_story(store, tmp_path, SLUG)
    track = heard(store, "nobody came to court")
    for hours in (2, 22):
        clock.later(hours=hours)
        with store.drafts.write(track) as pen:
            pen.decide(Status.APPROVED, by="Chief", approved=True)
    facts = only(Insights(store, profile))
    assert facts.approved_at is not None
    assert facts.approved_at - facts.added_at == timedelta(hours=2)


def test_a_track_that_was_only_returned_is_not_approved(store: Store, tmp_path: Path) -> None:
    stored_story(store, tmp_path, SLUG)
    with store.drafts.write(heard(store, "nobody came")) as pen:
        pen.decide(Status.RETURNED, by="Chief", note="Names.", approved=False)
    assert only(Insights(store, profile)).approved_at is None


def test_a_waived_finding_is_told_apart(store: Store, tmp_path: Path) -> None:
    stored_story(store, tmp_path, SLUG)
    track, desk = save(store, ["x" * 43]), open_desk(store)
    insights = Insights(store, profile)
    assert only(insights).open_findings(Severity.ERROR) > 0
    window = Window(desk, track, "Anna", "w1")
    error = next(one for one in window.findings.values() if one["severity"] == "error")
    before = only(insights).open_findings(Severity.ERROR)
    desk.waive(track, "Anna", {"id": error["id"], "reason": "It is one name."})
    facts = only(insights)
    assert (facts.open_findings(Severity.ERROR), facts.waived_findings) == (before - 1, 1)


def test_other_rules_are_seen_at_once(store: Store, tmp_path: Path) -> None:
    """A newsroom has changed its profile; no edit was made."""
    stored_story(store, tmp_path, SLUG)
    heard(store, "nobody came to court")
    strict = False

    def rules(key: str) -> Profile:
        return replace(profile(key), sdh_max_cps=None, max_cps=1.0) if strict else profile(key)

    insights = Insights(store, rules)
    assert only(insights).max_cps == 20
    strict = True
    facts = only(insights)
    assert (facts.max_cps, facts.verdict(facts.speeds[0])) == (1.0, "too fast")


def test_the_limit_is_the_one_for_deaf_readers_where_captions_have_one(store: Store, tmp_path: Path) -> None:
    """The rules have 20 for everybody and 15 for captions."""
    stored_story(store, tmp_path, SLUG)
    heard(store, "nobody came to court")
    save(store, ["Nobody came."], kind="subtitles", language="uk")
    facts = Insights(store, lambda key: replace(profile(key), max_cps=20, sdh_max_cps=15)).all()
    assert {one.kind: one.max_cps for one in facts} == {"captions": 15, "subtitles": 20}


def test_what_has_not_changed_is_not_worked_out_again(store: Store, tmp_path: Path) -> None:
    stored_story(store, tmp_path, SLUG)
    track, desk = heard(store, "nobody game to court"), open_desk(store)
    insights = Insights(store, profile)
    first = only(insights)
    assert only(insights).speeds is first.speeds
    correct(desk, track, "game", "came")
    assert only(insights).speeds is not first.speeds
