"""Cues joined into sentences: the transcript that stands below the video."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from workflow.captions.cue import Cue, Mark
from workflow.captions.track import Track
from workflow.languages import direction, is_language, is_unspaced

# A passage is read at one glance and sought as one place: three or four captions of two full lines.
MAX_CHARACTERS = 240
# A pause that a listener hears as the end of a thought.
MAX_PAUSE_MS = 1500

_SENTENCE_END = re.compile(r"""[.?!…。？！؟۔।♪#][\s"'”’»)\]]*$|[\])]$""")
_OWN_PASSAGE = re.compile(r"[-–—\[(♪#]")
_DASH_LINE = re.compile(r"\s*[-–—]")
_HTML_TAGS = {"i": "i", "b": "b", "u": "u", "ruby": "ruby", "rt": "rt"}


@dataclass(frozen=True, slots=True)
class Passage:
    """Cues that belong to one sentence of one voice, with the time they are on screen.

    `label` is who begins to speak here: "" where the voice before goes on, or the words themselves say who it is.
    """

    cues: tuple[Cue, ...]
    label: str = ""

    @property
    def start_ms(self) -> int:
        return self.cues[0].start_ms

    @property
    def end_ms(self) -> int:
        return max(cue.end_ms for cue in self.cues)


def passages(track: Track) -> tuple[Passage, ...]:
    """The track's sentences in order; a cue without text is left out."""
    found: list[list[Cue]] = []
    for cue in track.cues:
        if not cue.text.strip():
            continue
        if found and _goes_on(found[-1], cue):
            found[-1].append(cue)
        else:
            found.append([cue])
    befores = [None, *(cues[0].voice for cues in found)]
    return tuple(Passage(tuple(cues), _label(cues[0], before)) for cues, before in zip(found, befores, strict=False))


def _label(cue: Cue, voice_before: str | None) -> str:
    begins = cue.text.lstrip("[(-–— ").casefold()
    return "" if cue.voice == voice_before or begins.startswith(cue.voice.casefold()) else cue.voice


def _goes_on(cues: Sequence[Cue], following: Cue) -> bool:
    last = cues[-1]
    return (
        following.voice == last.voice
        and 0 <= following.start_ms - last.end_ms <= MAX_PAUSE_MS
        and not _SENTENCE_END.search(last.text)
        and not _OWN_PASSAGE.match(following.text)
        and sum(len(cue.text) for cue in cues) + len(following.text) <= MAX_CHARACTERS
    )


def plain_text(passage: Passage, language: str) -> str:
    """The passage on one line, with its speaker; lines of a dialogue stay lines."""
    joint = _joint(language)
    words = joint.join(_join_lines(cue.text, joint) for cue in passage.cues)
    return f"{passage.label}: {words}" if passage.label else words


def passage_html(passage: Passage, language: str) -> Markup:
    """The passage as HTML: every character escaped; italics, languages, ruby and voices within it kept."""
    joint = _joint(language)
    return Markup(joint).join(_cue_html(cue, joint) for cue in passage.cues)  # noqa: S704  a space or nothing


def _joint(language: str) -> str:
    return "" if is_unspaced(language) else " "


def _join_lines(text: str, joint: str) -> str:
    """Lines run on, as a sentence does, unless dashes say that each is another speaker's."""
    lines = text.split("\n")
    return text if sum(bool(_DASH_LINE.match(line)) for line in lines) > 1 else joint.join(lines)


def _cue_html(cue: Cue, joint: str) -> Markup:
    line_break = Markup("<br>") if _join_lines(cue.text, joint) == cue.text else Markup(joint)  # noqa: S704  as above
    parts: list[Markup] = []
    open_marks: list[Mark] = []
    at = 0
    for place in _edges(cue):
        parts.append(line_break.join(escape(line) for line in cue.text[at:place].split("\n")))
        at = place
        while open_marks and open_marks[-1].end <= place:
            parts.append(_close(open_marks.pop()))
        for mark in cue.marks:
            if mark.start == place < mark.end:
                parts.append(_open(mark))
                open_marks.append(mark)
    return Markup().join(parts)


def _edges(cue: Cue) -> Iterator[int]:
    """Every place where a mark begins or ends, and the end of the text, which closes what is still open."""
    length = len(cue.text)
    inside = {place for mark in cue.marks for place in (mark.start, mark.end) if 0 <= place < length}
    yield from sorted(inside)
    yield length


def _open(mark: Mark) -> Markup:
    if mark.tag in _HTML_TAGS:
        return Markup("<{}>").format(_HTML_TAGS[mark.tag])
    if mark.tag == "lang" and is_language(mark.value):
        return Markup('<span lang="{}" dir="{}">').format(mark.value, direction(mark.value))
    if mark.tag == "v":
        return Markup('<span><b class="voice"><bdi>{}</bdi>:</b> ').format(mark.value)
    return Markup("<span>")


def _close(mark: Mark) -> Markup:
    return Markup("</{}>").format(_HTML_TAGS.get(mark.tag, "span"))
