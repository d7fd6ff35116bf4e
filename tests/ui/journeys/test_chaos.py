"""Work is not lost: 200 edits while the server is killed, the network is cut and the tab is loaded again."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.ui.journeys.review_page import (
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

EDITS, MISFORTUNES = 200, 5
CAPTIONS = 12


class Producer:
    """Writes caption after caption, down the list and up again, whatever happens."""

    def __init__(self, page: Page, server: RunningUi, track: int) -> None:
        self.page, self._server, self._track = page, server, track
        self.typed: list[tuple[int, str]] = []
        self.open()

    def open(self) -> None:
        """Open the page, which is also what a reload is."""
        open_review(self.page, self._server, self._track)
        self._place, self._step = 0, 1
        row(self.page, 1).locator(".text").dblclick()

    def edit(self, pause_ms: float) -> None:
        """One caption is written anew, and finished by going to the next one."""
        text = f"Edit {len(self.typed)}, typed by hand."
        type_text(self.page, text)
        self.typed.append((self._place, text))
        if not 0 <= self._place + self._step < CAPTIONS:
            self._step = -self._step
        self._place += self._step
        self.page.keyboard.press("Alt+ArrowDown" if self._step > 0 else "Alt+ArrowUp")
        self.page.wait_for_timeout(pause_ms)


class Misfortune:
    """What goes wrong, and is mended a moment later; `meanwhile` is what the producer does in between."""

    def __init__(self, context: BrowserContext, producer: Producer, server: RunningUi) -> None:
        self._context, self._producer, self._server = context, producer, server

    def kill(self, meanwhile: Callable[[], None]) -> None:
        self._server.kill()
        meanwhile()
        self._server.start()

    def cut(self, meanwhile: Callable[[], None]) -> None:
        self._context.set_offline(True)
        meanwhile()
        self._context.set_offline(False)

    def reload(self, meanwhile: Callable[[], None]) -> None:
        self._producer.open()
        meanwhile()


@pytest.mark.timeout(600)
def test_two_hundred_edits_survive_everything(browser: Browser, tmp_path: Path) -> None:
    """Five kills, five cuts, five reloads: 200 of 200 edits are in the store, in order, none twice."""
    chance = random.Random(1)  # noqa: S311  misfortune needs no secrecy
    track = a_track(tmp_path / "home", CAPTIONS)
    with running_ui(tmp_path / "home") as server:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        sign_in(context, server)
        producer = Producer(context.new_page(), server, track)
        misfortune = Misfortune(context, producer, server)
        kinds = [misfortune.kill, misfortune.cut, misfortune.reload] * MISFORTUNES
        chance.shuffle(kinds)
        places = sorted(chance.sample(range(5, EDITS - 10), len(kinds)))

        def meanwhile() -> None:
            for _ in range(chance.randrange(4)):
                if len(producer.typed) < EDITS:
                    producer.edit(chance.choice((0, 5, 30)))
            producer.page.wait_for_timeout(chance.choice((0, 50, 400, 4000)))

        while len(producer.typed) < EDITS:
            producer.edit(chance.choice((0, 5, 30)))
            while places and len(producer.typed) >= places[0]:
                places.pop(0)
                kinds.pop()(meanwhile)
        assert not kinds
        wait_until_saved(producer.page)
        shown = all_texts(producer.page)
        assert producer.page.get_by_role("tab", name="Conflicts").is_hidden()
        context.close()

    log = log_of(tmp_path / "home", track)
    assert [next(iter(edit.command["texts"].values())) for edit in log] == [text for _, text in producer.typed]
    assert len({(edit.client, edit.seq) for edit in log}) == len(log) == EDITS
    assert shown == texts_of(tmp_path / "home", track)
    last = dict(producer.typed)
    assert [shown[place] for place in last] == list(last.values())
