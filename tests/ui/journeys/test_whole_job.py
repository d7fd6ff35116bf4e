"""From an empty newsroom to a published story, once with the mouse and once with the keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.cli_support import CRIMEAN
from tests.ui.journeys.review_page import all_texts, row, wait_until_saved
from tests.ui.server_support import RunningUi, running_ui, sign_in
from workflow.formats.webvtt import parse_webvtt
from workflow.store import Store

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

SLUG = "crimean-solidarity"
HEARD_MS = 180_000
"""The embedded engine takes some 30 s for the sample's 76 s where nothing else runs."""
FIXED = "They have wives and children waiting at home."
"""Typed into one line of a caption it is too long: the checks must say so, and a button breaks it."""
SOME, NONE = re.compile(r"^Findings\s*[1-9]"), re.compile(r"^Findings\s*$")
"""What the tab of the findings says."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningUi]:
    with running_ui(tmp_path / "home") as server:
        yield server


def _page(browser: Browser, server: RunningUi) -> Page:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    sign_in(context, server)
    page = context.new_page()
    page.goto(server.url)
    return page


def _texts_live(home: Path) -> list[str]:
    """What the published file of captions says."""
    [file] = (home / "site" / SLUG).glob("*.vtt")
    return [cue.text for cue in parse_webvtt(file.read_bytes()).cues]


def _draft(home: Path) -> list[tuple[int, int, str]]:
    with Store(home) as store, store.drafts.look(store.tracks.list(SLUG)[0].id) as look:
        return [(cue.cue.start_ms, cue.cue.end_ms, cue.cue.text) for cue in look.draft().cues]


def _findings(page: Page) -> Locator:
    return page.get_by_role("tab", name="Findings")


def test_the_whole_job_by_mouse(browser: Browser, server: RunningUi) -> None:
    """Create, transcribe, correct three words, split, merge, drag an edge, fix, undo, redo, preview, publish."""
    page = _page(browser, server)
    _create_by_mouse(page)
    _edit_by_mouse(page, server.home)
    _publish_by_mouse(page)
    assert _texts_live(server.home) == [text for _, _, text in _draft(server.home)]
    page.context.close()


def _create_by_mouse(page: Page) -> None:
    page.get_by_role("button", name="Add the first story").click()
    page.get_by_label("Text", exact=True).fill((CRIMEAN / "story.md").read_text("utf-8"))
    page.locator("input[type=file]#video").set_input_files(CRIMEAN / "video.mp4")
    expect(page.get_by_text("uploaded").first).to_be_visible()
    page.get_by_role("combobox", name="Engine").click()
    page.get_by_role("option", name=re.compile("embedded engine", re.IGNORECASE)).last.click()
    page.get_by_role("button", name="Transcribe").click()
    page.get_by_role("link", name=re.compile("^Review With their husbands")).click(timeout=HEARD_MS)


def _edit_by_mouse(page: Page, home: Path) -> None:
    row(page, 1).wait_for()
    for number, (wrong, right) in {1: ("chatter", "Tatar"), 3: ("chatter", "Tatar"), 8: ("one", "One")}.items():
        row(page, number).get_by_text(wrong, exact=True).dblclick()
        text = row(page, number).locator("textarea")
        text.fill(text.input_value().replace(wrong, right))
        _findings(page).click()
        expect(row(page, number).locator(".text")).to_contain_text(right)
    wait_until_saved(page)
    before = _draft(home)

    row(page, 2).locator(".text").click()
    row(page, 2).get_by_text("since", exact=True).dblclick(position={"x": 2, "y": 8})
    _button(page, "Split").click()
    wait_until_saved(page)
    assert [text for _, _, text in _draft(home)][1:3] == before[1][2].split("\n")
    row(page, 2).locator(".number").click()
    _button(page, "Merge").click()
    wait_until_saved(page)
    assert len(_draft(home)) == len(before)

    _drag_the_end(page, 2, -40)
    wait_until_saved(page)
    assert _draft(home)[1][1] < before[1][1]

    row(page, 4).locator(".text").dblclick()
    row(page, 4).locator("textarea").fill(FIXED)
    _findings(page).click()
    expect(_findings(page)).to_have_text(SOME, timeout=10_000)
    _mend(page)

    said, mended = all_texts(page), _draft(home)
    _button(page, "Undo").click()
    expect(_findings(page)).to_have_text(SOME)
    wait_until_saved(page)
    assert _draft(home) != mended
    _button(page, "Redo").click()
    expect(_findings(page)).to_have_text(NONE)
    wait_until_saved(page)
    assert _draft(home) == mended
    page.reload()
    row(page, 1).wait_for()
    assert all_texts(page) == said


def _publish_by_mouse(page: Page) -> None:
    _button(page, "Approve").click()
    page.get_by_role("dialog").get_by_role("button", name="Approve").click()
    expect(page.locator(".badge")).to_have_text("approved")
    page.get_by_role("link", name="Preview and publish").click()
    expect(page.frame_locator("iframe[title]").first.locator("body")).to_contain_text("Tatar", timeout=20_000)
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_text("Published").first).to_be_visible()


def _drag_the_end(page: Page, number: int, pixels: int) -> None:
    """Take a caption's end on the timeline and move it."""
    box = page.get_by_role("slider", name=re.compile(f"^End of caption {number}")).bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + pixels, y, steps=5)
    page.mouse.up()


