"""Giving an action another key, in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.ui.editor.desk_page import Newsroom
from tests.ui.editor.harness import module_page
from tests.ui.editor.list_page import show_list
from workflow.store import Store

pytestmark = pytest.mark.browser

SHOW = """
async () => {
  const [{ Keys }, { Settings }, { showSettings }] = await Promise.all(
    ["keys", "settings", "preferences"].map((name) => import(`/${name}.js`)));
  const settings = new Settings();
  showSettings(editor.root, { actions: editor.actions, keys: new Keys(editor.actions, settings), settings });
}
"""


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    with Store(tmp_path / "home") as store, module_page(browser) as opened:
        show_list(opened, Newsroom(store))
        opened.evaluate(SHOW)
        yield opened


def test_a_key_that_cannot_be_had_is_refused_and_another_may_be_pressed_at_once(page: Page) -> None:
    """The button waits until a key is taken, or Escape is pressed."""
    button, said = page.locator("[data-key=merge]"), page.locator(".settings .said")
    button.click()
    page.keyboard.press("Alt+KeyK")
    expect(said).to_contain_text("press another")
    page.keyboard.press("Control+KeyH")
    expect(said).to_contain_text("The browser keeps Ctrl+H")
    page.keyboard.press("Alt+KeyQ")
    expect(button).to_have_text("Alt+Q")
    expect(said).to_have_text("Merge with the next, or merge the chosen: Alt+Q.")
