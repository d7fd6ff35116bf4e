"""Work is not lost: 200 edits while the server is killed, the network is cut and the tab is loaded again."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.ui.journeys.desk_server import DeskServer, desk_server
from tests.ui.journeys.tracks import TYPE, a_track, log_of, open_editor, texts_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EDITS, MISFORTUNES = 200, 5
CAPTIONS = 40


class Misfortune:
    """What goes wrong, and is mended a moment later."""

    def __init__(self, context: BrowserContext, page: Page, server: DeskServer, track: int) -> None:
        self._context, self._page, self._server, self._track = context, page, server, track

    def kill(self, pause: Callable[[], None]) -> None:
        self._server.kill()
        pause()
        self._server.start()

    def cut(self, pause: Callable[[], None]) -> None:
        self._context.set_offline(True)
        pause()
        self._context.set_offline(False)

    def reload(self, pause: Callable[[], None]) -> None:
        open_editor(self._page, self._server, self._track)
        pause()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_two_hundred_edits_survive_everything(browser: Browser, tmp_path: Path, seed: int) -> None:
    """Five kills, five cuts, five reloads: 200 of 200 edits are in the store, in order, none twice."""
    chance = random.Random(seed)  # noqa: S311  misfortune needs no secrecy
    track = a_track(tmp_path / "home", CAPTIONS)
    typed: list[tuple[int, str]] = []
    with desk_server(tmp_path / "home") as server:
        context = browser.new_context()
        page = context.new_page()
        open_editor(page, server, track)
        misfortune = Misfortune(context, page, server, track)
        kinds = [misfortune.kill, misfortune.cut, misfortune.reload] * MISFORTUNES
        chance.shuffle(kinds)
        places = sorted(chance.sample(range(5, EDITS - 5), len(kinds)))

        def edit() -> None:
            place, text = chance.randrange(CAPTIONS), f"Edit {len(typed)}, typed by hand."
            page.evaluate(TYPE, [place, text])
            typed.append((place, text))
            page.wait_for_timeout(chance.choice((0, 5, 30)))

        def edit_meanwhile() -> None:
            for _ in range(chance.randrange(4)):
                if len(typed) < EDITS:
                    edit()
            page.wait_for_timeout(chance.choice((0, 50, 400)))

        while len(typed) < EDITS:
            edit()
            while places and len(typed) >= places[0]:
                places.pop(0)
                kinds.pop()(edit_meanwhile)
        assert not kinds
        page.wait_for_function("editor.model.pending.length === 0", timeout=30_000)
        shown = page.evaluate("editor.model.cues.map((cue) => cue.text)")
        assert page.evaluate("editor.model.conflicts.length") == 0
        context.close()

    log = log_of(tmp_path / "home", track)
    assert [next(iter(edit.command["texts"].values())) for edit in log] == [text for _, text in typed]
    assert len({(edit.client, edit.seq) for edit in log}) == len(log) == EDITS
    last = dict(typed)
    assert shown == texts_of(tmp_path / "home", track)
    assert [shown[place] for place in last] == list(last.values())
