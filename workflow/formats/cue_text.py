"""Cue text and its plain text with marks, both ways: `<v Ann>AT&amp;T <i>says` is Ann's `AT&T says`, half in italics.

Reading follows "WebVTT cue text parsing rules" of the W3C (VTT-R15). Every tag ends at the next `>`, whatever the state
of the W3C's tokenizer, so one search finds it and the time is linear in the text. A class span without a class and
without text says nothing and is forgotten (the writer uses it to keep an empty line), and so is a voice or language
without a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import cast, get_args

from workflow.captions.cue import Cue, Mark, Tag
from workflow.formats.character_references import decode_references
from workflow.formats.refusal import Refusal
from workflow.formats.timestamps import format_timestamp, parse_timestamp

_SPACE = " \t\n\f\r"  # ASCII whitespace; a bare CR can come from a character reference only
_SPACES = re.compile(r"[ \t\n\f\r]+")
_NAME_AND_CLASSES = re.compile(r"[^ \t\n\f]*+")
_TAGS = frozenset(get_args(Tag)) - {"time"}
_DIGITS = frozenset("0123456789")

# An empty line would end the cue; an empty class span is valid, shows nothing and keeps the line.
_EMPTY_LINE = "<c></c>"


@dataclass(frozen=True, slots=True)
class CueText:
    """What a payload says: the text a reader sees, who speaks all of it ("" when nobody or several), and its marks."""

    text: str
    voice: str
    marks: tuple[Mark, ...]


def parse_cue_text(payload: str) -> CueText:
    """`payload`, the raw lines of a cue, taken apart. Never fails: what is no tag and no text is dropped."""
    if "<" not in payload:
        return CueText(decode_references(payload), "", ())
    tree = _Tree()
    position = 0
    while position < len(payload):
        opening = payload.find("<", position)
        if opening == -1:
            tree.add_text(payload[position:])
            break
        closing = payload.find(">", opening)
        closing = len(payload) if closing == -1 else closing
        tree.add_text(payload[position:opening])
        tree.add_tag(payload[opening + 1 : closing])
        position = closing + 1
    return tree.finish()


def normalise_annotation(text: str) -> str:
    """A voice's name or a language as a browser keeps it: trimmed, with one space between words."""
    return _SPACES.sub(" ", text.strip(_SPACE))


@dataclass(slots=True)
class _Span:
    """A mark while it is open; `name` is the tag that closes it."""

    name: str
    start: int
    classes: tuple[str, ...]
    value: str
    end: int = -1

    def mark(self) -> Mark | None:
        """The finished mark, or None when it says nothing."""
        tag = "c" if self.name in ("v", "lang") and not self.value else self.name
        nameless = tag != self.name
        if tag == "c" and not self.classes and (nameless or self.start == self.end):
            return None
        return Mark(self.start, self.end, cast("Tag", tag), self.classes, self.value)


