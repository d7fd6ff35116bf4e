"""The shipped sample stories as sound, words and scripts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from workflow.media.audio import Audio, decode_audio
from workflow.speech.engine import Samples
from workflow.speech.script import Script, parse_script
from workflow.speech.sections import Section, cut_sections
from workflow.speech.transcript import Region
from workflow.speech.vad import find_speech

STORIES = Path(__file__).parents[2] / "samples" / "stories"


@dataclass(frozen=True, slots=True)
class Said:
    """A word of a sample with its exact times, from the synthesis."""

    text: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample story."""

    audio: Audio
    speech: tuple[Region, ...]
    sections: tuple[Section, ...]
    script: Script
    said: tuple[Said, ...]


@cache
def sample(name: str, folder: Path) -> Sample:
    """The story `name`, its sound decoded into `folder`."""
    story = STORIES / name
    audio = decode_audio(story / "video.mp4", folder / f"{name}.wav")
    activity = find_speech(audio.blocks())
    said = json.loads((story / "words.json").read_text("utf-8"))
    return Sample(
        audio=audio,
        speech=activity.regions(),
        sections=cut_sections(activity, audio.duration_ms),
        script=parse_script((story / "script.txt").read_text("utf-8")),
        said=tuple(Said(word["text"], word["start_ms"], word["end_ms"]) for word in said),
    )


def sound_of(said: Sample, first: int, last: int) -> Samples:
    """The sound from the first to the last of these words, with 0.2 s around them."""
    return said.audio.read(said.said[first].start_ms - 200, said.said[last].end_ms + 200)
