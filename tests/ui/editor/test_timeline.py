"""The timeline in a real Chromium: what is dragged, and what keys do, as edits at a real desk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.ui.editor.desk_page import MS, Newsroom
from tests.ui.editor.film_page import SHOTS, SPEECH, film, show_film
from tests.ui.editor.harness import module_page

pytestmark = pytest.mark.browser

GAP_MS = 200
"""Between the newsroom's captions."""


@pytest.fixture
def page(browser: Browser, newsroom: Newsroom) -> Iterator[Page]:
    with module_page(browser) as opened:
        opened.set_viewport_size({"width": 1160, "height": 900})
        show_film(opened, newsroom, ready=False)
        opened.wait_for_function("editor.timeline.view.width > 0")
        yield opened


class Hand:
    """A mouse over the timeline, told in milliseconds."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.canvas = page.locator(".stage canvas")

    def point(self, ms: float, y: float = 90) -> tuple[float, float]:
        box = self.canvas.bounding_box()
        assert box
        across: float = self.page.evaluate("(ms) => editor.timeline.view.x(ms)", ms)
        return box["x"] + across, box["y"] + y

    def click(self, ms: float, y: float = 90) -> None:
        self.page.mouse.click(*self.point(ms, y))

    def take(self, ms: float, y: float = 90) -> None:
        self.page.mouse.move(*self.point(ms, y))
        self.page.mouse.down()

    def to(self, ms: float) -> None:
        self.page.mouse.move(*self.point(ms), steps=4)

    def drag(self, start: float, end: float, *, key: str = "") -> None:
        if key:
            self.page.keyboard.down(key)
        self.take(start)
        self.to(end)
        self.page.mouse.up()
        if key:
            self.page.keyboard.up(key)


@pytest.fixture
def hand(page: Page) -> Hand:
    return Hand(page)


def _times(page: Page, newsroom: Newsroom) -> list[tuple[int, int]]:
    """What the desk has, once it has every edit."""
    page.wait_for_function("editor.model.pending.length === 0")
    return [(cue["start"], cue["end"]) for cue in newsroom.document()["cues"]]


def _kinds(newsroom: Newsroom) -> list[str]:
    return [change["kind"] for change in newsroom.document()["history"]]


def _seen(page: Page) -> dict[str, float]:
    seen: dict[str, float] = page.evaluate(
        "({ left, right, scale, whole } = editor.timeline.view, { left, right, scale, whole })"
    )
    return seen


def _slider(page: Page, name: str) -> Locator:
    return page.get_by_role("slider", name=name, exact=True)


# --- mouse ----------------------------------------------------------------------------------------------------------


def test_an_edge_that_is_dragged_is_one_edit(page: Page, newsroom: Newsroom, hand: Hand) -> None:
    """In whole milliseconds where it was let go; its times are shown on the way, and nothing is sent before."""
    hand.take(MS * 2 + MS - GAP_MS)
    hand.to(MS * 2 + 1800)
    expect(page.locator(".tip")).to_contain_text("0:05.000 – 0:06.8")
    assert page.evaluate("editor.model.edit") == 0
    page.mouse.up()
    start, end = _times(page, newsroom)[2]
    assert start == MS * 2
    assert end == pytest.approx(MS * 2 + 1800, abs=1 / _seen(page)["scale"])
    assert _kinds(newsroom) == ["set-times"]
    assert page.evaluate("editor.model.current") == "r1.3"
    expect(page.locator(".tip")).to_be_hidden()


def test_a_drag_that_escape_ends_was_none(page: Page, newsroom: Newsroom, hand: Hand) -> None:
    before = _times(page, newsroom)
    hand.take(MS * 3 - GAP_MS)
    hand.to(MS * 2 + 1500)
    page.keyboard.press("Escape")
    page.mouse.up()
    assert page.evaluate("editor.timeline.preview") is None
    assert _times(page, newsroom) == before
    assert _kinds(newsroom) == []


SNAPS = {
    "speech ends": (MS * 2 - GAP_MS, SPEECH[0][1]),
    "shot change": (MS * 4 - GAP_MS, SHOTS[1]),
    "playhead": (MS * 3 - GAP_MS, 6300),
}
"""What there is to snap to: the edge that is dragged, and where it goes."""


@pytest.mark.parametrize("what", SNAPS)
def test_an_edge_snaps_to_what_is_near(page: Page, newsroom: Newsroom, hand: Hand, what: str) -> None:
    """To the millisecond, and the timeline says to what; with Alt it does not."""
    edge, snapped = SNAPS[what]
    page.evaluate("editor.player.seek(6300)")
    hand.take(edge)
    hand.to(snapped + 40)
    expect(page.locator(".tip")).to_contain_text(what)
    page.mouse.up()
    assert snapped in {end for _, end in _times(page, newsroom)}
    page.evaluate("editor.actions.undo()")
    hand.drag(edge, snapped + 40, key="Alt")
    assert snapped not in {end for _, end in _times(page, newsroom)}


def test_a_caption_is_never_dragged_over_another(page: Page, newsroom: Newsroom, hand: Hand) -> None:
    """Near to it, it keeps the newsroom's gap; dragged further it touches it; only with Alt it goes over it."""
    gap = page.evaluate("editor.model.rules.min_gap_ms")
    assert gap > 0
    hand.drag(MS * 3 - GAP_MS, MS * 3 - gap + 20)
    assert _times(page, newsroom)[2][1] == MS * 3 - gap
    hand.drag(MS * 3 - gap, MS * 3 + 900)
    assert _times(page, newsroom)[2][1] == MS * 3
    hand.drag(MS * 2 + 1000, MS * 2 + 1900)
    assert _times(page, newsroom)[2] == (MS * 2, MS * 3)
    hand.drag(MS * 2 + 1000, MS * 2 + 1900, key="Alt")
    start, end = _times(page, newsroom)[2]
    assert end - start == MS
    assert start == pytest.approx(MS * 2 + 900, abs=1 / _seen(page)["scale"])


