"""How the work at every track goes: read from the store, and read again only where something has changed."""

from __future__ import annotations

from array import array
from collections import Counter, OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from workflow.captions.corrections import Corrections, corrections
from workflow.captions.draft import Draft
from workflow.captions.profile import Profile
from workflow.checks.incremental import Rechecker
from workflow.checks.keyed import fingerprint
from workflow.checks.speed import characters_per_second
from workflow.errors import StorytrackError
from workflow.review.effort import active_ms
from workflow.review.insights import Found, TrackFacts
from workflow.steps.overview import rules_of, speech_of
from workflow.store import Head, Look, Store, StoredTrack, StorySummary

_MOST_KEPT = 2000
"""Tracks; one of an hour is about 10 KB, nearly all of it reading speeds."""


@dataclass(frozen=True, slots=True)
class _Words:
    """What the captions say and who heard it: all that is slow to find out, the same until somebody edits."""

    cues: int
    speeds: Sequence[float]
    warn_cps: float | None
    max_cps: float | None
    found: tuple[Found, ...]
    engine: str
    model: str
    corrections: Corrections | None
    edits: int
    editors: int
    active_ms: int


_Key = tuple[int, int, int, Profile, frozenset[str]]


class Insights:
    """The facts of tracks, each worked out again only when the track, its rules or its waivers have changed.

    `find_profile` is as for the desk. Shared by all threads.
    """

    def __init__(self, store: Store, find_profile: Callable[[str], Profile]) -> None:
        self._store, self._find_profile = store, find_profile
        self._kept: OrderedDict[int, tuple[_Key, _Words]] = OrderedDict()
        self._lock = Lock()

    def all(self) -> tuple[TrackFacts, ...]:
        """The facts of every track, the newest story first. One that cannot be read is left out: its screen says why.

        Raises `StoreError`.
        """
        profiles: dict[str, Profile] = {}
        return tuple(
            facts
            for story in self._store.stories.list()
            for track in story.tracks
            if (facts := self._of_readable(story, track, profiles)) is not None
        )

    def _of_readable(self, story: StorySummary, track: StoredTrack, profiles: dict[str, Profile]) -> TrackFacts | None:
        try:
            if track.profile not in profiles:
                profiles[track.profile] = rules_of(track, self._find_profile)
            return self._of(story, track, profiles[track.profile])
        except StorytrackError:
            return None

    def _of(self, story: StorySummary, track: StoredTrack, profile: Profile) -> TrackFacts:
        with self._store.drafts.look(track.id) as look:
            head = look.head()
            waived = frozenset(waiver.fingerprint for waiver in look.waivers())
            key = (head.track.draft, head.epoch, head.edit, profile, waived)
            with self._lock:
                known = self._kept.get(track.id)
            words = known[1] if known and known[0] == key else self._words(look, head, profile, waived)
            approved_at = next((one.created_at for one in look.approvals() if one.approved), None)
        with self._lock:
            self._kept[track.id] = key, words
            self._kept.move_to_end(track.id)
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return TrackFacts(
            track=track.id,
            story=story.slug,
            headline=story.headline,
            language=track.language,
            kind=track.kind,
            status=head.track.status,
            is_live=head.track.live is not None,
            media_ms=story.duration_ms,
            cues=words.cues,
            speeds=words.speeds,
            warn_cps=words.warn_cps,
            max_cps=words.max_cps,
            found=words.found,
            engine=words.engine,
            model=words.model,
            corrections=words.corrections,
            edits=words.edits,
            editors=words.editors,
            active_ms=words.active_ms,
            added_at=story.created_at,
            approved_at=approved_at,
        )

    def _words(self, look: Look, head: Head, profile: Profile, waived: frozenset[str]) -> _Words:
        draft = look.draft()
        checker = self._checked(look, head, draft, profile)
        rules = checker.rules.profile
        speeds = (characters_per_second(cue.cue) for cue in draft.cues)
        engine, model, heard_at, done = self._heard(look, draft)
        times = [(by, at) for by, at in self._store.drafts.times(head.track.id) if heard_at is None or at >= heard_at]
        return _Words(
            cues=len(draft.cues),
            speeds=array("d", (speed for speed in speeds if speed is not None)),
            warn_cps=rules.warn_cps,
            max_cps=rules.max_cps,
            found=_found(checker, draft, waived),
            engine=engine,
            model=model,
            corrections=done,
            edits=len(times),
            editors=len({by for by, _ in times}),
            active_ms=active_ms(times),
        )

    def _checked(self, look: Look, head: Head, draft: Draft, profile: Profile) -> Rechecker:
        video = self._store.stories.get(head.track.slug).video
        speech = speech_of(look.revision(head.track.draft), video.sha256, store=self._store)
        return Rechecker(draft, profile.at(video.frame_rate), speech=speech, duration_ms=video.duration_ms)

    def _heard(self, look: Look, draft: Draft) -> tuple[str, str, datetime | None, Corrections | None]:
        """Engine and model behind the words, when they came, and what was done to them since; nothing without one."""
        revisions = [facts for facts in look.facts() if facts.transcript_id is not None]
        if not revisions or (last := revisions[-1].transcript_id) is None:
            return "", "", None, None
        transcript = self._store.transcripts.get(last).transcript
        came = min(facts.created_at for facts in revisions if facts.transcript_id == last)
        heard = (segment.text for segment in transcript.segments)
        return transcript.engine, transcript.model, came, corrections(heard, (cue.cue.text for cue in draft.cues))


def _found(checker: Rechecker, draft: Draft, waived: frozenset[str]) -> tuple[Found, ...]:
    cues = {cue.key: cue.cue for cue in draft.cues}
    counts = Counter(
        (
            one.finding.check,
            one.finding.severity,
            fingerprint(one.finding, None if one.key is None else cues[one.key]) in waived,
        )
        for one in checker.findings()
    )
    return tuple(Found(*what, count) for what, count in sorted(counts.items()))
