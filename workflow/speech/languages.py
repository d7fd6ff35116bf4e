"""Languages by their BCP 47 tags: what a person writes made into a tag, what engines know, and names for menus."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from types import MappingProxyType

import langcodes
from langcodes.tag_parser import LanguageTagError

from workflow.errors import UnsupportedLanguage
from workflow.speech.language_names import OTHER_LANGUAGES, WHISPER_LANGUAGES

KNOWN_BY: Mapping[str, Collection[str]] = MappingProxyType(
    {
        "whisper": WHISPER_LANGUAGES.keys(),
        "faster-whisper": WHISPER_LANGUAGES.keys(),
        "pocketsphinx": frozenset({"en"}),
    }
)
"""Which languages an engine knows, as Whisper's codes."""

_NAMES = {**WHISPER_LANGUAGES, **OTHER_LANGUAGES}
_WHISPER_CODE = {"jv": "jw", "nb": "no", "fil": "tl", "cmn": "zh"}
_FROM_WHISPER = {"jw": "jv", "tl": "fil"}
_UNSPACED = frozenset({"zh", "ja", "th", "lo", "my", "yue", "km", "bo"})
_SCRIPT_NAMES = {"Cyrl": "CYRILLIC", "Latn": "LATIN", "Grek": "GREEK", "Arab": "ARABIC", "Hebr": "HEBREW"}


def normalise(text: str) -> str:
    """The BCP 47 tag of what a person wrote: a tag, an ISO 639 code, or a name ("uk_UA", "eng", "Українська").

    Raises `UnsupportedLanguage` when it names no language.
    """
    wanted = text.strip()
    by_name = _CODE_OF_NAME.get(wanted.casefold())
    if by_name is not None:
        return _FROM_WHISPER.get(by_name, by_name)
    try:
        tag = langcodes.standardize_tag(wanted)
        valid = langcodes.tag_is_valid(tag) and _primary(tag) not in {"und", "mul", "zxx", "mis"}
    except LanguageTagError:
        valid = False
    if not valid or tag.startswith("x-") or _is_private(tag):
        raise UnsupportedLanguage(text, "it is no language; write a tag such as en, uk or pt-BR, or an English name")
    return tag


def whisper_code(tag: str) -> str:
    """Whisper's own code for a language: its primary subtag, with Whisper's older codes where they differ.

    The code is not promised to be one that Whisper knows: `check_language` tells.
    """
    primary = _primary(normalise(tag))
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


def english_name(tag: str) -> str:
    """The language's English name, the tag itself where we know none."""
    return _name(tag)[0]


def endonym(tag: str) -> str:
    """The language's name in itself ("uk" -> "Українська"), the tag where we know none."""
    return _name(tag)[1]


def is_unspaced(tag: str) -> bool:
    """Whether the language is written without spaces between words."""
    return whisper_code(tag) in _UNSPACED


def script_of(tag: str) -> str:
    """The script a language is usually written in, as ISO 15924 ("uk" -> "Cyrl")."""
    return langcodes.Language.get(tag).maximize().script or "Zyyy"


def is_written_in(text: str, script: str) -> bool:
    """Whether most letters of `text` are of the script; True for scripts we cannot tell apart by letter names."""
    name = _SCRIPT_NAMES.get(script)
    if name is None:
        return True
    letters = [char for char in text if char.isalpha()]
    matching = sum(unicodedata.name(char, "").startswith(name) for char in letters)
    return 2 * matching >= len(letters)


def _name(tag: str) -> tuple[str, str]:
    return _NAMES.get(_primary(tag)) or (tag, tag)


def _primary(tag: str) -> str:
    """The language itself, without script, region and variant."""
    return tag.partition("-")[0]


def _is_private(tag: str) -> bool:
    """qaa to qtz: codes that ISO 639 leaves to private use and that no engine can know."""
    primary = _primary(tag)
    return len(primary) == 3 and "qaa" <= primary <= "qtz"


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


def _codes_by_name() -> Mapping[str, str]:
    """Every English name and endonym, lower-cased; of languages that share a name the one that Whisper knows."""
    codes: dict[str, str] = {}
    for code, names in _NAMES.items():
        for name in names:
            codes.setdefault(name.casefold(), code)
    return codes


_CODE_OF_NAME = _codes_by_name()
