"""Windows of several people in one Chromium page: the editor's own model in each, a real desk for all of them.

Nothing travels by itself: a test says what is sent, what is lost on the way, and when an answer arrives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tests.ui.editor.harness import module_page
from workflow.steps.review import Desk

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Json = dict[str, Any]

_LOAD = """
async () => {
  const { Model } = await import("/model.js");
  const { Refused } = await import("/text.js");
  window.windows = new Map();
  window.openWindow = (client, document) => {
    const model = new Model(document, { client });
    const seen = [];
    for (const name of ["change", "findings", "notice", "conflicts"]) {
      const told = ({ keys, text }) => (keys ? [...keys].sort() : (text ?? null));
      model.addEventListener(name, ({ detail }) => seen.push([name, told(detail)]));
    }
    windows.set(client, { model, seen });
  };
  window.inWindow = (client, what, ...asked) => {
    try {
      return WINDOW[what](windows.get(client).model, ...asked) ?? null;
    } catch (error) {
      if (error instanceof Refused) return { refused: error.message };
      throw error;
    }
  };
  const WINDOW = {
    do: (model, command) => model.do(command),
    undo: (model) => model.undo(),
    redo: (model) => model.redo(),
    can: (model) => [model.canUndo, model.canRedo],
    cues: (model) => model.cues,
    asks: ({ epoch, edit, checked, client, current }) => ({ epoch, edit, checked, client, cue: current }),
    pending: (model) => model.pending.map(({ client, seq, base, do: command }) => ({ client, seq, base, do: command })),
    adopt: (model, answer) => model.adopt(answer),
    load: (model, told) => model.load(told),
    take: (model, entry) => void model.take(entry),
    conflicts: (model) => model.conflicts,
    resolve: (model, id, choice) => model.resolve(model.conflicts.find((one) => one.id === id), choice),
    status: (model) => model.status,
    findings: (model, key) => (key ? model.findingsOf(key) : [...model.findings.values()]),
    seen: (model) => windows.get(model.client).seen.splice(0),
    current: (model, key) => { if (key) model.setCurrent(key); return model.current; },
    select: (model, keys, mode) => { model.select(keys, { mode }); return model.selected(); },
    selected: (model) => model.selected(),
    at: (model, ms) => model.allAt(ms).map((cue) => cue.key),
    editors: (model) => model.editors,
  };
}
"""


class Window:
    """One person's window: the editor's model in the browser. What it asks goes to the desk when the test says so."""

    def __init__(self, page: Page, desk: Desk, track: int, name: str, client: str) -> None:
        self.page, self.desk, self.track, self.name, self.client = page, desk, track, name, client
        page.evaluate("(asked) => openWindow(...asked)", [client, desk.document(track, name)])

    def __call__(self, what: str, *asked: Any) -> Any:
        return self.page.evaluate("(asked) => inWindow(...asked)", [self.client, what, *asked])

    def do(self, command: Mapping[str, Any]) -> Any:
        """Do a command; the change, or {"refused": why}."""
        return self("do", dict(command))

    def type(self, place: int, text: str) -> Any:
        """Type another text into the caption at a place."""
        return self.do({"kind": "set-texts", "texts": {self.all_keys()[place]: text}})

    def send(self) -> Json:
        """Send what is pending and take in the answer."""
        return self.adopt(self.sent())

    def sent(self) -> Json:
        """Send what is pending; the answer is lost on its way unless the test brings it to `adopt`."""
        return self.desk.apply(self.track, self.name, self("asks") | {"edits": self("pending")})

    def ask(self) -> Json:
        """Ask what is new and take in the answer."""
        return self.adopt(self.desk.since(self.track, self.name, **self("asks")))

    def adopt(self, answer: Json) -> Json:
        if answer.get("reset"):
            self("load", self.desk.document(self.track, self.name))
        else:
            self("adopt", answer)
        return answer

    def cues(self) -> list[Json]:
        cues: list[Json] = self("cues")
        return cues

    def texts(self) -> list[str]:
        return [cue["text"] for cue in self.cues()]

    def all_keys(self) -> list[str]:
        return [cue["key"] for cue in self.cues()]

    def unsaved(self) -> int:
        count: int = self("status")["unsaved"]
        return count


@contextmanager
def windows_page(browser: Browser) -> Iterator[Page]:
    """A page in which `Window` can be opened."""
    with module_page(browser) as page:
        page.evaluate(_LOAD)
        yield page
