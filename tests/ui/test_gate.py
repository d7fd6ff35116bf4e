"""Who comes in, over real HTTP and a real websocket: nobody without our cookie, and nothing from a page elsewhere."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from tests.ui.served import Served
from ui.gate import USER_HEADER, name_from_header


@pytest.mark.parametrize("name", ["X-Storytrack-User", "x-storytrack-user", "X_Storytrack_User", "x-storytrack_user"])
def test_a_name_that_the_visitor_sends_is_thrown_away(door: Served, name: str) -> None:
    """However it is spelt: only the gate says who asks."""
    door.sign_in("Anna")
    told = door.get("/stories", **{name: "Boris"}).json
    assert told["person"] == "Anna"
    assert told["headers"] == ["Anna"]


def test_a_name_in_any_script_gets_through(door: Served) -> None:
    """Headers are ASCII; names are not."""
    door.sign_in("Зульфіє Ö. 🙂")
    told = door.get("/stories").json
    assert told["person"] == "Зульфіє Ö. 🙂"
    assert [name_from_header(one) for one in told["headers"]] == ["Зульфіє Ö. 🙂"]


@pytest.mark.parametrize("path", ["/", "/stories", "/_stcore/health", "/_stcore/host-config", "/static/js/x.js"])
def test_nothing_is_shown_without_a_cookie(door: Served, path: str) -> None:
    """Not a page, not a script, not that a server is there."""
    answer = door.get(path)
    assert answer.status == 401
    assert b"person" not in answer.body


def test_a_cookie_that_is_not_ours_opens_nothing(door: Served) -> None:
    """Forged, cut, of another home, or empty."""
    door.sign_in()
    name, _, value = door.cookie.partition("=")
    for forged in (value[:-1], value[:-3] + "AAA", value.replace(".", "", 1), "IkFubmEi", "", value + "x", '"' + value):
        assert door.get("/", Cookie=f"{name}={forged}").status == 401
    assert door.get("/", Cookie=f"other={value}").status == 401
    assert door.get("/", Cookie=f'a=b; {name}="{value}"; c=d').status == 200


ELSEWHERE: tuple[dict[str, str | None], ...] = (
    {"Origin": "https://elsewhere.example"},
    {"Origin": "null"},
    {"Origin": None},
    {"Origin": "http://127.0.0.1:1"},
    {"Sec-Fetch-Site": "cross-site", "Origin": None},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none", "Origin": None},
)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_page_elsewhere_changes_nothing(door: Served, method: str) -> None:
    """Though the browser sent our cookie with it."""
    door.sign_in()
    for headers in ELSEWHERE:
        answer = door.ask(method, "/api/tracks/1/cut", body=b"{}", headers=headers)
        assert answer.status == 403, headers
        assert "nothing was done" in answer.why


def test_a_page_of_ours_may(door: Served) -> None:
    """It comes through to the routes, which say that there is no such track."""
    door.sign_in()
    assert door.ask("POST", "/api/tracks/1/cut", body=b"{}").status == 404
    same = {"Sec-Fetch-Site": "same-origin", "Origin": None}
    assert door.ask("POST", "/api/tracks/1/cut", body=b"{}", headers=same).status == 404


def test_every_answer_says_what_may_be_done_with_it(door: Served) -> None:
    """No page elsewhere frames it, reads it or guesses its type; refusals too."""
    for signed_in in (False, True):
        if signed_in:
            door.sign_in()
        headers = door.get("/").headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "SAMEORIGIN"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "default-src" in headers["content-security-policy"]
        assert "access-control-allow-origin" not in headers


def test_the_websocket_needs_the_cookie_and_a_page_of_ours(door: Served) -> None:
    """And knows who asks."""
    url, ours = f"ws://{door.host}/_stcore/stream", Origin(f"http://{door.host}")
    with pytest.raises(InvalidStatus):
        connect(url, origin=ours)
    door.sign_in("Зульфіє")
    for origin in (Origin("https://elsewhere.example"), None):
        with pytest.raises(InvalidStatus):
            connect(url, origin=origin, additional_headers={"Cookie": door.cookie})
    spoofed = {"Cookie": door.cookie, USER_HEADER: "Boris"}
    with connect(url, origin=ours, additional_headers=spoofed) as line:
        assert line.recv() == f'{{"person":"Зульфіє","header":"{quote("Зульфіє")}"}}'
