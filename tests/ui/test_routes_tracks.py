"""The routes that the editor asks, over real HTTP: the desk behind them, its refusals as sentences, and who may ask."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.steps.desk_factories import SLUG, save, set_text
from tests.store.factories import stored_story
from tests.ui.served import Answer, Served, served

TEXTS = ("This is a story about the women.", "They have wives at home.", "x" * 60)
CLIENT = "window-1"


class Window:
    """One window's numbers, as the browser sends them."""

    def __init__(self, door: Served, track: int) -> None:
        self.door, self.at, self.seq = door, f"/api/tracks/{track}", 0
        told = door.get(self.at).json
        self.keys = [cue["key"] for cue in told["cues"]]
        self.known = {name: told[name] for name in ("epoch", "edit", "checked")} | {"client": CLIENT, "cue": None}

    def edit(self, command: dict[str, Any]) -> Answer:
        self.seq += 1
        edit = {"client": CLIENT, "seq": self.seq, "base": dict.fromkeys(self.keys, 0), "do": command}
        return self.door.post(f"{self.at}/edits", self.known | {"edits": [edit]})


@pytest.fixture
def editing(tmp_path: Path) -> Iterator[tuple[Served, int]]:
    """Anna is signed in, and there is a story with captions; the id of their track."""
    with served(tmp_path / "home") as door:
        stored_story(door.room.store, tmp_path, SLUG)
        track = save(door.room.store, TEXTS)
        door.sign_in("Anna")
        yield door, track


def test_a_track_is_opened_edited_and_asked_about(editing: tuple[Served, int]) -> None:
    """The edit is acknowledged, is in the document, and is Anna's."""
    door, track = editing
    window = Window(door, track)
    told = window.edit(set_text(window.keys[0], "This is a story about women.")).json
    assert told["acks"] == [{"client": CLIENT, "seq": 1, "edit": 1}]
    document = door.get(window.at).json
    assert document["cues"][0]["text"] == "This is a story about women."
    assert document["person"] == "Anna"
    assert document["history"][0]["by"] == "Anna"
    news = door.get(f"{window.at}/since?epoch={window.known['epoch']}&edit=0&checked=0&client=window-2").json
    assert [change["by"] for change in news["changes"]] == ["Anna"]
    assert [one["name"] for one in news["editors"]] == ["Anna"]


def test_find_fix_diff_and_history(editing: tuple[Served, int]) -> None:
    """Each is the desk's answer."""
    door, track = editing
    window = Window(door, track)
    assert [one["key"] for one in door.post(f"{window.at}/find", {"pattern": "wives"}).json["matches"]] == [
        window.keys[1]
    ]
    assert door.post(f"{window.at}/fixes", {"ids": []}).json == {"fixes": [], "left": []}
    window.edit(set_text(window.keys[1], "They have husbands in prison."))
    assert door.get(f"{window.at}/diff?from=1&to=now").json["changed"] == 1
    assert door.post(f"{window.at}/cut", {}).json == {"revision": 2}
    assert [one["number"] for one in door.get(f"{window.at}/revisions").json["revisions"]] == [2, 1]


def test_a_finding_whose_name_has_slashes_is_waived_and_taken_up_again(editing: tuple[Served, int]) -> None:
    """The name travels in the path of the address."""
    door, track = editing
    at = f"/api/tracks/{track}"
    name = door.get(at).json["findings"][0]["id"]
    assert door.post(f"{at}/waivers", {"id": name, "reason": "She reads slowly."}).status == 200
    assert door.ask("DELETE", f"{at}/waivers/{quote(name, safe='')}").status == 200
    assert all(one["waived"] is None for one in door.get(at).json["findings"])
    assert door.ask("DELETE", f"{at}/waivers/{quote('no/such %2F finding', safe='')}").status == 200


def test_asking_for_a_review_and_approving(editing: tuple[Served, int]) -> None:
    """What the desk refuses comes with its sentence."""
    door, track = editing
    answer = door.post(f"/api/tracks/{track}/status", {"move": "return", "note": "", "edit": 0})
    assert answer.status == 409
    assert answer.why
    answer = door.post(f"/api/tracks/{track}/status", {"move": "request", "note": "", "edit": 0})
    assert answer.json["track"]["status"] == "in review"


def test_captions_beside_each_other(editing: tuple[Served, int]) -> None:
    door, track = editing
    other = save(door.room.store, ["Це розповідь про жінок."], kind="subtitles", language="uk")
    rows = door.get(f"/api/tracks/{track}/beside/{other}").json["rows"]
    assert rows[0]["others"][0]["text"] == "Це розповідь про жінок."
    assert door.get(f"/api/tracks/{track}/beside/999").status == 404


