"""Edits on their way to the desk: none is lost and none is done twice, whatever becomes of network and windows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Route

from tests.steps.desk_factories import desk_with, save
from tests.ui.editor.harness import ORIGIN, answer_module
from workflow.errors import StorytrackError
from workflow.review.reading import Unreadable
from workflow.steps.review import Desk
from workflow.store import Store

pytestmark = pytest.mark.browser

SAID = ("One two three.", "Four five six.", "Seven eight nine.", "Ten eleven twelve.")
PATIENCE_MS = 8_000
"""The longest that an outbox rests between two tries is 4 s."""

_OPEN = """
async (track) => {
  const load = (name) => import(`/${name}.js`);
  const [{ Api }, { Model }, { Outbox }] = await Promise.all(["api", "model", "outbox"].map(load));
  const api = new Api(track);
  const model = new Model(await api.document());
  const outbox = new Outbox(model, api);
  const notices = [];
  model.addEventListener("notice", ({ detail }) => notices.push(detail.text));
  window.editor = { api, model, outbox, notices };
  await outbox.start();
}
"""


class Wire:
    """The way to the desk. What is asked on it may never arrive, or its answer may be lost."""

    def __init__(self, desk: Desk, track: int) -> None:
        self.desk, self.track = desk, track
        self.state: Literal["whole", "cut", "answers lost", "signed out"] = "whole"
        self.batches: list[int] = []
        self.cut_off: set[str] = set()
        """Who has no network."""

    def answer(self, route: Route, person: str) -> None:
        if self.state == "cut" or person in self.cut_off:
            route.abort("internetdisconnected")
            return
        if self.state == "signed out":
            route.fulfill(status=401, content_type="application/json", body=json.dumps({"why": "Sign in first."}))
            return
        try:
            told = json.dumps(self._tell(route, person))
        except StorytrackError as error:
            status = 400 if isinstance(error, Unreadable) else 409
            route.fulfill(status=status, content_type="application/json", body=json.dumps({"why": str(error)}))
            return
        if self.state == "answers lost":
            route.abort("connectionreset")
            return
        route.fulfill(content_type="application/json", body=told)

    def _tell(self, route: Route, person: str) -> Any:
        asked = urlsplit(route.request.url)
        if route.request.method == "POST":
            body: Any = route.request.post_data_json
            self.batches.append(len(body["edits"]))
            return self.desk.apply(self.track, person, body)
        if asked.path.endswith("/since"):
            given = dict(parse_qsl(asked.query))
            return self.desk.since(
                self.track,
                person,
                client=given["client"],
                cue=given.get("cue"),
                **{name: int(given[name]) for name in ("epoch", "edit", "checked")},
            )
        return self.desk.document(self.track, person)

    def texts(self) -> list[str]:
        return [cue["text"] for cue in self._document()["cues"]]

    def log(self) -> list[Any]:
        """The edits in the store, oldest first."""
        history: list[Any] = self._document()["history"]
        return history

    def _document(self) -> Any:
        return self.desk.document(self.track, "a looker")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def wire(store: Store, tmp_path: Path) -> Wire:
    return Wire(*desk_with(store, tmp_path, *SAID))


@contextmanager
def _person(browser: Browser, wire: Wire, name: str = "Anna") -> Iterator[BrowserContext]:
    """A browser of somebody's: its windows share their storage."""
    context = browser.new_context()
    context.route(f"{ORIGIN}/**", answer_module)
    context.route(f"{ORIGIN}/api/**", lambda route: wire.answer(route, name))
    yield context
    wire.state = "whole"
    context.close()


@pytest.fixture
def anna(browser: Browser, wire: Wire) -> Iterator[BrowserContext]:
    with _person(browser, wire) as context:
        yield context


def _window(context: BrowserContext, wire: Wire) -> Page:
    page = context.new_page()
    page.goto(f"{ORIGIN}/")
    page.evaluate(_OPEN, wire.track)
    return page


def _reloaded(page: Page, wire: Wire) -> None:
    page.reload()
    page.evaluate(_OPEN, wire.track)


def _type(page: Page, place: int, text: str) -> None:
    page.evaluate(
        "([place, text]) => void editor.model.do("
        "{ kind: 'set-texts', texts: { [editor.model.cues[place].key]: text } })",
        [place, text],
    )


def _saved(page: Page) -> None:
    """Everything is saved, by itself."""
    page.wait_for_function("editor.model.pending.length === 0", timeout=PATIENCE_MS)


def _status(page: Page) -> Any:
    return page.evaluate("editor.model.status")


def _texts(page: Page) -> Any:
    return page.evaluate("editor.model.cues.map((cue) => cue.text)")


def _kept(page: Page) -> Any:
    """How many edits this browser keeps a copy of."""
    return page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('storytrack/edits/')).length")


def test_an_edit_is_saved_at_once(anna: BrowserContext, wire: Wire) -> None:
    """And the copy in the browser goes when the desk has it."""
    page = _window(anna, wire)
    _type(page, 0, "One.")
    assert _kept(page) == 1
    _saved(page)
    assert wire.texts() == _texts(page) == ["One.", *SAID[1:]]
    assert _kept(page) == 0