def _button(page: Page, name: str) -> Locator:
    """A button above the captions; its hint with the key is not part of the name."""
    return page.locator(".toolbar, .moves").get_by_role("button", name=re.compile(f"^{name}"))


def _mend(page: Page) -> None:
    """Every finding is gone, each by its button."""
    fixes = page.get_by_role("tabpanel", name="Findings").locator("button[data-does=fix]:visible")
    while not NONE.search(_findings(page).inner_text()):
        left = fixes.count()
        fixes.first.click()
        expect(fixes).not_to_have_count(left)
    wait_until_saved(page)


NO_MOUSE = """
window.presses = 0;
for (const kind of ["mousedown", "touchstart"]) addEventListener(kind, () => (window.presses += 1), { capture: true });
"""
FOCUSED = """
() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  if (!element || element === document.body) return [];
  const textOf = (id) => element.getRootNode().getElementById?.(id)?.textContent;
  const ids = (element.getAttribute("aria-labelledby") ?? "").split(" ").filter(Boolean);
  const names = [element.getAttribute("aria-label"), element.labels?.[0]?.textContent, ...ids.map(textOf)];
  const all = [...names, element.textContent].map((text) => (text ?? "").trim());
  return all.filter((text) => text.length < 120);
}
"""
"""The names that what has the keyboard may go by; the page's main part, which can have it too, has none."""
MOST_TABS = 60


