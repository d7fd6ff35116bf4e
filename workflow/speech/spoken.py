"""English text as it is said aloud: numbers, amounts, years and abbreviations in words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

_UP_TO_19 = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
_ONES: Final = _UP_TO_19.split()
_TENS: Final = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES: Final = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))
_ORDINALS: Final = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip
_CURRENCIES: Final = {
    "$": ("dollar", "dollars"), "€": ("euro", "euros"), "£": ("pound", "pounds"), "₴": ("hryvnia", "hryvnias"),
}  # fmt: skip
_CURRENCY_NAMES: Final = frozenset(name for names in _CURRENCIES.values() for name in names)
_SIGNS: Final = {"%": "percent", "&": "and", "+": "plus", "=": "equals", "@": "at", "°": "degrees", "№": "number"}
_ABBREVIATIONS: Final = {
    "mr": "mister", "mrs": "missus", "ms": "miz", "dr": "doctor", "st": "saint", "prof": "professor", "vs": "versus",
    "etc": "et cetera", "no": "number", "km": "kilometers", "kg": "kilograms",
}  # fmt: skip
_NEEDS_DOT: Final = frozenset({"no", "st"})
"""Abbreviations that are words too: only with their full stop, and "no." only before a number."""

_NUMBER = re.compile(
    r"(?P<sign>[$€£₴])?(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<part>\d+))?"
    r"(?P<suffix>st|nd|rd|th|s|bn|m|k)?(?![^\W\d_])(?P<percent>\s?%)?",
    re.IGNORECASE,
)
_TOKEN = re.compile(rf"{_NUMBER.pattern}|[^\W\d_]+(?:['’][^\W\d_]+)*['’]?|[%&+=@°№]", re.IGNORECASE)
_MAGNITUDES: Final = {"bn": "billion", "m": "million", "k": "thousand"}
_LONGEST = 15  # digits: longer ones are codes, said digit by digit


def spoken_words(token: str) -> tuple[str, ...]:
    """The lower-case ASCII words that an English speaker says for a written token; () for punctuation alone.

    "$2.5m" is "two point five million dollars", "2014" "twenty fourteen", "U.S." "u s". Words in other scripts say
    nothing here.
    """
    text = to_ascii(token)
    if re.fullmatch(r"(?:[A-Za-z]\.){2,}[^\w]*(?:'s)?\W*", text):
        return tuple(letter.lower() for letter in re.findall(r"[A-Za-z](?=\.)", text))
    words: list[str] = []
    for match in _TOKEN.finditer(text):
        words += _number_words(match) if match["whole"] else _word(match[0], followed_by=text[match.end() :])
    return tuple(words)


def spoken_tokens(tokens: Sequence[str]) -> list[tuple[str, ...]]:
    """What is said for each of the tokens of a text; currency is said after a "million" that follows."""
    said = [spoken_words(token) for token in tokens]
    for place, (token, following) in enumerate(pairwise(said)):
        if token and following[:1] in {(name,) for _, name in _SCALES} and token[-1] in _CURRENCY_NAMES:
            said[place], said[place + 1] = token[:-1], (*following, token[-1])
    return said


def number_words(number: int) -> list[str]:
    """A whole number in words, without "and": 1944 is "one thousand nine hundred forty four"."""
    if number < 20:
        return [_ONES[number]]
    if number < 100:
        return [_TENS[number // 10], *([_ONES[number % 10]] if number % 10 else [])]
    size, name = next((size, name) for size, name in _SCALES if number >= size)
    return [*number_words(number // size), name, *(number_words(number % size) if number % size else [])]


def to_ascii(token: str) -> str:
    """Latin letters without their marks, apostrophes made alike; letters of other scripts stay."""
    kept = {"’": "'", "‘": "'", "ʼ": "'", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe"}
    text = "".join(kept.get(char, char) for char in token)
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


def _word(text: str, *, followed_by: str) -> list[str]:
    plain = text.lower()
    if not plain.isascii():
        return []
    if plain in _SIGNS:
        return [_SIGNS[plain]]
    if plain in _ABBREVIATIONS and (plain not in _NEEDS_DOT or re.match(r"\.\s*\w", followed_by)):
        return _ABBREVIATIONS[plain].split()
    return [plain.rstrip("'")] if plain.strip("'") else []


def _number_words(match: re.Match[str]) -> list[str]:
    whole, suffix = match["whole"], (match["suffix"] or "").lower()
    number = int(whole.replace(",", ""))
    if len(whole) > _LONGEST:
        said = [_ONES[int(digit)] for digit in whole if digit.isdigit()]
    elif match["part"]:
        said = [*number_words(number), "point", *(_ONES[int(digit)] for digit in match["part"])]
    elif _is_year(whole, match):
        said = _year_words(number)
    else:
        said = number_words(number)
    if suffix in {"st", "nd", "rd", "th"}:
        said = [*said[:-1], _ordinal(said[-1])]
    elif suffix == "s":
        said = [*said[:-1], said[-1][:-1] + "ies" if said[-1].endswith("y") else said[-1] + "s"]
    elif suffix:
        said = [*said, _MAGNITUDES[suffix]]
    if match["sign"]:
        singular, plural = _CURRENCIES[match["sign"]]
        said = [*said, singular if said == ["one"] else plural]
    return [*said, "percent"] if match["percent"] else said


def _is_year(whole: str, match: re.Match[str]) -> bool:
    plain = not (match["sign"] or match["percent"]) and (match["suffix"] or "s").lower() == "s"
    return plain and len(whole) == 4 and 1100 <= int(whole) <= 2099


def _year_words(year: int) -> list[str]:
    century, rest = divmod(year, 100)
    if 2000 <= year <= 2009 or year % 1000 == 0:
        return number_words(year)
    if rest == 0:
        return [*number_words(century), "hundred"]
    return [*number_words(century), *(["oh"] if rest < 10 else []), *number_words(rest)]


def _ordinal(word: str) -> str:
    if word in _ORDINALS:
        return _ORDINALS[word]
    return word[:-1] + "ieth" if word.endswith("y") else word + "th"