def test_edits_wait_for_the_network_and_go_by_themselves(anna: BrowserContext, wire: Wire) -> None:
    """The status says that there is none, and how much is unsaved; nobody needs to do anything."""
    page = _window(anna, wire)
    wire.state = "cut"
    for number in range(5):
        _type(page, number % 4, f"Written offline, {number}.")
    page.wait_for_function("!editor.model.status.online", timeout=PATIENCE_MS)
    assert _status(page)["unsaved"] == _kept(page) == 5
    wire.state = "whole"
    _saved(page)
    assert wire.texts() == _texts(page)
    assert [change["seq"] for change in wire.log()] == [1, 2, 3, 4, 5]
    assert _status(page)["online"]


def test_an_edit_whose_answer_was_lost_is_done_once(anna: BrowserContext, wire: Wire) -> None:
    page = _window(anna, wire)
    wire.state = "answers lost"
    page.evaluate("editor.model.do({ kind: 'insert', start: 9000, end: 9900, text: 'Thirteen.' })")
    page.wait_for_function("!editor.model.status.online", timeout=PATIENCE_MS)
    assert _status(page)["unsaved"] == 1
    wire.state = "whole"
    _saved(page)
    assert wire.texts() == [*SAID, "Thirteen."]
    assert len(wire.log()) == 1


def test_what_was_typed_offline_is_there_after_a_reload(anna: BrowserContext, wire: Wire) -> None:
    """In its order, and it is sent when there is a network again."""
    page = _window(anna, wire)
    wire.state = "cut"
    _type(page, 0, "First.")
    _type(page, 0, "First, then second.")
    page.evaluate("editor.model.do({ kind: 'merge', cues: editor.model.cues.slice(2).map((cue) => cue.key) })")
    shown = _texts(page)
    page.reload()
    wire.state = "whole"
    page.evaluate(_OPEN, wire.track)
    assert _texts(page) == shown
    _saved(page)
    assert wire.texts() == shown
    assert [change["seq"] for change in wire.log()] == [1, 2, 3]
    assert _kept(page) == 0


def test_what_a_crashed_window_left_is_saved_by_the_next(anna: BrowserContext, wire: Wire) -> None:
    """A tab that died says no farewell."""
    first = _window(anna, wire)
    wire.state = "cut"
    _type(first, 1, "Typed just before the crash.")
    first.close()
    wire.state = "whole"
    second = _window(anna, wire)
    _saved(second)
    assert wire.texts()[1] == "Typed just before the crash."


def test_a_living_windows_edits_are_its_own(anna: BrowserContext, wire: Wire) -> None:
    """A second tab does not send what the first one will."""
    first = _window(anna, wire)
    wire.state = "cut"
    _type(first, 1, "Still mine.")
    wire.state = "answers lost"  # the second tab must load
    second = anna.new_page()
    second.goto(f"{ORIGIN}/")
    wire.state = "whole"
    second.evaluate(_OPEN, wire.track)
    assert second.evaluate("editor.model.pending.length") == 0
    _saved(first)
    second.wait_for_function("editor.model.cues[1].text === 'Still mine.'", timeout=PATIENCE_MS)
    assert len(wire.log()) == 1


def test_nobody_sends_anothers_edits(browser: Browser, wire: Wire) -> None:
    """At a shared computer the next person does not sign what the one before left behind."""
    context = browser.new_context()
    who = ["Anna"]
    context.route(f"{ORIGIN}/**", answer_module)
    context.route(f"{ORIGIN}/api/**", lambda route: wire.answer(route, who[0]))
    first = _window(context, wire)
    wire.state = "cut"
    _type(first, 0, "Anna's own.")
    first.close()
    wire.state, who[0] = "whole", "Boris"
    second = _window(context, wire)
    second.evaluate("editor.outbox.saved()")
    assert wire.texts() == list(SAID)
    assert _kept(second) == 1
    second.close()
    who[0] = "Anna"
    _saved(third := _window(context, wire))
    assert wire.texts()[0] == "Anna's own."
    assert _kept(third) == 0
    context.close()


def test_many_edits_go_in_parts_and_in_their_order(anna: BrowserContext, wire: Wire) -> None:
    """A morning's work without a network is not one request that is too large."""
    page = _window(anna, wire)
    wire.state = "cut"
    for number in range(250):
        _type(page, number % 4, f"Edit {number}.")
    wire.state = "whole"
    page.evaluate("window.dispatchEvent(new Event('online'))")
    _saved(page)
    assert [change["seq"] for change in wire.log()] == list(range(1, 251))
    assert max(wire.batches) == 100
    assert wire.texts() == [f"Edit {number}." for number in (248, 249, 246, 247)]