def test_a_click_goes_there_and_chooses_the_caption_that_stands_there(page: Page, hand: Hand) -> None:
    """No edit comes of it."""
    hand.click(MS * 3 + 1200)
    assert page.evaluate("editor.model.current") == "r1.4"
    tolerance = 1 / _seen(page)["scale"]
    assert page.evaluate("editor.player.ms") == pytest.approx(MS * 3 + 1200, abs=tolerance)
    hand.click(6_000, y=6)  # on the ruler
    assert page.evaluate("editor.player.ms") == pytest.approx(6_000, abs=tolerance)
    assert page.evaluate("editor.model.edit") == 0


def test_a_new_caption_is_drawn_where_there_is_none(page: Page, newsroom: Newsroom, hand: Hand) -> None:
    """With Shift and a drag, or with a double click; each is one edit."""
    page.evaluate("editor.timeline.scroll(18_000)")
    page.wait_for_function("editor.timeline.view.left === 18_000")
    hand.drag(22_000, 23_500, key="Shift")
    tolerance = 1 / _seen(page)["scale"]
    start, end = _times(page, newsroom)[8]
    assert [start, end] == pytest.approx([22_000, 23_500], abs=tolerance)
    page.mouse.dblclick(*hand.point(26_000))
    start, end = _times(page, newsroom)[9]
    assert start == pytest.approx(26_000, abs=tolerance)
    assert end == start + 2000
    assert _kinds(newsroom) == ["insert", "insert"]
    page.mouse.dblclick(*hand.point(start - 180))
    assert page.evaluate("editor.notices.at(-1)").startswith("There is no room for another caption here")
    assert len(_times(page, newsroom)) == 10


