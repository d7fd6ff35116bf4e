"""What counts as one character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.captions.width import characters, width


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("", 0),
        ("plain text", 10),
        ("Крим", 4),
        ("e\u0301te\u0301", 3),
        ("й", 1),
        ("👩‍👩‍👧", 1),
        ("👍🏽", 1),
        ("🇺🇦🇺🇸", 2),
        ("♪ ля ♪", 6),
        ("ผู้หญิง", 4),
        ("日本", 2),
        ("हिन्दी", 3),
    ],
)
def test_a_reader_counts_what_is_drawn_as_one_as_one(text: str, seen: int) -> None:
    """Accents, vowel signs, skin tones and flags count with what they belong to."""
    assert width(text) == seen


@given(st.text())
def test_the_characters_of_a_text_are_the_text(text: str) -> None:
    """Nothing is lost, and `width` counts them."""
    found = list(characters(text))
    assert "".join(found) == text
    assert len(found) == width(text)
