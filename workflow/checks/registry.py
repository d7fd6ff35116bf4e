"""Every check, in the order in which a producer reads the findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain

from workflow.captions.profile import Profile
from workflow.captions.track import Track
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

CHECKS: tuple[str, ...] = tuple(
    check.__name__.replace("_", "-") for check in (*SOUND_CHECKS, *PROFILE_CHECKS, *TRACK_CHECKS)
)
"""The names of all checks, as findings carry them and a profile's `severities` may set them."""


def check_track(
    track: Track, profile: Profile, *, speech: tuple[Region, ...] = (), duration_ms: int | None = None
) -> tuple[Finding, ...]:
    """All findings in a track, in the order of time; the sterner first where they begin together.

    `profile` comes `at` the video's frame rate. `speech` is the voice activity found in the video: without any, nothing
    is said about speech that is missing or invented. `duration_ms` is the video's.
    Captions, which deaf readers use, are held to the profile's speeds for them.
    """
    rules = profile.for_sdh() if track.kind == "captions" else profile
    sound = Sound(speech, duration_ms, profile.sound)
    found = chain(
        chain.from_iterable(check(track, sound) for check in SOUND_CHECKS),
        chain.from_iterable(check(track, rules) for check in PROFILE_CHECKS),
        chain.from_iterable(check(track) for check in TRACK_CHECKS),
    )
    kept = (finding for raw in found if (finding := _as_wanted(raw, profile)) is not None)
    return tuple(sorted(kept, key=lambda finding: (finding.start_ms, finding.severity != Severity.ERROR)))


def _as_wanted(finding: Finding, profile: Profile) -> Finding | None:
    """The finding with the severity that the profile sets for its check; None where the profile switches it off."""
    wanted = profile.severities.get(finding.check)
    if wanted is None:
        return finding
    return None if wanted == "off" else replace(finding, severity=Severity(wanted))
