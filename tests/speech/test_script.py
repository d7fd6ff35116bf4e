"""Scripts read from text and from captions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.captions.cue import Cue, Mark
from workflow.captions.track import Track
from workflow.speech.script import ScriptLine, parse_script, script_from_track


def test_paragraphs_are_lines_and_their_rows_are_joined() -> None:
    """A blank line ends a line of the script, the end of a row does not."""
    assert [line.text for line in parse_script("One\ntwo.\n\n \nThree.").lines] == ["One two.", "Three."]


@pytest.mark.parametrize(
    ("row", "speaker", "text"),
    [
        ("TOM HALE: Good evening.", "Tom Hale", "Good evening."),
        ("BBC: Good evening.", "BBC", "Good evening."),
        ("Лутфіє Зудієва: Добрий день.", "Лутфіє Зудієва", "Добрий день."),
        ("- Anna: Yes.", "Anna", "Yes."),
        ("It starts at 7:30 tonight.", "", "It starts at 7:30 tonight."),
        ("He said this to all of us: stay.", "", "He said this to all of us: stay."),
    ],
)
def test_a_name_before_a_colon_is_the_speaker(row: str, speaker: str, text: str) -> None:
    """A few capitalised words before a colon speak; times and sentences with colons do not."""
    assert parse_script(row).lines == (ScriptLine(tuple(text.split()), speaker),)


def test_a_new_name_in_the_next_row_is_another_line() -> None:
    """Dialogue needs no blank lines."""
    script = parse_script("ANNA: Yes,\nI do.\nIVAN: No.")
    assert [(line.speaker, line.text) for line in script.lines] == [("ANNA", "Yes, I do."), ("IVAN", "No.")]


def test_directions_are_left_out_and_told() -> None:
    """Nobody says what stands in brackets."""
    script = parse_script("[MUSIC]\n\nHello (smiling) there.\n[door\nslams]")
    assert script.text == "Hello there."
    assert script.directions == ("MUSIC", "smiling", "door\nslams")


def test_a_text_without_words_has_no_lines() -> None:
    """An empty file, or one with directions only, is a script that says nothing."""
    assert parse_script("\ufeff \r\n [silence] \r\n").lines == ()


@given(st.text())
def test_any_text_is_a_script(text: str) -> None:
    """No text breaks the reader, and no word of a script holds white space."""
    assert not any(char.isspace() for word in parse_script(text).words for char in word)


def test_captions_give_back_their_words_and_voices() -> None:
    """Cues of one voice make one line; sounds and music notes are no words."""
    track = Track(
        (
            Cue("1", 0, 1000, ("I have lived", "here"), voice="Irene"),
            Cue("2", 1000, 2000, ("for 31 years.",), voice="Irene"),
            Cue("3", 2000, 3000, ("[applause]",)),
            Cue(
                "4",
                3000,
                4000,
                ("♪ Really? Yes.",),
                marks=(Mark(2, 9, "v", value="Tom"), Mark(10, 14, "v", value="Ann")),
            ),
        )
    )
    script = script_from_track(track)
    assert [(line.speaker, line.text) for line in script.lines] == [
        ("Irene", "I have lived here for 31 years."),
        ("Tom", "Really?"),
        ("Ann", "Yes."),
    ]
    assert script.directions == ("applause",)
