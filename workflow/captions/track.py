"""Ordered cues of one kind in one language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workflow.captions.cue import Cue

TrackKind = Literal["captions", "subtitles", "descriptions", "chapters", "metadata"]
BlockKind = Literal["NOTE", "STYLE", "REGION"]


@dataclass(frozen=True, slots=True)
class Block:
    """A NOTE, STYLE or REGION block of a WebVTT file: its text after the keyword, and the cue it stands before.

    `before_cue` counts cues from 0; the number of cues means "after the last".
    """

    kind: BlockKind
    text: str
    before_cue: int = 0


@dataclass(frozen=True, slots=True)
class Track:
    """Cues in reading order. `language` is BCP 47, "" when unknown; `label` is what a reader's menu shows.

    `captions` are in the language that is spoken, with speakers and sounds, for deaf readers; `subtitles` translate.
    `header` is what a WebVTT file says after its signature and before its first block; players ignore it.
    """

    cues: tuple[Cue, ...]
    kind: TrackKind = "captions"
    language: str = ""
    label: str = ""
    blocks: tuple[Block, ...] = ()
    header: str = ""
