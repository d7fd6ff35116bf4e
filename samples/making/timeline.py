"""A screenplay set in time: one sound track, each word's moment, when each card stands, what is written of sounds."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from samples.making.screenplay import Hold, Say, Scene, Screenplay
from samples.making.sounds import SOUNDS
from samples.making.voices import RATE, Sound, speak

_EDGE = RATE // 10  # samples kept before the first and after the last word of a sentence
_FADE = RATE // 100


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A word of the script on the video's clock; `said` as in `SpokenWord`."""

    text: str
    said: str
    speaker: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class PlacedSentence:
    """A sentence with its words in time."""

    sentence: Say
    words: tuple[PlacedWord, ...]


@dataclass(frozen=True, slots=True)
class PlacedSound:
    """A written sound without speech, from when it is heard until speech or silence."""

    caption: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Shot:
    """A card and when it begins."""

    card: str
    start_ms: int


@dataclass(slots=True)
class Timeline:
    """The finished plan of a video. `sound` is mono at `RATE`."""

    shots: list[Shot] = field(default_factory=list)
    beats: list[PlacedSentence | PlacedSound] = field(default_factory=list)
    sound: Sound = field(default_factory=lambda: np.zeros(0))

    @property
    def words(self) -> list[PlacedWord]:
        return [word for beat in self.beats if isinstance(beat, PlacedSentence) for word in beat.words]

    @property
    def duration_ms(self) -> int:
        return len(self.sound) * 1000 // RATE


def lay_out(play: Screenplay) -> Timeline:
    """Speak every sentence and set everything one after the other.

    A card begins in the middle of the silence before its scene; a scene's sound begins and ends with the scene.
    """
    timeline = Timeline()
    now = 0
    for scene in play.scenes:
        lead = _first_silence(scene)
        start = now + _samples(lead / 2) if timeline.shots else 0
        timeline.shots.append(Shot(scene.card, _ms(start)))
        for beat in scene.beats:
            now = _hold(timeline, beat, now) if isinstance(beat, Hold) else _say(timeline, beat, now, play)
        if scene.sound:
            _mix(timeline, SOUNDS[scene.sound](now - start), start)
    return timeline


def _first_silence(scene: Scene) -> int:
    first = scene.beats[0]
    return first.after_ms if isinstance(first, Say) else 0


def _hold(timeline: Timeline, hold: Hold, now: int) -> int:
    end = now + _samples(hold.duration_ms)
    if hold.caption:
        timeline.beats.append(PlacedSound(hold.caption, _ms(now), _ms(end)))
    _mix(timeline, np.zeros(end - now), now)
    return end


def _say(timeline: Timeline, sentence: Say, now: int, play: Screenplay) -> int:
    """Place a sentence so that its first word begins `after_ms` from now; the end of its last word is the new now."""
    speech = speak(sentence.words, play.voices[sentence.speaker])
    first, last = speech.words[0].start, speech.words[-1].end
    shift = now + _samples(sentence.after_ms) - first
    begin = max(0, first - _EDGE, -shift)
    sound = speech.sound[begin : last + _EDGE].copy()
    sound[:_FADE] *= np.linspace(0, 1, _FADE)
    sound[-_FADE:] *= np.linspace(1, 0, _FADE)
    _mix(timeline, sound, begin + shift)
    words = tuple(
        PlacedWord(word.text, word.said, sentence.speaker, _ms(word.start + shift), _ms(word.end + shift))
        for word in speech.words
    )
    timeline.beats.append(PlacedSentence(sentence, words))
    return last + shift


def _mix(timeline: Timeline, sound: Sound, start: int) -> None:
    """Add a sound at a sample, making the track longer where it must be."""
    longer = start + len(sound) - len(timeline.sound)
    if longer > 0:
        timeline.sound = np.concatenate([timeline.sound, np.zeros(longer)])
    timeline.sound[start : start + len(sound)] += sound


def _samples(milliseconds: float) -> int:
    return round(milliseconds * RATE / 1000)


def _ms(samples: int) -> int:
    return round(samples * 1000 / RATE)
