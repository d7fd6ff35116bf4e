"""Every screen and its main states, each a few steps away from a page that is signed in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.ui.journeys.homes import SLUG
from tests.ui.journeys.review_page import open_review, row
from tests.ui.server_support import RunningUi, sign_in
from tests.ui.showcase import ANNA, HARBOUR, MARKO

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Locator, Page

PATIENCE_MS = 30_000
MOMENT_S = 24.5
"""“These men have been falsely labelled as terrorists” is on the picture then."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the scenes are: the server, and the track that is half corrected."""

    server: RunningUi
    track: int
    clean: int
    """A track in which no check finds anything."""


Step = Callable[["Page", Place], None]


@dataclass(frozen=True, slots=True)
class Scene:
    """One state of a screen. `is_review` when it is one of the review page, which is then open already."""

    name: str
    go: Step
    is_review: bool = False


def open_at(page: Page, place: Place) -> None:
    """The review, at a moment with a caption on the picture."""
    open_review(page, place.server, place.track, SLUG)
    seek(page)


def seek(page: Page, seconds: float = MOMENT_S) -> None:
    """The playhead at a moment, the caption of that moment chosen, and everything drawn."""
    page.locator("video").first.evaluate(
        """(video, at) => new Promise((done) => {
          video.addEventListener("seeked", done, { once: true });
          video.currentTime = at;
        })""",
        seconds,
    )
    page.keyboard.press("Alt+g")
    expect(page.locator(".overlay .cue").first).to_be_visible()


def scenes() -> Iterator[Scene]:
    """All of them, in the order in which a story goes through them."""
    yield Scene("stories", at("", "Stories"))
    yield Scene("new", at("new", "1. The story’s text"))
    yield Scene("review", lambda _page, _place: None, is_review=True)
    yield Scene("review-typing", _type, is_review=True)
    for panel in ("findings", "find", "uncertain", "beside", "history", "story"):
        yield Scene(f"panel-{panel}", _panel(panel), is_review=True)
    yield Scene("panel-conflicts", _clash, is_review=True)
    yield Scene("dialog-keys", _by_button("help"), is_review=True)
    yield Scene("dialog-settings", _by_button("settings"), is_review=True)
    yield Scene("dialog-retime", _by_button("retime"), is_review=True)
    yield Scene("dialog-review", _by_move("Request review"), is_review=True)
    yield Scene("dialog-waive", _waive, is_review=True)
    yield Scene("place-of-caption", _place_of_caption, is_review=True)
    yield Scene("dialog-approve", _approve)
    yield Scene("preview", at(f"preview?story={SLUG}", "What readers would get"))
    yield Scene("dialog-publish", _ask_to_publish)
    yield Scene("receipt", _publish)
    yield Scene("insights", at("insights", "Insights"))
    yield Scene("missing", at("review?story=gone", "There is nothing here"))


def back_to_review(page: Page) -> None:
    """Out of what a scene has opened on the review page."""
    for _ in range(3):
        page.keyboard.press("Escape")
    shut = page.locator(".sheet > .shut")
    if shut.is_visible():
        shut.click()
    seek(page)


def at(address: str, heading: str) -> Step:
    """The page of an address, which has this heading."""

    def go(page: Page, place: Place) -> None:
        page.goto(f"{place.server.url}/{address}")
        expect(page.get_by_role("heading", name=heading).first).to_be_visible(timeout=PATIENCE_MS)
        page.wait_for_load_state("networkidle")

    return go


def _type(page: Page, _: Place) -> None:
    row(page, 5).locator(".text").dblclick(position={"x": 60, "y": 12})
    expect(row(page, 5).locator("textarea")).to_be_focused()


def _panel(name: str) -> Step:
    def go(page: Page, _: Place) -> None:
        tab(page, name).click()
        panel = page.locator(f"#panel-{name}")
        expect(panel).to_be_visible()
        if name == "find":
            panel.get_by_label("Find", exact=True).fill("chatter")
            panel.get_by_label("Replace with").fill("Tatar")
        page.wait_for_load_state("networkidle")

    return go


def tab(page: Page, name: str) -> Locator:
    return page.locator(f"#tab-{name}")


def _by_button(action: str) -> Step:
    def go(page: Page, _: Place) -> None:
        page.locator(f".toolbar [data-action={action}]").click()
        expect(page.get_by_role("dialog")).to_be_visible()

    return go


def _by_move(name: str) -> Step:
    def go(page: Page, _: Place) -> None:
        page.locator(".moves").get_by_role("button", name=re.compile(f"^{name}")).click()
        expect(page.get_by_role("dialog")).to_be_visible()

    return go


def _approve(page: Page, place: Place) -> None:
    """Of captions in which no check finds anything."""
    open_review(page, place.server, place.clean, HARBOUR)
    _by_move("Approve")(page, place)


def _waive(page: Page, place: Place) -> None:
    _panel("findings")(page, place)
    page.locator("#panel-findings").get_by_role("button", name=re.compile("^Waive")).first.click()
    expect(page.get_by_role("dialog")).to_be_visible()


def _place_of_caption(page: Page, _: Place) -> None:
    page.locator(".controls .place > button").click()
    expect(page.locator(".placing")).to_be_visible()


def _ask_to_publish(page: Page, place: Place) -> None:
    at(f"preview?story={SLUG}", "What readers would get")(page, place)
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()


def _publish(page: Page, place: Place) -> None:
    _ask_to_publish(page, place)
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_text(f"By {ANNA}.")).to_be_visible(timeout=PATIENCE_MS)


def _clash(page: Page, place: Place) -> None:
    """The same caption is changed here while the line is cut, and meanwhile by a colleague."""
    context = page.context
    colleague = context.browser.new_context() if context.browser else context
    sign_in(colleague, place.server, MARKO)
    other = colleague.new_page()
    open_review(other, place.server, place.track, SLUG)
    context.set_offline(True)
    _write(page, "The wives are left at home\nto provide for the children.")
    theirs = (
        "At home it is the wives\nwho provide for the children.",
        "At home it is their wives\nwho provide for the children.",
    )
    _write(other, theirs[row(other, 7).locator(".text").inner_text() == theirs[0]])
    expect(other.locator(".saved")).to_have_attribute("data-state", "saved")
    colleague.close()
    context.set_offline(False)
    expect(page.locator("#panel-conflicts")).to_be_visible(timeout=PATIENCE_MS)


def _write(page: Page, text: str) -> None:
    row(page, 7).locator(".text").dblclick(position={"x": 60, "y": 12})
    row(page, 7).locator("textarea").fill(text)
    page.keyboard.press("Alt+ArrowUp")


def signed_in(context: BrowserContext, place: Place) -> Page:
    """A new page of somebody who is in."""
    sign_in(context, place.server, ANNA)
    return context.new_page()
