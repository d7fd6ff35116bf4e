"""A track as a window gets it when it opens it: captions, findings, rules, media, the story beside it. JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from workflow.checks.registry import Rules
from workflow.errors import NotAllowed
from workflow.languages import direction
from workflow.review.cue_json import cue_to_json
from workflow.review.status import MOVES, Case, check_can_move
from workflow.steps.shots import shots_before
from workflow.steps.sitting import Json, Sitting, line_to_json
from workflow.store import Look, Store, StoredStory

_HISTORY = 500
"""Edits that a window gets to undo by itself; what is older it asks the server to undo."""


def document(sitting: Sitting, look: Look, store: Store) -> Json:
    """Everything about a track but the person who asks."""
    stored = sitting.setting.stored
    lines = sitting.ledger.lines[-_HISTORY:]
    return {
        "epoch": sitting.head.epoch,
        "edit": sitting.head.edit,
        "checked": sitting.checked,
        "track": track_json(sitting, look),
        "cues": [cue_to_json(cue) for cue in sitting.draft.cues],
        "findings": sitting.findings_json(),
        "history": [line_to_json(line) for line in lines],
        "rules": _rules(sitting.checker.rules, stored),
        "media": _media(stored, store),
        "peaks": _peaks(stored, sitting.setting.stream),
        "speech": [[region.start_ms, region.end_ms] for region in sitting.setting.speech],
        "shots": list(shots_before(stored.video.sha256, store=store)),
        "uncertain_below": sitting.uncertain_below,
        "story": _story(stored),
        "others": [
            {
                "id": track.id,
                "language": track.language,
                "kind": track.kind,
                "label": track.label,
                "status": str(track.status),
            }
            for track in store.tracks.list(look.slug)
            if track.id != sitting.head.track.id
        ],
    }


def track_json(sitting: Sitting, look: Look) -> Json:
    """The track's facts that a window shows."""
    track = sitting.head.track
    return {
        "id": track.id,
        "slug": look.slug,
        "headline": sitting.setting.stored.story.headline,
        "kind": track.kind,
        "language": track.language,
        "label": track.label,
        "profile": sitting.setting.profile.name,
        "status": str(track.status),
        "revision": track.draft,
        "live": track.live,
        "dir": direction(track.language),
    }


def moves_json(case: Case, person: str, *, second_person: bool) -> Json:
    """What can be asked for now, and for what cannot the sentence why."""
    told: dict[str, Mapping[str, Any]] = {}
    for move in MOVES[case.status]:
        try:
            check_can_move(move, case, person, second_person=second_person)
        except NotAllowed as why:
            told[move] = {"may": False, "why": str(why)}
        else:
            told[move] = {"may": True, "why": ""}
    return {"actions": told}


def _rules(rules: Rules, stored: StoredStory) -> Json:
    profile, rate = rules.profile, stored.video.frame_rate
    return {
        "profile": profile.name,
        "cpl": profile.max_cpl,
        "cps": profile.max_cps,
        "warn_cps": profile.warn_cps,
        "lines": profile.max_lines,
        "min_gap_ms": profile.min_gap_ms,
        "min_ms": profile.min_duration_ms,
        "max_ms": profile.max_duration_ms,
        "frame_rate": float(rate) if rate else None,
    }


def _media(stored: StoredStory, store: Store) -> Json:
    video, slug = stored.video, quote(stored.story.slug)
    has_poster = store.media.derived(video.sha256, "poster.jpg").exists()
    # The hash in the address: a story's next cut is another file for the browser, too.
    mark = f"?v={video.sha256[:12]}"
    return {
        "video": f"/media/{slug}/video{mark}",
        "poster": f"/media/{slug}/poster.jpg{mark}" if has_poster else None,
        "duration_ms": video.duration_ms,
        "frame_rate": float(video.frame_rate) if video.frame_rate else None,
        "width": video.width,
        "height": video.height,
        "has_video": bool(video.width and video.height),
    }


def _peaks(stored: StoredStory, stream: int) -> Json | None:
    """Where the waveform is. The server makes it when it is asked for, if that was not done before."""
    if stream >= len(stored.video.audio_streams):
        return None
    name = f"peaks-{stream}.bin"
    return {"url": f"/media/{quote(stored.story.slug)}/{name}?v={stored.video.sha256[:12]}", "per_second": 100}


def _story(stored: StoredStory) -> Json:
    story = stored.story
    return {
        "headline": story.headline,
        "text": story.text,
        "language": story.language,
        "dir": direction(story.language),
        "byline": story.byline,
        "credit": story.credit,
    }
