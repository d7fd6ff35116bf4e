"""The review screen of the real server in a real browser, worked in as a producer does; and what the database holds."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Locator, Page, expect

from tests.media.factories import make_video
from tests.steps.desk_factories import SLUG, save
from tests.ui.server_support import RunningUi
from workflow.media.probe import probe
from workflow.store import LoggedEdit, Store
from workflow.story import Story

PATIENCE_MS = 30_000


def a_track(home: Path, captions: int) -> int:
    """A story with so many captions; the id of its track."""
    home.mkdir(parents=True, exist_ok=True)
    film = make_video(home / "film.mp4", seconds=2.0 * captions, fps=5)
    with Store(home) as store:
        media = store.media.add(film)
        store.stories.add(
            Story(slug=SLUG, headline="A long day", text="Many spoke."),
            replace(probe(film), sha256=media.sha256),
            by="Anna",
        )
        return save(store, [f"Caption number {number}." for number in range(captions)])


def log_of(home: Path, track: int) -> list[LoggedEdit]:
    """The edits in the database, in their order."""
    with Store(home) as store:
        return sorted(store.drafts.log(track), key=lambda edit: edit.number)


def texts_of(home: Path, track: int) -> list[str]:
    with Store(home) as store, store.drafts.look(track) as look:
        return [cue.cue.text for cue in look.draft().cues]


def open_review(page: Page, server: RunningUi, track: int, slug: str = SLUG) -> None:
    """Open the track, and again until it opens: the server may be down just now."""
    until = time.monotonic() + 60
    while True:
        try:
            page.goto(f"{server.url}/review?story={slug}&track={track}")
            row(page, 1).wait_for(timeout=10_000)
        except BrowserError:
            assert time.monotonic() < until, "the review did not open within a minute"
            page.wait_for_timeout(200)
        else:
            return


def row(page: Page, number: int) -> Locator:
    """The row of a caption, counted from 1 as on the screen; only rows near what is seen are there."""
    return page.locator(f".cues .body [role=row][aria-rowindex='{number + 1}']")


def type_text(page: Page, text: str) -> None:
    """Write a caption anew: the keyboard is in its text."""
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.insert_text(text)


def wait_until_saved(page: Page, patience_ms: float = PATIENCE_MS) -> None:
    """Everything that was typed has been acknowledged by the server."""
    expect(page.locator(".saved")).to_have_attribute("data-state", "saved", timeout=patience_ms)


def all_texts(page: Page) -> list[str]:
    """What every caption says on the screen, from the first to the last."""
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+c")
    page.keyboard.press("ControlOrMeta+Home")
    count = int(page.locator(".cues [role=grid]").get_attribute("aria-rowcount") or "1") - 1
    found = []
    for number in range(1, count + 1):
        there = row(page, number)
        there.wait_for()
        found.append(there.locator(".text").inner_text())
        page.keyboard.press("ArrowDown")
    return found
