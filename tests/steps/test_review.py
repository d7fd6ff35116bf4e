"""Every edit of every window counts once, two people are told instead of one losing, and nothing is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.steps.desk_factories import SLUG, Window, desk_with, open_desk, save, set_text, texts_in
from workflow.errors import CaptionError, NoSuchTrack, NotAllowed
from workflow.review.reading import Unreadable
from workflow.store import Status, Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "home") as opened:
        yield opened


def test_an_edit_is_there_for_whoever_opens_the_track_next(store: Store, tmp_path: Path) -> None:
    desk, track = desk_with(store, tmp_path, "One.", "Two.")
    Window(desk, track, "Anna", "w1").do(set_text("r1.2", "Zwei."))
    assert texts_in(desk, track) == ["One.", "Zwei."]
    assert texts_in(open_desk(store), track) == ["One.", "Zwei."], "another server finds it in the log"


def test_an_edit_that_arrives_twice_is_done_once(store: Store, tmp_path: Path) -> None:
    desk, track = desk_with(store, tmp_path, "One two three.")
    window = Window(desk, track, "Anna", "w1")
    split = window.numbered({"kind": "split", "cue": "r1.1", "caret": 4, "new_key": "w1.1"})
    first = window.send([split])
    again = window.send([split])
    assert first["acks"] == again["acks"] == [{"client": "w1", "seq": 1, "edit": 1}]
    assert texts_in(desk, track) == ["One", "two three."]
    assert len(store.drafts.log(track)) == 1


def test_an_edit_that_arrives_again_at_a_new_server_is_done_once(store: Store, tmp_path: Path) -> None:
    desk, track = desk_with(store, tmp_path, "One two three.")
    window = Window(desk, track, "Anna", "w1")
    split = window.numbered({"kind": "split", "cue": "r1.1", "caret": 4, "new_key": "w1.1"})
    window.send([split])
    window.desk = open_desk(store)
    assert window.send([split])["acks"] == [{"client": "w1", "seq": 1, "edit": 1}]
    assert len(store.drafts.log(track)) == 1


def test_an_edit_that_changes_nothing_is_acknowledged_and_not_logged(store: Store, tmp_path: Path) -> None:
    desk, track = desk_with(store, tmp_path, "One.")
    answer = Window(desk, track, "Anna", "w1").do(set_text("r1.1", "One."))
    assert [ack["seq"] for ack in answer["acks"]] == [1]
    assert store.drafts.log(track) == ()


def test_what_cannot_be_done_is_refused_and_stops_nothing_else(store: Store, tmp_path: Path) -> None:
    desk, track = desk_with(store, tmp_path, "One.", "Two.")
    window = Window(desk, track, "Anna", "w1")
    bad = window.numbered({"kind": "split", "cue": "r1.1", "caret": 0, "new_key": "w1.1"})
    good = window.numbered(set_text("r1.2", "Zwei."))
    answer = window.send([bad, good])
    assert [one["seq"] for one in answer["refused"]] == [1]
    assert answer["refused"][0]["why"].endswith(".")
    assert [one["seq"] for one in answer["acks"]] == [2]
    assert texts_in(desk, track) == ["One.", "Zwei."]


def test_two_people_on_one_caption_are_told_with_both_versions(store: Store, tmp_path: Path) -> None:
    desk, track = desk_with(store, tmp_path, "One.", "Two.")
    anna, bela = Window(desk, track, "Anna", "w1"), Window(desk, track, "Bela", "w2")
    anna.do(set_text("r1.1", "Anna's."))
    answer = bela.do(set_text("r1.1", "Bela's."))
    (refused,) = answer["refused"]
    assert refused["by"] == "Anna"
    assert "Anna" in refused["why"]
    assert [cue["text"] for cue in refused["theirs"]] == ["Anna's."]
    assert refused["mine"] == set_text("r1.1", "Bela's.")
    assert texts_in(desk, track) == ["Anna's.", "Two."]


def test_two_people_on_different_captions_do_not_meet(store: Store, tmp_path: Path) -> None:
    desk, track = desk_with(store, tmp_path, "One.", "Two.")
    anna, bela = Window(desk, track, "Anna", "w1"), Window(desk, track, "Bela", "w2")
    anna.do(set_text("r1.1", "Anna's."))
    assert bela.do(set_text("r1.2", "Bela's."))["refused"] == []
    assert bela.texts() == ["Anna's.", "Bela's."]
    anna.ask()
    assert anna.texts() == ["Anna's.", "Bela's."]


def test_a_caption_that_another_has_deleted_is_told_as_gone(store: Store, tmp_path: Path) -> None:
    desk, track = desk_with(store, tmp_path, "One.", "Two.")
    anna, bela = Window(desk, track, "Anna", "w1"), Window(desk, track, "Bela", "w2")
    anna.do({"kind": "delete", "cues": ["r1.1"]})
    (refused,) = bela.do(set_text("r1.1", "Bela's."))["refused"]
    assert refused["theirs"] == []
    assert refused["by"] == "Anna"


def test_ones_own_edits_never_meet_each_other(store: Store, tmp_path: Path) -> None:
    """They are sent before the first is acknowledged, and know the caption as it was before all of them."""
    desk, track = desk_with(store, tmp_path, "One.")
    window = Window(desk, track, "Anna", "w1")
    edits = [window.numbered(set_text("r1.1", text), {"r1.1": 0}) for text in ("A.", "B.", "C.")]
    for edit in edits:
        assert window.send([edit])["refused"] == []
    assert texts_in(desk, track) == ["C."]


def test_undo_takes_back_ones_own_last_edit_and_redo_does_it_again(store: Store, tmp_path: Path) -> None:
    desk, track = desk_with(store, tmp_path, "One.", "Two.")
    anna, bela = Window(desk, track, "Anna", "w1"), Window(desk, track, "Bela", "w2")
    anna.do(set_text("r1.1", "Anna's."))
    bela.do(set_text("r1.2", "Bela's."))
    anna.do({"kind": "undo"})
    assert texts_in(desk, track) == ["One.", "Bela's."]
    Window(open_desk(store), track, "Anna", "w3").do({"kind": "redo"})
    assert texts_in(open_desk(store), track) == ["Anna's.", "Bela's."], "after a reload, at another server"


def test_an_undo_of_what_another_has_changed_since_is_refused(store: Store, tmp_path: Path) -> None:
    desk, track = desk_with(store, tmp_path, "One.")
    anna, bela = Window(desk, track, "Anna", "w1"), Window(desk, track, "Bela", "w2")
    anna.do(set_text("r1.1", "Anna's."))
    bela.ask()
    bela.do(set_text("r1.1", "Bela's."))
    (refused,) = anna.do({"kind": "undo"})["refused"]
    assert "another person has changed" in refused["why"]
    assert texts_in(desk, track) == ["Bela's."]


def test_edits_of_another_person_begin_a_new_revision(store: Store, tmp_path: Path) -> None:
    desk, track = desk_with(store, tmp_path, "One.", "Two.")
    Window(desk, track, "Anna", "w1").do(set_text("r1.1", "Anna's."))
    Window(desk, track, "Bela", "w2").do(set_text("r1.2", "Bela's."))
    desk.cut(track, "Bela")
    told = desk.revisions(track)["revisions"]
    assert [(row["number"], row["author"], row["words_changed"]) for row in told] == [
        (3, "Bela", 1),
        (2, "Anna", 1),
        (1, "the engine's owner", None),
    ]


def test_a_revision_keeps_keys_so_that_a_window_need_not_load_again(store: Store, tmp_path: Path) -> None:
    desk, track = desk_with(store, tmp_path, "One.", "Two.")
    window = Window(desk, track, "Anna", "w1")
    window.do(set_text("r1.1", "Eins."))
    desk.cut(track, "Anna")
    assert "reset" not in window.do(set_text("r1.2", "Zwei."))
    assert texts_in(open_desk(store), track) == ["Eins.", "Zwei."]


def test_captions_from_outside_make_a_window_load_again_and_lose_no_edit(store: Store, tmp_path: Path) -> None:
    desk, track = desk_with(store, tmp_path, "One.", "Two.")
    window = Window(desk, track, "Anna", "w1")
    window.do(set_text("r1.1", "Eins."))
    save(store, ["Un.", "Deux."], origin="person")
    assert window.ask() == {"reset": True}
    assert window.texts() == ["Un.", "Deux."]
    assert store.tracks.revision(SLUG, "en", number=2).webvtt.count("Eins.") == 1, "her edit is in the history"
    assert window.do(set_text(next(iter(window.cues)), "Uno."))["refused"] == []
    assert texts_in(desk, track) == ["Uno.", "Deux."]


def test_an_engine_does_not_write_over_edits_that_are_in_no_revision_yet(store: Store, tmp_path: Path) -> None:
    desk, track = desk_with(store, tmp_path, "One.")
    Window(desk, track, "Anna", "w1").do(set_text("r1.1", "Anna's."))
    with pytest.raises(CaptionError, match="Anna"):
        save(store, ["The engine's."])
    assert texts_in(desk, track) == ["Anna's."]


def test_an_earlier_revision_stands_again_as_one_edit_that_can_be_undone(store: Store, tmp_path: Path) -> None:
    desk, track = desk_with(store, tmp_path, "One.", "Two.", "Three.")
    window = Window(desk, track, "Anna", "w1")
    window.do(set_text("r1.1", "Eins."))
    window.do({"kind": "merge", "cues": ["r1.2", "r1.3"]})
    window.do({"kind": "restore", "revision": 1})
    assert texts_in(desk, track) == ["One.", "Two.", "Three."]
    window.do({"kind": "undo"})
    assert texts_in(desk, track) == ["Eins.", "Two. Three."]


def test_two_versions_differ_in_the_words_that_were_changed(store: Store, tmp_path: Path) -> None:
    desk, track = desk_with(store, tmp_path, "She waits for him.", "They wait.")
    Window(desk, track, "Anna", "w1").do(set_text("r1.1", "She waited for him."))
    told = desk.diff(track, "1", "now")
    (row,) = told["rows"]
    assert row["parts"] == [["same", "She "], ["gone", "waits "], ["new", "waited "], ["same", "for him."]]
    assert (told["same"], told["words"]) == (1, [1, 6])
    with pytest.raises(CaptionError, match="no version"):
        desk.diff(track, "1; drop", "now")
    with pytest.raises(CaptionError, match="no transcript"):
        desk.diff(track, "transcript", "now")


def test_findings_come_and_go_with_the_edits(store: Store, tmp_path: Path) -> None:
    desk, track = desk_with(store, tmp_path, "One.", "Two.")
    anna, bela = Window(desk, track, "Anna", "w1"), Window(desk, track, "Bela", "w2")
    before = dict(anna.findings)
    anna.do(set_text("r1.1", "A line that is so long that no reader could read it in the time that there is"))
    assert {one["check"] for one in anna.findings.values()} >= {"line-too-long", "reads-too-fast"}
    bela.ask()
    assert bela.findings == anna.findings
    anna.do({"kind": "undo"})
    bela.ask()
    assert bela.findings == anna.findings == before


def test_a_window_that_comes_back_after_a_restart_gets_all_findings(store: Store, tmp_path: Path) -> None:
    desk, track = desk_with(store, tmp_path, "One.")
    window = Window(desk, track, "Anna", "w1")
    window.do(set_text("r1.1", "x" * 60))
    known, window.findings, window.desk = window.findings, {}, open_desk(store)
    window.ask()
    assert window.findings == known


def test_a_waived_finding_stays_waived_until_what_was_found_changes(store: Store, tmp_path: Path) -> None:
    desk, track = desk_with(store, tmp_path, "x" * 60, "Two.")
    window = Window(desk, track, "Anna", "w1")
    name = "line-too-long:r1.1"
    desk.waive(track, "Anna", {"id": name, "reason": "a long name"})
    window.ask()
    assert window.findings[name]["waived"]["reason"] == "a long name"
    window.do(set_text("r1.2", "Zwei."))
    assert Window(open_desk(store), track, "Bela", "w2").findings[name]["waived"]["by"] == "Anna"
    window.do(set_text("r1.1", "x" * 61))
    assert window.findings[name]["waived"] is None


def test_a_waiver_is_taken_back(store: Store, tmp_path: Path) -> None:
    desk, track = desk_with(store, tmp_path, "x" * 60)
    desk.waive(track, "Anna", {"id": "line-too-long:r1.1", "reason": "a long name"})
    desk.unwaive(track, "Anna", "line-too-long:r1.1")
    assert Window(open_desk(store), track, "Anna", "w1").findings["line-too-long:r1.1"]["waived"] is None


def test_a_waiver_needs_a_reason(store: Store, tmp_path: Path) -> None:
    desk, track = desk_with(store, tmp_path, "x" * 60)
    with pytest.raises(CaptionError, match="Say why"):
        desk.waive(track, "Anna", {"id": "line-too-long:r1.1", "reason": "  "})


def test_fixes_are_edits_that_mend_what_was_found(store: Store, tmp_path: Path) -> None:
    desk, track = desk_with(store, tmp_path, "A line that has more characters than fit in it", "Two.")
    window = Window(desk, track, "Anna", "w1")
    (fix,) = desk.fixes(track, {"ids": ["line-too-long:r1.1"]})["fixes"]
    window.do(fix["do"])
    assert "line-too-long:r1.1" not in window.findings


def test_approval_is_of_exactly_these_captions(store: Store, tmp_path: Path) -> None:
    desk, track = desk_with(store, tmp_path, "One.", "Two.")
    window = Window(desk, track, "Anna", "w1")
    window.do(set_text("r1.1", "Eins."))
    answer = desk.move(track, "Bela", {"move": "approve", "note": "fine", "edit": window.edit})
    assert answer["track"]["status"] == "approved"
    approved = store.drafts.approved(track)
    assert approved is not None
    assert (approved.revision, approved.reviewer, approved.note) == (2, "Bela", "fine")
    assert approved.sha256 == store.tracks.revision(SLUG, "en", number=2).sha256
    window.do(set_text("r1.2", "Zwei."))
    assert store.tracks.list(SLUG)[0].status is Status.DRAFT, "an edit ends the approval of the draft"
    assert (kept := store.drafts.approved(track)) is not None
    assert kept.revision == 2, "and not of what was approved"


def test_nobody_approves_what_they_have_not_seen(store: Store, tmp_path: Path) -> None:
    desk, track = desk_with(store, tmp_path, "One.")
    seen = Window(desk, track, "Bela", "w2").edit
    Window(desk, track, "Anna", "w1").do(set_text("r1.1", "Eins."))
    with pytest.raises(NotAllowed, match="Anna has changed"):
        desk.move(track, "Bela", {"move": "approve", "note": "", "edit": seen})


def test_open_errors_hold_back_an_approval_until_they_are_waived(store: Store, tmp_path: Path) -> None:
    desk, track = desk_with(store, tmp_path, "x" * 60)
    window = Window(desk, track, "Anna", "w1")
    told = desk.document(track, "Anna")["actions"]["approve"]
    assert not told["may"]
    with pytest.raises(NotAllowed, match="open"):
        desk.move(track, "Anna", {"move": "approve", "note": "", "edit": window.edit})
    for name, one in window.findings.items():
        if one["severity"] == "error":
            desk.waive(track, "Anna", {"id": name, "reason": "meant"})
    assert desk.move(track, "Anna", {"move": "approve", "note": "", "edit": 0})["track"]["status"] == "approved"


@pytest.mark.parametrize("second_person", [False, True])
def test_a_second_person_approves_where_the_newsroom_wants_one(
    store: Store, tmp_path: Path, *, second_person: bool
) -> None:
    desk, track = desk_with(store, tmp_path, "One.", second_person=second_person)
    window = Window(desk, track, "Anna", "w1")
    window.do(set_text("r1.1", "Eins."))
    told = desk.document(track, "Anna")["actions"]["approve"]
    assert told["may"] is not second_person
    assert desk.document(track, "Bela")["actions"]["approve"]["may"]


def test_returned_captions_come_with_what_is_to_be_changed(store: Store, tmp_path: Path) -> None:
    desk, track = desk_with(store, tmp_path, "One.")
    desk.move(track, "Anna", {"move": "request", "note": "", "edit": 0})
    with pytest.raises(NotAllowed, match="Say what"):
        desk.move(track, "Bela", {"move": "return", "note": " ", "edit": 0})
    desk.move(track, "Bela", {"move": "return", "note": "the name at 0:01", "edit": 0})
    assert store.tracks.list(SLUG)[0].status is Status.RETURNED
    with store.drafts.look(track) as look:
        assert [(one.approved, one.note) for one in look.approvals()] == [(False, "the name at 0:01")]


def test_another_track_stands_beside_and_tells_what_was_left_behind(store: Store, tmp_path: Path) -> None:
    desk, track = desk_with(store, tmp_path, "Одна.", "Дві.")
    other = save(store, ["One.", "Two."], kind="subtitles", language="en-GB")
    Window(desk, track, "Anna", "w1").do(set_text("r1.2", "Три."))
    told = desk.beside(track, other)
    assert [(row["key"], [one["text"] for one in row["others"]], row["stale"]) for row in told["rows"]] == [
        ("r1.1", ["One."], False),
        ("r1.2", ["Two."], True),
    ]
    Window(desk, other, "Bela", "w2").do(set_text("r1.2", "Three."))
    assert not any(row["stale"] for row in desk.beside(track, other)["rows"])


def test_who_is_there_is_told_to_the_others(store: Store, tmp_path: Path) -> None:
    desk, track = desk_with(store, tmp_path, "One.")
    anna, bela = Window(desk, track, "Anna", "w1"), Window(desk, track, "Bela", "w2")
    anna.ask()
    assert [one["name"] for one in bela.ask()["editors"]] == ["Anna"]
    assert desk.editing() == {track: ("Anna", "Bela")}


def test_a_track_that_is_gone_is_told_in_a_sentence(store: Store, tmp_path: Path) -> None:
    desk, track = desk_with(store, tmp_path, "One.")
    desk.document(track, "Anna")
    store.stories.delete(SLUG, by="Anna")
    with pytest.raises(NoSuchTrack, match="not there any more"):
        desk.document(track, "Anna")


@pytest.mark.parametrize(
    "asked",
    [
        None,
        [],
        {},
        {"epoch": 1, "edit": 0, "client": "w1", "edits": {}},
        {"epoch": "1", "edit": 0, "client": "w1", "edits": []},
        {"epoch": 1, "edit": 0, "client": "../w1", "edits": []},
        {"epoch": 1, "edit": 0, "client": "w1", "edits": [{"client": "w1", "seq": 0, "do": {"kind": "undo"}}]},
        {"epoch": 1, "edit": 0, "client": "w1", "edits": [{}] * 501},
    ],
)
def test_what_is_no_request_is_refused_and_changes_nothing(store: Store, tmp_path: Path, asked: Any) -> None:
    desk, track = desk_with(store, tmp_path, "One.")
    with pytest.raises(Unreadable):
        desk.apply(track, "Anna", asked)
    assert store.drafts.log(track) == ()


COMMANDS = st.lists(
    st.tuples(
        st.sampled_from(["Anna", "Bela"]),
        st.sampled_from(["text", "merge", "split", "delete", "insert", "undo", "redo", "shift", "cut"]),
        st.integers(0, 9),
    ),
    max_size=25,
)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(COMMANDS)
def test_memory_log_and_windows_agree_whatever_is_done(tmp_path_factory: pytest.TempPathFactory, steps: Any) -> None:
    """What the desk has in memory is what a new server reads from the log, and what a window has pieced together."""
    folder = tmp_path_factory.mktemp("agree")
    with Store(folder / "home") as store:
        desk, track = desk_with(store, folder, "One two.", "Three four.", "Five six.", "Seven.")
        windows = {name: Window(desk, track, name, f"w-{name}") for name in ("Anna", "Bela")}
        for name, what, number in steps:
            window = windows[name]
            window.ask()
            command = _command(window, what, number)
            if command is None:
                desk.cut(track, name)
            else:
                window.do(command)
        for window in windows.values():
            window.ask()
        fresh = open_desk(store).document(track, "a looker")
        now = desk.document(track, "a looker")
        assert now["cues"] == fresh["cues"]
        assert {one["id"]: one for one in fresh["findings"]} == windows["Anna"].findings == windows["Bela"].findings
        assert windows["Anna"].cues == windows["Bela"].cues == {cue["key"]: cue for cue in fresh["cues"]}


def _command(window: Window, what: str, number: int) -> dict[str, Any] | None:
    keys = sorted(window.cues)
    if what == "cut":
        return None
    if what in ("undo", "redo") or not keys:
        return {"kind": "undo" if what != "redo" else "redo"}
    key = keys[number % len(keys)]
    made = f"{window.client}.{window.seq + 1}"
    return {
        "text": set_text(key, f"New {number} words"),
        "merge": {"kind": "merge", "cues": [key, keys[(number + 1) % len(keys)]]},
        "split": {"kind": "split", "cue": key, "caret": 4, "new_key": made},
        "delete": {"kind": "delete", "cues": [key]},
        "insert": {"kind": "insert", "new_key": made, "start": number * 900, "end": number * 900 + 800, "text": "In."},
        "shift": {"kind": "shift", "cues": [key], "by_ms": 100 * number},
    }[what]
