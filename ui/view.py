"""From what the store holds to what a screen shows: rows, words and addresses. Pure; knows nothing of Streamlit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal
from urllib.parse import quote, urlencode

from workflow.bootstrap import DEFAULT_MODEL, EMBEDDED, EngineChoice
from workflow.captions.profile import Profile
from workflow.clock import clock
from workflow.languages import endonym, english_name, known_languages
from workflow.publish.publication import Receipt
from workflow.speech.transcript import Task
from workflow.steps.outlook import Outgoing
from workflow.steps.overview import Tally
from workflow.store import Job, JobState, Status, StoredPublication, StoredTrack, StorySummary
from workflow.story import Story

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

Make = Literal["transcribe", "translate", "script"]

TASK_NAMES: Mapping[Make, str] = {
    "transcribe": "Captions: what is said, in its own language",
    "translate": "English subtitles: a translation of what is said",
    "script": "Captions from a text that I have, timed to the sound",
}
"""What can be made of a video."""

ENGINE_NAMES: Mapping[str, str] = {
    "auto": "Whisper, or the embedded engine where Whisper cannot be had",
    "whisper": "Whisper",
    "faster-whisper": "faster-whisper: the same models, made faster",
    EMBEDDED: f"{EMBEDDED}: embedded, English only, far weaker",
}

MODEL_NAMES = ("tiny", "base", "small", "medium", "large-v3", "turbo")
"""Whisper's models for all languages, the smallest first; of the large ones the newest."""


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
        "name": track_name(track),
        "language": track.language,
        "status": str(track.status),
        "tone": STATUS_TONES[track.status],
        "errors": tally.errors if tally else 0,
        "warnings": tally.warnings if tally else 0,
        "raw": tally is not None and tally.origin == "automatic" and track.status is Status.DRAFT,
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


def track_name(track: StoredTrack) -> str:
    """A track in a menu: "Ukrainian captions"."""
    return f"{english_name(track.language)} {track.kind}"


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


def languages_offered(setting: str | None) -> tuple[str, ...]:
    """Languages to choose from: those of the newsroom's own setting that have no name here too."""
    return tuple(dict.fromkeys((*known_languages(), *languages_set(setting))))


def languages_set(setting: str | None) -> list[str]:
    """What the newsroom's setting says is spoken in its videos; none where it is to be detected."""
    return [tag.strip() for tag in (setting or "").split(",") if tag.strip() not in ("", "auto")]


def language_words(tag: str) -> str:
    """A language in a menu, by both its names: "Ukrainian (Українська)"."""
    english, own = english_name(tag), endonym(tag)
    return english if english == own else f"{english} ({own})"


def usual_model(task: Task, setting: str | None) -> str:
    """What stands in the menu for the model that is taken when none is chosen."""
    return f"{setting} (this newsroom’s)" if setting else f"{DEFAULT_MODEL[task]} (the usual one)"


def engine_words(choice: EngineChoice | None) -> str:
    """Who will hear the video, before it does."""
    if choice is None:
        return "The text is timed to the sound by the embedded model; no engine has to hear the words."
    model = "" if choice.name == EMBEDDED else f", with the model {choice.model}"
    return f"It will be heard by {choice.name}{model}."


def profile_words(profile: Profile) -> str:
    """A newsroom's rules in a menu: "Web news: 42 characters in 2 lines, 20 characters a second"."""
    speed = next((limit for limit in (profile.max_cps, profile.warn_cps) if limit), None)
    lines = counted(profile.max_lines, "line")
    words = f"{profile.name}: {profile.max_cpl} characters in {lines}"
    return f"{words}, {speed:g} characters a second" if speed else words


def story_words(story: Story) -> str:
    """What was understood of a story's text, for whoever pasted it."""
    parts = (
        english_name(story.language),
        counted(len(story.text.split()), "word"),
        story.byline and f"by {story.byline}",
        story.credit and f"video by {story.credit}",
        counted(related, "related link")
        if (related := len(story.related_videos) + len(story.related_articles))
        else "",
    )
    return f"“{story.headline}”, {', '.join(part for part in parts if part)}. Its name in addresses: {story.slug}"


def outgoing_words(one: Outgoing) -> str:
    """What readers would get of a track, and as what."""
    older = (
        f" Revision {one.newest}, which is newer, is not approved and stays here." if one.newest != one.revision else ""
    )
    review = "" if one.reviewed else " Nobody has approved it, and readers are told so."
    return f"Revision {one.revision} goes out as “{one.label}”.{review}{older}"


def findings_words(track: StoredTrack, tally: Tally | None) -> str:
    """What is still to be mended in a track, in one sentence."""
    name = track_name(track)
    if tally is None:
        return f"The {name} cannot be read; open them to see why."
    found = [counted(tally.errors, "error")] if tally.errors else []
    found += [counted(tally.warnings, "warning")] if tally.warnings else []
    if not found:
        return f"Nothing is left to mend in the {name}."
    be = "is" if tally.errors + tally.warnings == 1 else "are"
    return f"{_listed(found)} {be} open in the {name}."


def live_words(place: Sequence[StoredPublication], now: datetime) -> str:
    """What readers have at one address: which revisions, and since when."""
    tracks = _listed([f"{english_name(one.language)} {one.kind}, revision {one.revision}" for one in place])
    return f"{tracks}, published {moment(max(one.created_at for one in place), now)}"


def receipt_words(receipt: Receipt, at: datetime, now: datetime) -> str:
    """What a publication has done."""
    size = sum(file.size_bytes for file in receipt.files) / 1e6
    return f"Published {moment(at, now)}: {counted(len(receipt.files), 'file')}, {size:.1f} MB."


def moment(at: datetime, now: datetime) -> str:
    """A moment by the clock, for what has to be exact: "today at 14:02", "on 3 Nov 2026 at 14:02", in local time."""
    local, today = at.astimezone(), now.astimezone()
    day = "today" if local.date() == today.date() else f"on {local.day} {local:%b %Y}"
    return f"{day} at {local:%H:%M}"


_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$^=&:])")


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
