"""Any track that WebVTT can say, for hypothesis."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, get_args

from hypothesis import strategies as st

from workflow.captions.cue import Align, Cue, CueSettings, LineAlign, Mark, PositionAlign, Tag, Vertical
from workflow.captions.track import Block, Track

LETTERS = st.characters(exclude_categories=("Cc", "Cs"))
HARD: tuple[str, ...] = (
    "&",
    "<",
    ">",
    "-->",
    "&amp;",
    "&lt",
    "</b>",
    "<c>",
    "\n",
    "\n\n",
    " ",
    "NOTE",
    "WEBVTT",
    "00:00.000 --> 00:01.000",
)
HARD += ("\u2028", "\u0085", "\ufeff", "\u200f", "\u2067", "e\u0301", "♪", "😀", "--", "]]>", "&#10;", "Сара", "")
texts = st.lists(st.sampled_from(HARD) | st.text(LETTERS, max_size=8), max_size=4).map("".join)
one_line = st.text(LETTERS, max_size=12).filter(lambda text: "-->" not in text)
names = st.text(LETTERS, min_size=1, max_size=12).map(lambda text: " ".join(text.split(" ")).strip(" ") or "Ann")
names |= st.sampled_from(("Ann", "Ann-->", "A & B", "<Bob>", "Lee--", "&lt;", "Мар'ям"))
classes = st.lists(st.from_regex(r"[a-z_Є][a-z_0-9-]{0,5}", fullmatch=True), max_size=2).map(tuple)
line_aligns: st.SearchStrategy[LineAlign] = st.sampled_from(get_args(LineAlign))
position_aligns: st.SearchStrategy[PositionAlign] = st.sampled_from(get_args(PositionAlign))
aligns: st.SearchStrategy[Align] = st.sampled_from(get_args(Align))
directions: st.SearchStrategy[Vertical] = st.sampled_from(get_args(Vertical))
percentages = st.floats(0, 100) | st.integers(0, 100)

REGION = Block("REGION", "id:left\nwidth:40%")


@dataclass
class _Written:
    """Text and marks while a tree of them is laid out."""

    text: str = ""
    marks: list[Mark | None] = field(default_factory=list)
    moments: int = 0


def _nodes(depth: int) -> st.SearchStrategy[list[Any]]:
    if depth == 0:
        return texts.map(lambda text: [text])
    inner = _nodes(depth - 1)
    tagged = st.tuples(st.sampled_from(("c", "i", "b", "u", "v", "lang", "ruby", "rt")), classes, names, inner)
    return st.lists(texts | tagged | st.just("time"), max_size=3)


def _lay_out(nodes: list[Any], out: _Written, parent: str, start_ms: int) -> None:
    for node in nodes:
        if node == "time":
            out.moments += 1
            at = len(out.text)
            out.marks.append(Mark(at, at, "time", value=str(start_ms + out.moments)))
        elif isinstance(node, str):
            out.text += node
        else:
            _lay_out_mark(node, out, parent, start_ms)


def _lay_out_mark(node: Any, out: _Written, parent: str, start_ms: int) -> None:
    written, kinds, name, children = node
    tag: Tag = "b" if written == "rt" and parent != "ruby" else written
    value = name if tag == "v" else "crh-Cyrl" if tag == "lang" else ""
    place, start = len(out.marks), len(out.text)
    out.marks.append(None)
    _lay_out(children, out, tag, start_ms)
    empty = tag == "c" and not kinds and start == len(out.text)  # says nothing, so reading forgets it
    out.marks[place] = None if empty else Mark(start, len(out.text), tag, kinds, value)


@st.composite
def cue_settings(draw: st.DrawFn) -> CueSettings:
    """Any settings that WebVTT can express."""
    settings = CueSettings(
        vertical=draw(directions),
        size=draw(st.just(100) | percentages),
        align=draw(aligns),
        region=draw(st.sampled_from(("", "", "", "left"))),
    )
    line_align = draw(line_aligns)
    if draw(st.booleans()):
        line = draw(st.integers(-20, 20) | st.floats(allow_nan=False, allow_infinity=False))
        settings = replace(settings, line=line, line_align=line_align)
    elif draw(st.booleans()):
        settings = replace(settings, line=draw(percentages), snap_to_lines=False, line_align=line_align)
    if draw(st.booleans()):
        align = draw(position_aligns)
        settings = replace(settings, position=draw(percentages), position_align=align)
    return settings


@st.composite
def cues(draw: st.DrawFn) -> Cue:
    """Any cue without an id, marks and all."""
    start = draw(st.integers(0, 10_000_000_000))
    written = _Written()
    _lay_out(draw(_nodes(draw(st.integers(0, 3)))), written, "", start)
    length = len(written.text)
    marks = tuple(
        # A voice over the whole cue is Cue.voice, unless it has a class to keep.
        replace(mark, classes=("whole",))
        if (mark.tag, mark.start, mark.end, mark.classes) == ("v", 0, length, ())
        else mark
        for mark in written.marks
        if mark is not None
    )
    end = start + written.moments + draw(st.integers(1, 10_000))
    lines = tuple(written.text.split("\n"))
    return Cue("", start, end, lines, draw(st.just("") | names), draw(cue_settings()), marks)


blocks_before = st.lists(
    st.builds(Block, st.just("NOTE"), st.lists(one_line.filter(bool), max_size=3).map("\n".join))
    | st.builds(Block, st.just("STYLE"), st.lists(one_line.filter(bool), min_size=1, max_size=2).map("\n".join)),
    max_size=2,
)
headers = st.just("") | st.builds(
    lambda first, rest: "\n".join((first, *rest)), one_line, st.lists(one_line.filter(bool), max_size=2)
)


@st.composite
def tracks(draw: st.DrawFn) -> Track:
    """Any track that reading a WebVTT file can give."""
    found = sorted(draw(st.lists(cues(), max_size=4)), key=lambda cue: cue.start_ms)
    ids = draw(st.lists(one_line.filter(bool), min_size=len(found), max_size=len(found), unique=True))
    found = [replace(cue, id=draw(st.sampled_from(("", name)))) for cue, name in zip(found, ids, strict=True)]
    notes = [Block("NOTE", "half way", place) for place in range(1, len(found) + 1) if draw(st.booleans())]
    return Track(tuple(found), blocks=(*draw(blocks_before), REGION, *notes), header=draw(headers))
