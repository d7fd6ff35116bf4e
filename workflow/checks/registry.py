"""Every check, in the order in which a producer reads the findings."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, replace

from workflow.captions.profile import Profile
from workflow.captions.track import Track, TrackKind
from workflow.checks import coverage, durations, gaps, lines, speed, text
from workflow.checks.coverage import Sound
from workflow.checks.finding import Finding, Severity
from workflow.speech.transcript import Region

SOUND_CHECKS: tuple[Callable[[Track, Sound], Iterator[Finding]], ...] = (
    coverage.no_captions,
    coverage.speech_without_caption,
    coverage.caption_without_speech,
    coverage.past_the_end,
)
"""Against what was heard."""

PROFILE_CHECKS: tuple[Callable[[Track, Profile], Iterator[Finding]], ...] = (
    lines.line_too_long,
    lines.too_many_lines,
    speed.reads_too_fast,
    speed.too_many_words_a_minute,
    durations.too_short,
    durations.too_short_for_its_words,
    durations.too_long,
    gaps.gap_too_short,
    gaps.gap_flickers,
)
"""Against the newsroom's rules."""

TRACK_CHECKS: tuple[Callable[[Track], Iterator[Finding]], ...] = (
    durations.no_duration,
    gaps.out_of_order,
    gaps.overlap,
    text.duplicate_id,
    text.nothing_to_read,
    text.empty_line,
    text.lost_characters,
    text.markup_shown,
)
"""Wrong under any rules."""


def _name(check: Callable[..., Iterator[Finding]]) -> str:
    return check.__name__.replace("_", "-")


CHECKS: tuple[str, ...] = (
    *(_name(check) for check in SOUND_CHECKS),
    *(_name(check) for check in PROFILE_CHECKS),
    *(_name(check) for check in TRACK_CHECKS),
)
"""The names of all checks, as findings carry them and a profile's `severities` may set them."""

WHOLE_TRACK_CHECKS: frozenset[str] = frozenset({"no-captions", "speech-without-caption", "duplicate-id"})
"""What the others find at a caption depends on nothing but the caption itself and the one before it."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a track is held to: a profile `at` the video's frame rate, as it is for the kind of track, and the sound."""

    profile: Profile
    sound: Sound


def rules_for(kind: TrackKind, profile: Profile, *, speech: tuple[Region, ...], duration_ms: int | None) -> Rules:
    """The rules for a track of this kind: captions, which deaf readers use, are held to the speeds for them."""
    sound = Sound(speech, duration_ms, profile.sound)
    return Rules(profile.for_sdh() if kind == "captions" else profile, sound)


def check_track(
    track: Track, profile: Profile, *, speech: tuple[Region, ...] = (), duration_ms: int | None = None
) -> tuple[Finding, ...]:
    """All findings in a track, in the order of time; the sterner first where they begin together.

    `profile` comes `at` the video's frame rate. `speech` is the voice activity found in the video: without any, nothing
    is said about speech that is missing or invented. `duration_ms` is the video's.
    Captions, which deaf readers use, are held to the profile's speeds for them.
    """
    found = run_checks(track, rules_for(track.kind, profile, speech=speech, duration_ms=duration_ms))
    return tuple(sorted(found, key=lambda finding: (finding.start_ms, finding.severity is not Severity.ERROR)))


def run_checks(track: Track, rules: Rules, names: Container[str] = CHECKS) -> Iterator[Finding]:
    """What these checks find, check by check, with the severities that the profile wants."""
    for on_sound in SOUND_CHECKS:
        if (name := _name(on_sound)) in names:
            yield from as_wanted(name, on_sound(track, rules.sound), rules.profile)
    for on_profile in PROFILE_CHECKS:
        if (name := _name(on_profile)) in names:
            yield from as_wanted(name, on_profile(track, rules.profile), rules.profile)
    for on_track in TRACK_CHECKS:
        if (name := _name(on_track)) in names:
            yield from as_wanted(name, on_track(track), rules.profile)


def as_wanted(check: str, found: Iterator[Finding], profile: Profile) -> Iterator[Finding]:
    """The findings of a check with the severity that the profile sets for it; none where the profile has it off."""
    wanted = profile.severities.get(check)
    if wanted is None:
        return found
    return iter(()) if wanted == "off" else (replace(finding, severity=Severity(wanted)) for finding in found)
