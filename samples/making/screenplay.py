"""A sample video as it is written: scenes of spoken sentences, pauses and music.

A sentence carries its captions: ` // ` begins the next caption, ` / ` the next line of one. Those breaks are set by
hand; everything that is made from them (the voice, the script, the reference captions) follows from this one text.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Say:
    """One sentence. `after_ms` is the silence between the end of the word before it and its first word."""

    text: str
    speaker: str = ""
    after_ms: int = 520

    @property
    def captions(self) -> tuple[tuple[str, ...], ...]:
        """The lines of each caption, as broken by hand."""
        return tuple(tuple(caption.split(" / ")) for caption in self.text.split(" // "))

    @property
    def words(self) -> tuple[str, ...]:
        """The words with their punctuation, as a script has them."""
        return tuple(word for lines in self.captions for line in lines for word in line.split())


@dataclass(frozen=True, slots=True)
class Hold:
    """Time without speech. With `caption`, what is heard is written; the sound itself is the scene's."""

    duration_ms: int
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """What is said and heard over one card. `sound` lies under all of it: "music", "quay", or "" for none."""

    card: str
    beats: tuple[Say | Hold, ...]
    sound: str = ""


@dataclass(frozen=True, slots=True)
class Screenplay:
    """A whole video. `voices` tells which synthetic voice each speaker has ("" is a narrator without a name)."""

    slug: str
    title: str
    voices: dict[str, str]
    scenes: tuple[Scene, ...]

    @property
    def sentences(self) -> tuple[Say, ...]:
        return tuple(beat for scene in self.scenes for beat in scene.beats if isinstance(beat, Say))


def script_text(play: Screenplay) -> str:
    """What is said, spelt as it must appear: a paragraph for each scene and speaker, `NAME:` before it."""
    paragraphs: list[str] = []
    speaker = ""
    for scene in play.scenes:
        said = [beat for beat in scene.beats if isinstance(beat, Say)]
        for place, sentence in enumerate(said):
            text = " ".join(sentence.words)
            if place == 0 or sentence.speaker != speaker:
                speaker = sentence.speaker
                paragraphs.append(f"{speaker.upper()}: {text}" if speaker else text)
            else:
                paragraphs[-1] += " " + text
    return "\n\n".join(paragraphs) + "\n"
