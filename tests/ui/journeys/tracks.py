"""A track, a window on it that is opened over HTTP, and what the database has of it."""

from __future__ import annotations

import time
from pathlib import Path

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Page

from tests.steps.desk_factories import save
from tests.store.factories import stored_story
from tests.ui.journeys.desk_server import DeskServer
from workflow.store import LoggedEdit, Store

OPEN = """
async (track) => {
  const load = (name) => import(`/${name}.js`);
  const [{ Api }, { Model }, { Outbox }] = await Promise.all(["api", "model", "outbox"].map(load));
  const api = new Api(track);
  const model = new Model(await api.document());
  const outbox = new Outbox(model, api);
  await outbox.start();
  window.editor = { api, model, outbox };
}
"""
TYPE = """
([place, text]) => {
  const { model } = window.editor;
  model.do({ kind: "set-texts", texts: { [model.cues[place].key]: text } });
}
"""


def a_track(home: Path, captions: int) -> int:
    """A story with so many captions; the id of its track."""
    with Store(home) as store:
        stored_story(store, home)
        return save(store, [f"Caption number {number}." for number in range(captions)])


def log_of(home: Path, track: int) -> list[LoggedEdit]:
    """The edits in the database, in their order."""
    with Store(home) as store:
        return sorted(store.drafts.log(track), key=lambda edit: edit.number)


def texts_of(home: Path, track: int) -> list[str]:
    with Store(home) as store, store.drafts.look(track) as look:
        return [cue.cue.text for cue in look.draft().cues]


def open_editor(page: Page, server: DeskServer, track: int) -> None:
    """Open the track, and again until it opens: the server may be down just now."""
    until = time.monotonic() + 60
    while True:
        try:
            page.goto(server.url)
            page.evaluate(OPEN, track)
        except BrowserError:
            assert time.monotonic() < until, "the editor did not open within a minute"
            page.wait_for_timeout(200)
        else:
            return
