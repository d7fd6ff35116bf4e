"""What a window shows: the captions that the desk has confirmed, and the edits that it has not, on top."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from tests.steps.desk_factories import desk_with, save
from tests.ui.editor.windows import Window, windows_page
from workflow.steps.review import Desk
from workflow.store import Store

pytestmark = pytest.mark.browser

SAID = ("One two three.", "Four five six.", "Seven eight nine.", "Ten eleven twelve.")
_clients = count(1)


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    with windows_page(browser) as opened:
        yield opened


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> tuple[Desk, int]:
    return desk_with(store, tmp_path, *SAID)


def _open(page: Page, desk: tuple[Desk, int], name: str = "Anna") -> Window:
    return Window(page, *desk, name, f"w{next(_clients)}")


def _stored(desk: tuple[Desk, int]) -> list[str]:
    return [cue["text"] for cue in desk[0].document(desk[1], "a looker")["cues"]]


# --- an edit on its way ---------------------------------------------------------------------------------


def test_an_edit_is_shown_before_it_is_saved(page: Page, desk: tuple[Desk, int]) -> None:
    """What was typed stands on the screen at once, counted as unsaved; the answer makes it saved."""
    anna = _open(page, desk)
    anna.type(0, "One two four.")
    assert anna.texts()[0] == "One two four."
    assert anna.unsaved() == 1
    assert _stored(desk) == list(SAID)

    anna.send()
    assert anna.unsaved() == 0
    assert anna("status")["savedAt"] is not None
    assert _stored(desk) == anna.texts() == ["One two four.", *SAID[1:]]
    assert anna.cues() == desk[0].document(desk[1], "Anna")["cues"]


def test_what_changes_nothing_is_no_edit(page: Page, desk: tuple[Desk, int]) -> None:
    """A text typed as it was is not sent, and leaves nothing to undo."""
    anna = _open(page, desk)
    assert anna.type(0, SAID[0]) is None
    assert anna.unsaved() == 0
    assert anna("can") == [False, False]


def test_what_cannot_be_done_is_refused_at_once(page: Page, desk: tuple[Desk, int]) -> None:
    """The window says why, and nothing of it is done."""
    anna = _open(page, desk)
    first, _, third, _ = anna.all_keys()
    told = anna.do({"kind": "merge", "cues": [first, third]})
    assert told == {"refused": "Only captions that follow each other can be merged: choose those between them too."}
    assert anna.texts() == list(SAID)
    assert anna.unsaved() == 0


def test_an_answer_that_was_lost_costs_nothing(page: Page, desk: tuple[Desk, int]) -> None:
    """The edit is sent again, and the desk does it once."""
    anna = _open(page, desk)
    anna.do({"kind": "insert", "start": 9000, "end": 9900, "text": "Thirteen."})
    anna.sent()
    anna.type(0, "One.")
    anna.send()
    assert _stored(desk) == anna.texts() == ["One.", *SAID[1:], "Thirteen."]
    assert [change["kind"] for change in desk[0].document(desk[1], "Anna")["history"]] == ["insert", "set-texts"]


def test_an_answer_that_comes_twice_does_nothing_more(page: Page, desk: tuple[Desk, int]) -> None:
    """A late answer, or one from before, takes nothing back."""
    anna = _open(page, desk)
    anna.type(0, "One.")
    early = anna.sent()
    anna.type(0, "One two.")
    late = anna.sent()
    anna.adopt(late)
    anna.adopt(early)
    anna.adopt(late)
    assert anna.texts()[0] == _stored(desk)[0] == "One two."
    assert anna.unsaved() == 0


def test_the_new_part_of_a_split_can_be_edited_before_the_split_is_saved(page: Page, desk: tuple[Desk, int]) -> None:
    """Its name is known at once, and stays the same."""
    anna = _open(page, desk)
    split = anna.do({"kind": "split", "cue": anna.all_keys()[0], "caret": 4})
    new = split["after"][1]["key"]
    anna.do({"kind": "set-texts", "texts": {new: "two and three."}})
    anna.do({"kind": "merge", "cues": [anna.all_keys()[1], anna.all_keys()[2]]})
    assert anna.texts()[:2] == ["One", "two and three. Four five six."]
    anna.send()
    assert anna.texts() == _stored(desk)
    assert new in anna.all_keys()


def test_only_what_an_edit_touches_is_drawn_again(page: Page, desk: tuple[Desk, int]) -> None:
    """An edit and its answer each tell of its caption, no other."""
    anna = _open(page, desk)
    key = anna.all_keys()[2]
    anna("seen")
    anna.type(2, "Seven.")
    assert anna("seen") == [["change", [key]]]
    anna.send()
    assert [one for one in anna("seen") if one[0] == "change"] in ([], [["change", [key]]])


# --- others ---------------------------------------------------------------------------------------------


def test_what_another_writes_comes_beneath_what_is_unsaved(page: Page, desk: tuple[Desk, int]) -> None:
    """Both are seen, and both are saved in the end."""
    anna, boris = _open(page, desk), _open(page, desk, "Boris")
    anna.type(0, "Anna's first.")
    boris.type(1, "Boris's second.")
    boris.send()
    anna.ask()
    assert anna.texts()[:2] == ["Anna's first.", "Boris's second."]
    assert anna.unsaved() == 1
    anna.send()
    boris.ask()
    assert anna.texts() == boris.texts() == _stored(desk) == ["Anna's first.", "Boris's second.", *SAID[2:]]


def test_two_versions_of_one_caption_are_a_conflict(page: Page, desk: tuple[Desk, int]) -> None:
    """The one that came later is refused with both versions shown; neither is lost."""
    anna, boris = _open(page, desk), _open(page, desk, "Boris")
    anna.type(0, "Anna's.")
    boris.type(0, "Boris's.")
    boris.send()
    anna.send()
    [conflict] = anna("conflicts")
    assert conflict["by"] == "Boris"
    assert [cue["text"] for cue in conflict["theirs"]] == ["Boris's."]
    assert [cue["text"] for cue in conflict["yours"]] == ["Anna's."]
    assert anna.texts()[0] == _stored(desk)[0] == "Boris's."
    assert anna.unsaved() == 0


@pytest.mark.parametrize(("choice", "kept"), [("mine", "Anna's."), ("theirs", "Boris's.")])
def test_a_conflict_ends_as_the_person_chooses(page: Page, desk: tuple[Desk, int], choice: str, kept: str) -> None:
    """Their own version is written over what stands there now; or it is let go."""
    anna, boris = _open(page, desk), _open(page, desk, "Boris")
    anna.type(0, "Anna's.")
    boris.type(0, "Boris's.")
    boris.send()
    anna.send()
    anna("resolve", anna("conflicts")[0]["id"], choice)
    assert anna("conflicts") == []
    anna.send()
    boris.ask()
    assert anna.texts()[0] == boris.texts()[0] == _stored(desk)[0] == kept


def test_what_was_written_into_a_caption_that_is_gone_can_be_put_in_again(page: Page, desk: tuple[Desk, int]) -> None:
    """It was deleted by another meanwhile: the text comes back as a caption of its own."""
    anna, boris = _open(page, desk), _open(page, desk, "Boris")
    anna.type(1, "Anna's own words.")
    boris.do({"kind": "delete", "cues": [boris.all_keys()[1]]})
    boris.send()
    anna.send()
    [conflict] = anna("conflicts")
    assert conflict["gone"]
    assert anna.texts() == [SAID[0], *SAID[2:]]
    anna("resolve", conflict["id"], "mine")
    anna.send()
    assert anna.texts() == _stored(desk) == [SAID[0], "Anna's own words.", *SAID[2:]]


def test_the_next_edits_of_a_caption_in_conflict_are_kept_as_conflicts_too(page: Page, desk: tuple[Desk, int]) -> None:
    """One refused edit lets none of those behind it pass over another's words."""
    anna, boris = _open(page, desk), _open(page, desk, "Boris")
    anna.type(0, "Anna's first try.")
    anna.type(0, "Anna's second try.")
    anna.type(2, "Something else.")
    boris.type(0, "Boris's.")
    boris.send()
    anna.send()
    assert [conflict["yours"][0]["text"] for conflict in anna("conflicts")] == [
        "Anna's first try.",
        "Anna's second try.",
    ]
    assert anna.texts() == _stored(desk) == ["Boris's.", SAID[1], "Something else.", SAID[3]]


