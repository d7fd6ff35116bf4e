"""Languages as a page names and lays them out."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Literal

from workflow.publish.publication import primary_language

# The scripts written from right to left that have living readers (Unicode's "R" and "AL" scripts).
_RIGHT_TO_LEFT = frozenset({"Adlm", "Arab", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi"})


@cache
def _autonyms() -> Mapping[str, str]:
    names: dict[str, str] = tomllib.loads(
        resources.files("workflow.publish.page").joinpath("languages.toml").read_text("utf-8")
    )
    return names


def autonym(tag: str) -> str:
    """What the language calls itself, with the rest of the tag when there is one: "Português (BR)".

    A language we have no name for is named by its tag.
    """
    name = _autonyms().get(primary_language(tag))
    if name is None:
        return tag
    rest = tag.partition("-")[2]
    return f"{name} ({rest})" if rest else name


def direction(tag: str) -> Literal["ltr", "rtl"]:
    """Which way the language is written, by the likely script of its tag."""
    import langcodes  # noqa: PLC0415  a quarter of the start time of a command that publishes nothing

    try:
        script = langcodes.Language.get(tag).maximize().script
    except ValueError:
        return "ltr"
    return "rtl" if script in _RIGHT_TO_LEFT else "ltr"


def is_language(tag: str) -> bool:
    """Whether the tag is valid BCP 47: a browser ignores a track whose `srclang` is not."""
    import langcodes  # noqa: PLC0415  as above

    return langcodes.tag_is_valid(tag)
