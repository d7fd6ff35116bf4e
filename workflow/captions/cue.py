"""One caption on screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Vertical = Literal["", "rl", "lr"]
Align = Literal["start", "center", "end", "left", "right"]
LineAlign = Literal["start", "center", "end"]
PositionAlign = Literal["auto", "line-left", "center", "line-right"]
Tag = Literal["c", "i", "b", "u", "ruby", "rt", "v", "lang", "time"]


@dataclass(frozen=True, slots=True)
class CueSettings:
    """Where a cue stands, under the names and defaults of a browser's `VTTCue`. None means "auto".

    `line` is a line number, or a percentage when `snap_to_lines` is False; `position` and `size` are percentages.
    """

    vertical: Vertical = ""
    line: float | None = None
    snap_to_lines: bool = True
    line_align: LineAlign = "start"
    position: float | None = None
    position_align: PositionAlign = "auto"
    size: float = 100
    align: Align = "center"
    region: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """Formatting over the characters `start` to `end` (exclusive) of `Cue.text`.

    `value` is the name for "v", the BCP 47 tag for "lang", and the moment in milliseconds for "time", whose `start` and
    `end` are equal. Marks nest as tags do, the outer first; they never cross.
    """

    start: int
    end: int
    tag: Tag
    classes: tuple[str, ...] = ()
    value: str = ""


@dataclass(frozen=True, slots=True)
class Cue:
    """One caption on screen. Whole milliseconds from the start of the video; `end_ms` is exclusive.

    `lines` is the plain text a reader sees, without tags or escapes; `voice` is who speaks the whole cue, and a voice
    that covers a part of it is a mark.
    """

    id: str
    start_ms: int
    end_ms: int
    lines: tuple[str, ...]
    voice: str = ""
    settings: CueSettings = CueSettings()
    marks: tuple[Mark, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def duration_ms(self) -> int:
        return self.end_ms - self.start_ms
