"""SRT (SubRip), which has no standard: read as the players that are about do, written so that they all agree.

Read: UTF-8, or UTF-16 with its byte order mark; comma or dot; numbers and blank lines may be missing; `<i> <b> <u>`
become marks, `{\\an8}` a place on screen, other tags are dropped. Numbers tell only the order, so cues have no ids.
Written: `<i> <b> <u>`; the place as `{\\an8}`, so that a caption moved off a name on screen stays off it; a speaker as
`Name: ` where the speaker changes and the text does not say so itself. Other marks, and text that SRT would read as a
tag or an arrow, cannot be kept: SRT has no escapes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import cast

from workflow.captions.cue import Align, Cue, CueSettings, Mark, Tag
from workflow.captions.track import Track
from workflow.errors import CannotWrite, NotCaptions
from workflow.formats.speakers import is_labelled
from workflow.formats.timestamps import format_timestamp, hours

_TIME = r"(?:([0-9]++):)?([0-9]{1,2}):([0-9]{1,2})(?:[,.]([0-9]{1,3})[0-9]*+)?+"
_TIMING = re.compile(rf"[ \t]*+{_TIME}[ \t]*+-+>[ \t]*+{_TIME}")
_NUMBER = re.compile(r"[ \t]*+([0-9]{1,9})[ \t]*+")
_TAG = re.compile(
    r"<(?P<end>/?)(?P<tag>[ibu])>|\{(?P<end2>/?)(?P<tag2>[ibu])\}|</?font\b[^<>]*+>|\{\\an(?P<place>[1-9])\}|\{\\[^{}]*+\}",
    re.IGNORECASE,
)
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")


def parse_srt(data: bytes) -> Track:
    """The track in `data`. Raises FormatError when it is not text, or holds no timing line."""
    lines = _decode(data).split("\n")
    timings = [(place, found) for place, line in enumerate(lines) if "->" in line and (found := _TIMING.match(line))]
    if not timings:
        raise NotCaptions("The file", "it holds no SRT timing line such as 00:00:01,000 --> 00:00:02,500")
    ends = [place for place, _ in timings[1:]] + [len(lines)]
    number = _number(lines[timings[0][0] - 1]) if timings[0][0] else None
    cues = []
    for (place, found), end in zip(timings, ends, strict=True):
        payload, number = _payload(lines[place + 1 : end], number, last=end == len(lines))
        cues.append(_cue(found, payload))
    return Track(tuple(cues))


def _decode(data: bytes) -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotCaptions("The file", "it is not UTF-8 text: open it in an editor and save it as UTF-8") from error
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}").replace("\r\n", "\n").replace("\r", "\n")


def _number(line: str) -> int | None:
    found = _NUMBER.fullmatch(line)
    return int(found[1]) if found else None


def _payload(lines: list[str], number: int | None, *, last: bool) -> tuple[list[str], int | None]:
    """The text among the lines up to the next timing line, and the number of the next cue when they end with it.

    A number straight above a timing line is the cue's when a blank line precedes it or when it is the next in order.
    """
    following = _number(lines[-1]) if lines and not last else None
    if following is not None and (len(lines) == 1 or not lines[-2].strip() or following == (number or -1) + 1):
        lines = lines[:-1]
    else:
        following = None
    start, end = 0, len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    while start < end and not lines[start].strip():
        start += 1
    return lines[start:end], following


def _cue(timing: re.Match[str], payload: list[str]) -> Cue:
    times = timing.groups()
    text, marks, settings = _read_tags("\n".join(payload))
    return Cue("", _ms(times[:4]), _ms(times[4:]), tuple(text.split("\n")), settings=settings, marks=marks)


def _ms(groups: tuple[str | None, ...]) -> int:
    hour, minute, second, fraction = (group or "0" for group in groups)
    return hours(hour) * 3_600_000 + int(minute) * 60_000 + int(second) * 1000 + int(fraction.ljust(3, "0"))


def _read_tags(raw: str) -> tuple[str, tuple[Mark, ...], CueSettings]:
    """The text without tags, and what they said. A tag opened twice counts once, so no nesting is deep."""
    pieces: list[str] = []
    opened: dict[str, int] = {}  # in the order of opening
    marks: list[Mark] = []
    settings, position, length = CueSettings(), 0, 0
    for found in _TAG.finditer(raw):
        pieces.append(raw[position : found.start()])
        position, length = found.end(), length + len(pieces[-1])
        tag = (found["tag"] or found["tag2"] or "").lower()
        if found["place"]:
            settings = _PLACES[int(found["place"])]
        elif tag and not (found["end"] or found["end2"]):
            opened.setdefault(tag, length)
        elif tag in opened:
            # Tags that cross are cut where the outer one ends: those inside it go on as new ones.
            order = list(opened)
            inner = order[order.index(tag) :]
            marks += (Mark(opened.pop(name), length, cast("Tag", name)) for name in inner)
            opened |= dict.fromkeys(inner[1:], length)
    pieces.append(raw[position:])
    length += len(pieces[-1])
    marks += (Mark(start, length, cast("Tag", name)) for name, start in opened.items())
    marks = [mark for mark in marks if mark.start < mark.end]
    return "".join(pieces), tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end))), settings


_COLUMNS: tuple[Align, ...] = ("left", "center", "right")


def _place(number: int) -> CueSettings:
    """The settings for `{\\anN}`: the numbers stand as on a keypad, 2 is the bottom centre and 8 the top centre."""
    align = _COLUMNS[(number - 1) % 3]
    if number >= 7:
        return CueSettings(line=0, align=align)
    if number >= 4:
        return CueSettings(line=50, snap_to_lines=False, line_align="center", align=align)
    return CueSettings(align=align)


_PLACES = {number: _place(number) for number in range(1, 10)}


def format_srt(track: Track) -> str:
    """The file's text, to be written as UTF-8, cues numbered in order of their start.

    Raises FormatError naming the cue for one that ends before it starts, or holds what no file can.
    """
    return "\n".join(_blocks(track))


def _blocks(track: Track) -> Iterator[str]:
    speaker = ""
    for number, cue in enumerate(sorted(track.cues, key=lambda cue: cue.start_ms), 1):
        if cue.start_ms < 0 or cue.end_ms <= cue.start_ms:
            raise CannotWrite(f"cue {number}", "it must start at 0 or later and end after its start", form="SRT")
        if _UNWRITABLE.search(cue.text + cue.voice):
            raise CannotWrite(f"cue {number}", "it holds a character that no file can hold", form="SRT")
        text, speaker = _text(cue, speaker)
        times = f"{format_timestamp(cue.start_ms, ',')} --> {format_timestamp(cue.end_ms, ',')}"
        yield f"{number}\n{times}\n{_place_tag(cue.settings)}{text}\n"


def _text(cue: Cue, speaker: str) -> tuple[str, str]:
    """The cue's lines with their tags and speakers, and who spoke last."""
    closing: defaultdict[int, list[str]] = defaultdict(list)
    opening: defaultdict[int, list[str]] = defaultdict(list)
    for mark in cue.marks:
        if mark.start < mark.end and mark.tag in ("i", "b", "u"):
            opening[mark.start].append(f"<{mark.tag}>")
            closing[mark.end].append(f"</{mark.tag}>")
    for start, voice in _voices(cue):
        if voice and voice != speaker and not is_labelled(cue.text[start : start + len(voice) + 9], voice):
            opening[start].append(f"{voice}: ")
        speaker = voice
    pieces: list[str] = []
    position = 0
    for place in sorted({*closing, *opening}):
        pieces += [cue.text[position:place], *reversed(closing[place]), *opening[place]]
        position = place
    whole = "".join((*pieces, cue.text[position:])).replace("\r", " ").replace("-->", "→")
    # A blank line would end the cue.
    return "\n".join(line for line in whole.split("\n") if line.strip()), speaker


def _voices(cue: Cue) -> Iterator[tuple[int, str]]:
    """Where in the text each speaker begins."""
    parts = [(mark.start, mark.value) for mark in cue.marks if mark.tag == "v" and mark.start < mark.end]
    if cue.voice or not parts:
        yield 0, cue.voice
    yield from parts


def _place_tag(settings: CueSettings) -> str:
    row = 0
    if settings.line is not None:
        share = settings.line if not settings.snap_to_lines else (0 if settings.line >= 0 else 100)
        row = 6 if share < 100 / 3 else 3 if share < 200 / 3 else 0
    column = {"start": 1, "left": 1, "end": 3, "right": 3}.get(settings.align, 2)
    return "" if (row, column) == (0, 2) else f"{{\\an{row + column}}}"
