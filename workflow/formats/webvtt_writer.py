"""A Track as a WebVTT file, strictly (VTT-W01 to VTT-W09): what would not reach a browser is refused, not lost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from workflow.captions.cue import Cue, Mark
from workflow.captions.track import Block, Track
from workflow.errors import CannotWrite
from workflow.formats.cue_settings import format_settings
from workflow.formats.cue_text import format_cue_text, normalise_annotation
from workflow.formats.refusal import Refusal
from workflow.formats.timestamps import format_timestamp
from workflow.formats.webvtt_reader import ARROW, SIGNATURE, region_ids
from workflow.languages import is_language

_UNWRITABLE = re.compile("[\0\ud800-\udfff]")  # a reader replaces NUL, and UTF-8 has no lone surrogates
_LINE_BREAK = re.compile(r"[\r\n]")
_CLASS = re.compile(r"[^ \t\n\f\r&<>.]+")
_MILLISECONDS = re.compile(r"[0-9]{1,19}")


def format_webvtt(track: Track) -> str:
    """The file's text, to be written as UTF-8 without a byte order mark.

    Cues are put in order of their start, which is how a browser would show them anyway; those that start together stay
    in their order, and a NOTE stays before its cue. STYLE and REGION stand before the first cue, whatever `before_cue`
    says. Raises FormatError naming the cue and the rule for what WebVTT cannot say.
    """
    _check_ids(track.cues)
    regions = {name for block in track.blocks if block.kind == "REGION" for name in region_ids(block.text)}
    order = sorted(range(len(track.cues)), key=lambda i: track.cues[i].start_ms)
    blocks = _blocks_by_cue(track.blocks, [*order, len(order)])
    parts = [_header(track.header)]
    for number in order:
        parts += map(_block, blocks[number])
        parts.append(_cue(track.cues[number], number + 1, regions))
    parts += map(_block, blocks[len(order)])
    return "\n\n".join(parts) + "\n"


def _blocks_by_cue(blocks: Sequence[Block], order: Sequence[int]) -> dict[int, list[Block]]:
    """The blocks to write before each cue of `order`, whose last number stands for the end of the file."""
    places: dict[int, list[Block]] = {number: [] for number in order}
    for block in blocks:
        place = min(max(block.before_cue, 0), order[-1]) if block.kind == "NOTE" else order[0]
        places[place].append(block)
    return places


def _header(text: str) -> str:
    if not text:
        return SIGNATURE
    first, *rest = text.split("\n")
    if "" in rest or any(ARROW in line for line in rest) or "\r" in text or _UNWRITABLE.search(text):
        raise CannotWrite(
            "the header", "it holds a blank line, an arrow or a character that no file can hold", "VTT-W01"
        )
    return f"{SIGNATURE} {text}" if first else SIGNATURE + text


def _block(block: Block) -> str:
    """A NOTE of one line stands beside its keyword; anything else stands under it."""
    text = block.text
    beside = block.kind == "NOTE" and "\n" not in text and not text.startswith((" ", "\t"))
    if ARROW in text or "\r" in text or _UNWRITABLE.search(text) or (text and "" in text.split("\n")):
        why = "it holds a blank line, an arrow or a character that no file can hold"
        raise CannotWrite(f"a {block.kind} block", why, "VTT-W07" if block.kind == "STYLE" else "VTT-W03")
    return f"{block.kind}{' ' if beside else chr(10)}{text}" if text else block.kind


def _cue(cue: Cue, number: int, regions: set[str]) -> str:
    try:
        _check_times(cue)
        _check_text(cue)
        for mark in cue.marks:
            _check_mark(mark)
        _check_moments(cue)
        if cue.settings.region and cue.settings.region not in regions:
            raise Refusal(f"no REGION block defines its region {cue.settings.region!r}", "VTT-R11")
        timing = f"{format_timestamp(cue.start_ms)} {ARROW} {format_timestamp(cue.end_ms)}"
        head = f"{timing} {format_settings(cue.settings)}".rstrip(" ")
        lines = [line for line in (cue.id, head, format_cue_text(cue)) if line]
    except Refusal as refusal:
        raise CannotWrite(_name(cue, number), refusal.why, refusal.rule) from refusal
    return "\n".join(lines)


def _name(cue: Cue, number: int) -> str:
    return f"cue {number}" if cue.id in ("", str(number)) else f"cue {number} ({cue.id!r})"


def _check_ids(cues: Sequence[Cue]) -> None:
    counts = Counter(cue.id for cue in cues if cue.id)
    for number, cue in enumerate(cues, 1):
        if counts[cue.id] > 1:
            raise CannotWrite(_name(cue, number), f"{counts[cue.id]} cues have its id {cue.id!r}", "VTT-W03")
        if ARROW in cue.id or _LINE_BREAK.search(cue.id) or _UNWRITABLE.search(cue.id):
            raise CannotWrite(
                _name(cue, number), "its id holds an arrow, a line break or an unwritable character", "VTT-W03"
            )


def _check_times(cue: Cue) -> None:
    if cue.start_ms < 0:
        raise Refusal("it starts before the video", "VTT-W04")
    if cue.end_ms <= cue.start_ms:
        times = f"it ends at {cue.end_ms} ms and starts at {cue.start_ms} ms"
        raise Refusal(f"{times}, but a cue must end after its start", "VTT-W04")


def _check_text(cue: Cue) -> None:
    if found := _UNWRITABLE.search(cue.text + cue.voice):
        raise Refusal(f"its text holds U+{ord(found[0]):04X}, which no file can hold", "VTT-W08")
    if cue.voice and not normalise_annotation(cue.voice):
        raise Refusal("its voice has a blank name", "VTT-W05")


def _check_mark(mark: Mark) -> None:
    for name in mark.classes:
        if not _CLASS.fullmatch(name) or _UNWRITABLE.search(name):
            raise Refusal(f"its class {name!r} is empty or holds a space, a dot, '&', '<' or '>'", "VTT-W05")
    if mark.tag == "v" and (not normalise_annotation(mark.value) or _UNWRITABLE.search(mark.value)):
        raise Refusal(f"its voice {mark.value!r} has no name that can be written", "VTT-W05")
    if mark.tag == "lang" and not is_language(mark.value):
        raise Refusal(f"{mark.value!r} is no BCP 47 language tag", "VTT-W05")


def _check_moments(cue: Cue) -> None:
    """VTT-W06: the moments inside a cue follow each other and lie inside it."""
    before = cue.start_ms
    for mark in sorted((mark for mark in cue.marks if mark.tag == "time"), key=lambda mark: mark.start):
        moment = int(mark.value) if _MILLISECONDS.fullmatch(mark.value) else -1
        if mark.start != mark.end or not before < moment < cue.end_ms:
            raise Refusal(
                f"its inner time {mark.value!r} does not come after {before} ms and before its end", "VTT-W06"
            )
        before = moment
