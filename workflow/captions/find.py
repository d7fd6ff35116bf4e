"""Find, and what replacing would make of it, before anything is replaced. Pure.

Patterns are Python's. They are run by the package `regex`, which can stop after a time: a pattern that a person typed
can otherwise run for years. Its own extensions are not taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import regex as bounded

from workflow.captions.draft import DraftCue
from workflow.captions.typed import LONGEST_TEXT
from workflow.errors import CaptionError

Where = Literal["text", "voice"]

LONGEST_PATTERN = 500
_MOST_SECONDS = 2.0
"""What a search may take in all; 2,500 captions take about a hundredth of it."""
_APOSTROPHES = "'’‘ʼ`´"
_APOSTROPHE = f"[{_APOSTROPHES}]"


@dataclass(frozen=True, slots=True)
class Match:
    """A caption in which the pattern was found: its text, or the name of a voice in it, before and after.

    `spans` are the characters of `before` that were found, as (start, end).
    """

    key: str
    before: str
    after: str
    spans: tuple[tuple[int, int], ...]


def find(
    cues: Iterable[DraftCue],
    pattern: str,
    replacement: str,
    *,
    regex: bool = False,
    case: bool = False,
    word: bool = False,
    where: Where = "text",
    clock: Callable[[], float],
) -> tuple[Match, ...]:
    """Every caption in which `pattern` is found, with `replacement` put in its place, in the order of the cues.

    Plain, a space of the pattern is also a line break of the caption, and then the replacement is broken too; all
    apostrophes are one. With `regex` the pattern is Python's, "^" and "$" stand at line breaks, and the replacement may
    name groups (`\\1`, `\\g<name>`). `case` tells capitals apart, `word` finds whole words only. `where` is the text or
    who speaks: then each voice of a caption is one match.

    `clock` gives seconds that only rise. Raises `CaptionError` for a pattern or replacement that is none, and for a
    pattern that takes too long.
    """
    compiled = _compiled(pattern, regex=regex, case=case, word=word)
    search = _Search(compiled, replacement, regex, clock() + _MOST_SECONDS, clock)
    return tuple(
        match
        for cue in cues
        for text in (_voices(cue) if where == "voice" else (cue.cue.text,))
        if (match := search.match(cue.key, text)) is not None
    )


def _voices(cue: DraftCue) -> Iterable[str]:
    """Each voice of a caption once."""
    named = [cue.cue.voice, *(mark.value for mark in cue.cue.marks if mark.tag == "v")]
    return dict.fromkeys(name for name in named if name)


def _compiled(pattern: str, *, regex: bool, case: bool, word: bool) -> Any:
    if not pattern:
        raise CaptionError("There is nothing to look for: type a word.")
    if len(pattern) > LONGEST_PATTERN:
        raise CaptionError(f"The pattern has {len(pattern)} characters: {LONGEST_PATTERN} are the most.")
    source = pattern if regex else _plain(pattern)
    if regex:
        _check(pattern)
    if word:
        source = rf"(?<!\w)(?:{source})(?!\w)"
    flags = bounded.VERSION0 | bounded.MULTILINE | (0 if case else bounded.IGNORECASE)
    try:
        return bounded.compile(source, flags)
    except (bounded.error, OverflowError, RecursionError, ValueError) as error:
        raise CaptionError(f"This is no pattern that can be looked for: {error}.") from error


def _check(pattern: str) -> None:
    """Raises `CaptionError` for what Python's own patterns do not know: recursion, which eats memory, among it."""
    try:
        re.compile(pattern, re.MULTILINE)
    except re.error as error:
        where = "" if error.pos is None else f" at character {error.pos + 1}"
        raise CaptionError(f"This is no regular expression: {error.msg}{where}.") from error
    except (OverflowError, RecursionError, ValueError) as error:
        raise CaptionError(f"This is no regular expression: {error}.") from error


def _plain(pattern: str) -> str:
    """A pattern that finds the text itself, whatever white space and apostrophes it is written with."""
    return "".join(
        r"\s+" if piece.isspace() else _APOSTROPHE if piece in _APOSTROPHES else re.escape(piece)
        for piece in re.findall(r"\s+|\S", pattern)
    )


@dataclass(frozen=True, slots=True)
class _Search:
    """A compiled pattern, what comes in its place, and the moment at which there is no more time."""

    pattern: Any
    replacement: str
    regex: bool
    until: float
    clock: Callable[[], float]

    def match(self, key: str, text: str) -> Match | None:
        try:
            found = list(self.pattern.finditer(text, timeout=self._seconds(), concurrent=True))
        except TimeoutError as error:
            raise _too_slow() from error
        if not found:
            return None
        return Match(key, text, self._replaced(text, found), tuple(one.span() for one in found))

    def _seconds(self) -> float:
        if (left := self.until - self.clock()) <= 0:
            raise _too_slow()
        return left

    def _replaced(self, text: str, found: Sequence[Any]) -> str:
        after, position = "", 0
        for one in found:
            after += text[position : one.start()]
            position = one.end()
            if self.regex:
                after += self._expanded(one)
            else:
                after, position = _put(after, self.replacement, text, one.span())
            if len(after) > LONGEST_TEXT:
                raise CaptionError(f"Replaced, a caption would have more than {LONGEST_TEXT} characters.")
        return after + text[position:]

    def _expanded(self, one: Any) -> str:
        try:
            return str(one.expand(self.replacement))
        except (bounded.error, re.error, IndexError) as error:
            raise CaptionError(f"The replacement names a group that the pattern does not have: {error}.") from error


def _too_slow() -> CaptionError:
    return CaptionError("This pattern takes too long to look for: write it with fewer repetitions.")


def _put(after: str, replacement: str, text: str, span: tuple[int, int]) -> tuple[str, int]:
    """The text so far with the replacement, and where to go on: a line break that was found is kept.

    It stands at the space of the replacement nearest to where it stood; without one it stands behind the replacement,
    or before it, in place of the space there.
    """
    start, end = span
    found = text[start:end]
    if "\n" not in found or "\n" in replacement:
        return after + replacement, end
    spaces = [place for place, character in enumerate(replacement) if character == " "]
    if spaces:
        wanted = len(replacement) * found.index("\n") / len(found)
        place = min(spaces, key=lambda one: abs(one - wanted))
        return f"{after}{replacement[:place]}\n{replacement[place + 1 :]}", end
    if text[end : end + 1] == " ":
        return f"{after}{replacement}\n", end + 1
    return (f"{after[:-1]}\n{replacement}" if after.endswith(" ") else after + replacement), end