def test_the_wheel_scrolls_and_with_control_it_zooms_around_the_pointer(page: Page, hand: Hand) -> None:
    page.mouse.move(*hand.point(8000))
    before = _seen(page)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -120)
    page.keyboard.up("Control")
    page.wait_for_function("(scale) => editor.timeline.view.scale > scale", arg=before["scale"])
    x = page.evaluate("(before) => [editor.timeline.view.x(8000), (8000 - before.left) * before.scale]", before)
    assert x[0] == pytest.approx(x[1], abs=1)
    left = _seen(page)["left"]
    page.mouse.wheel(0, 300)
    page.wait_for_function("(left) => editor.timeline.view.left > left", arg=left)


def test_a_press_on_the_whole_video_goes_there(page: Page) -> None:
    bar = page.locator(".overview")
    box = bar.bounding_box()
    assert box
    bar.click(position={"x": box["width"] / 2, "y": 8})
    seen = _seen(page)
    assert (seen["left"] + seen["right"]) / 2 == pytest.approx(film()["duration_ms"] / 2, rel=0.02)


def test_a_finger_scrolls_and_moves_only_the_chosen_caption(browser: Browser, newsroom: Newsroom) -> None:
    """On a tablet its edges are wide enough for one; on a phone the list has its room."""
    with module_page(browser) as page:
        page.set_viewport_size({"width": 768, "height": 1024})
        show_film(page, newsroom, ready=False)
        page.wait_for_function("editor.timeline.view.width > 0")
        hand, touch = Hand(page), page.context.new_cdp_session(page)

        def swipe(start: float, end: float) -> None:
            (x, y), (to, _) = hand.point(start, 50), hand.point(end, 50)
            steps = [("touchStart", x), *(("touchMove", x + (to - x) * part / 5) for part in range(1, 6))]
            for kind, at in steps:
                touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": at, "y": y}]})
            touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

        swipe(4000, 2000)
        assert _seen(page)["left"] > 1000
        assert _kinds(newsroom) == []
        page.evaluate("editor.model.setCurrent('r1.2')")
        swipe(MS * 2 - GAP_MS - 150, MS * 2 - GAP_MS - 1250)
        assert _times(page, newsroom)[1][1] == pytest.approx(MS * 2 - GAP_MS - 1100, abs=60)


# --- keys -----------------------------------------------------------------------------------------------------------


def test_keys_pressed_one_after_the_other_are_one_edit(page: Page, newsroom: Newsroom) -> None:
    """After a rest they are another; undo takes back one of them."""
    page.evaluate("editor.model.setCurrent('r1.3'); editor.timeline.focus()")
    end = _slider(page, "End of caption 3")
    end.focus()
    for key in ("ArrowLeft", "ArrowLeft", "Shift+ArrowLeft", "ArrowRight"):
        end.press(key)
    expect(end).to_have_attribute("aria-valuetext", "0:07.190, 0.31 s before the next")
    page.wait_for_function("editor.model.edit === 1")
    assert _times(page, newsroom)[2][1] == MS * 3 - GAP_MS - 110
    end.press("Shift+ArrowLeft")
    end.press("Control+z")
    page.wait_for_function("editor.model.edit === 3")
    assert _times(page, newsroom)[2][1] == MS * 3 - GAP_MS - 110
    assert _kinds(newsroom) == ["set-times", "set-times", "undo"]


def test_whoever_leaves_has_moved_it(page: Page, newsroom: Newsroom) -> None:
    """What was pressed is an edit as soon as the focus goes elsewhere, unless Escape has taken it back."""
    page.evaluate("editor.model.setCurrent('r1.3')")
    both = _slider(page, "Whole caption 3")
    both.press("Shift+ArrowLeft")
    both.press("Escape")
    both.press("Shift+ArrowRight")
    page.evaluate("editor.root.activeElement.blur()")
    assert page.evaluate("editor.model.byKey.get('r1.3').start") == MS * 2 + 100
    assert _times(page, newsroom)[2] == (MS * 2 + 100, MS * 3 - GAP_MS + 100)


