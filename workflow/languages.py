"""Languages by their BCP 47 tags: what a person writes made into a tag, and how a language is named and written."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Literal

import langcodes
from langcodes.tag_parser import LanguageTagError

from workflow.errors import UnsupportedLanguage

# ISO 639-2: undetermined, several, uncoded, none.
_NO_LANGUAGE = frozenset({"und", "mul", "mis", "zxx"})
_WELL_FORMED = re.compile(r"[0-9A-Za-z-]+")  # langcodes takes underscores too, browsers do not
# The scripts written from right to left that have living readers (Unicode's "R" and "AL" scripts).
_RIGHT_TO_LEFT = frozenset({"Adlm", "Arab", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi"})
_UNSPACED = frozenset({"zh", "cmn", "yue", "ja", "th", "lo", "km", "my", "bo"})


def primary_language(tag: str) -> str:
    """The language without script, region and variant: "uk" of "uk-UA"."""
    return tag.partition("-")[0].lower()


def is_language(tag: str) -> bool:
    """Whether the tag is valid BCP 47 as it stands: a browser ignores a track whose `srclang` is not."""
    return _WELL_FORMED.fullmatch(tag) is not None and langcodes.tag_is_valid(tag)


def language_tag(text: str) -> str:
    """The shortest tag of a tag or an ISO 639 code, in its usual writing ("ukr" -> "uk", "en_us" -> "en-US").

    "" for what names no one language that anybody can know, private codes included.
    """
    try:
        tag = langcodes.standardize_tag(text.strip())
    except LanguageTagError:
        return ""
    primary = primary_language(tag)
    private = primary == "x" or (len(primary) == 3 and "qaa" <= primary <= "qtz")  # ISO 639 leaves qaa to qtz to users
    return "" if private or primary in _NO_LANGUAGE or not langcodes.tag_is_valid(tag) else tag


def normalise(text: str) -> str:
    """The tag of what a person wrote: a tag, an ISO 639 code, or a name ("uk_UA", "eng", "Українська").

    Raises `UnsupportedLanguage` when it names no language.
    """
    wanted = text.strip()
    tag = language_tag(_tags_by_name().get(wanted.casefold(), wanted))
    if not tag:
        raise UnsupportedLanguage(text, "it is no language; write a tag such as en, uk or pt-BR, or an English name")
    return tag


def english_name(tag: str) -> str:
    """The language's English name without region or script, the tag itself where we know none."""
    return _names().get(primary_language(tag), (tag, tag))[0]


def endonym(tag: str) -> str:
    """What the language calls itself, with the rest of the tag when there is one: "Português (BR)".

    A language we have no name for is named by its tag.
    """
    names = _names().get(primary_language(tag))
    if names is None:
        return tag
    rest = tag.partition("-")[2]
    return f"{names[1]} ({rest})" if rest else names[1]


def is_unspaced(tag: str) -> bool:
    """Whether the language is written without spaces between words."""
    return primary_language(tag) in _UNSPACED


def script_of(tag: str) -> str:
    """The script that the tag names or the language is usually written in, as ISO 15924 ("uk" -> "Cyrl")."""
    try:
        return langcodes.Language.get(tag).maximize().script or "Zyyy"
    except LanguageTagError:
        return "Zyyy"


def direction(tag: str) -> Literal["ltr", "rtl"]:
    """Which way the language is written."""
    return "rtl" if script_of(tag) in _RIGHT_TO_LEFT else "ltr"


def known_languages() -> tuple[str, ...]:
    """The tags of the languages that have a name here, in the order of their English names."""
    return tuple(sorted(_names(), key=lambda tag: _names()[tag]))


@cache
def _names() -> Mapping[str, tuple[str, str]]:
    """English name and endonym of each language in the table."""
    table = tomllib.loads(resources.files("workflow").joinpath("languages.toml").read_text("utf-8"))
    return {tag: (english, own) for tag, (english, own) in table.items()}


@cache
def _tags_by_name() -> Mapping[str, str]:
    """Every English name and endonym in small letters."""
    return {name.casefold(): tag for tag, names in _names().items() for name in names}