def test_captions_made_anew_from_outside_are_loaded_again(page: Page, store: Store, desk: tuple[Desk, int]) -> None:
    """What was unsaved meanwhile is on top of them, or comes up as a conflict: it is not lost."""
    anna = _open(page, desk)
    anna.type(0, "Anna's.")
    save(store, ["New one.", "New two."], origin="person", over=True)
    anna.send()
    assert anna.unsaved() == 1
    assert [text for text in anna.texts() if text != "Anna's."] in (["New one.", "New two."], ["New two."])
    anna.send()
    kept = [conflict["mine"]["texts"] for conflict in anna("conflicts")]
    assert list(kept[0].values()) == ["Anna's."] if kept else anna.texts()[0] == "Anna's."
    assert anna.unsaved() == 0
    assert anna.texts() == _stored(desk)


def test_an_edit_that_another_window_left_is_taken_over(page: Page, desk: tuple[Desk, int]) -> None:
    """It is sent under its own number, so that it is done once even if it had arrived after all."""
    dead, anna = _open(page, desk), _open(page, desk)
    dead.type(0, "Typed before the crash.")
    [left] = dead("pending")
    dead.sent()
    anna("take", left)
    assert anna.texts()[0] == "Typed before the crash."
    anna.send()
    assert len(desk[0].document(desk[1], "Anna")["history"]) == 1
    assert anna.texts() == _stored(desk)


