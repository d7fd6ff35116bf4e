"""An engine that does not know the language says what to do."""

from __future__ import annotations

import pytest
from whisper.tokenizer import LANGUAGES, TO_LANGUAGE_CODE

from workflow.errors import UnsupportedLanguage
from workflow.languages import english_name, normalise
from workflow.speech.languages import WHISPER_LANGUAGES, check_language, from_whisper, is_written_in, whisper_code


def test_our_table_is_whispers_own() -> None:
    """The languages of the table are exactly those of the installed Whisper, by the names it gives them."""
    assert set(LANGUAGES) == WHISPER_LANGUAGES
    for code in WHISPER_LANGUAGES:
        name = english_name("jv" if code == "jw" else code).lower()
        assert TO_LANGUAGE_CODE.get(name.replace("ā", "a").replace("norwegian nynorsk", "nynorsk")) == code


@pytest.mark.parametrize(
    ("tag", "code"), [("uk-UA", "uk"), ("jv", "jw"), ("nb-NO", "no"), ("fil", "tl"), ("sr-Latn", "sr"), ("yue", "yue")]
)
def test_whisper_has_codes_of_its_own(tag: str, code: str) -> None:
    """Regions and scripts fall away, and older codes are used where Whisper uses them."""
    assert check_language(tag, "whisper") == code


@pytest.mark.parametrize("code", sorted(WHISPER_LANGUAGES))
def test_every_code_comes_back(code: str) -> None:
    """A code that Whisper detected becomes a tag that is valid and leads to the same code."""
    assert whisper_code(normalise(from_whisper(code))) == code


def test_crimean_tatar_is_told_what_can_be_done() -> None:
    """The refusal offers the nearest languages, a checkpoint, a script and typing."""
    with pytest.raises(UnsupportedLanguage) as caught:
        check_language("crh", "whisper")
    sentence = str(caught.value)
    for offer in ("--language tr", "--language tt", "--model path.pt --language tr", "--script", "type the captions"):
        assert offer in sentence
    assert sentence.count(". ") == 0


def test_another_unknown_language_is_refused_by_name() -> None:
    """A real language that Whisper lacks is refused; its tag stands for a name we do not have."""
    with pytest.raises(UnsupportedLanguage, match="cv is not among the 100 languages"):
        check_language("cv", "faster-whisper")


def test_the_embedded_engine_hears_english_only() -> None:
    """Another language is sent to the engine that knows it."""
    assert check_language("en-GB", "pocketsphinx") == "en"
    with pytest.raises(UnsupportedLanguage, match="use `--engine whisper` for Ukrainian"):
        check_language("uk", "pocketsphinx")


def test_letters_are_told_apart() -> None:
    """Whether most letters are of the script; numbers are of every script, and so is what we cannot tell."""
    assert is_written_in("Муміне Салієва, 2014", "Cyrl")
    assert not is_written_in("Mumine Saliieva", "Cyrl")
    assert is_written_in("2014", "Cyrl")
    assert is_written_in("ひらがな", "Jpan")
