"""A transcript becomes a track; a track is checked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from workflow.captions.build import build_track
from workflow.captions.profile import Profile
from workflow.captions.track import Track, TrackKind
from workflow.checks.finding import Finding, Severity
from workflow.checks.registry import check_track
from workflow.errors import UnknownTrack
from workflow.languages import endonym, normalise
from workflow.progress import Reporter
from workflow.speech.transcript import Transcript
from workflow.steps.listen import listen
from workflow.store import Origin, Revision, Store, StoredStory, StoredTrack, StoredTranscript


@dataclass(frozen=True, slots=True)
class Checked:
    """A revision and what the checks found in it, under one profile."""

    revision: Revision
    profile: Profile
    findings: tuple[Finding, ...]

    @property
    def track(self) -> Track:
        return self.revision.track

    def count(self, severity: Severity) -> int:
        return sum(finding.severity is severity for finding in self.findings)


def build_captions(
    stored: StoredStory,
    heard: StoredTranscript,
    profile: Profile,
    *,
    store: Store,
    by: str,
    origin: Origin = "automatic",
    over_corrections: bool = False,
) -> Revision:
    """The transcript as the next revision of its track: captions, or subtitles when it is a translation.

    `origin` is "person" when a person's words were only timed anew.
    Raises `CorrectedByHand` when that would take the place of a person's work and `over_corrections` is not said.
    """
    transcript = heard.transcript
    track = build_track(
        transcript,
        profile.at(stored.video.frame_rate),
        duration_ms=stored.video.duration_ms,
        label=endonym(transcript.language),
    )
    return store.tracks.save_revision(
        stored.story.slug,
        track,
        author=by,
        origin=origin,
        made_by=maker(transcript),
        transcript_id=heard.id,
        profile=profile.key,
        over_corrections=over_corrections,
    )


def maker(transcript: Transcript) -> str:
    """Engine and model for readers: of a model file only its name, because a path tells of the newsroom's machine."""
    engine = transcript.engine.removeprefix("script+")
    heard_by = f"{engine} {PurePath(transcript.model).name}"
    return heard_by if engine == transcript.engine else f"a script, timed by {heard_by}"


def check_captions(
    stored: StoredStory, revision: Revision, profile: Profile, *, store: Store, watch: Reporter
) -> Checked:
    """What the profile's checks find in a revision, voice activity beside it."""
    sound = listen(stored, _stream(revision, store), store=store, watch=watch)
    findings = check_track(
        revision.track,
        profile.at(stored.video.frame_rate),
        speech=sound.activity.regions(),
        duration_ms=stored.video.duration_ms,
    )
    return Checked(revision, profile, tuple(findings))


def find_track(slug: str, *, store: Store, language: str | None = None, kind: TrackKind | None = None) -> StoredTrack:
    """The story's first track of this language and kind, where they are given; captions come before the other kinds.

    Raises `UnknownStory`, `UnknownTrack`, `UnsupportedLanguage` for what names no language.
    """
    tracks = store.tracks.list(slug)
    language = language and normalise(language)
    wanted = [
        track for track in tracks if (language is None or track.language == language) and kind in (None, track.kind)
    ]
    if not wanted:
        description = " ".join(part for part in (language, kind) if part) or "caption"
        raise UnknownTrack(slug, description, [f"{track.language} {track.kind}" for track in tracks])
    return min(wanted, key=lambda track: track.kind != "captions")


def _stream(revision: Revision, store: Store) -> int:
    """The audio stream that the revision's words were heard in."""
    return store.transcripts.get(revision.transcript_id).audio_stream if revision.transcript_id else 0