@dataclass(slots=True)
class _Tree:
    """The tree a browser would build, kept as its text and its spans in the order of their start tags."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    spans: list[_Span] = field(default_factory=list)
    stack: list[_Span] = field(default_factory=list)

    def add_text(self, raw: str) -> None:
        text = decode_references(raw)
        self.pieces.append(text)
        self.length += len(text)

    def add_tag(self, body: str) -> None:
        """`body` is what stands between `<` and `>`."""
        if body.startswith("/"):
            self._end(body[1:])
        elif body[:1] in _DIGITS:
            moment = parse_timestamp(body)
            if moment is not None:
                self.spans.append(_Span("time", self.length, (), str(moment), self.length))
        else:
            self._start(body)

    def _start(self, body: str) -> None:
        head = cast("re.Match[str]", _NAME_AND_CLASSES.match(body)).group()
        name, *classes = head.split(".")
        if name not in _TAGS or (name == "rt" and not self._inside("ruby")):
            return
        annotation = normalise_annotation(decode_references(body[len(head) :])) if name in ("v", "lang") else ""
        span = _Span(name, self.length, tuple(filter(None, classes)), annotation)
        self.spans.append(span)
        self.stack.append(span)

    def _end(self, name: str) -> None:
        if self._inside(name):
            self.stack.pop().end = self.length
        elif name == "ruby" and self._inside("rt"):
            self.stack.pop().end = self.length
            self.stack.pop().end = self.length

    def _inside(self, name: str) -> bool:
        return bool(self.stack) and self.stack[-1].name == name

    def finish(self) -> CueText:
        for span in self.stack:
            span.end = self.length
        marks = [mark for span in self.spans if (mark := span.mark())]
        whole = next((i for i, mark in enumerate(marks) if _is_whole_voice(mark, self.length)), None)
        voice = marks.pop(whole).value if whole is not None else ""
        return CueText("".join(self.pieces), voice, tuple(marks))


def _is_whole_voice(mark: Mark, length: int) -> bool:
    return mark.tag == "v" and not mark.classes and mark.start == 0 and mark.end == length


def format_cue_text(cue: Cue) -> str:
    """The payload that shows `cue` (VTT-W02, W03, W05): every text run escaped, no empty line, no `-->`.

    A voice that covers the whole cue is not closed. Raises Refusal for marks that no nesting of tags can express.
    """
    payload = _open("v", (), cue.voice) if cue.voice else ""
    payload += _Writer(cue.text).write(cue.marks) if cue.marks else escape(cue.text)
    return "\n".join(line or _EMPTY_LINE for line in payload.split("\n")) if payload else ""


def escape(text: str) -> str:
    """`text` as it may stand in a cue. A carriage return needs a reference, because a raw one reads as a line break."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def _open(tag: str, classes: tuple[str, ...], value: str) -> str:
    head = ".".join((tag, *classes))
    name = escape(normalise_annotation(value))
    # `<v Ann-->` and `<c.a-->` would be arrows; a class knows no references, but it may have a space behind it.
    if name.endswith("--"):
        name = f"{name[:-1]}&#45;"
    return f"<{head} {name}>" if name or head.endswith("--") else f"<{head}>"


@dataclass(slots=True)
class _Writer:
    """Walks over the text, opening and closing marks; a mark is closed as late as the next one allows."""

    text: str
    position: int = 0
    pieces: list[str] = field(default_factory=list)
    stack: list[Mark] = field(default_factory=list)

    def write(self, marks: tuple[Mark, ...]) -> str:
        for mark in sorted(marks, key=lambda mark: mark.start):
            if not 0 <= mark.start <= mark.end <= len(self.text):
                raise Refusal(f"its {mark.tag!r} mark from {mark.start} to {mark.end} lies outside the text", "VTT-W05")
            self._advance(mark.start)
            self._make_room(mark)
            self._enter(mark)
        self._advance(len(self.text))
        while self.stack:
            self._close()
        return "".join(self.pieces)

    def _advance(self, to: int) -> None:
        """Write the text up to `to`, closing what ends before it."""
        while self.stack and self.stack[-1].end < to:
            self._run(self.stack[-1].end)
            self._close()
        self._run(to)

    def _run(self, to: int) -> None:
        self.pieces.append(escape(self.text[self.position : to]))
        self.position = to

    def _make_room(self, mark: Mark) -> None:
        """Close what ends here and cannot hold `mark`."""
        while self.stack and self.stack[-1].end == mark.start and not self._holds(self.stack[-1], mark):
            self._close()
        top = self.stack[-1] if self.stack else None
        if top is not None and top.end < mark.end:
            raise Refusal(f"its {top.tag!r} and {mark.tag!r} marks cross at character {mark.start}", "VTT-W05")
        if mark.tag == "rt" and (top is None or top.tag != "ruby"):
            raise Refusal(
                f"its 'rt' mark at character {mark.start} does not stand directly in a 'ruby' mark", "VTT-W05"
            )

    @staticmethod
    def _holds(outer: Mark, inner: Mark) -> bool:
        return outer.end >= inner.end and (inner.tag != "rt" or outer.tag == "ruby")

    def _enter(self, mark: Mark) -> None:
        if mark.tag == "time":
            self.pieces.append(f"<{format_timestamp(int(mark.value))}>")
            return
        self.pieces.append(_open(mark.tag, mark.classes, mark.value))
        self.stack.append(mark)

    def _close(self) -> None:
        self.pieces.append(f"</{self.stack.pop().tag}>")
