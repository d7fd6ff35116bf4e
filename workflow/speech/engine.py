"""What every speech engine is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from workflow.speech.transcript import Option, Segment, Task

SAMPLE_RATE = 16_000
"""Samples a second: what every engine here takes."""

Samples = NDArray[np.float32]
"""Mono sound at `SAMPLE_RATE`, shape (n,), values -1 to 1."""


@dataclass(frozen=True, slots=True)
class Hint:
    """What the newsroom already knows about the words: the story's text and the names in it, the most useful first."""

    text: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """How one section is to be heard.

    `language` is BCP 47, None to detect it from the section itself; then `candidates`, when given, are the only
    languages considered. `seed` makes sampling repeatable: the same section and request give the same answer, whatever
    was heard before.
    """

    language: str | None = None
    candidates: tuple[str, ...] = ()
    task: Task = "transcribe"
    hint: Hint = Hint()
    beam: int | None = None
    seed: int = 0


class Engine(Protocol):
    """A speech engine with its model loaded, or loaded when it first hears.

    `hear` must not depend on sections heard before, so that a killed run can be resumed with the same result.
    """

    @property
    def name(self) -> str:
        """As `--engine` takes it."""
        ...

    @property
    def model(self) -> str:
        """The model's name or file, as the transcript records it."""
        ...

    @property
    def options(self) -> Mapping[str, Option]:
        """Every setting that changes the words, as the transcript records it."""
        ...

    @property
    def notice(self) -> str:
        """A sentence about what this engine cannot be trusted with, "" when there is nothing to say."""
        ...

    def check(self, request: Request) -> None:
        """Raise the `SpeechError` that `hear` would meet for this request, before any sound is decoded."""
        ...

    def hear(self, samples: Samples, request: Request) -> tuple[Segment, ...]:
        """The segments in `samples`, their times in milliseconds from its first sample, in order, within its length."""
        ...