def test_the_whole_job_by_keyboard_alone(browser: Browser, server: RunningUi) -> None:
    """The same without a mouse, the way in included: no button is ever pressed by a pointer."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_init_script(NO_MOUSE)
    page = context.new_page()
    page.goto(server.link)
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("Anna")
    page.keyboard.press("Enter")
    _create_by_keyboard(page)
    _edit_by_keyboard(page, server.home)
    _publish_by_keyboard(page)
    assert _texts_live(server.home) == [text for _, _, text in _draft(server.home)]
    assert page.evaluate("window.presses") == 0
    context.close()


def _tab_to(page: Page, name: str, key: str = "Tab") -> None:
    """Press Tab until what has this name has the keyboard; `key` may be Shift+Tab, to go back."""
    for _ in range(MOST_TABS):
        page.keyboard.press(key)
        if any(re.search(name, text) for text in page.evaluate(FOCUSED)):
            return
    raise AssertionError(f"{MOST_TABS} times Tab did not come to {name!r}")


def _press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def _create_by_keyboard(page: Page) -> None:
    page.get_by_role("button", name="Add the first story").wait_for()
    _tab_to(page, "Add the first story")
    page.keyboard.press("Enter")
    page.get_by_label("Text", exact=True).wait_for()
    _tab_to(page, "^Text$")
    page.keyboard.insert_text((CRIMEAN / "story.md").read_text("utf-8"))
    _tab_to(page, "Choose a video")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(CRIMEAN / "video.mp4")
    expect(page.get_by_text("uploaded").first).to_be_visible()
    _tab_to(page, "^Engine$")
    page.keyboard.type("pocketsphinx")
    _press(page, "Enter")
    _tab_to(page, "Transcribe$")
    page.keyboard.press("Enter")
    page.get_by_role("link", name=re.compile("^Review With their husbands")).wait_for(timeout=HEARD_MS)
    _tab_to(page, "Review With their husbands")
    page.keyboard.press("Enter")


def _edit_by_keyboard(page: Page, home: Path) -> None:
    row(page, 1).wait_for()
    _press(page, "Alt+c", "ControlOrMeta+Home", "Enter")
    _press(page, "ControlOrMeta+End", "ControlOrMeta+ArrowLeft", "ControlOrMeta+Shift+ArrowLeft")
    page.keyboard.type("Tatar ")
    _press(page, "Alt+ArrowDown", "Enter", "ControlOrMeta+Home", "End", "ControlOrMeta+ArrowLeft")
    _press(page, "ControlOrMeta+Shift+ArrowLeft")
    page.keyboard.type("Tatar ")
    _press(page, *["Alt+ArrowDown"] * 5, "ControlOrMeta+Home", "Shift+ArrowRight")
    page.keyboard.type("O")
    _press(page, *["Alt+ArrowUp"] * 6)
    wait_until_saved(page)
    before = _draft(home)
    assert before[0][2].endswith("Crimean Tatar community")
    assert before[2][2].startswith("More than 100 Crimean Tatar men\n")
    assert before[7][2].startswith("One parent")

    _press(page, "ControlOrMeta+Home", "End", "ControlOrMeta+Enter")
    wait_until_saved(page)
    assert [text for _, _, text in _draft(home)][1:3] == before[1][2].split("\n")
    _press(page, "Alt+ArrowUp", "Alt+m", "Escape")
    wait_until_saved(page)
    assert len(_draft(home)) == len(before)

    _press(page, "Alt+w", "Shift+Tab", *["Shift+ArrowLeft"] * 6)
    page.wait_for_timeout(600)  # presses that follow each other closely are one edit
    wait_until_saved(page)
    assert _draft(home)[1][1] == before[1][1] - 600

    _press(page, "Alt+c", "ArrowDown", "ArrowDown", "Enter", "ControlOrMeta+A")
    page.keyboard.type(FIXED)
    _press(page, "Alt+ArrowDown", "Escape")
    expect(_findings(page)).to_have_text(SOME, timeout=10_000)
    for key in ("Shift+F8", "F8") * 5:
        _press(page, key, "Alt+x")
        page.wait_for_timeout(500)
        if NONE.search(_findings(page).inner_text()):
            break
    expect(_findings(page)).to_have_text(NONE)
    wait_until_saved(page)
    said, mended = all_texts(page), _draft(home)
    _press(page, "ControlOrMeta+z")
    expect(_findings(page)).to_have_text(SOME)
    _press(page, "ControlOrMeta+y")
    expect(_findings(page)).to_have_text(NONE)
    wait_until_saved(page)
    assert _draft(home) == mended
    page.reload()
    row(page, 1).wait_for()
    assert all_texts(page) == said


def _publish_by_keyboard(page: Page) -> None:
    _tab_to(page, "Approve$")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()
    _press(page, "ControlOrMeta+Enter")
    expect(page.locator(".badge")).to_have_text("approved")
    _tab_to(page, "Preview and publish", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.frame_locator("iframe[title]").first.locator("body")).to_contain_text("Tatar", timeout=20_000)
    _tab_to(page, "Publish$")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Publish now").wait_for()
    _tab_to(page, "Publish now")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Published").first).to_be_visible()
