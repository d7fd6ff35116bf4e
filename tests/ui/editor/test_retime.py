"""Shifting and stretching the times of many captions, in a real Chromium over a real desk."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.ui.editor.desk_page import MS, Newsroom, show_panels
from tests.ui.editor.harness import module_page

pytestmark = pytest.mark.browser

OPEN = """
async () => {
  const { showRetime } = await import("/retime.js");
  const { root, model, player, actions } = window.editor;
  showRetime(root, { model, player, actions });
}
"""


@pytest.fixture
def page(browser: Browser, newsroom: Newsroom) -> Iterator[Page]:
    with module_page(browser) as opened:
        show_panels(opened, newsroom)
        opened.evaluate("editor.model.setCurrent(editor.model.cues[2].key)")
        yield opened


def _dialog(page: Page) -> Locator:
    page.evaluate(OPEN)
    return page.get_by_role("dialog", name="Shift or stretch times")


def _starts(page: Page, newsroom: Newsroom) -> list[int]:
    page.wait_for_function("editor.model.pending.length === 0")
    return [cue["start"] for cue in newsroom.document()["cues"]]


def test_this_caption_and_all_after_it_move_as_one_edit(page: Page, newsroom: Newsroom) -> None:
    """By the keyboard alone: the dialog says before what becomes of the times, and one undo takes it back."""
    dialog = _dialog(page)
    dialog.get_by_label("Seconds to move them by").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("1.25")
    expect(dialog.get_by_role("status")).to_contain_text("6 captions: 0:00:05.000 to 0:00:19.800 becomes 0:00:06.250")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    moved = [place * MS + (1250 if place >= 2 else 0) for place in range(8)]
    assert _starts(page, newsroom) == moved
    page.evaluate("editor.actions.undo()")
    assert _starts(page, newsroom) == [place * MS for place in range(8)]


def test_all_are_stretched_between_two_moments(page: Page, newsroom: Newsroom) -> None:
    dialog = _dialog(page)
    dialog.get_by_label("All captions").check()
    dialog.get_by_label("Stretch them").check()
    dialog.get_by_label("The first starts at").fill("0:01")
    dialog.get_by_label("The last ends at").fill("0:40.6")
    dialog.get_by_role("button", name="Change the times").click()
    assert _starts(page, newsroom) == [1000 + 2 * place * MS for place in range(8)]


def test_the_first_of_them_starts_at_the_playhead(page: Page, newsroom: Newsroom) -> None:
    page.evaluate("editor.player.seek(5400)")
    dialog = _dialog(page)
    dialog.get_by_role("button", name="Start at the playhead").click()
    expect(dialog.get_by_label("Seconds to move them by")).to_have_value("0.4")
    dialog.get_by_role("button", name="Change the times").click()
    assert _starts(page, newsroom)[2] == 5400


@pytest.mark.parametrize(
    ("label", "value", "says"),
    [("Seconds to move them by", "soon", "how many seconds"), ("Seconds to move them by", "-9", "before the video")],
)
def test_what_cannot_be_done_is_said_in_the_dialog(
    page: Page, newsroom: Newsroom, label: str, value: str, says: str
) -> None:
    dialog = _dialog(page)
    dialog.get_by_label(label).fill(value)
    dialog.get_by_role("button", name="Change the times").click()
    expect(dialog.get_by_role("alert")).to_contain_text(says)
    expect(dialog.get_by_label(label)).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert _starts(page, newsroom) == [place * MS for place in range(8)]
