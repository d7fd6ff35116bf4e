"""From what the store holds to what a screen shows: rows, words and addresses. Pure; knows nothing of Streamlit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal
from urllib.parse import quote, urlencode

from workflow.clock import clock
from workflow.languages import english_name
from workflow.steps.overview import Tally
from workflow.store import Job, JobState, Status, StoredTrack, StorySummary

Row = dict[str, Any]
"""As JSON has it, for the page."""

Tone = Literal["plain", "busy", "warning", "error", "good"]

STATUS_TONES: Mapping[Status, Tone] = {
    Status.DRAFT: "plain",
    Status.IN_REVIEW: "busy",
    Status.RETURNED: "warning",
    Status.APPROVED: "good",
    Status.PUBLISHED: "good",
    Status.WITHDRAWN: "plain",
}

STAGES: Mapping[str, str] = {
    "Preparing": "Loading the engine",
    "Copying": "Taking in the video",
    "Decoding": "Reading its sound",
    "Listening": "Finding where somebody speaks",
    "Transcribing": "Transcribing",
}
"""A job's stage, as the steps name it, in words for whoever waits."""


def story_row(
    story: StorySummary,
    tallies: Mapping[int, Tally],
    job: Job | None,
    *,
    now: datetime,
    editing: Mapping[int, Sequence[str]] = {},
    worker_lives: bool = True,
) -> Row:
    """One story of the list. `tallies` and `editing` (who has a track open) are by the track's id."""
    tracks = [
        track_row(track, tallies.get(track.id), now=now, editing=editing.get(track.id, ())) for track in story.tracks
    ]
    return {
        "slug": story.slug,
        "headline": story.headline,
        "language": story.language,
        "meta": [english_name(story.language), clock(story.duration_ms), f"added {age(story.created_at, now)}"],
        "added": story.created_at.timestamp(),
        "poster": f"media/{quote(story.slug)}/poster.jpg",
        "tracks": tracks,
        "job": job_row(job, now=now, worker_lives=worker_lives) if job and is_shown(job, story) else None,
        "errors": sum(track["errors"] for track in tracks),
        "warnings": sum(track["warnings"] for track in tracks),
        "preview": address("preview", story=story.slug) if story.tracks else None,
        "again": address("new", story=story.slug),
    }


def coming_row(job: Job, *, now: datetime, worker_lives: bool = True) -> Row:
    """A story that is not in the store yet: it comes with its job."""
    return {
        "slug": job.slug,
        "headline": job.headline,
        "language": "",
        "meta": [f"asked for {age(job.created_at, now)} by {job.by}"],
        "added": job.created_at.timestamp(),
        "poster": None,
        "tracks": [],
        "job": job_row(job, now=now, worker_lives=worker_lives),
        "errors": 0,
        "warnings": 0,
        "preview": None,
        "again": None,
    }


def track_row(track: StoredTrack, tally: Tally | None, *, now: datetime, editing: Sequence[str] = ()) -> Row:
    """One track of a story in the list. Without a tally (it could not be made) there are no numbers."""
    return {
        "id": track.id,
        "name": f"{english_name(track.language)} {track.kind}",
        "language": track.language,
        "status": str(track.status),
        "tone": STATUS_TONES[track.status],
        "errors": tally.errors if tally else 0,
        "warnings": tally.warnings if tally else 0,
        "detail": _detail(track, tally, now),
        "editing": _listed(editing) + (" is editing" if len(editing) == 1 else " are editing") if editing else "",
        "review": address("review", story=track.slug, track=track.id),
    }


def job_row(job: Job, *, now: datetime, worker_lives: bool = True) -> Row:
    """A transcription: what a person is told, and what they may do."""
    words, tone = job_words(job, worker_lives=worker_lives)
    return {
        "id": job.id,
        "state": str(job.state),
        "words": words,
        "tone": tone,
        "share": job.share if job.state is JobState.RUNNING and job.stage in STAGES else None,
        "since": age(job.started_at or job.created_at, now),
        "warnings": list(job.warnings) + ([job.note] if job.note else []),
        "may": _may(job),
    }


def job_words(job: Job, *, worker_lives: bool = True) -> tuple[str, Tone]:
    """How a transcription stands, in a sentence, and how urgent that is."""
    if job.state is JobState.QUEUED:
        return "Waiting for its turn to be transcribed", "busy"
    if job.state is JobState.RUNNING and not worker_lives:
        return "Interrupted; it goes on where it was in a moment", "warning"
    if job.state is JobState.RUNNING:
        stage = STAGES.get(job.stage, job.stage or "Starting")
        percent = f", {job.share:.0%}" if job.stage != "Preparing" and job.stage else ""
        return f"{stage}{percent}{'; stops after this section' if job.stop_asked else ''}", "busy"
    if job.state is JobState.FAILED:
        return job.error, "error"
    if job.state is JobState.STOPPED:
        return "The transcription was stopped. What was heard is kept; a retry goes on from there.", "warning"
    return "Transcribed", "good"


def is_shown(job: Job, story: StorySummary) -> bool:
    """Whether a story's newest job still has something to say beside the story's tracks."""
    if job.state is JobState.DONE:
        has_been_looked_at = any(track.draft > 1 or track.status is not Status.DRAFT for track in story.tracks)
        return bool(job.warnings) and not has_been_looked_at
    return True


def tracks_label(track: StoredTrack) -> str:
    """A track in a menu: "Ukrainian captions, in review"."""
    return f"{english_name(track.language)} {track.kind}, {track.status}"


def address(page: str, **query: object) -> str:
    """The address of one of our pages, relative to the list of stories, which is at the root."""
    return f"{page}?{urlencode(query)}" if query else page


def age(moment: datetime, now: datetime) -> str:
    """How long ago, in the words of a person who looks at a list; the date from a week on."""
    seconds = max(0.0, (now - moment).total_seconds())
    if seconds < 60:
        return "just now"
    if seconds < 3600:
        return f"{seconds // 60:.0f} min ago"
    if seconds < 24 * 3600:
        return f"{seconds // 3600:.0f} h ago"
    days = int(seconds // (24 * 3600))
    if days < 7:
        return "yesterday" if days == 1 else f"{days} days ago"
    return f"on {moment.astimezone(UTC).day} {moment.astimezone(UTC):%b %Y}"


def counted(number: int, noun: str) -> str:
    """1 error, 2 errors."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


_MARKDOWN = re.compile(r"([\\*_{}\[\]()<>#+\-.!|~$^=&:])")


def plain(text: str) -> str:
    """Text of a stranger's for a place where Streamlit reads Markdown: shown as it is, nothing in it takes effect."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def _may(job: Job) -> list[str]:
    if job.state.is_open:
        return [] if job.stop_asked else ["stop"]
    return ["dismiss"] if job.state is JobState.DONE else ["retry", "dismiss"]


def _detail(track: StoredTrack, tally: Tally | None, now: datetime) -> str:
    """How many captions, by whom, since when, and what readers have."""
    live = f"revision {track.live} is live" if track.live and track.live != track.draft else ""
    if tally is None:
        return "cannot be read; open it to see why"
    by = tally.author if tally.origin == "person" else tally.made_by
    parts = (counted(tally.cues, "caption"), f"by {by}" if by else "", age(tally.saved_at, now), live)
    return ", ".join(part for part in parts if part)


def _listed(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
