"""Pronunciations guessed by rule, and text as it is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.speech.pronounce import PHONES, pronounce
from workflow.speech.spoken import spoken_tokens, spoken_words


@pytest.mark.parametrize(
    ("word", "phones"),
    [
        ("Kyiv", "K IY V"),
        ("Kherson", "K EH R S OW N"),
        ("Dzhemilev", "JH EH M IY L EH V"),
        ("Bakhchysarai", "B AA K CH IH S AA R AY"),
        ("Zelensky", "Z EH L EH N S K IY"),
        ("FSB", "EH F EH S B IY"),
        ("NGO", "EH N JH IY OW"),
        ("Şevket", "SH EH V K EH T"),
        ("strike", "S T R AY K"),
    ],
)
def test_names_and_words_sound_as_they_are_said(word: str, phones: str) -> None:
    """Names from the region, abbreviations and English words are among the guesses as newsreaders say them."""
    assert phones in pronounce(word)


def test_what_the_dictionary_holds_is_used_first() -> None:
    """Inflected and compound words are built of known parts."""
    known = {"smart": "S M AA R T", "phone": "F OW N", "phones": "F OW N Z", "face": "F EY S"}
    assert pronounce("smartphones", known.get)[0] == "S M AA R T F OW N Z"
    assert pronounce("faces", known.get)[0] == "F EY S AH Z"


def test_other_scripts_have_no_english_pronunciation() -> None:
    """A Cyrillic word is not guessed at."""
    assert pronounce("Київ") == ()


@given(st.text(max_size=30))
def test_every_guess_is_made_of_the_models_phones(word: str) -> None:
    """No word, however odd, gives a phone that the acoustic model lacks."""
    assert all(set(guess.split()) <= PHONES and guess for guess in pronounce(word))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2014", "twenty fourteen"),
        ("1905,", "nineteen oh five"),
        ("2003", "two thousand three"),
        ("1990s", "nineteen nineties"),
        ("100", "one hundred"),
        ("1,186", "one thousand one hundred eighty six"),
        ("20%", "twenty percent"),
        ("$2.5m", "two point five million dollars"),
        ("$1", "one dollar"),
        ("21st", "twenty first"),
        ("20th", "twentieth"),
        ("7:30", "seven thirty"),
        ("U.S.", "u s"),
        ("Mr.", "mister"),
        ("“Don’t”", "don't"),
        ("non-governmental", "non governmental"),
        ("—", ""),
        ("Київ", ""),
    ],
)
def test_numbers_and_signs_are_said_in_words(written: str, said: str) -> None:
    """What stands in a script is turned into what a reader says."""
    assert " ".join(spoken_words(written)) == said


def test_a_currency_is_said_after_its_million() -> None:
    """ "$2.4 million" is two tokens, and the dollars come last."""
    assert spoken_tokens(["$2.4", "million", "was"]) == [
        ("two", "point", "four"),
        ("million", "dollars"),
        ("was",),
    ]


@given(st.text(max_size=40))
def test_any_token_is_said_in_plain_letters(token: str) -> None:
    """Whatever stands in a script gives lower-case ASCII words or nothing."""
    assert all(word.isascii() and word == word.lower() and " " not in word and word for word in spoken_words(token))
