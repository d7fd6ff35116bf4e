"""A WebVTT file as a Track: the "WebVTT parser algorithm" of the W3C, so that we read what browsers read.

Kept beside the cues: the header's text, NOTE blocks, and the STYLE and REGION blocks that count, those before a cue.
Dropped as browsers drop them: cues with bad times, other blocks without a timing line, STYLE and REGION after a cue.
The kind, language and label of a track are not in the file. An "arrow" is `-->`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from workflow.captions.cue import Cue
from workflow.captions.track import Block, BlockKind, Track
from workflow.errors import NotCaptions
from workflow.formats.cue_settings import parse_settings, split_settings
from workflow.formats.cue_text import parse_cue_text
from workflow.formats.timestamps import TIMESTAMP, parse_timestamp

SIGNATURE = "WEBVTT"
ARROW = "-->"

_SPACE = r"[ \t\n\f\r]*+"
_TIMING = re.compile(rf"{_SPACE}({TIMESTAMP}){_SPACE}-->{_SPACE}({TIMESTAMP})")
_KEYWORD = re.compile(r"(STYLE|REGION)[ \t\n\f\r]*")
_NOTE = re.compile(r"NOTE(?:[ \t](.*))?")


def parse_webvtt(data: bytes) -> Track:
    """The track that a browser would show for this file. Raises FormatError only when the file is not WebVTT at all."""
    lines = decode(data).split("\n")
    if not is_signature(lines[0]):
        raise NotCaptions(
            "The file",
            "it is not WebVTT, because its first line does not begin with WEBVTT and a space, tab or line end",
        )
    reader = _Reader(lines)
    header = reader.read_header()
    while reader.position < len(lines):
        reader.read_block()
    return Track(tuple(reader.cues), blocks=tuple(reader.blocks), header=header)


def decode(data: bytes) -> str:
    """UTF-8 as browsers decode it (VTT-R01, VTT-R02): no byte order mark, invalid bytes replaced, LF line ends."""
    text = data.decode("utf-8", errors="replace").removeprefix("\ufeff")
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}").replace("\r\n", "\n").replace("\r", "\n")


def is_signature(line: str) -> bool:
    """Whether a file that begins with this line is WebVTT (VTT-R03)."""
    return line.startswith(SIGNATURE) and line[len(SIGNATURE) : len(SIGNATURE) + 1] in ("", " ", "\t")


@dataclass(slots=True)
class _Reader:
    """Reads block by block; `position` is the next line."""

    lines: list[str]
    position: int = 0
    cues: list[Cue] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    regions: set[str] = field(default_factory=set)

    def read_header(self) -> str:
        """What follows the signature, up to a blank line or a timing line (VTT-R04), without the space between them."""
        first = self.lines[0].removeprefix(SIGNATURE)
        self.position = 1
        return "\n".join((first[1:], *self._text_lines()))

    def read_block(self) -> None:
        """Read a cue or another block (VTT-R05, VTT-R06), and the blank line that ends it."""
        line = self.lines[self.position]
        if not line:
            self.position += 1
            return
        following = self.lines[self.position + 1] if self.position + 1 < len(self.lines) else ""
        if ARROW in line:
            self.position += 1
            self._cue("", line)
        elif ARROW in following:
            self.position += 2
            self._cue(line, following)
        else:
            self.position += 1
            self._block(line, self._text_lines())

    def _text_lines(self) -> list[str]:
        """The lines up to a blank one or one with an arrow, which is left to the next block."""
        start = self.position
        while self.position < len(self.lines) and self.lines[self.position] and ARROW not in self.lines[self.position]:
            self.position += 1
        return self.lines[start : self.position]

    def _cue(self, identifier: str, timing: str) -> None:
        payload = self._text_lines()
        times = _TIMING.match(timing)
        start = parse_timestamp(times[1]) if times else None
        end = parse_timestamp(times[2]) if times else None
        if times is None or start is None or end is None:
            return  # VTT-R10
        said = parse_cue_text("\n".join(payload))
        settings = parse_settings(timing[times.end() :], self.regions)
        self.cues.append(Cue(identifier, start, end, tuple(said.text.split("\n")), said.voice, settings, said.marks))

    def _block(self, first: str, rest: list[str]) -> None:
        keyword, note = _KEYWORD.fullmatch(first), _NOTE.fullmatch(first)
        if note:
            lines = rest if note[1] is None else [note[1], *rest]
            self.blocks.append(Block("NOTE", "\n".join(lines), len(self.cues)))
        elif keyword and rest and not self.cues:  # VTT-R13
            kind: BlockKind = "STYLE" if keyword[1] == "STYLE" else "REGION"
            text = "\n".join(rest)
            self.blocks.append(Block(kind, text))
            if kind == "REGION":
                self.regions.update(region_ids(text))


def region_ids(text: str) -> list[str]:
    """The id that a REGION block defines, as a list of one, or of none when it has no id."""
    return [value for name, value in split_settings(text) if name == "id"][-1:]
