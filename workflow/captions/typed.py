"""What a person types into a caption, as it is kept: rules for texts and names. Pure."""

from __future__ import annotations

import re

from workflow.errors import CaptionError

LONGEST_TEXT = 5_000
"""Characters; a caption has some eighty, and this is a page."""
LONGEST_NAME = 200

# C0 and C1 controls but for the tab and the line feed; halves of a character, which no file can hold.
_REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def clean_text(text: str) -> tuple[str, ...]:
    """The lines of a caption's text, without white space at their ends and without empty lines at the end of all.

    Raises `CaptionError` for control characters and for texts longer than `LONGEST_TEXT`.
    """
    _check(text.replace("\r\n", "\n"), "The text", LONGEST_TEXT)
    return tuple(line.rstrip() for line in text.rstrip().replace("\r\n", "\n").split("\n"))


def clean_name(name: str) -> str:
    """A speaker's name with one space between its words.

    Raises `CaptionError` for control characters and for names longer than `LONGEST_NAME`.
    """
    _check(name, "The name", LONGEST_NAME)
    return " ".join(name.split())


def clean_id(name: str) -> str:
    """A caption's id, on one line.

    Raises `CaptionError` for control characters, for "-->", which a caption file takes for times, and for ids longer
    than `LONGEST_NAME`.
    """
    _check(name, "The id", LONGEST_NAME)
    if "-->" in name:
        raise CaptionError('An id cannot hold "-->": in a caption file that stands between two times.')
    return " ".join(name.split())


def _check(text: str, what: str, longest: int) -> None:
    if len(text) > longest:
        raise CaptionError(f"{what} has {len(text)} characters: {longest} are the most, so shorten or part it.")
    if found := _REFUSED.search(text):
        raise CaptionError(f"{what} holds a control character (U+{ord(found[0]):04X}): delete it.")
