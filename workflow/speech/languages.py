"""Which languages the engines know, by the codes they have for them, and what to do about the others."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from types import MappingProxyType

from workflow.errors import UnsupportedLanguage
from workflow.languages import english_name, normalise, primary_language

_WHISPER_CODES = """
af am ar as az ba be bg bn bo br bs ca cs cy da de el en es et eu fa fi fo fr gl gu ha haw he hi hr ht hu hy id is it ja
jw ka kk km kn ko la lb ln lo lt lv mg mi mk ml mn mr ms mt my ne nl nn no oc pa pl ps pt ro ru sa sd si sk sl sn so sq
sr su sv sw ta te tg th tk tl tr tt uk ur uz vi yi yo yue zh
"""
WHISPER_LANGUAGES = frozenset(_WHISPER_CODES.split())
"""Whisper's 100 codes (large-v3; earlier models lack `yue`). `jw` is its own code for Javanese; BCP 47 has `jv`."""

KNOWN_BY: Mapping[str, Collection[str]] = MappingProxyType(
    {
        "whisper": WHISPER_LANGUAGES,
        "faster-whisper": WHISPER_LANGUAGES,
        "pocketsphinx": frozenset({"en"}),
    }
)
"""Which languages an engine knows, as Whisper's codes."""

_WHISPER_CODE = {"jv": "jw", "nb": "no", "fil": "tl", "cmn": "zh"}
_FROM_WHISPER = {"jw": "jv", "tl": "fil"}
_SCRIPT_NAMES = {"Cyrl": "CYRILLIC", "Latn": "LATIN", "Grek": "GREEK", "Arab": "ARABIC", "Hebr": "HEBREW"}


def whisper_code(tag: str) -> str:
    """Whisper's own code for a language: its primary subtag, with Whisper's older codes where they differ.

    The code is not promised to be one that Whisper knows: `check_language` tells.
    """
    primary = primary_language(normalise(tag))
    return _WHISPER_CODE.get(primary, primary)


def from_whisper(code: str) -> str:
    """The BCP 47 tag of one of Whisper's codes."""
    return _FROM_WHISPER.get(code, code)


def check_language(tag: str, engine: str) -> str:
    """The code by which `engine` knows the language.

    Raises `UnsupportedLanguage` with what can be done instead.
    """
    code = whisper_code(tag)
    if code not in KNOWN_BY[engine]:
        raise UnsupportedLanguage(tag, _why_not(code, engine))
    return code


def is_written_in(text: str, script: str) -> bool:
    """Whether most letters of `text` are of the script; True for scripts we cannot tell apart by letter names."""
    name = _SCRIPT_NAMES.get(script)
    if name is None:
        return True
    letters = [char for char in text if char.isalpha()]
    matching = sum(unicodedata.name(char, "").startswith(name) for char in letters)
    return 2 * matching >= len(letters)


def _why_not(code: str, engine: str) -> str:
    name = english_name(from_whisper(code))
    if engine == "pocketsphinx":
        return f"{engine} hears English only; use `--engine whisper` for {name}"
    if code == "crh":
        return (
            "Crimean Tatar is not among the 100 languages Whisper knows; choose the nearest (`--language tr` Turkish or"
            " `--language tt` Kazan Tatar) and correct it by hand, a checkpoint trained for it"
            " (`--model path.pt --language tr`), its words if they are written down (`--script words.txt`), or type"
            " the captions"
        )
    return (
        f"{name} is not among the 100 languages Whisper knows; use a checkpoint trained for it (`--model path.pt`) with"
        " the code it was trained under, give its words (`--script words.txt`), or type the captions"
    )
