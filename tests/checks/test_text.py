"""QC-13 and QC-14: ids and text that a player would change."""

from __future__ import annotations

import pytest

from tests.checks.factories import cue, found, track
from workflow.checks.finding import Severity


def test_two_captions_have_two_ids() -> None:
    """The second of the same id is found; captions without an id are not."""
    (finding,) = found("duplicate-id", track(cue(name="a"), cue(name="b"), cue(name="a")))
    assert (finding.cue, finding.rule, finding.message) == (2, "QC-13", "The id 'a' is that of caption 1 too.")
    assert not found("duplicate-id", track(cue(), cue()))


@pytest.mark.parametrize("lines", [("",), (" ", "\t"), ("\u00a0",)])
def test_a_caption_has_text(lines: tuple[str, ...]) -> None:
    """White space is nothing to read, and then it is not an empty line as well."""
    assert found("nothing-to-read", track(cue(*lines)))
    assert not found("empty-line", track(cue(*lines)))


def test_an_empty_line_ends_a_caption() -> None:
    """What stands after it would be lost."""
    assert found("empty-line", track(cue("Nobody came.", "", "We left.")))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Dzhely\ufffdl", "A character was lost when the text was read (U+FFFD): type it again."),
        ("\ud83d", "A character was lost when the text was read (U+D83D): type it again."),
        ("a\x00b", "The text holds a control character (U+0000) that players drop or choke on: delete it."),
        ("a\nb", "The text holds a control character (U+000A) that players drop or choke on: delete it."),
        ("a\x85b", "The text holds a control character (U+0085) that players drop or choke on: delete it."),
    ],
)
def test_characters_that_no_file_can_carry_are_found(text: str, message: str) -> None:
    """In the text and in the speaker's name."""
    assert [finding.message for finding in found("lost-characters", track(cue(text)))] == [message]
    assert found("lost-characters", track(cue(voice=text)))


@pytest.mark.parametrize(
    "text", ["AT&T says 3 < 5 & done", "look --> there", "Привіт 🙂 ♪", "a\tb", "a\u2028b", "\u200fשלום", "x <3 you>"]
)
def test_whatever_can_be_escaped_is_no_finding(text: str) -> None:
    """The writer of the file takes care of it."""
    checked = track(cue(text))
    assert not found("lost-characters", checked)
    assert not found("markup-shown", checked)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("He said <i>no</i>.", "<i>"),
        ("<v Ann>No.", "<v Ann>"),
        ("<font color='red'>No", "<font color='red'>"),
        ("AT&amp;T", "&amp;"),
        ("It&#39;s", "&#39;"),
        (r"{\an8}No.", r"{\an8}"),
    ],
)
def test_remains_of_markup_would_be_read(text: str, seen: str) -> None:
    """A warning: it may be meant, in a story about computers."""
    (finding,) = found("markup-shown", track(cue(text)))
    assert repr(seen) in finding.message
    assert finding.severity is Severity.WARNING
