"""QC-13 and QC-14: does every caption reach the reader as it was written?

Whatever can be escaped is escaped by the writer of the caption file and is no finding here. Found is what no escape can
save: characters that a caption file cannot hold or a player does not show, and text that is itself the remains of
markup, so that the reader would see the tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workflow.captions.track import Track
from workflow.checks.finding import Finding, Severity, on_cue

# C0 and C1 control characters but for the tab, and the two that end a line of a caption file inside a line of text.
CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f]")
_DAMAGED = re.compile("[\ufffd\ud800-\udfff]")
_MARKUP = re.compile(
    r"</?(?:[cibuv]|ruby|rt|lang|font|span|br|em|strong)(?:[\s./][^<>]*)?>"  # tags of WebVTT, SubRip and HTML
    r"|&(?:amp|lt|gt|nbsp|lrm|rlm|quot|apos|#\d+|#x[0-9a-f]+);"  # references that nobody decoded
    r"|\{\\[^{}]*\}",  # SubStation Alpha overrides
    re.IGNORECASE,
)


def duplicate_id(track: Track) -> Iterator[Finding]:
    """Two captions with one id: a link or a script finds only the first. A caption need not have an id."""
    first: dict[str, int] = {}
    for place, cue in enumerate(track.cues):
        if cue.id and cue.id in first:
            message = f"The id {cue.id!r} is that of caption {first[cue.id] + 1} too."
            yield on_cue(place, cue, check="duplicate-id", rule="QC-13", severity=Severity.ERROR, message=message)
        first.setdefault(cue.id, place)


def nothing_to_read(track: Track) -> Iterator[Finding]:
    """A caption without text."""
    for place, cue in enumerate(track.cues):
        if not cue.text.strip():
            yield on_cue(
                place,
                cue,
                check="nothing-to-read",
                rule="QC-14",
                severity=Severity.ERROR,
                message="The caption has no text.",
            )


def empty_line(track: Track) -> Iterator[Finding]:
    """An empty line between lines: in a caption file it ends the caption, and what follows is lost."""
    for place, cue in enumerate(track.cues):
        if cue.text.strip() and any(not line.strip() for line in cue.lines):
            message = "The caption has an empty line, at which a player stops reading it."
            yield on_cue(place, cue, check="empty-line", rule="QC-14", severity=Severity.ERROR, message=message)


def lost_characters(track: Track) -> Iterator[Finding]:
    """Characters that a caption file cannot hold, or that were lost before: the reader sees a box, or nothing."""
    for place, cue in enumerate(track.cues):
        text = "".join(cue.lines) + cue.voice
        if found := _DAMAGED.search(text):
            message = f"A character was lost when the text was read ({_code(found[0])}): type it again."
            yield on_cue(place, cue, check="lost-characters", rule="QC-14", severity=Severity.ERROR, message=message)
        elif found := CONTROL.search(text):
            message = (
                f"The text holds a control character ({_code(found[0])}) that players drop or choke on: delete it."
            )
            yield on_cue(place, cue, check="lost-characters", rule="QC-14", severity=Severity.ERROR, message=message)


def markup_shown(track: Track) -> Iterator[Finding]:
    """Remains of markup in the text: the reader would see the tag itself."""
    for place, cue in enumerate(track.cues):
        if found := _MARKUP.search(cue.text):
            message = f"The reader would see {found[0]!r}: delete it, or keep it if it is meant."
            yield on_cue(place, cue, check="markup-shown", rule="QC-14", severity=Severity.WARNING, message=message)


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"
