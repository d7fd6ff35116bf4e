"""Names found in a story, and spelling taken from it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workflow.speech.casing import Spelling, write_out
from workflow.speech.context import MAX_NAMES, MAX_TEXT, hint_from_story
from workflow.speech.engine import Hint
from workflow.speech.transcript import Word


def test_names_come_first_that_are_said_most() -> None:
    """Frequent names lead, and of equally frequent ones those of several words."""
    names = hint_from_story(
        "Families of prisoners speak",
        "The women of Crimean Solidarity travelled to Rostov. More came later. Mumine Saliieva of Crimean Solidarity"
        " spoke in Rostov about Bakhchysarai. Crimean Solidarity is seven years old.",
    ).names
    assert names[0] == "Crimean Solidarity"
    assert set(names) == {"Crimean Solidarity", "Rostov", "Mumine Saliieva of Crimean Solidarity", "Bakhchysarai"}


def test_cyrillic_names_are_found() -> None:
    """Capitals mean the same in Ukrainian and Russian."""
    names = hint_from_story("", "Президент Володимир приїхав. Торік там був Мустафа Джемілєв, а потім Херсон.").names
    assert {"Мустафа Джемілєв", "Херсон"} <= set(names)


def test_a_sentences_first_word_is_no_name() -> None:
    """A capital that every sentence has names nobody."""
    assert hint_from_story("", "More than 100 men are held. Women wait. They say so.").names == ()


def test_byline_and_credit_are_names_whole() -> None:
    """Who wrote and who filmed may be named in the video."""
    assert set(hint_from_story("", "", byline="Anna Reid and Ivan Koval", credit="Film Unit").names) == {
        "Anna Reid",
        "Ivan Koval",
        "Film Unit",
    }


def test_a_title_in_capitals_throughout_adds_no_names() -> None:
    """In Title Case Headlines everything looks like a name."""
    assert hint_from_story("", "", titles=("Court Sentences Five Activists",)).names == ()


@given(st.text(max_size=3000), st.text(max_size=200))
def test_a_hint_is_bounded(text: str, credit: str) -> None:
    """No story makes a hint longer than its bounds, and no name is empty."""
    hint = hint_from_story("A headline", text * 20, credit=credit)
    assert len(hint.text) <= MAX_TEXT
    assert len(hint.names) <= MAX_NAMES
    assert all(hint.names)


def words(text: str, *, pause_after: str = "") -> list[Word]:
    """Words of 200 ms, one after the other, with a second's pause after one of them."""
    made, start = [], 0
    for word in text.split():
        made.append(Word(word, start, start + 200, 0.9))
        start += 1200 if word == pause_after else 200
    return made


def test_names_and_numbers_are_written_as_the_story_writes_them() -> None:
    """ "crimean solidarity" and "twenty fourteen" are heard; the story knows how they are written."""
    spelling = Spelling.of(Hint("It was the 2014 annexation, says Crimean Solidarity.", ("Crimean Solidarity",)))
    [sentence] = write_out(words("in twenty fourteen crimean solidarity and i"), spelling)
    assert [word.text for word in sentence] == ["In", "2014", "Crimean", "Solidarity", "and", "I."]
    assert (sentence[1].start_ms, sentence[1].end_ms) == (200, 600)


def test_a_pause_ends_a_sentence() -> None:
    """0.7 s of silence are taken for a full stop."""
    sentences = write_out(words("they wait nobody comes", pause_after="wait"), Spelling())
    assert [" ".join(word.text for word in sentence) for sentence in sentences] == ["They wait.", "Nobody comes."]
