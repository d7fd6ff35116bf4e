"""A script as a newsroom writes it: who says which words.

Blank lines separate paragraphs, `NAME: words` names the speaker until the next name or blank line, and what stands in
[brackets] or (parentheses) is a direction that nobody says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from workflow.captions.cue import Cue
from workflow.captions.track import Track

_SPEAKER = re.compile(r"(?:[-–—]\s*|>>\s*)?(?P<name>[^\W\d_][^:\n]{0,40}?)\s*:(?=\s|$)\s*(?P<rest>.*)", re.DOTALL)
_DIRECTION = re.compile(r"\[[^\[\]]*\]|\([^()]*\)")
_MAX_NAME_WORDS = 4  # more before a colon is a sentence: "He said this to all of us: ..."
_MUSIC = re.compile(r"[♪♫#*]+")


@dataclass(frozen=True, slots=True)
class ScriptLine:
    """A paragraph that one person says. `words` keep the script's spelling, with their punctuation attached."""

    words: tuple[str, ...]
    speaker: str = ""

    @property
    def text(self) -> str:
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class Script:
    """The lines in order, and the directions that were left out of them."""

    lines: tuple[ScriptLine, ...]
    directions: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(word for line in self.lines for word in line.words)

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


def parse_script(text: str) -> Script:
    """The script in a plain text file. Any text is a script; one without words has no lines."""
    plain = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    directions = tuple(found.strip("[]() \n") for found in _DIRECTION.findall(plain))
    said = _DIRECTION.sub(" ", plain)
    # A direction alone between two paragraphs leaves a line of blanks: that is a blank line too.
    paragraphs = re.split(r"\n[^\S\n]*\n", said)
    return Script(
        tuple(line for paragraph in paragraphs for line in _lines(paragraph)), tuple(one for one in directions if one)
    )


def script_from_track(track: Track) -> Script:
    """The words of captions, so that they can be timed to the sound again: a line for each change of voice.

    Sounds in brackets and music notes are nobody's words; they are among the directions.
    """
    lines: list[ScriptLine] = []
    directions: list[str] = []
    for cue in track.cues:
        for voice, text in _voices(cue):
            directions += [found.strip("[]() \n") for found in _DIRECTION.findall(text)]
            words = tuple(_words(_DIRECTION.sub(" ", text)))
            if words and lines and lines[-1].speaker == voice:
                lines[-1] = ScriptLine((*lines[-1].words, *words), voice)
            elif words:
                lines.append(ScriptLine(words, voice))
    return Script(tuple(lines), tuple(one for one in directions if one))


def _lines(paragraph: str) -> Iterator[ScriptLine]:
    """A paragraph is one line unless speakers' names begin some of its rows."""
    speaker, words = "", list[str]()
    for row in paragraph.split("\n"):
        named = _SPEAKER.match(row.strip())
        if named and _is_name(named["name"], named["rest"]):
            if words:
                yield ScriptLine(tuple(words), speaker)
            speaker, words = _name(named["name"]), _words(named["rest"])
        else:
            words += _words(row)
    if words:
        yield ScriptLine(tuple(words), speaker)


def _is_name(before: str, after: str) -> bool:
    """Whether a row's beginning up to a colon is a speaker: a few words, every one with a capital or a number."""
    words = before.split()
    capital = all(word[0].isupper() or not word[0].isalpha() for word in words)
    return len(words) <= _MAX_NAME_WORDS and capital and not after.startswith("//")


def _name(written: str) -> str:
    """The speaker's name; CAPITALS are a script's way to mark names, so TOM HALE is Tom Hale, but BBC stays BBC."""
    words = written.split()
    if written.isupper() and (len(words) > 1 or len(written) > 4):
        return " ".join(word.capitalize() if word.isalpha() else word for word in words)
    return " ".join(words)


def _voices(cue: Cue) -> Iterator[tuple[str, str]]:
    """The cue's text in stretches of one voice. A dash at the start of a line is another speaker without a name."""
    text, place = cue.text, 0
    for mark in sorted((mark for mark in cue.marks if mark.tag == "v"), key=lambda mark: mark.start):
        if mark.start > place:
            yield cue.voice, text[place : mark.start]
        yield mark.value, text[mark.start : mark.end]
        place = max(place, mark.end)
    yield cue.voice, text[place:]


def _words(text: str) -> list[str]:
    return _MUSIC.sub(" ", text).split()