def test_an_edit_that_cannot_be_read_holds_back_no_other(anna: BrowserContext, wire: Wire) -> None:
    """It may be of another version of this editor: it is shown as refused, those before and after it are saved."""
    page = _window(anna, wire)
    wire.state = "cut"
    _type(page, 0, "Before.")
    page.evaluate("""
      editor.model.take({ client: "w-other", seq: 1, base: {}, do: { kind: "set-texts", texts: { "no key": 7 } }})
    """)
    _type(page, 1, "After.")
    wire.state = "whole"
    _saved(page)
    assert wire.texts() == ["Before.", "After.", *SAID[2:]]
    assert page.evaluate("editor.model.conflicts.length + editor.notices.length") == 1


def test_who_is_signed_out_is_told_and_loses_nothing(anna: BrowserContext, wire: Wire) -> None:
    page = _window(anna, wire)
    wire.state = "signed out"
    _type(page, 0, "Typed while signed out.")
    page.wait_for_function("editor.model.status.trouble", timeout=PATIENCE_MS)
    assert _status(page)["trouble"].startswith("You are signed out")
    assert _status(page)["unsaved"] == _kept(page) == 1
    wire.state = "whole"
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # back from the tab where they signed in
    _saved(page)
    assert wire.texts()[0] == "Typed while signed out."
    assert _status(page)["trouble"] == ""


def test_a_conflict_is_there_until_it_is_settled(browser: Browser, anna: BrowserContext, wire: Wire) -> None:
    """Also after a reload; then the browser keeps nothing of it."""
    page = _window(anna, wire)
    wire.cut_off = {"Anna"}
    _type(page, 0, "Anna's.")
    with _person(browser, wire, "Boris") as boris:
        theirs = _window(boris, wire)
        _type(theirs, 0, "Boris's.")
        _saved(theirs)
    wire.cut_off = set()
    page.wait_for_function("editor.model.conflicts.length === 1", timeout=PATIENCE_MS)
    _reloaded(page, wire)
    [conflict] = page.evaluate("editor.model.conflicts")
    assert [conflict["by"], conflict["theirs"][0]["text"], conflict["yours"][0]["text"]] == [
        "Boris",
        "Boris's.",
        "Anna's.",
    ]
    page.evaluate("editor.model.resolve(editor.model.conflicts[0], 'mine')")
    _saved(page)
    assert wire.texts()[0] == "Anna's."
    assert _kept(page) == 0


def test_a_browser_without_room_says_that_it_keeps_no_copy(anna: BrowserContext, wire: Wire) -> None:
    """Edits are saved at the desk all the same."""
    page = _window(anna, wire)
    page.evaluate("""
      for (let size = 4_000_000; size >= 1; size = Math.floor(size / 2)) {
        try { for (;;) localStorage.setItem(`full/${localStorage.length}`, "x".repeat(size)); } catch { /* full */ }
      }
    """)
    wire.state = "cut"
    _type(page, 0, "Not kept.")
    assert _status(page)["kept"] is False
    wire.state = "whole"
    _saved(page)
    assert wire.texts()[0] == "Not kept."


def test_who_would_lose_edits_is_asked_before_they_leave(anna: BrowserContext, wire: Wire) -> None:
    """Without a network; with everything saved nobody is asked."""
    page = _window(anna, wire)
    asked: list[str] = []

    def accept(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)
    page.mouse.click(10, 10)  # browsers ask only where somebody has done something
    page.reload()
    assert asked == []
    page.evaluate(_OPEN, wire.track)
    page.mouse.click(10, 10)
    wire.state = "cut"
    _type(page, 0, "Unsaved.")
    page.wait_for_function("!editor.model.status.online", timeout=PATIENCE_MS)
    page.reload()
    assert asked == ["beforeunload"]


def test_captions_made_anew_are_loaded_and_edits_go_on(anna: BrowserContext, wire: Wire, store: Store) -> None:
    """Somebody transcribed or imported meanwhile: the window shows it without a reload."""
    page = _window(anna, wire)
    _type(page, 0, "Before.")
    _saved(page)
    save(store, ["New one.", "New two."], origin="person", over=True)
    page.wait_for_function("editor.model.cues.length === 2", timeout=PATIENCE_MS)
    _type(page, 1, "New two, corrected.")
    _saved(page)
    assert wire.texts() == _texts(page) == ["New one.", "New two, corrected."]


def test_others_are_seen_without_asking(browser: Browser, anna: BrowserContext, wire: Wire) -> None:
    """What they write comes within seconds, and who they are and where."""
    page = _window(anna, wire)
    with _person(browser, wire, "Boris") as boris:
        theirs = _window(boris, wire)
        theirs.evaluate("editor.model.setCurrent(editor.model.cues[2].key)")
        _type(theirs, 2, "Boris was here.")
        page.wait_for_function("editor.model.cues[2].text === 'Boris was here.'", timeout=PATIENCE_MS)
        page.wait_for_function(
            "editor.model.editors.some((one) => one.name === 'Boris' && one.cue)", timeout=PATIENCE_MS
        )
        [editor] = page.evaluate("editor.model.editors")
        assert editor["since"]
