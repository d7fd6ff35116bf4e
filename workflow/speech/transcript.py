"""What was heard, as values. A transcript is never changed: edits are revisions of the track built from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

Task = Literal["transcribe", "translate"]
Option = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of time in whole milliseconds from the start of the video; `end_ms` is exclusive."""

    start_ms: int
    end_ms: int

    @property
    def duration_ms(self) -> int:
        return self.end_ms - self.start_ms


@dataclass(frozen=True, slots=True)
class Word:
    """One word as heard, its punctuation attached, no white space in it.

    `probability` is 0 to 1, None when the engine gives none. `glued` means that no space stands before the word
    (Chinese, Japanese).
    """

    text: str
    start_ms: int
    end_ms: int
    probability: float | None = None
    glued: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch that the engine returned as one piece: words of one language, of one speaker when that is known.

    `no_speech` (0 to 1), `compression_ratio` (bytes of the text over bytes compressed) and `temperature` are None when
    the engine does not know them.
    """

    start_ms: int
    end_ms: int
    words: tuple[Word, ...]
    language: str
    speaker: str = ""
    no_speech: float | None = None
    compression_ratio: float | None = None
    mean_logprob: float | None = None
    temperature: float | None = None

    @property
    def text(self) -> str:
        return "".join(("" if word.glued else " ") + word.text for word in self.words).strip()


@dataclass(frozen=True, slots=True)
class Transcript:
    """Everything one engine heard in one video, and how it was asked.

    `speech` is the voice activity found before recognition; `unheard` are the stretches that no engine was given, each
    because no speech was found in it. `warnings` are sentences for a person.
    """

    language: str
    """The main language (BCP 47): of a translation, the language it is written in."""
    task: Task
    engine: str
    model: str
    segments: tuple[Segment, ...]
    options: Mapping[str, Option] = field(default_factory=dict)
    speech: tuple[Region, ...] = ()
    unheard: tuple[Region, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def words(self) -> Iterator[Word]:
        return (word for segment in self.segments for word in segment.words)

    @property
    def text(self) -> str:
        return "\n".join(segment.text for segment in self.segments)
