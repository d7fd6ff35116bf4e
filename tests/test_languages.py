"""What a person or a file writes becomes one tag; a language has its names, its script and its direction."""

from __future__ import annotations

import pytest

from workflow.errors import UnsupportedLanguage
from workflow.languages import (
    direction,
    endonym,
    english_name,
    is_language,
    is_unspaced,
    language_tag,
    normalise,
    primary_language,
    script_of,
)


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
    ("said", "tag"),
    [
        ("ukr", "uk"), ("rus", "ru"), ("crh", "crh"), ("fre", "fr"), ("en-us", "en-US"), ("eng", "en"), ("und", ""),
        ("mul", ""), ("", ""), ("???", ""), ("klingonisch", ""), ("English", ""), ("qaa", ""), ("x-own", ""),
    ],
)  # fmt: skip
def test_what_a_file_says_becomes_a_tag_or_nothing(said: str, tag: str) -> None:
    """Three-letter codes of containers become BCP 47; nonsense, names and private codes are no language."""
    assert language_tag(said) == tag


@pytest.mark.parametrize(
    ("tag", "valid"), [("uk", True), ("uk-UA", True), ("uk_UA", False), ("", False), ("xx", False), ("uk uk", False)]
)
def test_only_what_browsers_take_is_a_language(tag: str, *, valid: bool) -> None:
    """An underscore is what people write and what `srclang` does not know."""
    assert is_language(tag) is valid


def test_languages_have_two_names() -> None:
    """In English for sentences, in itself for a reader's menu, where the region tells two tracks apart."""
    assert (english_name("uk-UA"), english_name("crh"), english_name("cv")) == ("Ukrainian", "Crimean Tatar", "cv")
    assert [endonym(tag) for tag in ("uk", "crh", "pt-BR", "tlh")] == [
        "Українська", "Qırımtatarca", "Português (BR)", "tlh",
    ]  # fmt: skip


def test_scripts_and_directions_follow_the_tag() -> None:
    """The likely script of the language, unless the tag names another; an unknown tag is written as Latin is."""
    assert [script_of(tag) for tag in ("uk", "en", "sr-Latn", "??")] == ["Cyrl", "Latn", "Latn", "Zyyy"]
    assert [direction(tag) for tag in ("uk", "ar", "he", "fa", "ug", "az", "pa-Arab", "??")] == [
        "ltr", "rtl", "rtl", "rtl", "rtl", "ltr", "rtl", "ltr",
    ]  # fmt: skip


def test_the_language_itself_is_the_first_part_of_its_tag() -> None:
    """Whatever the case it was written in."""
    assert [primary_language(tag) for tag in ("uk-UA", "UK", "zh-Hans-CN", "")] == ["uk", "uk", "zh", ""]


def test_languages_without_spaces_are_known() -> None:
    """Chinese in any script is written without spaces; Korean is not."""
    assert is_unspaced("zh-Hant")
    assert not is_unspaced("ko")
