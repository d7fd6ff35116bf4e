"""Work of some seconds that a page starts."""

from __future__ import annotations

import threading
import time

import pytest

from ui.errands import MISTAKE, Errand, Errands
from workflow.errors import PublishError
from workflow.progress import Reporter


def ended(errand: Errand[str]) -> Errand[str]:
    until = time.monotonic() + 10
    while not errand.is_done:
        assert time.monotonic() < until
        time.sleep(0.005)
    return errand


def test_the_same_thing_is_not_done_twice_at_once() -> None:
    """A second press, by anybody, is shown the first one's progress; when that is over it begins anew."""
    errands: Errands[str] = Errands()
    go_on = threading.Event()

    def work(watch: Reporter) -> str:
        with watch.stage("Publishing") as progress:
            progress(0.5)
            go_on.wait(10)
        watch.note("It went well.")
        return "a receipt"

    first = errands.start("a-story", work, by="Anna")
    second = errands.start("a-story", work, by="Ihor")
    other = errands.start("another", work, by="Ihor")
    go_on.set()
    assert second is first
    assert other is not first
    assert (ended(first).result, first.told, first.by) == ("a receipt", ["It went well."], "Anna")
    assert errands.of("a-story") is first
    assert ended(errands.start("a-story", work, by="Ihor")) is not first
    ended(other)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (PublishError("The disk is full: make room."), "The disk is full: make room."),
        (PermissionError(13, "Permission denied"), "The system refused: Permission denied."),
        (ZeroDivisionError(), MISTAKE),
    ],
)
def test_what_goes_wrong_is_one_sentence(error: Exception, sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A mistake of ours is named as one, and its trace is where the server prints."""

    def work(_: Reporter) -> str:
        raise error

    errand = ended(Errands[str]().start("a-story", work, by="Anna"))
    assert (errand.result, errand.error) == (None, sentence)
    assert ("ZeroDivisionError" in capsys.readouterr().err) == (sentence == MISTAKE)