# --- undo -----------------------------------------------------------------------------------------------


def test_undo_and_redo_are_shown_at_once(page: Page, desk: tuple[Desk, int]) -> None:
    """Saved or unsaved, the last edit goes back and comes again."""
    anna = _open(page, desk)
    anna.type(0, "One.")
    anna.send()
    anna.type(1, "Four.")
    assert anna("undo")
    assert anna("undo")
    assert anna.texts() == list(SAID)
    assert anna("can") == [False, True]
    assert anna("redo")
    assert anna.texts() == ["One.", *SAID[1:]]
    anna.send()
    assert anna.texts() == _stored(desk)
    assert anna("can") == [True, True]


def test_undo_goes_on_after_a_reload(page: Page, desk: tuple[Desk, int]) -> None:
    """What a person did in one window they can take back in the next."""
    anna = _open(page, desk)
    anna.type(0, "One.")
    anna.do({"kind": "delete", "cues": [anna.all_keys()[1]]})
    anna.send()
    again = _open(page, desk)
    assert again("can") == [True, False]
    assert again("undo")
    assert again.texts() == ["One.", *SAID[1:]]
    again.send()
    again("redo")
    again.send()
    assert again.texts() == _stored(desk) == ["One.", *SAID[2:]]


def test_nobody_undoes_what_another_did(page: Page, desk: tuple[Desk, int]) -> None:
    """Everyone has a stack of their own."""
    anna, boris = _open(page, desk), _open(page, desk, "Boris")
    boris.type(0, "Boris's.")
    boris.send()
    anna.ask()
    assert anna("can") == [False, False]
    assert anna("undo") is False
    anna.type(1, "Anna's.")
    anna.send()
    boris.ask()
    boris("undo")
    boris.send()
    assert boris.texts() == _stored(desk) == [SAID[0], "Anna's.", *SAID[2:]]


def test_an_undo_over_anothers_words_is_refused_with_a_sentence(page: Page, desk: tuple[Desk, int]) -> None:
    """Nothing is shown that the desk would not do."""
    anna, boris = _open(page, desk), _open(page, desk, "Boris")
    anna.type(0, "Anna's.")
    anna.send()
    boris.ask()
    boris.type(0, "Boris's.")
    boris.send()
    anna.ask()
    anna("seen")
    anna("undo")
    assert anna.texts()[0] == "Boris's."
    anna.send()
    assert anna.texts()[0] == _stored(desk)[0] == "Boris's."
    assert [name for name, _ in anna("seen") if name == "notice"] == ["notice"]


def test_a_new_edit_ends_what_could_be_redone(page: Page, desk: tuple[Desk, int]) -> None:
    anna = _open(page, desk)
    anna.type(0, "One.")
    anna("undo")
    assert anna("can") == [False, True]
    anna.type(1, "Four.")
    assert anna("can") == [True, False]


# --- findings and places --------------------------------------------------------------------------------


def test_findings_follow_the_edits(page: Page, desk: tuple[Desk, int]) -> None:
    """A line that becomes too long is found with the answer, and gone when it is short again."""
    anna = _open(page, desk)
    key = anna.all_keys()[1]
    before = {finding["id"] for finding in anna("findings")}
    anna.type(1, "A line so long that no newsroom would put it on a screen of any size whatever it may be.")
    anna.send()
    found = anna("findings", key)
    assert any("line" in finding["check"] or "line" in finding["message"] for finding in found)
    assert {one["id"] for one in anna("findings")} == {one["id"] for one in desk[0].document(desk[1], "a")["findings"]}
    anna("undo")
    anna.send()
    assert {finding["id"] for finding in anna("findings")} == before


