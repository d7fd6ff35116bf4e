"""What a list of stories says of each track without opening it: how many captions, what is wrong with them, whose."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from workflow.captions.draft import Draft
from workflow.captions.profile import Profile
from workflow.checks.finding import Severity
from workflow.checks.incremental import Rechecker
from workflow.checks.keyed import fingerprint
from workflow.errors import StorytrackError
from workflow.speech.transcript import Region
from workflow.steps.listen import heard_before
from workflow.store import Head, Look, Origin, Revision, Store, StoredStory, StoredTrack

_MOST_KEPT = 2000
"""Tracks; a tally is some hundred bytes."""


@dataclass(frozen=True, slots=True)
class Tally:
    """A track as it is now, edits included, in numbers; findings that were waived do not count.

    `author` and `saved_at` are the last person's who changed it. `made_by` is the engine, "" when a person wrote the
    words.
    """

    cues: int
    errors: int
    warnings: int
    author: str
    origin: Origin
    made_by: str
    saved_at: datetime


_Key = tuple[int, int, int, str, frozenset[str]]


class Tallies:
    """The tallies of tracks, each read and checked again only when the track, its rules or its waivers have changed."""

    def __init__(self, store: Store, find_profile: Callable[[str], Profile]) -> None:
        self._store, self._find_profile = store, find_profile
        self._kept: OrderedDict[int, tuple[_Key, Tally]] = OrderedDict()
        self._lock = Lock()

    def of(self, track: StoredTrack) -> Tally:
        """The tally of the track. Raises `StoreError`, `NoSuchTrack`."""
        with self._store.drafts.look(track.id) as look:
            head = look.head()
            waived = frozenset(waiver.fingerprint for waiver in look.waivers())
            key = (head.track.draft, head.epoch, head.edit, head.track.profile, waived)
            with self._lock:
                known = self._kept.get(track.id)
            if known and known[0] == key:
                return known[1]
            tally = self._counted(look, head, waived)
        with self._lock:
            self._kept[track.id] = key, tally
            self._kept.move_to_end(track.id)
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return tally

    def _counted(self, look: Look, head: Head, waived: frozenset[str]) -> Tally:
        draft, revision = look.draft(), look.revision(head.track.draft)
        stored = self._store.stories.get(head.track.slug)
        open_findings = self._open_findings(draft, revision, head.track, stored, waived)
        after = look.edits(head.epoch, head.cut)
        return Tally(
            cues=len(draft.cues),
            errors=open_findings.count(Severity.ERROR),
            warnings=open_findings.count(Severity.WARNING),
            author=after[-1].author if after else revision.author,
            origin="person" if after else revision.origin,
            made_by=revision.made_by,
            saved_at=after[-1].at if after else revision.created_at,
        )

    def _open_findings(
        self, draft: Draft, revision: Revision, track: StoredTrack, stored: StoredStory, waived: frozenset[str]
    ) -> list[Severity]:
        checker = Rechecker(
            draft,
            rules_of(track, self._find_profile).at(stored.video.frame_rate),
            speech=speech_of(revision, stored.video.sha256, store=self._store),
            duration_ms=stored.video.duration_ms,
        )
        cues = {cue.key: cue.cue for cue in draft.cues}
        return [
            found.finding.severity
            for found in checker.findings()
            if fingerprint(found.finding, None if found.key is None else cues[found.key]) not in waived
        ]


def rules_of(track: StoredTrack, find_profile: Callable[[str], Profile]) -> Profile:
    """The rules the track was built under; those of the settings when a newsroom has thrown its own away."""
    try:
        return find_profile(track.profile)
    except StorytrackError:
        return find_profile("")


def speech_of(revision: Revision, sha256: str, *, store: Store) -> tuple[Region, ...]:
    """Where somebody speaks, if that was found out before: whoever looks at many tracks decodes no video."""
    transcript_id = revision.transcript_id
    stream = store.transcripts.get(transcript_id).audio_stream if transcript_id else 0
    activity = heard_before(sha256, stream, store=store)
    return activity.regions() if activity else ()
