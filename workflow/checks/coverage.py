"""QC-11 and QC-12: is everything captioned that is spoken, and nothing that is not?

These checks compare the track with the voice activity found in the sound, and with the video's length.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from workflow.captions.cue import Cue
from workflow.captions.profile import SoundNotation
from workflow.captions.track import Track
from workflow.checks.finding import Finding, Severity, on_cue
from workflow.speech.transcript import Region

TOLERATED_MS = 2000
"""Speech without a caption, or a caption without speech, up to this long is left to the eye (QC-11, QC-12)."""
SAME_STRETCH_MS = 1000
"""Speech that pauses for less than this goes on: a sentence must not slip through in short pieces."""

_SOUND = re.compile(r"\[[^\[\]]*\]|\([^()]*\)|[♪♫#][^♪♫#]*[♪♫#]?")


@dataclass(frozen=True)
class Sound:
    """What is known of a video's sound: where speech was found, and how long it lasts (None when unknown).

    `written` is how the profile writes the sounds that captions describe.
    """

    speech: tuple[Region, ...] = ()
    duration_ms: int | None = None
    written: SoundNotation = "[lower]"

    @cached_property
    def spoken(self) -> tuple[Region, ...]:
        """The speech in order, none of it touching."""
        return tuple(_merged(self.speech))


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch in which people speak for `spoken_ms` without a caption; between what they say lie short pauses."""

    start_ms: int
    end_ms: int
    spoken_ms: int


def no_captions(track: Track, sound: Sound) -> Iterator[Finding]:
    """A track without a single caption for a video in which people speak."""
    if sound.speech and not track.cues:
        spoken = sum(region.duration_ms for region in sound.speech)
        yield Finding(
            check="no-captions",
            rule="QC-11",
            severity=Severity.ERROR,
            message=f"The track is empty, and there are {_seconds(spoken)} of speech.",
            cue=None,
            start_ms=min(region.start_ms for region in sound.speech),
            end_ms=max(region.end_ms for region in sound.speech),
            found=spoken,
            allowed=0,
        )


def speech_without_caption(track: Track, sound: Sound) -> Iterator[Finding]:
    """Somebody speaks, and the screen stays empty: the reader does not know that anything was said."""
    if not track.cues:  # `no_captions` says it once
        return
    for stretch in bare_stretches(sound.spoken, track.cues):
        if (finding := bare_speech(stretch)) is not None:
            yield finding


def bare_speech(stretch: Stretch) -> Finding | None:
    """The finding about a stretch without a caption, None when it is short enough."""
    if stretch.spoken_ms <= TOLERATED_MS:
        return None
    return Finding(
        check="speech-without-caption",
        rule="QC-11",
        severity=Severity.ERROR,
        message=f"There are {_seconds(stretch.spoken_ms)} of speech without a caption.",
        cue=None,
        start_ms=stretch.start_ms,
        end_ms=stretch.end_ms,
        found=stretch.spoken_ms,
        allowed=TOLERATED_MS,
    )


def caption_without_speech(track: Track, sound: Sound) -> Iterator[Finding]:
    """A caption over a stretch where nobody speaks: invented, misplaced, or left standing.

    Captions that describe sounds or music are meant to be there. Without any voice activity nothing is known, and
    nothing is found.
    """
    if not sound.spoken:
        return
    for place, cue in enumerate(track.cues):
        if cue.duration_ms <= TOLERATED_MS:
            continue
        silent = max((region.duration_ms for region in silence_in(cue, sound.spoken)), default=0)
        if silent > TOLERATED_MS and not describes_sound(cue, sound.written):
            yield on_cue(
                place,
                cue,
                check="caption-without-speech",
                rule="QC-12",
                severity=Severity.WARNING,
                message=f"The caption stands for {_seconds(silent)} in which nobody speaks.",
                found=silent,
                allowed=TOLERATED_MS,
            )


def past_the_end(track: Track, sound: Sound) -> Iterator[Finding]:
    """A caption that ends after the video: part of it, or all, is never shown."""
    if sound.duration_ms is None:
        return
    for place, cue in enumerate(track.cues):
        if cue.end_ms > sound.duration_ms:
            yield on_cue(
                place,
                cue,
                check="past-the-end",
                rule="QC-12",
                severity=Severity.ERROR,
                message=f"The caption ends {_seconds(cue.end_ms - sound.duration_ms)} after the video.",
                found=cue.end_ms,
                allowed=sound.duration_ms,
            )


def describes_sound(cue: Cue, written: SoundNotation) -> bool:
    """Whether a cue holds only sounds or music: "[door slams]", "♪ la la ♪", capitals where sounds are written so."""
    text = " ".join(cue.lines).strip()
    if not _SOUND.sub("", text).strip(" -–—:"):
        return bool(text)
    return written == "CAPS" and text.isupper() and ":" not in text


def bare_stretches(spoken: Sequence[Region], cues: Iterable[Cue]) -> list[Stretch]:
    """All stretches of speech during which no cue stands, in order; `spoken` is in order and does not touch.

    What is said with less than `SAME_STRETCH_MS` between is one stretch.
    """
    bare = _without(spoken, _merged(_shown(cues)))
    return [
        Stretch(said[0].start_ms, said[-1].end_ms, sum(region.duration_ms for region in said))
        for said in _together(bare)
    ]


def silence_in(cue: Cue, spoken: Sequence[Region]) -> list[Region]:
    """The stretches of a cue in which nobody speaks; `spoken` is in order and does not touch."""
    first = bisect_right(spoken, cue.start_ms, key=lambda region: region.end_ms)
    last = bisect_left(spoken, cue.end_ms, key=lambda region: region.start_ms)
    return _without(_shown([cue]), spoken[first:last])


def _shown(cues: Iterable[Cue]) -> list[Region]:
    return [Region(cue.start_ms, cue.end_ms) for cue in cues if cue.duration_ms > 0]


def _merged(regions: Iterable[Region]) -> list[Region]:
    """The same stretches of time in order, none touching another."""
    merged: list[Region] = []
    for region in sorted(regions, key=lambda region: region.start_ms):
        if merged and region.start_ms <= merged[-1].end_ms:
            merged[-1] = Region(merged[-1].start_ms, max(merged[-1].end_ms, region.end_ms))
        elif region.duration_ms > 0:
            merged.append(region)
    return merged


def _without(regions: Sequence[Region], covered: Sequence[Region]) -> list[Region]:
    """What is left of `regions` outside `covered`; both merged. One pass over both."""
    left: list[Region] = []
    first = 0
    for region in regions:
        while first < len(covered) and covered[first].end_ms <= region.start_ms:
            first += 1
        at, place = region.start_ms, first
        while place < len(covered) and covered[place].start_ms < region.end_ms:
            if covered[place].start_ms > at:
                left.append(Region(at, covered[place].start_ms))
            at = max(at, covered[place].end_ms)
            place += 1
        if at < region.end_ms:
            left.append(Region(at, region.end_ms))
    return left


def _together(regions: list[Region]) -> Iterator[list[Region]]:
    """Regions gathered where less than `SAME_STRETCH_MS` lies between them."""
    cuts = [
        place
        for place, (before, after) in enumerate(pairwise(regions), start=1)
        if after.start_ms - before.end_ms >= SAME_STRETCH_MS
    ]
    for start, end in pairwise([0, *cuts, len(regions)]):
        if regions[start:end]:
            yield regions[start:end]


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds} ms" if milliseconds < 1000 else f"{milliseconds / 1000:.1f} s"
