"""A track as text to read."""

from __future__ import annotations

import pytest

from tests.formats.factories import make_cue, track_of
from workflow.captions.cue import Mark
from workflow.formats.transcript import format_transcript


def test_cues_run_on_as_one_paragraph() -> None:
    """Lines and cues are joined with spaces."""
    assert format_transcript(track_of(make_cue("They wait\nfor them", 0, 900), make_cue("at court.", 1000, 2000))) == (
        "They wait for them at court.\n"
    )


@pytest.mark.parametrize(("pause_ms", "joint"), [(1999, " "), (2000, "\n\n")])
def test_a_long_pause_begins_a_paragraph(pause_ms: int, joint: str) -> None:
    """From two seconds on."""
    assert format_transcript(track_of(make_cue("a", 0, 1000), make_cue("b", 1000 + pause_ms, 9000))) == f"a{joint}b\n"


def test_a_speaker_is_named_on_change() -> None:
    """Also within a cue, and not twice where the text says it."""
    cues = [
        make_cue("One.", 0, 1000, voice="Ann"),
        make_cue("Two.", 1000, 2000, voice="Ann"),
        make_cue("Yes.\nNo.", 2000, 3000, marks=(Mark(0, 4, "v", (), "Bo"), Mark(5, 8, "v", (), "Ann"))),
        make_cue("BO: So.", 3000, 4000, voice="Bo"),
        make_cue("[door slams]", 4000, 5000),
    ]
    assert format_transcript(track_of(*cues)) == "Ann: One. Two.\n\nBo: Yes.\n\nAnn: No.\n\nBO: So.\n\n[door slams]\n"


def test_nothing_said_is_nothing_written() -> None:
    """Empty cues leave no trace."""
    assert format_transcript(track_of(make_cue("\n"), make_cue(" ", voice="Ann"))) == ""
