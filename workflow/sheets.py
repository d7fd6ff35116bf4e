"""Results as the command line shows them: facts for `--json`, lines and tables for a person."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.table import Table

from workflow.checks.finding import Severity
from workflow.checks.report import finding_to_dict
from workflow.clock import clock
from workflow.languages import english_name
from workflow.store import Approval, Revision, RevisionFacts, Store, StoredStory, StoredTrack, StorySummary
from workflow.story import Story, Video
from workflow.terminal import counted, findings_table, table

if TYPE_CHECKING:  # the steps bring the engines' libraries with them, which a list of stories can do without
    from workflow.publish.publication import Receipt
    from workflow.steps.captions import Checked

Facts = dict[str, Any]
Sheet = tuple[Any, *tuple[str | Table, ...]]
"""Facts first, then what a person reads."""


def story_facts(stored: StoredStory) -> Facts:
    """A story and its video, without the text."""
    story, video = stored.story, stored.video
    return {
        "slug": story.slug,
        "headline": story.headline,
        "language": story.language,
        "byline": story.byline,
        "credit": story.credit,
        "related_videos": [{"title": one.title, "url": one.url} for one in story.related_videos],
        "related_articles": [{"title": one.title, "url": one.url} for one in story.related_articles],
        "created": stored.created_at.isoformat(timespec="seconds"),
        "video": {
            "name": video.name,
            "sha256": video.sha256,
            "duration_ms": video.duration_ms,
            "width": video.width,
            "height": video.height,
            "frame_rate": float(video.frame_rate) if video.frame_rate else None,
            "codec": video.video_codec,
            "audio_streams": [
                {"index": one.index, "codec": one.codec, "language": one.language} for one in video.audio_streams
            ],
        },
    }


def list_sheet(stories: Sequence[StorySummary]) -> Sheet:
    """All stories, a line each."""
    facts = [
        {
            "slug": one.slug,
            "headline": one.headline,
            "language": one.language,
            "created": one.created_at.isoformat(timespec="seconds"),
            "duration_ms": one.duration_ms,
            "tracks": [_track_facts(track) for track in one.tracks],
        }
        for one in stories
    ]
    if not stories:
        return facts, "No stories yet: storytrack new story.md video.mp4"
    rows = [
        (
            one.slug,
            clock(one.duration_ms),
            ", ".join(f"{track.language} {track.kind} ({track.status})" for track in one.tracks) or "no captions yet",
            one.headline,
        )
        for one in stories
    ]
    return facts, table(("story", "length", "tracks", "headline"), rows)


def history_sheet(track: StoredTrack, revisions: Sequence[RevisionFacts], decisions: Sequence[Approval]) -> Sheet:
    """A track's revisions, the newest first, with what reviewers decided about each."""
    by_revision = {one.revision: one for one in decisions}
    facts = [
        {
            "revision": one.number,
            "author": one.author,
            "created": one.created_at.isoformat(timespec="seconds"),
            "origin": one.origin,
            "made_by": one.made_by,
            "decision": None if (found := by_revision.get(one.number)) is None else _decision_facts(found),
            "live": one.number == track.live,
        }
        for one in reversed(revisions)
    ]
    rows = [
        (
            f"r{one.number}",
            f"{one.created_at.astimezone():%Y-%m-%d %H:%M}",
            one.author,
            one.made_by
            if one.origin == "automatic"
            else f"a person, over {one.made_by}"
            if one.made_by
            else "a person",
            ", ".join((*_decision_words(by_revision.get(one.number)), *(["live"] if one.number == track.live else []))),
        )
        for one in reversed(revisions)
    ]
    return facts, table(("", "when", "by", "words of", "decided"), rows)


def _decision_facts(decision: Approval) -> Facts:
    return {
        "approved": decision.approved,
        "by": decision.reviewer,
        "at": decision.created_at.isoformat(timespec="seconds"),
        "note": decision.note,
    }


def _decision_words(decision: Approval | None) -> Sequence[str]:
    if decision is None:
        return ()
    done = "approved" if decision.approved else "returned"
    return (f"{done} by {decision.reviewer}" + (f": {decision.note}" if decision.note else ""),)


