"""The reference captions: text, sentences and line breaks as written by hand, times from the voice's own word times.

The rule for the times is the one a careful captioner follows: appear with the first word, on a frame; stay half a
second after the last one, longer where reading needs it; leave two frames before the next caption, or none in the
middle of running speech.
"""

from __future__ import annotations

from dataclasses import dataclass

from samples.making.screenplay import Screenplay
from samples.making.timeline import PlacedSentence, PlacedSound, PlacedWord, Timeline
from workflow.captions.cue import Cue
from workflow.captions.track import Track

FRAME_MS = 40
_TWO_FRAMES_MS = 2 * FRAME_MS
_STAY_MS = 500
_LONGEST_STAY_MS = 1400  # web-news: at most 1500 after the last word
_FLICKER_MS = 500  # a gap shorter than this is closed
_CPS = 16
_WPM = 175
_LEAST_MS = 1200


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A caption before its end is known: first and last sound in it, and how long it should stand."""

    lines: tuple[str, ...]
    voice: str
    start_ms: int
    heard_until_ms: int
    is_sound: bool = False


def reference_track(timeline: Timeline, play: Screenplay) -> Track:
    """The captions of a video as a careful person would make them under web-news."""
    captions = _captions(timeline)
    starts = [_on_frame(caption.start_ms) for caption in captions]
    following = [*starts[1:], timeline.duration_ms]
    cues = tuple(
        Cue(str(number), start, _end(caption, start, next_start), caption.lines, voice=caption.voice)
        for number, (caption, start, next_start) in enumerate(zip(captions, starts, following, strict=True), start=1)
    )
    return Track(cues=cues, kind="captions", language="en", label=play.title)


def _captions(timeline: Timeline) -> list[_Spoken]:
    captions: list[_Spoken] = []
    speaker = ""
    for beat in timeline.beats:
        if isinstance(beat, PlacedSound):
            captions.append(_Spoken((beat.caption,), "", beat.start_ms, beat.end_ms, is_sound=True))
            continue
        voice = beat.sentence.speaker
        captions.extend(_of_sentence(beat, label=voice if voice != speaker else ""))
        speaker = voice
    return captions


def _of_sentence(placed: PlacedSentence, *, label: str) -> list[_Spoken]:
    captions: list[_Spoken] = []
    words = list(placed.words)
    for lines in placed.sentence.captions:
        count = sum(len(line.split()) for line in lines)
        own: list[PlacedWord] = words[:count]
        del words[:count]
        shown = (f"{label.upper()}: {lines[0]}", *lines[1:]) if label and not captions else lines
        captions.append(_Spoken(shown, placed.sentence.speaker, own[0].start_ms, own[-1].end_ms))
    return captions


def _end(caption: _Spoken, start: int, next_start: int) -> int:
    room = next_start - caption.heard_until_ms
    if caption.is_sound:
        return _on_frame(min(caption.heard_until_ms, next_start - _TWO_FRAMES_MS, start + 7000))
    if room < _TWO_FRAMES_MS:
        return next_start
    characters = sum(map(len, caption.lines))
    words = sum(len(line.split()) for line in caption.lines)
    to_read = start + max(_LEAST_MS, 1000 * characters // _CPS, 60_000 * words // _WPM)
    wanted = max(caption.heard_until_ms + _STAY_MS, min(to_read, caption.heard_until_ms + _LONGEST_STAY_MS))
    if next_start - wanted < _FLICKER_MS:
        return next_start - _TWO_FRAMES_MS
    return _on_frame(wanted)


def _on_frame(moment: int) -> int:
    return moment // FRAME_MS * FRAME_MS
