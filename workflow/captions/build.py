"""A transcript becomes a track: words to passages, passages to lines, lines to cues with times.

Nothing is left out and no word is changed: a text too fast to be read is shown as it is and found by the checks.
"""

from __future__ import annotations

from dataclasses import dataclass

from workflow.captions.cue import Cue
from workflow.captions.line_breaks import break_lines
from workflow.captions.notation import label_on_own_line, speaker_label
from workflow.captions.profile import Profile
from workflow.captions.segmentation import passages
from workflow.captions.spoken import Spoken, spoken_words, turns
from workflow.captions.timing import Spell, times
from workflow.captions.track import Track
from workflow.captions.width import width
from workflow.speech.transcript import Transcript


@dataclass(frozen=True, slots=True)
class _Passage:
    """The words of one caption, and its lines."""

    words: list[Spoken]
    lines: tuple[str, ...]


def build_track(transcript: Transcript, profile: Profile, *, duration_ms: int | None = None, label: str = "") -> Track:
    """The caption track of a transcript under a newsroom's rules; a translation gives subtitles.

    `profile` comes `at` the video's frame rate, and `duration_ms` is the video's; no cue ends after it. `label` is the
    name in the player's menu. Every word appears once, in order; ids count from "1". A transcript without words gives
    a track without cues.
    """
    rules = profile.for_sdh() if transcript.task == "transcribe" else profile
    words = spoken_words(transcript, duration_ms)
    found = _to_passages(words, rules)
    placed = times([_spell(passage) for passage in found], rules, duration_ms)
    return Track(
        cues=tuple(
            Cue(str(number), start, end, passage.lines, voice=passage.words[0].speaker)
            for number, (passage, (start, end)) in enumerate(zip(found, placed, strict=True), start=1)
        ),
        kind="captions" if transcript.task == "transcribe" else "subtitles",
        language=transcript.language,
        label=label,
    )


def _to_passages(words: list[Spoken], profile: Profile) -> list[_Passage]:
    """Each speaker's turn in passages; the label stands where the speaker changes, on the first passage of the turn."""
    found: list[_Passage] = []
    named = ""
    for turn in turns(words):
        voice, language = turn[0].speaker, turn[0].language
        label = _visible_label(voice, profile) if voice != named else ""
        named = voice or named  # words of nobody known do not make the next words a change
        for place, group in enumerate(passages(turn, profile, label=label, language=language)):
            found.extend(_lay_out(group, profile, label if place == 0 else ""))
    return found


def _visible_label(voice: str, profile: Profile) -> str:
    """The label, unless it is too long for a line: then the voice alone says who speaks."""
    label = speaker_label(voice, profile)
    return label if width(label) <= profile.max_cpl else ""


def _lay_out(words: list[Spoken], profile: Profile, label: str) -> list[_Passage]:
    """The words in lines; in several captions when they do not fit.

    They fit as words, but a character that must not begin a line can make another line necessary.
    """
    lines = _lines(words, profile, label)
    if len(lines) <= profile.max_lines or len(words) == 1:
        return [_Passage(words, lines)]
    middle = len(words) // 2
    return [*_lay_out(words[:middle], profile, label), *_lay_out(words[middle:], profile, "")]


def _lines(words: list[Spoken], profile: Profile, label: str) -> tuple[str, ...]:
    text = "".join(("" if word.glued or not place else " ") + word.text for place, word in enumerate(words))
    language = words[0].language
    if label and label_on_own_line(profile):
        room = max(1, profile.max_lines - 1)
        return (label, *break_lines(text, profile.max_cpl, max_lines=room, language=language))
    labelled = f"{label} {text}" if label else text
    return tuple(break_lines(labelled, profile.max_cpl, max_lines=profile.max_lines, language=language))


def _spell(passage: _Passage) -> Spell:
    return Spell(
        start_ms=passage.words[0].start_ms,
        end_ms=max(word.end_ms for word in passage.words),
        characters=sum(width(line) for line in passage.lines),
        words=len(passage.words),
    )
