"""Two people on one track: what both write is kept, and where they meet, both versions are shown."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.ui.journeys.desk_server import DeskServer, desk_server
from tests.ui.journeys.tracks import TYPE, a_track, log_of, open_editor, texts_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EDITS = 100
CAPTIONS = 30


def _window(browser: Browser, server: DeskServer, track: int, name: str) -> tuple[BrowserContext, Page]:
    context = browser.new_context()
    context.add_cookies([{"name": "name", "value": name, "url": server.url}])
    page = context.new_page()
    open_editor(page, server, track)
    return context, page


@pytest.mark.parametrize("seed", [1, 2])
def test_of_two_hundred_edits_none_is_lost(browser: Browser, tmp_path: Path, seed: int) -> None:
    """Each is in the store once, or shown to its author as a conflict with both versions; the windows end up alike."""
    chance = random.Random(seed)  # noqa: S311  a test needs no secrecy
    home = tmp_path / "home"
    track = a_track(home, CAPTIONS)
    with desk_server(home) as server:
        people = {name: _window(browser, server, track, name) for name in ("Anna", "Boris")}
        typed: dict[str, list[str]] = {name: [] for name in people}
        for number in range(EDITS):
            same = chance.randrange(CAPTIONS) if number % 4 == 0 else None
            for name, (context, page) in people.items():
                if number % 25 == 5:
                    context.set_offline(chance.random() < 0.5)
                if number % 25 == 15:
                    context.set_offline(False)
                place = chance.randrange(CAPTIONS) if same is None else same
                text = f"{name} wrote this, number {number}."
                page.evaluate(TYPE, [place, text])
                typed[name].append(text)
        conflicts: dict[str, list[Any]] = {}
        for name, (context, page) in people.items():
            context.set_offline(False)
            page.wait_for_function("editor.model.pending.length === 0", timeout=30_000)
            conflicts[name] = page.evaluate("editor.model.conflicts")
        last = log_of(home, track)[-1].number
        shown = []
        for _, page in people.values():
            page.wait_for_function("(last) => editor.model.edit >= last", arg=last, timeout=10_000)
            shown.append(page.evaluate("editor.model.cues.map((cue) => cue.text)"))
        for context, _ in people.values():
            context.close()

    assert shown[0] == shown[1] == texts_of(home, track)
    log = log_of(home, track)
    assert len({(edit.client, edit.seq) for edit in log}) == len(log)
    assert sum(map(len, conflicts.values())) > 0
    for name, texts in typed.items():
        written = [_text(edit.command) for edit in log if edit.author == name]
        refused = [_text(conflict["mine"]) for conflict in conflicts[name]]
        assert written == [text for text in texts if text not in refused]
        assert sorted(written + refused) == sorted(texts)
        for conflict in conflicts[name]:
            assert conflict["by"] == ({"Anna", "Boris"} - {name}).pop()
            assert conflict["theirs"][0]["text"] not in texts
            assert conflict["yours"][0]["text"] == _text(conflict["mine"])


def test_who_comes_second_sees_who_is_there(browser: Browser, tmp_path: Path) -> None:
    """By name, since when, and at which caption; and it is over soon after the first has left."""
    home = tmp_path / "home"
    track = a_track(home, CAPTIONS)
    with desk_server(home) as server:
        anna, first = _window(browser, server, track, "Anna")
        first.evaluate("editor.model.setCurrent(editor.model.cues[3].key)")
        first.evaluate(TYPE, [3, "Anna is here."])
        first.wait_for_function("editor.model.pending.length === 0")
        boris, second = _window(browser, server, track, "Boris")
        second.wait_for_function("editor.model.editors.length === 1", timeout=10_000)
        [there] = second.evaluate("editor.model.editors")
        assert there["name"] == "Anna"
        assert there["since"]
        assert there["cue"] == second.evaluate("editor.model.cues[3].key")
        anna.close()
        second.wait_for_function("editor.model.editors.length === 0", timeout=60_000)
        boris.close()


def test_leaving_the_page_sends_what_is_unsaved(browser: Browser, tmp_path: Path) -> None:
    """The last word typed before a tab is left does not wait for the person to come back."""
    home = tmp_path / "home"
    track = a_track(home, 3)
    with desk_server(home) as server:
        context, page = _window(browser, server, track, "Anna")
        page.evaluate(f"""
          ({TYPE})([0, "The last word."]);
          location.href = "about:blank";
        """)
        page.wait_for_url("about:blank")
        page.wait_for_timeout(1000)
        context.close()
    assert texts_of(home, track)[0] == "The last word."


def _text(command: Any) -> str:
    [text] = command["texts"].values()
    return str(text)
