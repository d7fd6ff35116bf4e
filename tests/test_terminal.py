"""What a person sees: results on stdout, the rest on stderr."""

from __future__ import annotations

import json

import pytest

from tests.terminals import listening
from workflow.terminal import Terminal, counted


def test_result_is_lines_or_json_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    """For a person the lines, for a program the facts; letters of every script as they are."""
    Terminal().result({"slug": "дім"}, "made [bold]дім[/]")
    assert capsys.readouterr().out == "made [bold]дім[/]\n"
    Terminal(as_json=True).result({"slug": "дім"}, "made дім")
    out = capsys.readouterr().out
    assert json.loads(out) == {"slug": "дім"}
    assert "дім" in out


def test_quiet_silences_notes_and_progress_but_no_warning() -> None:
    """A warning is a reason not to trust the result: it is always said."""
    shop, said = listening(quiet=True)
    with shop.stage("Decoding") as progress:
        progress(0.5)
    shop.note("on the way")
    shop.warn("half of it is missing")
    assert said.getvalue() == "warning: half of it is missing\n"


def test_stage_in_a_log_is_one_line() -> None:
    """Where stderr is a file, a stage says when it is done and draws no bars."""
    shop, said = listening()
    with shop.stage("Decoding") as progress:
        progress(0.5)
    assert said.getvalue().startswith("Decoding: done in ")
    assert said.getvalue().count("\n") == 1


def test_stage_on_a_screen_is_a_bar_with_the_time_left() -> None:
    """Already the first step of a long stage tells how long the rest takes."""
    shop, said = listening(screen=True)
    with shop.stage("Transcribing", done=0.5) as progress:
        progress(0.75)
    shown = said.getvalue()
    assert "Transcribing" in shown
    assert "100%" in shown
    assert "left" in shown


def test_stage_that_fails_is_not_said_to_be_done() -> None:
    """An interrupted stage says nothing: the error does."""
    shop, said = listening()
    with pytest.raises(KeyboardInterrupt), shop.stage("Decoding"):
        raise KeyboardInterrupt
    assert said.getvalue() == ""


def test_words_are_counted_as_people_do() -> None:
    """One is singular."""
    assert [counted(number, "cue") for number in (0, 1, 2)] == ["0 cues", "1 cue", "2 cues"]
