"""How words that no dictionary holds may sound, in the 39 ARPABET phones of the bundled acoustic model.

Two readings are offered: by rules of English spelling, and by rules of names transliterated from Slavic and Turkic
languages (Kherson, Dzhemilev, Bakhchysarai), where letters say nearly always the same. A decoder takes the one it
hears. Parts that the dictionary does hold are looked up first: "smartphones" is smart + phone + s.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Final

from workflow.speech.letter_rules import ENGLISH, LETTER_NAMES, NAMES, Rule
from workflow.speech.spoken import to_ascii

_PHONES = "AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH"
PHONES: Final = frozenset(_PHONES.split())
"""The phones of the bundled acoustic model, without silence and noise."""
Lookup = Callable[[str], str | None]
"""The dictionary's phones of a lower-case word, separated by spaces; None for a word that it does not hold."""

_FOREIGN = re.compile(
    r"kh|zh|shch|dzh|tsk|yi|iy|q(?!u)|ij|ii|aa|^[tkvzs][vzsm][aeiouy]|(?:sky|skyi|skii|enko|yev|iev|ov|ova|chuk|yan|oglu|"
    r"evych|ovych|ivka|slav|grad|hrad|bey|ul|iv|yk|ych)$|[aiou]$|y[aiou]|[sc]h?t?[vn][ie]"
)
_TURKIC: Final = {"ç": "ch", "ş": "sh", "ğ": "g", "ñ": "n"}
_VOICELESS = frozenset({"P", "T", "K", "F", "TH"})
_SIBILANT = frozenset({"S", "Z", "SH", "ZH", "CH", "JH"})
_SHORTEST_PART = 3  # letters of a known word within an unknown one: shorter ones are found everywhere
_SPELT_OUT = 4  # letters: a short unknown word may be an abbreviation said letter by letter


def pronounce(word: str, known: Lookup = lambda _word: None) -> tuple[str, ...]:
    """The likely pronunciations of a word, the likeliest first, at most four; () for a word without Latin letters.

    Each is phones separated by spaces, as a pocketsphinx dictionary has them.
    """
    written = "".join(_TURKIC.get(letter, letter) for letter in unicodedata.normalize("NFC", word.lower()))
    letters = re.sub(r"[^a-z']", "", to_ascii(written)).strip("'")
    if not re.search("[a-z]", letters):
        return ()
    built = _from_parts(letters, known)
    plain = letters.replace("'", "")
    english, name = apply_rules(plain, ENGLISH), apply_rules(plain, NAMES)
    guesses = [built] if built else []
    guesses += [name, english] if _FOREIGN.search(plain) else [english, name]
    spelt_out = " ".join(LETTER_NAMES[letter] for letter in plain)
    if not re.search("[aeiouy]", plain):
        guesses.insert(0, spelt_out)  # FSB
    elif len(plain) <= _SPELT_OUT:
        guesses.append(spelt_out)
    return tuple(dict.fromkeys(guess for guess in guesses if guess))


def apply_rules(letters: str, rules: dict[str, tuple[Rule, ...]]) -> str:
    """Lower-case letters turned into phones from left to right, by the first rule that fits at each place."""
    phones: list[str] = []
    place = 0
    while place < len(letters):
        rule = next(rule for rule in rules[letters[place]] if rule.fits(letters, place))
        phones += [phone for phone in rule.phones if not (phones and phones[-1] == phone)]
        place += len(rule.letters)
    return " ".join(phones)


def _from_parts(letters: str, known: Lookup) -> str | None:
    """The phones of an inflected word, a possessive or a compound whose parts the dictionary holds."""
    if phones := _inflected(letters, known):
        return phones
    for cut in range(len(letters) - _SHORTEST_PART, _SHORTEST_PART - 1, -1):
        head = known(letters[:cut])
        tail = head and (known(letters[cut:]) or _inflected(letters[cut:], known))
        if head and tail:
            return f"{head} {tail}"
    return None


def _inflected(letters: str, known: Lookup) -> str | None:
    for ending, restored, add in (
        ("'s", ("",), _plural), ("ies", ("y",), _plural), ("es", ("", "e"), _plural), ("s", ("",), _plural),
        ("ied", ("y",), _past), ("ed", ("", "e"), _past), ("ing", ("", "e"), _suffix("IH NG")),
        ("ly", ("", "le"), _suffix("L IY")), ("er", ("", "e"), _suffix("ER")), ("ness", ("",), _suffix("N AH S")),
        ("less", ("",), _suffix("L AH S")), ("'st", ("", "e"), _suffix("S T")), ("est", ("", "e"), _suffix("AH S T")),
    ):  # fmt: skip
        stem = letters.removesuffix(ending)
        if stem == letters or len(stem) < _SHORTEST_PART - 1:
            continue
        doubled = (
            (stem[:-1],) if len(stem) > 3 and stem[-1] == stem[-2] and ending in {"ed", "ing", "er", "est"} else ()
        )
        for base in (*(stem + letter for letter in restored), *doubled):
            if phones := known(base):
                return add(phones)
    return None


def _plural(phones: str) -> str:
    last = phones.rsplit(" ", 1)[-1]
    return f"{phones} {'AH Z' if last in _SIBILANT else 'S' if last in _VOICELESS else 'Z'}"


def _past(phones: str) -> str:
    last = phones.rsplit(" ", 1)[-1]
    return f"{phones} {'AH D' if last in {'T', 'D'} else 'T' if last in _VOICELESS | {'S', 'SH', 'CH'} else 'D'}"


def _suffix(added: str) -> Callable[[str], str]:
    return lambda phones: f"{phones} {added}"
