"""Who speaks, for formats that can only say it in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workflow.captions.cue import Cue


def is_labelled(text: str, voice: str) -> bool:
    """Whether `text` already begins with the speaker's name, as `NAME:`, `[name]`, `(name)`, perhaps after a dash."""
    return re.match(rf"[\s–—>-]*[\[(]?{re.escape(voice)}\s*[:\])]", text, re.IGNORECASE) is not None


def turns(cue: Cue) -> Iterator[tuple[str, str]]:
    """The cue's text in pieces of one speaker each, as (voice, text); a voice is "" where nobody is named."""
    position = 0
    for mark in cue.marks:
        if mark.tag == "v" and position <= mark.start < mark.end:
            yield cue.voice, cue.text[position : mark.start]
            yield mark.value, cue.text[mark.start : mark.end]
            position = mark.end
    yield cue.voice, cue.text[position:]
