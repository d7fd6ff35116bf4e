"""What a person asks of a draft, as values: `workflow.captions.edits` does it, the screen and the store speak of it.

Cues are named by their keys, times are whole milliseconds from the start of the video.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from workflow.captions.cue import CueSettings


@dataclass(frozen=True, slots=True)
class SetTexts:
    """New texts for cues, lines parted by "\\n". Words that stay keep their times; the others are put between them."""

    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SetVoice:
    """Who speaks these cues; "" for nobody named. With `was` only what that person speaks in them gets the new name."""

    cues: tuple[str, ...]
    voice: str
    was: str | None = None


@dataclass(frozen=True, slots=True)
class SetTimes:
    """New starts and ends by cue. A cue moved whole takes its words along; an edge moved keeps them within the cue."""

    times: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class SetSettings:
    """Where these cues stand on the picture."""

    cues: tuple[str, ...]
    settings: CueSettings


@dataclass(frozen=True, slots=True)
class SetIds:
    """New ids for cues, by which links and scripts find them in a caption file; "" for none."""

    ids: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Split:
    """Part a cue before the character at `caret` of its text, at the time of the word that begins there.

    The second part is a new cue, called `new_key`. `at_ms` sets the moment where a person says it.
    """

    cue: str
    caret: int
    new_key: str
    at_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Merge:
    """Make the first of these cues hold them all; both voices stay when two people speak."""

    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Insert:
    """A new cue."""

    new_key: str
    start_ms: int
    end_ms: int
    text: str = ""
    voice: str = ""


@dataclass(frozen=True, slots=True)
class Delete:
    """These cues go."""

    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shift:
    """Move these cues by so many milliseconds, their words with them; none before 0."""

    cues: tuple[str, ...]
    by_ms: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Move these cues so that the first starts at `start_ms` and the last ends at `end_ms`, the rest in proportion."""

    cues: tuple[str, ...]
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class ConfirmWords:
    """A person has heard these words (their places in the cue, counted from 0) and they are right."""

    words: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Several:
    """Several commands as one edit, which one undo takes back."""

    commands: tuple[Command, ...]


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back the person's last edit that is not taken back yet."""


@dataclass(frozen=True, slots=True)
class Redo:
    """Do again what the person's last undo took back."""


@dataclass(frozen=True, slots=True)
class Restore:
    """The cues of an earlier revision stand again."""

    revision: int


Command = (
    SetTexts
    | SetVoice
    | SetTimes
    | SetSettings
    | SetIds
    | Split
    | Merge
    | Insert
    | Delete
    | Shift
    | Stretch
    | ConfirmWords
    | Several
    | Undo
    | Redo
    | Restore
)


@dataclass(frozen=True, slots=True)
class Edit:
    """A command as it arrives from one window of one person.

    `client` names the window and `seq` counts its edits from 1: an edit that arrives twice is done once. `base` gives,
    for each cue that the command touches, the number of the edit the window knew it by, so that two people who change
    the same cue are told instead of one losing.
    """

    client: str
    seq: int
    command: Command
    base: Mapping[str, int] = field(default_factory=dict)
