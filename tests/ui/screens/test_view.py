"""What the store holds, in the words of the screens."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.store.factories import STORY
from ui.view import (
    age,
    findings_words,
    is_shown,
    job_row,
    job_words,
    languages_offered,
    plain,
    profile_words,
    story_row,
    story_words,
    track_row,
)
from workflow.captions.profile import shipped_profile
from workflow.steps.overview import Tally
from workflow.store import Job, JobState, Status, StoredTrack, StorySummary

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
TRACK = StoredTrack(
    id=7, slug="a-story", kind="captions", language="uk", label="Українська", profile="web-news",
    status=Status.IN_REVIEW, draft=3, live=2,
)  # fmt: skip
TALLY = Tally(
    cues=12, errors=1, warnings=2, author="Anna", origin="person", made_by="whisper turbo",
    saved_at=NOW - timedelta(minutes=5),
)  # fmt: skip
STORY_LINE = StorySummary(
    slug="a-story", headline="Women stand together", language="en", created_at=NOW - timedelta(hours=3),
    duration_ms=76_000, tracks=(TRACK,),
)  # fmt: skip


def job(state: JobState = JobState.RUNNING, **more: object) -> Job:
    facts = {
        "id": 1, "slug": "a-story", "headline": "Women stand together", "video": "", "hearing": {}, "by": "Anna",
        "state": state, "stage": "Transcribing", "share": 0.4, "note": "", "warnings": (), "error": "",
        "stop_asked": False, "pid": None, "track_id": None, "created_at": NOW, "started_at": None, "seen_at": None,
        "finished_at": None,
    }  # fmt: skip
    return Job(**(facts | more))  # type: ignore[arg-type]  # each has its field's type


def test_a_story_says_where_it_stands_at_a_glance() -> None:
    """Language, length and age; each track with its status, findings by weight, whose work it is and what is live."""
    row = story_row(STORY_LINE, {7: TALLY}, None, now=NOW, editing={7: ("Anna", "Ihor")})
    assert row["meta"] == ["English", "1:16", "added 3 h ago"]
    assert (row["errors"], row["warnings"], row["job"]) == (1, 2, None)
    [track] = row["tracks"]
    assert (track["name"], track["status"], track["tone"]) == ("Ukrainian captions", "in review", "busy")
    assert track["detail"] == "12 captions, by Anna, 5 min ago, revision 2 is live"
    assert track["editing"] == "Anna and Ihor are editing"
    assert track["review"] == "review?story=a-story&track=7"
    assert (row["preview"], row["again"]) == ("preview?story=a-story", "new?story=a-story")


def test_captions_that_nobody_has_looked_at_are_not_told_as_good() -> None:
    """No check finds a wrong word: raw captions without findings are raw, until somebody works on them or decides."""
    heard = replace(TALLY, origin="automatic", errors=0, warnings=0)
    draft = replace(TRACK, status=Status.DRAFT)
    assert track_row(draft, heard, now=NOW)["raw"]
    assert not track_row(draft, replace(heard, origin="person"), now=NOW)["raw"]
    assert not track_row(replace(TRACK, status=Status.APPROVED), heard, now=NOW)["raw"]


def test_a_track_that_cannot_be_read_is_listed_all_the_same() -> None:
    """It says so, and can be opened."""
    row = track_row(TRACK, None, now=NOW)
    assert row["detail"] == "cannot be read; open it to see why"


@pytest.mark.parametrize(
    ("asked", "words", "may"),
    [
        (job(JobState.QUEUED), "Waiting for its turn to be transcribed", ["stop"]),
        (job(), "Transcribing, 40%", ["stop"]),
        (job(stop_asked=True), "Transcribing, 40%; stops after this section", []),
        (job(stage="Copying", share=0.0), "Taking in the video, 0%", ["stop"]),
        (job(stage="Preparing"), "Loading the engine", ["stop"]),
        (job(JobState.FAILED, error="The video is damaged."), "The video is damaged.", ["retry", "dismiss"]),
        (job(JobState.STOPPED), "The transcription was stopped.", ["retry", "dismiss"]),
        (job(JobState.DONE), "Transcribed", ["dismiss"]),
    ],
)
def test_a_transcription_is_told_in_a_sentence_with_what_can_be_done(asked: Job, words: str, may: list[str]) -> None:
    """Whoever waits needs nothing else."""
    row = job_row(asked, now=NOW)
    assert row["words"].startswith(words)
    assert row["may"] == may


def test_a_dead_worker_is_not_told_as_progress() -> None:
    """What stands still must not look as if it went on."""
    assert job_words(job(), worker_lives=False)[0].startswith("Interrupted")


def test_a_finished_job_is_shown_for_its_warnings_until_somebody_has_looked() -> None:
    """After that the list is about captions again."""
    fresh = replace(STORY_LINE, tracks=(replace(TRACK, draft=1, status=Status.DRAFT),))
    told = job(JobState.DONE, warnings=("pocketsphinx hears instead.",))
    assert is_shown(told, fresh)
    assert not is_shown(told, STORY_LINE)
    assert not is_shown(job(JobState.DONE), fresh)
    assert is_shown(job(JobState.FAILED), STORY_LINE)


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=59), "just now"),
        (timedelta(seconds=60), "1 min ago"),
        (timedelta(minutes=59, seconds=59), "59 min ago"),
        (timedelta(hours=1), "1 h ago"),
        (timedelta(hours=24), "yesterday"),
        (timedelta(days=6, hours=23), "6 days ago"),
        (timedelta(days=7), "on 27 Apr 2026"),
        (timedelta(seconds=-3), "just now"),
    ],
)
def test_an_age_is_as_exact_as_somebody_needs_who_looks_at_a_list(ago: timedelta, words: str) -> None:
    """Each limit is a case; a clock that is a little ahead says nothing strange."""
    assert age(NOW - ago, NOW) == words


def test_strangers_text_takes_no_effect_where_markdown_is_read() -> None:
    """No link, no emphasis, no code, no colour, no formula; and nothing of it is lost."""
    text = "*a* _b_ `c` [d](http://e) :red[f] $g$ <b>h</b> # i ~~j~~ | k\n\nl"
    shown = plain(text)
    assert shown.replace("\\", "") == "*a* _b_ `c` [d](http://e) :red[f] $g$ <b>h</b> # i ~~j~~ | k l"
    assert all(f"\\{sign}" in shown for sign in "*_`[]()$<>#~|:")


def test_findings_are_counted_in_a_sentence() -> None:
    """Also one, and none."""
    assert findings_words(TRACK, TALLY) == "1 error and 2 warnings are open in the Ukrainian captions."
    one = replace(TALLY, errors=0, warnings=1)
    assert findings_words(TRACK, one) == "1 warning is open in the Ukrainian captions."
    none = replace(TALLY, errors=0, warnings=0)
    assert findings_words(TRACK, none) == "Nothing is left to mend in the Ukrainian captions."


def test_menus_say_what_is_behind_a_name() -> None:
    """Rules with their numbers, languages with those of the newsroom's own setting, a story as it was understood."""
    assert profile_words(shipped_profile("web-news")) == "Web news: 42 characters in 2 lines, 20 characters a second"
    assert languages_offered("uk, pt-BR, auto")[-1] == "pt-BR"
    assert languages_offered(None) == tuple(one for one in languages_offered("uk") if one)
    assert "by Anna Kovalenko, video by Crimean Solidarity, 2 related links" in story_words(STORY)
