"""Two people on one track: what both write is kept, and where they meet, both versions are shown."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.ui.journeys.review_page import (
    PATIENCE_MS,
    a_track,
    all_texts,
    log_of,
    open_review,
    row,
    texts_of,
    type_text,
    wait_until_saved,
)
from tests.ui.server_support import RunningUi, running_ui, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EDITS = 100
CAPTIONS = 12
SAME = 12
"""So many times both write the same caption at once."""
VERSIONS = """
(card) => [card.querySelector(".theirs h3"), ...card.querySelectorAll(".said")].map((said) => {
  const plain = said.cloneNode(true);
  for (const gone of plain.querySelectorAll("del, .unseen")) gone.remove();
  return plain.textContent.replaceAll(/\\s+/g, " ").trim();
})
"""
"""Whose version a conflict shows, what it says now, and what mine says, without the words that mine has not."""


def _window(browser: Browser, server: RunningUi, track: int, name: str) -> Page:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    sign_in(context, server, name)
    page = context.new_page()
    open_review(page, server, track)
    return page


def _write(page: Page, number: int, text: str) -> None:
    row(page, number).locator(".text").dblclick()
    type_text(page, text)
    page.keyboard.press("Alt+ArrowDown")


@pytest.mark.timeout(600)
def test_of_two_hundred_edits_none_is_lost(browser: Browser, tmp_path: Path) -> None:
    """Each is in the store once, or shown to its author as a conflict with both versions; the windows end up alike."""
    chance = random.Random(3)  # noqa: S311  a test needs no secrecy
    home = tmp_path / "home"
    track = a_track(home, CAPTIONS)
    together = set(chance.sample(range(EDITS), SAME))
    with running_ui(home) as server:
        people = {name: _window(browser, server, track, name) for name in ("Anna", "Boris")}
        typed: dict[str, list[str]] = {name: [] for name in people}
        for number in range(EDITS):
            same = chance.randrange(CAPTIONS) if number in together else None
            if same is not None:  # neither hears of the other in time
                for page in people.values():
                    page.context.set_offline(True)
            for name, page in people.items():
                text = f"{name} wrote this, number {number}."
                _write(page, (chance.randrange(CAPTIONS) if same is None else same) + 1, text)
                typed[name].append(text)
            if same is not None:
                for page in people.values():
                    page.context.set_offline(False)
                    wait_until_saved(page)
        conflicts: dict[str, list[list[str]]] = {}
        for name, page in people.items():
            wait_until_saved(page)
            conflicts[name] = _conflicts(page)
        shown = [_texts_then(page, home, track) for page in people.values()]
        for page in people.values():
            page.context.close()

    assert shown[0] == shown[1] == texts_of(home, track)
    log = log_of(home, track)
    assert len({(edit.client, edit.seq) for edit in log}) == len(log)
    assert sum(map(len, conflicts.values())) >= SAME
    for name, texts in typed.items():
        written = [_text(edit.command) for edit in log if edit.author == name]
        assert written == [text for text in texts if text in written]
        _check_shown([text for text in texts if text not in written], conflicts[name], *{"Anna", "Boris"} - {name})


def _check_shown(refused: list[str], conflicts: list[list[str]], other: str) -> None:
    """Every edit that was refused is shown, with whose it met."""
    assert [mine for _, _, mine in conflicts] == refused
    assert {by for by, _, _ in conflicts} <= {other}


def _conflicts(page: Page) -> list[list[str]]:
    """What each conflict shows; none when there is no such panel."""
    tab = page.get_by_role("tab", name="Conflicts")
    if tab.is_hidden():
        return []
    tab.click()
    return [card.evaluate(VERSIONS) for card in page.locator("#panel-conflicts [data-row]").all()]


def _texts_then(page: Page, home: Path, track: int) -> list[str]:
    """The texts on the screen, as soon as the window has heard of everything."""
    last = texts_of(home, track)
    expect(row(page, 1).locator(".text")).to_have_text(last[0], timeout=PATIENCE_MS)
    page.wait_for_timeout(3000)  # it asks for news every two seconds
    return all_texts(page)


def test_a_conflict_is_decided_by_whoever_was_refused(browser: Browser, tmp_path: Path) -> None:
    """Both versions stand beside each other; with one's own chosen, it is what the caption says."""
    home = tmp_path / "home"
    track = a_track(home, 3)
    with running_ui(home) as server:
        anna, boris = (_window(browser, server, track, name) for name in ("Anna", "Boris"))
        boris.context.set_offline(True)
        _write(boris, 1, "Boris wrote this.")
        _write(anna, 1, "Anna wrote this.")
        wait_until_saved(anna)
        boris.context.set_offline(False)
        tab = boris.get_by_role("tab", name="Conflicts 1")
        expect(tab).to_be_visible(timeout=PATIENCE_MS)
        card = boris.locator("#panel-conflicts [data-row]").first
        expect(card).to_contain_text("Anna has changed this caption meanwhile.")
        assert card.evaluate(VERSIONS) == ["Anna", "Anna wrote this.", "Boris wrote this."]
        expect(row(boris, 1).locator(".text")).to_have_text("Anna wrote this.")
        card.locator("[data-does=mine]").click()
        expect(tab).to_be_hidden()
        wait_until_saved(boris)
        expect(row(anna, 1).locator(".text")).to_have_text("Boris wrote this.", timeout=PATIENCE_MS)
        for page in (anna, boris):
            page.context.close()
    assert texts_of(home, track)[0] == "Boris wrote this."


def test_who_comes_second_sees_who_is_there(browser: Browser, tmp_path: Path) -> None:
    """By name, since when, and at which caption; and it is over soon after the first has left."""
    home = tmp_path / "home"
    track = a_track(home, CAPTIONS)
    with running_ui(home) as server:
        anna = _window(browser, server, track, "Anna")
        row(anna, 4).locator(".text").click()
        _write(anna, 4, "Anna is here.")
        wait_until_saved(anna)
        boris = _window(browser, server, track, "Boris")
        there = boris.locator(".editors")
        expect(there).to_have_text(re.compile(r"Also here: Anna since \d\d:\d\d, at caption 5"), timeout=10_000)
        anna.context.close()
        expect(there).to_be_empty(timeout=60_000)
        boris.context.close()


def test_leaving_the_page_sends_what_is_unsaved(browser: Browser, tmp_path: Path) -> None:
    """The last word typed before a tab is left does not wait for the person to come back."""
    home = tmp_path / "home"
    track = a_track(home, 3)
    with running_ui(home) as server:
        page = _window(browser, server, track, "Anna")
        row(page, 1).locator(".text").dblclick()
        type_text(page, "The last word.")
        page.goto("about:blank")
        page.wait_for_timeout(1000)
        page.context.close()
    assert texts_of(home, track)[0] == "The last word."


def _text(command: Any) -> str:
    [text] = command["texts"].values()
    return str(text)