def test_keys_go_to_where_speech_and_neighbours_are_and_no_further(page: Page, newsroom: Newsroom) -> None:
    """Home and End are what snapping is for the mouse; arrows stop at the neighbour."""
    page.evaluate("editor.model.setCurrent('r1.2'); editor.player.seek(0)")
    start = _slider(page, "Start of caption 2")
    start.press("Home")
    gap = page.evaluate("editor.model.rules.min_gap_ms")
    expect(start).to_have_attribute("aria-valuenow", str(MS - GAP_MS + gap))
    for _ in range(4):
        start.press("Shift+ArrowLeft")
    expect(start).to_have_attribute("aria-valuetext", "0:02.300, touches the previous")
    start.press("End")
    start.press("End")
    expect(start).to_have_attribute("aria-valuenow", str(SHOTS[0]))
    start.press("Control+ArrowRight")
    expect(start).to_have_attribute("aria-valuenow", str(SHOTS[0] + round(1000 / film()["frame_rate"])))
    page.evaluate("editor.root.activeElement.blur()")
    assert _times(page, newsroom)[1][0] == SHOTS[0] + 40


def test_the_timeline_is_walked_by_keys(page: Page) -> None:
    """From caption to caption, larger and smaller, along the video; Enter plays the caption."""
    page.evaluate("editor.model.setCurrent('r1.2'); editor.timeline.focus()")
    _slider(page, "Whole caption 2").press("ArrowDown")
    expect(_slider(page, "Whole caption 3")).to_be_focused()
    before = _seen(page)
    page.keyboard.press("+")
    assert _seen(page)["scale"] == pytest.approx(before["scale"] * 1.5)
    page.keyboard.press("-")
    page.keyboard.press("PageDown")
    assert _seen(page)["left"] > before["left"] + 5000
    page.keyboard.press("Control+End")
    assert _seen(page)["right"] == pytest.approx(film()["duration_ms"])
    page.keyboard.press("0")
    seen = _seen(page)
    assert seen["left"] < MS * 2 < MS * 3 - GAP_MS < seen["right"] < MS * 4
    page.keyboard.press("Enter")
    page.wait_for_function("editor.player.playing")
    page.keyboard.press("Space")
    page.wait_for_function("!editor.player.playing")
    assert MS * 2 <= page.evaluate("editor.player.ms") < MS * 3


def test_without_a_caption_the_keys_move_the_playhead(page: Page) -> None:
    page.evaluate("editor.timeline.focus()")
    playhead = _slider(page, "Playhead")
    expect(playhead).to_be_focused()
    for key in ("Shift+ArrowRight", "ArrowRight", "End"):
        playhead.press(key)
    assert page.evaluate("editor.player.ms") == MS - GAP_MS
    expect(playhead).to_have_attribute("aria-valuetext", "0:02.300")
    playhead.press("Enter")
    assert page.evaluate("editor.model.current") == "r1.1"


def test_a_caption_that_somebody_else_deletes_is_dragged_no_further(page: Page, newsroom: Newsroom, hand: Hand) -> None:
    hand.take(MS * 3 - GAP_MS)
    hand.to(MS * 2 + 1500)
    newsroom.window("Bo").do({"kind": "delete", "cues": ["r1.3"]})
    page.wait_for_function("!editor.model.byKey.has('r1.3')", timeout=15_000)
    hand.to(MS * 2 + 1200)
    page.mouse.up()
    assert _kinds(newsroom) == ["delete"]


def test_the_view_goes_along_with_the_video_page_by_page(page: Page, hand: Hand) -> None:
    """Unless the person has scrolled elsewhere meanwhile."""
    page.evaluate("editor.player.seek(19_800); editor.player.rate = 2; editor.player.play()")
    page.wait_for_function("editor.timeline.view.left > 15_000")
    page.evaluate("editor.timeline.scroll(0)")
    at: Any = page.evaluate("editor.player.ms")
    page.wait_for_function("(at) => editor.player.ms > at + 300", arg=at)
    assert _seen(page)["left"] == 0
