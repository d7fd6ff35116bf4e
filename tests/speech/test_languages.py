"""What a person writes becomes a tag, and an engine that does not know the language says what to do."""

from __future__ import annotations

import pytest
from whisper.tokenizer import LANGUAGES, TO_LANGUAGE_CODE

from workflow.errors import UnsupportedLanguage
from workflow.speech.language_names import WHISPER_LANGUAGES
from workflow.speech.languages import (
    check_language,
    endonym,
    english_name,
    from_whisper,
    is_unspaced,
    is_written_in,
    normalise,
    script_of,
    whisper_code,
)


def test_our_table_is_whispers_own() -> None:
    """The languages of the table are exactly those of the installed Whisper, by the names it gives them."""
    assert set(WHISPER_LANGUAGES) == set(LANGUAGES)
    for code, (name, _) in WHISPER_LANGUAGES.items():
        assert TO_LANGUAGE_CODE.get(name.lower().replace("ā", "a").replace("norwegian nynorsk", "nynorsk")) == code


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("uk", "uk"),
        ("uk-UA", "uk-UA"),
        ("uk_ua", "uk-UA"),
        ("ukr", "uk"),
        ("eng", "en"),
        ("English", "en"),
        (" english ", "en"),
        ("Українська", "uk"),
        ("Crimean Tatar", "crh"),
        ("crh-Latn", "crh-Latn"),
        ("iw", "he"),
        ("jw", "jv"),
        ("zh-hans", "zh-Hans"),
    ],
)
def test_a_language_can_be_written_in_many_ways(written: str, tag: str) -> None:
    """Tags, ISO codes, English names and names in the language itself all become one tag."""
    assert normalise(written) == tag


@pytest.mark.parametrize("written", ["", "klingonish", "xx-nonsense", "und", "mul", "zxx", "qqq", "12", "uk uk", "x-a"])
def test_nonsense_is_no_language(written: str) -> None:
    """What names no language is refused with the text that was written and an example."""
    with pytest.raises(UnsupportedLanguage, match="it is no language; write a tag such as en") as caught:
        normalise(written)
    assert repr(written) in str(caught.value)


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


def test_menus_show_both_names() -> None:
    """Names are found for a tag with region and script; an unknown one shows itself."""
    assert (english_name("uk-UA"), endonym("uk-UA")) == ("Ukrainian", "Українська")
    assert (english_name("crh"), endonym("crh")) == ("Crimean Tatar", "Qırımtatarca")
    assert (english_name("cv"), endonym("cv")) == ("cv", "cv")


def test_scripts_are_told_apart() -> None:
    """The script of a language, and whether a text is written in it."""
    assert (script_of("uk"), script_of("en"), script_of("sr-Latn")) == ("Cyrl", "Latn", "Latn")
    assert is_written_in("Муміне Салієва, 2014", "Cyrl")
    assert not is_written_in("Mumine Saliieva", "Cyrl")
    assert is_written_in("2014", "Cyrl")
    assert is_written_in("ひらがな", "Jpan")


def test_languages_without_spaces_are_known() -> None:
    """Chinese in any script is written without spaces; Korean is not."""
    assert is_unspaced("zh-Hant")
    assert not is_unspaced("ko")
