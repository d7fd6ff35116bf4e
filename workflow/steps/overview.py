"""What a list of stories says of each track without opening it: how many captions, what is wrong with them, whose."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from workflow.captions.profile import Profile
from workflow.checks.finding import Severity
from workflow.checks.registry import check_track
from workflow.errors import StorytrackError
from workflow.speech.transcript import Region
from workflow.steps.listen import heard_before
from workflow.store import Origin, Revision, Store, StoredTrack

_MOST_KEPT = 2000
"""Tracks; a tally is some hundred bytes."""


@dataclass(frozen=True, slots=True)
class Tally:
    """One revision in numbers. `author` saved it; `made_by` is the engine, "" when a person wrote the words."""

    revision: int
    cues: int
    errors: int
    warnings: int
    author: str
    origin: Origin
    made_by: str
    saved_at: datetime


class Tallies:
    """The tallies of tracks' drafts. A revision never changes, so that each is read and checked once."""

    def __init__(self, store: Store, find_profile: Callable[[str], Profile]) -> None:
        self._store, self._find_profile = store, find_profile
        self._kept: OrderedDict[tuple[int, int, str], Tally] = OrderedDict()
        self._lock = Lock()

    def of(self, track: StoredTrack) -> Tally:
        """The tally of the track's draft revision. Raises `StoreError`, `UnknownTrack`."""
        key = (track.id, track.draft, track.profile)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        tally = self._counted(track)
        with self._lock:
            self._kept[key] = tally
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return tally

    def _counted(self, track: StoredTrack) -> Tally:
        revision = self._store.tracks.latest(track.slug, track.language, track.kind)
        video = self._store.stories.get(track.slug).video
        findings = check_track(
            revision.track,
            self._profile(track).at(video.frame_rate),
            speech=self._speech(revision, video.sha256),
            duration_ms=video.duration_ms,
        )
        return Tally(
            revision=revision.number,
            cues=len(revision.track.cues),
            errors=sum(finding.severity is Severity.ERROR for finding in findings),
            warnings=sum(finding.severity is Severity.WARNING for finding in findings),
            author=revision.author,
            origin=revision.origin,
            made_by=revision.made_by,
            saved_at=revision.created_at,
        )

    def _profile(self, track: StoredTrack) -> Profile:
        """The rules the track was built under; those of the settings when a newsroom has thrown its own away."""
        try:
            return self._find_profile(track.profile)
        except StorytrackError:
            return self._find_profile("")

    def _speech(self, revision: Revision, sha256: str) -> tuple[Region, ...]:
        """Where somebody speaks, if that was found out before: a list of stories decodes no video."""
        transcript_id = revision.transcript_id
        stream = self._store.transcripts.get(transcript_id).audio_stream if transcript_id else 0
        activity = heard_before(sha256, stream, store=self._store)
        return activity.regions() if activity else ()