@pytest.mark.parametrize(
    "path", ["/api/tracks/999", "/api/tracks/99999999999999999999", "/api/tracks/x", "/api/tracks/-1"]
)
def test_a_track_that_is_not_there(editing: tuple[Served, int], path: str) -> None:
    """404, and a sentence; never Streamlit's page."""
    door, _ = editing
    answer = door.get(path)
    assert answer.status == 404
    assert answer.why


NO_EDITS = (b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"[" * 200_000, b'{"epoch": 1e999}', b"9" * 5000)


def test_what_is_no_edit_is_refused_in_a_sentence(editing: tuple[Served, int]) -> None:
    """400, whatever came."""
    door, track = editing
    for body in NO_EDITS:
        answer = door.post(f"/api/tracks/{track}/edits", body)
        assert answer.status == 400, body[:20]
        assert answer.why


def test_odd_text_is_kept_or_refused_and_never_breaks_the_server(editing: tuple[Served, int]) -> None:
    """Half of a pair of surrogates is what a browser may send of a cut emoji."""
    door, track = editing
    window = Window(door, track)
    for text in ("\ud83d half", "\x00", "\u2028", "<b>&amp;", "🙂" * 10):
        answer = window.edit(set_text(window.keys[0], text))
        assert answer.status in (200, 400), (text, answer.body)
        assert door.get(window.at).status == 200


def test_too_much_at_once_is_refused(editing: tuple[Served, int]) -> None:
    """Before it is read as JSON."""
    door, track = editing
    answer = door.post(f"/api/tracks/{track}/edits", b" " * 2_000_001)
    assert answer.status == 413
    assert "parts" in answer.why


def test_a_question_without_its_numbers_is_refused(editing: tuple[Served, int]) -> None:
    door, track = editing
    for query in ("", "epoch=1", "epoch=1&edit=x&checked=0&client=a", "epoch=1&edit=0&checked=-1&client=a"):
        assert door.get(f"/api/tracks/{track}/since?{query}").status == 400, query


def test_a_long_track_is_packed(tmp_path: Path) -> None:
    """Captions are words and numbers that come again and again: a seventh is left of them."""
    with served(tmp_path / "home") as door:
        stored_story(door.room.store, tmp_path, SLUG)
        track = save(door.room.store, [f"Caption number {place} says a little." for place in range(400)])
        door.sign_in()
        plain = door.get(f"/api/tracks/{track}")
        packed = door.get(f"/api/tracks/{track}", Accept_Encoding="gzip, br")
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert len(packed.body) < len(plain.body) / 5
    assert json.loads(gzip.decompress(packed.body))["cues"] == plain.json["cues"]


ROUTES = (
    ("GET", "/api/tracks/1"),
    ("GET", "/api/tracks/1/since?epoch=1&edit=0&checked=0&client=a"),
    ("POST", "/api/tracks/1/edits"),
    ("POST", "/api/tracks/1/find"),
    ("POST", "/api/tracks/1/fixes"),
    ("POST", "/api/tracks/1/waivers"),
    ("DELETE", "/api/tracks/1/waivers/x"),
    ("GET", "/api/tracks/1/revisions"),
    ("GET", "/api/tracks/1/diff?from=1&to=now"),
    ("POST", "/api/tracks/1/cut"),
    ("POST", "/api/tracks/1/status"),
    ("GET", "/api/tracks/1/beside/2"),
    ("GET", f"/media/{SLUG}/video"),
    ("HEAD", f"/media/{SLUG}/video"),
    ("GET", f"/media/{SLUG}/poster.jpg"),
    ("GET", f"/media/{SLUG}/peaks-0.bin"),
    ("PUT", "/uploads?name=a.mp4"),
    ("GET", f"/preview/{SLUG}/"),
    ("GET", f"/preview/{SLUG}/a-story.en.captions.r1.vtt"),
)


def test_every_route_refuses_who_is_not_signed_in(editing: tuple[Served, int]) -> None:
    """With the same answer for what is there and what is not."""
    door, _ = editing
    door.cookie = ""
    for method, path in ROUTES:
        assert door.ask(method, path, body=b"{}" if method in ("POST", "PUT") else None).status == 401, path


def test_other_methods_are_refused(editing: tuple[Served, int]) -> None:
    """And answered by us, not with a page."""
    door, track = editing
    for method, path in (
        ("GET", f"/api/tracks/{track}/edits"),
        ("GET", "/uploads"),
        ("DELETE", f"/api/tracks/{track}"),
    ):
        assert door.ask(method, path).status in (404, 405), path