def test_the_current_caption_is_never_one_that_is_gone(page: Page, desk: tuple[Desk, int]) -> None:
    """Its neighbour takes its place, and what was chosen of the gone is chosen no more."""
    anna = _open(page, desk)
    keys = anna.all_keys()
    anna("current", keys[1])
    anna("select", [keys[1], keys[2]], "set")
    anna.do({"kind": "delete", "cues": [keys[1]]})
    assert anna("current") == keys[2]
    assert anna("selected") == [keys[2]]


def test_a_range_is_chosen_from_the_first_to_the_last(page: Page, desk: tuple[Desk, int]) -> None:
    anna = _open(page, desk)
    keys = anna.all_keys()
    anna("select", [keys[0]], "set")
    assert anna("select", [keys[2]], "range") == keys[:3]
    assert anna("select", [keys[1]], "toggle") == [keys[0], keys[2]]


def test_all_captions_of_a_moment_are_found(page: Page, desk: tuple[Desk, int]) -> None:
    """Also a long one that began before others."""
    anna = _open(page, desk)
    keys = anna.all_keys()
    anna.do({"kind": "set-times", "times": {keys[0]: [0, 7000]}})
    assert anna("at", 4500) == [keys[0], keys[2]]
    assert anna("at", 5900) == [keys[0]]


# --- whatever happens -----------------------------------------------------------------------------------

DOES = ("type", "type", "type", "split", "merge", "insert", "delete", "times", "voice", "undo", "redo")


@st.composite
def _happenings(draw: st.DrawFn) -> list[tuple[Any, ...]]:
    """What two people do, and what becomes of what they send: (who, what, two numbers)."""
    what = st.sampled_from((*DOES, "send", "send", "lose", "ask", "late"))
    one = st.tuples(st.integers(0, 1), what, st.integers(0, 30), st.integers(0, 30))
    return draw(st.lists(one, min_size=5, max_size=25))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(_happenings())
def test_in_the_end_all_windows_show_what_the_store_has(page: Page, happenings: list[tuple[Any, ...]]) -> None:
    """Whatever two people did at once, whatever was lost or late: no edit is lost, none is done twice."""
    with TemporaryDirectory() as folder, Store(Path(folder) / "home") as store:
        desk = desk_with(store, Path(folder), *SAID)
        windows = [_open(page, desk), _open(page, desk, "Boris")]
        late: list[tuple[Window, Any]] = []
        done = 0
        for who, what, first, second in happenings:
            window = windows[who]
            if what == "send":
                window.send()
            elif what == "lose":
                late.append((window, window.sent()))
            elif what == "late" and late:
                them, answer = late.pop(0)
                them.adopt(answer)
            elif what == "ask":
                window.ask()
            elif what in DOES:
                done += _do(window, what, first, second)
        for window in windows:
            window.send()
        for window in windows:
            window.ask()
            assert window.unsaved() == 0
            assert window.cues() == desk[0].document(desk[1], "a looker")["cues"]
        written = desk[0].document(desk[1], "Anna")["history"]
        numbers = [(change["client"], change["seq"]) for change in written]
        assert len(set(numbers)) == len(numbers)
        refused = sum(len(window("conflicts")) for window in windows)
        notices = sum(name == "notice" for window in windows for name, _ in window("seen"))
        assert len(written) + refused + notices == done


def _do(window: Window, what: str, first: int, second: int) -> int:
    """Something a person may do; 1 when it was an edit."""
    before = window.unsaved()
    keys = window.all_keys()
    if what in ("undo", "redo"):
        window(what)
    elif what == "insert":
        window.do({"kind": "insert", "start": first * 300, "end": first * 300 + 900, "text": f"New {second}."})
    elif keys:
        key = keys[first % len(keys)]
        window.do(_command(what, key, keys, first, second))
    return window.unsaved() - before


def _command(what: str, key: str, keys: list[str], first: int, second: int) -> dict[str, Any]:
    place = keys.index(key)
    commands: dict[str, dict[str, Any]] = {
        "type": {"kind": "set-texts", "texts": {key: f"Words number {second} and more."}},
        "split": {"kind": "split", "cue": key, "caret": second},
        "merge": {"kind": "merge", "cues": keys[place : place + 2]},
        "delete": {"kind": "delete", "cues": [key]},
        "times": {"kind": "set-times", "times": {key: [second * 250, second * 250 + 700 + first * 10]}},
        "voice": {"kind": "set-voice", "cues": [key], "voice": f"Voice {second % 3}"},
    }
    return commands[what]
