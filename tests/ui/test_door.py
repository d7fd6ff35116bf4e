"""The way in: the link with the key, a name, and for everybody else a sentence."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from tests.ui.served import Answer, Served

PAGE = {"Accept": "text/html", "Sec-Fetch-Dest": "document"}


def form(door: Served, **fields: str) -> Answer:
    return door.ask("POST", "/sign-in", body=urlencode(fields).encode())


def test_the_link_asks_for_a_name_and_leads_where_it_was_to_lead(door: Served) -> None:
    """The key is gone from the address afterwards; the cookie is for this server's own pages alone."""
    asked = door.ask("GET", f"/review?story=a&key={door.keyring.key}", headers=PAGE)
    assert asked.status == 200
    assert b"Your name" in asked.body
    assert b'value="/review?story=a"' in asked.body
    assert asked.headers["cache-control"] == "no-store"
    answer = form(door, key=door.keyring.key, name="Anna", to="/review?story=a")
    assert (answer.status, answer.headers["location"]) == (303, "/review?story=a")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie


@pytest.mark.parametrize(("account", "proposed"), [("anna", b'value="anna"'), ("root", b'value=""')])
def test_a_name_is_proposed_to_a_person_and_never_an_account(
    door: Served, monkeypatch: pytest.MonkeyPatch, account: str, proposed: bytes
) -> None:
    """Who is in a hurry would approve under it."""
    monkeypatch.setenv("LOGNAME", account)
    asked = door.ask("GET", f"/?key={door.keyring.key}", headers=PAGE)
    assert b'name="name" ' + proposed in asked.body


def test_who_is_in_follows_the_link_without_being_asked_again(door: Served) -> None:
    door.sign_in()
    answer = door.get(f"/review?story=a&key={door.keyring.key}")
    assert (answer.status, answer.headers["location"]) == (303, "/review?story=a")


def test_a_wrong_key_opens_nothing(door: Served) -> None:
    """In the link and in the form alike."""
    assert door.get("/?key=wrong").status == 401
    answer = form(door, key="wrong", name="Anna", to="/")
    assert answer.status == 401
    assert "set-cookie" not in answer.headers


def test_who_guesses_keys_is_slowed_down(door: Served) -> None:
    """After ten wrong ones within a minute not even the right one is looked at; who is in does not notice."""
    door.sign_in()
    cookie, door.cookie = door.cookie, ""
    assert {door.get(f"/?key=guess{number}").status for number in range(10)} == {401}
    answer = door.get(f"/?key={door.keyring.key}")
    assert answer.status == 429
    assert answer.headers["retry-after"] == "60"
    assert door.get("/", Cookie=cookie).status == 200


ABROAD = ("//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "/a b", "/\n/x", "x", "")


def test_the_way_on_never_leads_to_another_machine(door: Served) -> None:
    """An open redirect would lend our name to a page elsewhere."""
    for to in ABROAD:
        assert form(door, key=door.keyring.key, name="Anna", to=to).headers["location"] == "/", to
    assert door.get(f"//evil.example/?key={door.keyring.key}").headers.get("location", "/") == "/"


def test_a_name_is_needed(door: Served) -> None:
    """Of white space and signs that cannot be shown there is none."""
    answer = form(door, key=door.keyring.key, name=" \u200b ", to="/")
    assert answer.status == 400
    assert b"Write your name" in answer.body
    assert "set-cookie" not in answer.headers


def test_what_is_typed_is_shown_as_text(door: Served) -> None:
    """In the form that comes back."""
    asked = door.ask("GET", f'/"><script>x</script>?key={door.keyring.key}&a="><b>'.replace(" ", "%20"), headers=PAGE)
    assert b"<script>x" not in asked.body
    assert b"<b>" not in asked.body


def test_a_huge_form_is_not_read(door: Served) -> None:
    answer = form(door, key=door.keyring.key, name="A" * 20_000, to="/")
    assert "set-cookie" not in answer.headers


def test_another_name_and_signing_out(door: Served) -> None:
    """Who is in needs no key to change the name; after signing out nothing opens."""
    door.sign_in("Anna")
    assert form(door, name="Boris", to="/").status == 303
    assert b'action="/sign-out"' in door.get("/sign-in").body
    assert b'action="/sign-out"' not in door.ask("GET", f"/?key={door.keyring.key}", headers=PAGE).body
    answer = door.ask("POST", "/sign-out")
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert door.ask("GET", "/sign-out").status == 200  # a page elsewhere cannot sign anybody out with a picture


def test_a_link_from_elsewhere_loads_once_more_before_it_is_refused(door: Served) -> None:
    """A strict cookie comes only with the second request; a script gets JSON at once."""
    answer = door.ask("GET", "/review", headers=PAGE | {"Sec-Fetch-Site": "cross-site"})
    assert b'http-equiv="refresh"' in answer.body
    assert door.ask("GET", "/review", headers=PAGE).status == 401
    assert "signed in" in door.ask("GET", "/api/tracks/1").why