def story_sheet(slug: str, store: Store) -> Sheet:
    """One story with all that was made of it."""
    stored = store.stories.get(slug)
    tracks, sent = store.tracks.list(slug), store.publications.list(slug)
    latest = store.transcripts.latest(slug)
    heard = latest.transcript if latest else None
    words = sum(1 for _ in heard.words) if heard else 0
    facts = story_facts(stored) | {
        "tracks": [_track_facts(track) for track in tracks],
        "transcript": None
        if heard is None
        else {
            "engine": heard.engine,
            "model": heard.model,
            "language": heard.language,
            "task": heard.task,
            "options": dict(heard.options),
            "words": words,
            "unheard": [[region.start_ms, region.end_ms] for region in heard.unheard],
            "warnings": list(heard.warnings),
        },
        "publications": [
            {"kind": one.kind, "language": one.language, "revision": one.revision, "url": one.url, "state": one.state}
            for one in sent
        ],
    }
    lines = [stored.story.headline, f"  {_story_line(stored.story)}"]
    lines.append(f"  video: {stored.video.name}, {_video_line(stored.video)}")
    if heard:
        lines.append(f"  heard by {heard.engine}, {heard.model}; {heard.language}, {counted(words, 'word')}")
        lines += [f"    warning: {warning}" for warning in heard.warnings]
        if heard.unheard:
            stretches = ", ".join(f"{clock(one.start_ms)}–{clock(one.end_ms)}" for one in heard.unheard)
            lines.append(f"    no speech found, not given to the engine: {stretches}")
    lines += [_track_line(track, store.tracks.latest(slug, track.language, track.kind)) for track in tracks] or [
        "  no captions yet: storytrack transcribe " + slug
    ]
    lines += [f"  published: {one.language} {one.kind} r{one.revision} at {one.url}" for one in sent[-3:]]
    return facts, *lines


def checked_facts(slug: str, checked: Checked) -> Facts:
    """A track and the findings in it."""
    track = checked.track
    return {
        "slug": slug,
        "kind": track.kind,
        "language": track.language,
        "revision": checked.revision.number,
        "made_by": checked.revision.made_by,
        "cues": len(track.cues),
        "profile": checked.profile.key,
        "errors": checked.count(Severity.ERROR),
        "warnings": checked.count(Severity.WARNING),
        "findings": [finding_to_dict(finding) for finding in checked.findings],
    }


def checked_line(slug: str, checked: Checked) -> str:
    """How a track stands, in one sentence."""
    track, made_by = checked.track, checked.revision.made_by
    found = ", ".join(
        counted(number, noun)
        for number, noun in ((checked.count(Severity.ERROR), "error"), (checked.count(Severity.WARNING), "warning"))
        if number
    )
    by = f" by {made_by}" if made_by else ""
    return (
        f"{slug}: {counted(len(track.cues), 'cue')} of {track.language} {track.kind}{by},"
        f" revision {checked.revision.number}; {checked.profile.name}: {found or 'nothing found'}"
    )


def findings_sheet(slug: str, checked: Checked) -> tuple[str | Table, ...]:
    """The findings as a table, and the sentence."""
    if not checked.findings:
        return (checked_line(slug, checked),)
    return findings_table(checked.track, checked.findings), checked_line(slug, checked)


def revision_facts(slug: str, revision: Revision) -> Facts:
    """A revision without its cues."""
    track = revision.track
    return {
        "slug": slug,
        "kind": track.kind,
        "language": track.language,
        "label": track.label,
        "revision": revision.number,
        "sha256": revision.sha256,
        "cues": len(track.cues),
    }


def revision_line(slug: str, revision: Revision) -> str:
    """A revision in one line."""
    track = revision.track
    return f"{slug}: {counted(len(track.cues), 'cue')} of {track.language} {track.kind}, revision {revision.number}"


def receipt_facts(slug: str, receipt: Receipt) -> Facts:
    """A publication."""
    return {
        "slug": slug,
        "folder": str(receipt.folder),
        "url": receipt.url,
        "files": {file.name: file.size_bytes for file in receipt.files},
        "notes": list(receipt.warnings),
    }


def receipt_line(receipt: Receipt) -> str:
    """Where a publication is."""
    return f"Published to {receipt.folder}"


def receipt_notes(receipt: Receipt) -> tuple[str, ...]:
    """What to know of a publication, and how to look at it."""
    notes = (f"note: {warning}" for warning in receipt.warnings)
    return *notes, f"Look at it: storytrack serve {shlex.quote(str(receipt.folder))}"


def _track_facts(track: StoredTrack) -> Facts:
    return {
        "kind": track.kind,
        "language": track.language,
        "label": track.label,
        "profile": track.profile,
        "status": str(track.status),
        "draft": track.draft,
        "live": track.live,
    }


def _story_line(story: Story) -> str:
    """What surrounds the text on the page."""
    related = len(story.related_videos) + len(story.related_articles)
    parts = (
        english_name(story.language),
        story.byline and f"by {story.byline}",
        story.credit and f"video by {story.credit}",
        counted(related, "related link") if related else "",
    )
    return ", ".join(part for part in parts if part)


def _track_line(track: StoredTrack, revision: Revision) -> str:
    live = f", live r{track.live}" if track.live else ""
    words = f"by {revision.author}" if revision.origin == "person" else f"by {revision.made_by}, not yet reviewed"
    cues = counted(len(revision.track.cues), "cue")
    return f"  {track.language} {track.kind} “{track.label}”: r{track.draft}, {track.status}{live}; {cues} {words}"


def _video_line(video: Video) -> str:
    picture = f", {video.width}x{video.height} {video.video_codec}" if video.width else ", sound only"
    sounds = counted(len(video.audio_streams), "audio stream")
    return f"{clock(video.duration_ms)}{picture}, {sounds}"
