"""The list of captions at a real desk: what it shows, and what is done in it by mouse and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.ui.editor.desk_page import Newsroom
from tests.ui.editor.harness import module_page
from tests.ui.editor.list_page import show_list

pytestmark = pytest.mark.browser

DESKTOP, PHONE = (1440, 900), (390, 844)


@pytest.fixture
def page(browser: Browser, newsroom: Newsroom) -> Iterator[Page]:
    with module_page(browser) as opened:
        yield _opened(opened, newsroom)


def _opened(page: Page, newsroom: Newsroom, size: tuple[int, int] = DESKTOP, **shown: Any) -> Page:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    show_list(page, newsroom, **shown)
    return page


def _row(page: Page, number: int) -> Locator:
    return page.locator(f'.body .row[aria-rowindex="{number + 1}"]')


def _cell(page: Page, number: int, column: str) -> Locator:
    return _row(page, number).locator(f".cell.{column}")


def _word(page: Page, number: int, word: str) -> Locator:
    return _cell(page, number, "text").locator(".word", has_text=re.compile(f"^{re.escape(word)}$"))


def _type(page: Page, number: int, caret: int = 0) -> Locator:
    """Start typing in the text of a caption; the field."""
    page.evaluate(
        "([place, caret]) => editor.actions.go(editor.model.cues[place].key, { caret, typing: true })",
        [number - 1, caret],
    )
    field = page.locator(".body textarea")
    expect(field).to_be_focused()
    return field


def _saved(page: Page) -> None:
    page.evaluate("editor.outbox.saved()")


def _current(page: Page) -> int:
    """The number of the caption that is worked on."""
    number = page.evaluate("editor.model.place(editor.model.current) + 1")
    assert isinstance(number, int)
    return number


def _chosen(page: Page) -> list[int]:
    """The numbers of the rows that say they are selected, in the next frame."""
    rows: list[int] = page.evaluate("""() => new Promise((done) => requestAnimationFrame(() => {
        const rows = editor.root.querySelectorAll('.body .row[aria-selected="true"]');
        done([...rows].map((row) => Number(row.getAttribute("aria-rowindex")) - 1));
    }))""")
    return sorted(rows)


def _notices(page: Page) -> list[str]:
    notices: list[str] = page.evaluate("editor.notices")
    return notices


# --- text -----------------------------------------------------------------------------------------------------------


def test_enter_takes_over_what_is_typed_and_goes_on_in_the_next_caption(page: Page, newsroom: Newsroom) -> None:
    """One edit for the caption, however much was typed in it; the caret is in the next."""
    _type(page, 4)
    page.keyboard.type("Now: ")
    page.keyboard.press("Enter")
    field = page.locator(".body textarea")
    expect(field).to_be_focused()
    expect(field).to_have_value("The tartar men have been falsely\nlabelled as terrorists.")
    assert _current(page) == 5
    _saved(page)
    assert newsroom.texts()[3] == "Now: They have wives and children at home."
    assert [change["kind"] for change in newsroom.document()["history"]] == ["set-texts"]


def test_shift_and_enter_begin_a_new_line(page: Page, newsroom: Newsroom) -> None:
    """And the row grows with it."""
    before = _row(page, 8).bounding_box()
    _type(page, 8, len("One parent has to do "))
    page.keyboard.press("Shift+Enter")
    after = _row(page, 8).bounding_box()
    assert before is not None
    assert after is not None
    assert after["height"] > before["height"]
    page.keyboard.press("Alt+ArrowUp")
    _saved(page)
    assert newsroom.texts()[7] == "One parent has to do\nthe work of two."


def test_escape_leaves_the_text_as_it_was(page: Page, newsroom: Newsroom) -> None:
    """The keyboard goes on in the cell."""
    before = newsroom.texts()
    _type(page, 2)
    page.keyboard.type("Wrong ")
    page.keyboard.press("Escape")
    expect(page.locator(".body textarea")).to_have_count(0)
    expect(_cell(page, 2, "text")).to_be_focused()
    expect(_cell(page, 2, "text")).to_contain_text("Seven years")
    _saved(page)
    assert newsroom.texts() == before
    assert newsroom.document()["history"] == []


def test_what_is_typed_is_kept_when_the_field_is_left(page: Page, newsroom: Newsroom) -> None:
    """By a press on another row, which is the one that was pressed though the first becomes lower."""
    _type(page, 2)
    page.keyboard.type("It is said that since that very day many ")
    _word(page, 5, "falsely").click()
    expect(page.locator(".body textarea")).to_have_count(0)
    assert _current(page) == 5
    _saved(page)
    assert newsroom.texts()[1].startswith("It is said that since that very day many Seven years")


@pytest.mark.slow
def test_what_is_typed_is_saved_after_a_rest_while_one_is_still_typing(page: Page, newsroom: Newsroom) -> None:
    """The field and the caret stay as they are; what is undone with Escape then is undone at the desk, too."""
    before = newsroom.texts()
    field = _type(page, 2, 5)
    page.keyboard.type(" full ")
    page.wait_for_function("editor.model.history.length === 1", timeout=8000)
    assert newsroom.texts()[1].startswith("Seven full  years")
    expect(field).to_be_focused()
    assert field.evaluate("(field) => field.selectionStart") == 11
    page.keyboard.press("Escape")
    _saved(page)
    assert newsroom.texts() == before


def test_characters_are_counted_while_one_types(page: Page) -> None:
    """By line, and by second; what is over a limit is said with a drawing and a colour, in the row's numbers too."""
    _type(page, 8)
    counts = page.locator(".counts")
    expect(counts).to_contain_text("37")
    page.keyboard.type("And then, ")
    expect(counts.locator("div").first).to_contain_text("47")
    expect(counts.locator("div").first).to_have_class("error")
    expect(counts.locator("div").first.locator("svg")).to_be_visible()
    expect(_cell(page, 8, "cpl")).to_contain_text("47. More than 42 characters in a line.")
    expect(_cell(page, 8, "cps")).to_contain_text("20.4. More than 20 characters a second.")


def test_a_text_that_another_person_changes_meanwhile_is_not_lost(page: Page, newsroom: Newsroom) -> None:
    """Theirs does not wipe what is typed; mine is refused with both versions shown. An untouched field follows."""
    field = _type(page, 3, 9)
    other = newsroom.window("Bohdan")
    other.do({"kind": "set-texts", "texts": {"r1.3": "Over 100 men."}})
    page.evaluate("editor.outbox.saved()")
    expect(field).to_have_value("Over 100 men.", timeout=15_000)
    page.keyboard.type("0")
    other.load()
    other.do({"kind": "set-texts", "texts": {"r1.3": "About 100 men."}})
    page.wait_for_function("editor.model.byKey.get('r1.3').text === 'About 100 men.'", timeout=15_000)
    expect(field).to_have_value("Over 100 0men.")
    page.evaluate("editor.actions.commit()")
    page.wait_for_function("editor.model.conflicts.length === 1", timeout=15_000)
    conflict = page.evaluate("editor.model.conflicts[0]")
    assert (conflict["by"], conflict["mine"]["texts"]) == ("Bohdan", {"r1.3": "Over 100 0men."})
    assert newsroom.texts()[2] == "About 100 men."


def test_what_is_typed_into_a_caption_that_is_deleted_meanwhile_is_not_lost(page: Page, newsroom: Newsroom) -> None:
    """It is shown as a conflict, from which it can be put back."""
    _type(page, 3)
    page.keyboard.type("Some say: ")
    newsroom.window("Bohdan").do({"kind": "delete", "cues": ["r1.3"]})
    page.wait_for_function("editor.model.conflicts.length === 1", timeout=15_000)
    expect(page.locator(".body textarea")).to_have_count(0)
    page.evaluate("editor.model.resolve(editor.model.conflicts[0], 'mine')")
    _saved(page)
    assert newsroom.texts()[2].startswith("Some say: More than 100")


def test_a_split_goes_on_at_the_start_of_the_second_part(page: Page, newsroom: Newsroom) -> None:
    """Both parts have their rows, and the numbers of those after them are one higher."""
    _type(page, 4, len("They have wives "))
    page.keyboard.press("Control+Enter")
    field = page.locator(".body textarea")
    expect(field).to_have_value("and children at home.")
    expect(_cell(page, 4, "text")).to_have_text("They have wives")
    expect(_cell(page, 6, "text")).to_contain_text("The tartar men")
    expect(page.locator("[role=grid]")).to_have_attribute("aria-rowcount", "10")
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+KeyM")
    expect(field).to_have_value("They have wives and children at home.")
    page.keyboard.press("Escape")
    _saved(page)
    assert newsroom.texts()[3] == "They have wives and children at home."


# --- times and voices -----------------------------------------------------------------------------------------------


def test_times_are_typed_in_place_one_after_the_other(page: Page, newsroom: Newsroom) -> None:
    """Tab goes from the start to the end; Enter is done, and the keyboard is in the cell again."""
    _cell(page, 2, "start").click()
    page.get_by_label("Start of caption 2").fill("0:02,6")
    page.keyboard.press("Tab")
    page.get_by_label("End of caption 2").fill("4.9")
    page.keyboard.press("Enter")
    expect(_cell(page, 2, "end")).to_be_focused()
    expect(_cell(page, 2, "start")).to_have_text("00:02.600")
    expect(_cell(page, 2, "duration")).to_have_text("2.30")
    _saved(page)
    cue = newsroom.document()["cues"][1]
    assert (cue["start"], cue["end"]) == (2600, 4900)


@pytest.mark.parametrize(
    ("typed", "said"),
    [("soon", "“soon” is no time: write it as 1:02.345."), ("0:09", "A caption must end after its start")],
)
def test_a_time_that_cannot_be_is_told_in_a_sentence(page: Page, newsroom: Newsroom, typed: str, said: str) -> None:
    """And what stood there stays."""
    _cell(page, 2, "start").click()
    page.get_by_label("Start of caption 2").fill(typed)
    page.keyboard.press("Enter")
    assert _notices(page)[-1].startswith(said)
    expect(_cell(page, 2, "start")).to_have_text("00:02.500")
    _saved(page)
    assert newsroom.document()["history"] == []


def test_a_voice_is_chosen_from_those_of_the_track_by_keyboard(page: Page, newsroom: Newsroom) -> None:
    """The field offers the voices there are; Escape leaves what was."""
    page.evaluate("editor.actions.go('r1.6', { typing: false })")
    page.evaluate("editor.actions.run('voice')")
    field = page.get_by_role("combobox", name="Who speaks in caption 6")
    expect(field).to_be_focused()
    expect(page.get_by_role("option")).to_have_text(["Maye", "Zulfiye"])
    page.keyboard.type("zu")
    expect(page.get_by_role("option")).to_have_text(["Zulfiye"])
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(_cell(page, 6, "voice")).to_have_text("Zulfiye")
    expect(_cell(page, 6, "voice")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("Nobody")
    page.keyboard.press("Escape")
    _saved(page)
    assert newsroom.voices()[5] == "Zulfiye"
    assert len(newsroom.document()["history"]) == 1


def test_a_voice_is_given_to_all_that_are_chosen(page: Page, newsroom: Newsroom) -> None:
    """As one edit."""
    _cell(page, 4, "number").click()
    _cell(page, 6, "number").click(modifiers=["Shift"])
    page.evaluate("editor.actions.run('voice')")
    page.get_by_role("combobox").fill("Lutfiye")
    page.keyboard.press("Enter")
    _saved(page)
    assert newsroom.voices()[3:6] == ["Lutfiye"] * 3
    assert len(newsroom.document()["history"]) == 1


# --- going about ----------------------------------------------------------------------------------------------------


def test_the_grid_is_gone_through_by_keyboard(page: Page) -> None:
    """One stop for Tab, and arrows, Home and End from there; the video comes along."""
    page.evaluate("editor.actions.run('to-list')")
    expect(_cell(page, 1, "text")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(_cell(page, 3, "text")).to_be_focused()
    expect(_row(page, 3)).to_have_attribute("aria-current", "true")
    assert page.evaluate("editor.player.sought.at(-1)") == 5000
    page.keyboard.press("Home")
    expect(_cell(page, 3, "number")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(_cell(page, 3, "start")).to_be_focused()
    page.keyboard.press("End")
    expect(_cell(page, 3, "findings")).to_be_focused()
    page.keyboard.press("Control+End")
    expect(_cell(page, 8, "findings")).to_be_focused()
    page.keyboard.press("Control+Home")
    expect(_cell(page, 1, "findings")).to_be_focused()
    assert page.locator('.body [tabindex="0"]').count() == 1


def test_several_captions_are_chosen_by_keyboard_and_by_mouse(page: Page) -> None:
    """With Shift all between, with Ctrl one more or one less; Escape leaves the current one."""
    page.evaluate("editor.actions.run('to-list')")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    assert _chosen(page) == [2, 3, 4]
    page.keyboard.press("Shift+ArrowUp")
    assert _chosen(page) == [2, 3]
    page.keyboard.press("Escape")
    assert _chosen(page) == [3]
    page.keyboard.press("Control+ArrowDown")
    page.keyboard.press("Control+ArrowDown")
    page.keyboard.press("Shift+Space")
    assert _chosen(page) == [3, 5]
    page.keyboard.press("Shift+Space")
    _cell(page, 5, "number").click(modifiers=["Control"])
    assert _chosen(page) == [3, 5]
    _cell(page, 5, "number").click(modifiers=["Control"])
    assert _chosen(page) == [3]
    _cell(page, 1, "number").click(modifiers=["Shift"])
    _cell(page, 7, "number").click()
    assert _chosen(page) == [7]


def test_the_focus_goes_on_where_a_caption_was_deleted(page: Page) -> None:
    """In the row that stands there now; with none left at the button for the first."""
    _cell(page, 3, "number").click()
    page.keyboard.press("Delete")
    expect(_cell(page, 3, "text")).to_contain_text("They have wives")
    expect(_cell(page, 3, "number")).to_be_focused()
    page.keyboard.press("Control+KeyA")
    page.keyboard.press("Delete")
    button = page.get_by_role("button", name="Insert a caption")
    expect(button).to_be_focused()
    expect(page.get_by_text("There are no captions yet.")).to_be_visible()
    button.click()
    expect(page.locator(".body textarea")).to_be_focused()


# --- words ----------------------------------------------------------------------------------------------------------


def test_a_press_on_a_word_brings_the_video_there(page: Page) -> None:
    """The caption becomes the current one; a second press types, with the caret where it was pressed."""
    start = page.evaluate("editor.model.cues[4].words[2][1]")
    _word(page, 5, "men").click()
    assert page.evaluate("editor.player.sought.at(-1)") == start
    assert _current(page) == 5
    box = _word(page, 5, "falsely").bounding_box()
    assert box
    page.mouse.dblclick(box["x"] + 1, box["y"] + box["height"] / 2)
    field = page.locator(".body textarea")
    expect(field).to_be_focused()
    assert field.evaluate("(field) => field.selectionStart") == len("The tartar men have been ")


def test_words_are_gone_through_by_keyboard(page: Page) -> None:
    """Ctrl and an arrow bring the video from word to word; Enter types there."""
    _cell(page, 5, "number").click()
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    expect(_cell(page, 5, "text")).to_be_focused()
    page.keyboard.press("Control+ArrowRight")
    page.keyboard.press("Control+ArrowRight")
    expect(page.locator(".word.marked")).to_have_text("tartar")
    assert page.evaluate("editor.player.sought.at(-1) === editor.model.cues[4].words[1][1]")
    page.keyboard.press("Enter")
    assert page.locator(".body textarea").evaluate("(field) => field.selectionStart") == len("The ")


def test_uncertain_words_are_underlined_and_told(page: Page) -> None:
    """Until they are confirmed."""
    expect(page.locator(".doubted")).to_have_text(["tartar", "annexed", "tartar", "four"])
    expect(_cell(page, 2, "text")).to_have_attribute("aria-description", "Uncertain: annexed")
    page.evaluate("editor.actions.confirmWords('r1.2')")
    expect(page.locator(".doubted")).to_have_text(["tartar", "tartar", "four"])
    page.evaluate("editor.actions.nextUncertain()")
    expect(page.locator(".marked")).to_have_text("tartar")


# --- numbers and findings -------------------------------------------------------------------------------------------


def test_only_what_is_over_a_limit_is_coloured_and_says_why(page: Page, newsroom: Newsroom) -> None:
    """Until it is waived."""
    expect(_cell(page, 1, "cps")).to_have_text("⁠27.4. More than 20 characters a second.")
    expect(_cell(page, 1, "cps").locator("svg")).to_be_visible()
    expect(_cell(page, 4, "cps")).to_have_text("16.1")
    expect(_cell(page, 1, "cpl")).to_have_text("31/32")
    assert page.locator(".body .cell.error:not(.cps)").count() == 0
    finding = next(
        one for one in newsroom.document()["findings"] if one["cue"] == "r1.1" and one["check"] == "reads-too-fast"
    )
    answer = newsroom.desk.waive(newsroom.track, "Anna", {"id": finding["id"], "reason": "A quotation."})
    page.evaluate("(answer) => editor.model.adopt(answer)", answer)
    expect(_cell(page, 1, "cps")).to_have_text("27.4")


def test_the_mark_of_the_findings_opens_their_panel(page: Page) -> None:
    """It says how many and what, and by keyboard it is reached as the last cell."""
    mark = _cell(page, 4, "findings").get_by_role("button")
    expect(mark).to_have_accessible_name(re.compile(r"^2 findings: .+\."))
    page.evaluate("editor.sidebar.show('story')")
    mark.click()
    expect(page.locator("#panel-findings")).to_be_visible()
    assert _current(page) == 4
    page.evaluate("editor.sidebar.show('story')")
    page.evaluate("editor.actions.run('to-list')")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(page.locator("#panel-findings")).to_be_visible()


# --- playing --------------------------------------------------------------------------------------------------------


def test_the_caption_being_spoken_is_marked_and_followed(browser: Browser, newsroom: Newsroom) -> None:
    """Not by colour alone, and not while one types; the current caption stays what it is."""
    with module_page(browser) as opened:
        page = _opened(opened, newsroom, many=300)
        page.evaluate("editor.actions.go('r1.1', { ms: false, typing: false })")
        page.evaluate("editor.model.at = () => editor.model.byKey.get('r1.200')")
        page.evaluate("editor.player.dispatchEvent(new CustomEvent('time', { detail: { ms: 500_000 } }))")
        expect(_row(page, 200)).to_be_in_viewport()
        expect(_row(page, 200).locator(".playhead")).to_be_visible()
        assert _current(page) == 1
        page.evaluate("editor.actions.go('r1.190', { ms: false, typing: true })")
        page.evaluate("editor.model.at = () => editor.model.byKey.get('r1.20')")
        page.evaluate("editor.player.dispatchEvent(new CustomEvent('time', { detail: { ms: 50_000 } }))")
        expect(page.locator(".body textarea")).to_be_in_viewport()
        assert _row(page, 20).count() == 0
        page.keyboard.press("Escape")
        page.mouse.move(900, 400)
        top = page.evaluate("editor.list.element.querySelector('.body').scrollTop")
        page.mouse.wheel(0, 400)
        page.wait_for_function("(top) => editor.list.element.querySelector('.body').scrollTop > top", arg=top)
        page.evaluate("editor.model.at = () => editor.model.byKey.get('r1.30')")
        page.evaluate("editor.player.dispatchEvent(new CustomEvent('time', { detail: { ms: 75_000 } }))")
        page.wait_for_timeout(200)
        assert _row(page, 30).count() == 0  # who scrolls by hand is left alone for a while


# --- thousands ------------------------------------------------------------------------------------------------------


def test_of_thousands_of_captions_only_those_near_what_is_seen_are_drawn(browser: Browser, newsroom: Newsroom) -> None:
    """What a screen reader is told is nevertheless how many there are, and which one this is."""
    with module_page(browser) as opened:
        page = _opened(opened, newsroom, many=5000)
        page.evaluate("editor.list.follow = false")  # the video is too short to be anywhere near
        expect(page.locator("[role=grid]")).to_have_attribute("aria-rowcount", "5001")
        assert page.locator(".body .row").count() < 100
        page.evaluate("editor.list.element.querySelector('.body').scrollTop = 1e9")
        expect(_row(page, 5000)).to_be_in_viewport(ratio=1)
        assert page.locator(".body .row").count() < 100
        page.evaluate("editor.list.element.querySelector('.body').scrollTop = 111_111")
        _in_order(page)
        page.evaluate("editor.actions.go('r1.2500', { ms: false, typing: false }); editor.list.focus()")
        expect(_row(page, 2500)).to_be_in_viewport(ratio=1)
        page.keyboard.press("PageDown")
        _in_order(page)
        assert 2510 < _current(page) < 2530
        expect(_row(page, _current(page))).to_be_in_viewport(ratio=1)
        page.mouse.move(900, 400)
        page.mouse.wheel(0, 20_000)
        page.wait_for_timeout(300)
        expect(_cell(page, _current(page), "text")).to_be_focused()  # it stays, so that the keyboard finds it


def _in_order(page: Page) -> None:
    """Once the list rests its rows follow each other, on the page as on the screen, and none lies over another."""
    page.wait_for_timeout(400)
    rows = page.evaluate("""[...editor.root.querySelectorAll(".body .row")].map((row) => {
        const { top, bottom } = row.getBoundingClientRect();
        return [Number(row.getAttribute("aria-rowindex")), top, bottom];
    })""")
    for (number, _, bottom), (following, top, _) in pairwise(rows):
        assert number < following
        assert abs(top - bottom) < 1 or (following > number + 1 and top > bottom)


def test_rows_follow_each_other_when_the_window_becomes_narrower_and_wider(page: Page) -> None:
    """A narrower list has its times on two lines: rows that were there before are measured anew."""
    before = _row(page, 4).evaluate("(row) => row.offsetHeight")
    for width in (800, DESKTOP[0]):
        page.set_viewport_size({"width": width, "height": DESKTOP[1]})
        _in_order(page)
        grew = _row(page, 4).evaluate("(row) => row.offsetHeight") > before
        assert grew == (width == 800)


def test_an_undo_says_where_it_was(page: Page) -> None:
    """Nothing is scrolled for it, so that what it changed may be out of sight."""
    page.evaluate("""() => {
        const { actions, model } = editor;
        const keys = model.cues.map((cue) => cue.key);
        actions.do({ kind: "set-voice", cues: keys.slice(1, 4), voice: "Lutfiye" });
        actions.do({ kind: "delete", cues: [keys[4]] });
        actions.undo();
        actions.undo();
        actions.redo();
        actions.redo();
    }""")
    assert _notices(page)[-4:] == [
        "Taken back: caption 5.",
        "Taken back: 3 captions, from caption 2 on.",
        "Done again: 3 captions, from caption 2 on.",
        "Done again.",
    ]


def test_a_double_click_on_a_row_that_is_cut_off_edits_that_row(browser: Browser, newsroom: Newsroom) -> None:
    """Its first click brings the row into view, so that the next row is under the second."""
    with module_page(browser) as opened:
        page = _opened(opened, newsroom, many=100)
        edge = page.evaluate("editor.root.querySelector('.body').getBoundingClientRect().bottom")
        rows = page.evaluate("""[...editor.root.querySelectorAll(".body .row")].map((row) => {
            const { top, bottom } = row.getBoundingClientRect();
            return [Number(row.getAttribute("aria-rowindex")) - 1, top, bottom];
        })""")
        number, top, _ = next(row for row in rows if row[2] > edge - 2)
        box = _cell(page, number, "text").bounding_box()
        assert box
        page.mouse.dblclick(box["x"] + box["width"] - 20, (top + min(edge, top + 20)) / 2)
        expect(page.locator(".body textarea")).to_have_attribute("aria-label", f"Text of caption {number}")


def test_what_is_looked_at_stays_when_captions_come_and_go_before_it(browser: Browser, newsroom: Newsroom) -> None:
    """An edit of another person, or an undo, moves nothing under the eyes."""
    with module_page(browser) as opened:
        page = _opened(opened, newsroom, many=1000)
        page.evaluate("editor.list.element.querySelector('.body').scrollTop = 20_000")
        page.wait_for_timeout(200)
        at = page.evaluate("editor.root.querySelectorAll('.body .row')[25].getAttribute('aria-rowindex') - 1")
        before = _row(page, at).bounding_box()
        page.evaluate("editor.model.do({ kind: 'delete', cues: ['r1.5', 'r1.6', 'r1.7'] })")
        page.evaluate("new Promise(requestAnimationFrame)")
        after = _row(page, at - 3).bounding_box()
        assert before is not None
        assert after is not None
        assert abs(before["y"] - after["y"]) < 1


# --- for everybody --------------------------------------------------------------------------------------------------


def test_a_language_from_right_to_left_is_shown_and_typed_so(browser: Browser, newsroom: Newsroom) -> None:
    """The text alone: numbers and the order of the columns stay."""
    with module_page(browser) as opened:
        page = _opened(opened, newsroom, language={"language": "ar", "dir": "rtl"})
        text = _cell(page, 1, "text")
        expect(text).to_have_attribute("lang", "ar")
        expect(text).to_have_css("direction", "rtl")
        expect(_cell(page, 1, "start")).to_have_css("direction", "ltr")
        field = _type(page, 1)
        expect(field).to_have_css("direction", "rtl")
        expect(field).to_have_attribute("lang", "ar")


@pytest.mark.slow
@pytest.mark.parametrize(("size", "theme"), [(DESKTOP, "light"), (DESKTOP, "dark"), (PHONE, "light"), (PHONE, "dark")])
def test_axe_finds_nothing(browser: Browser, newsroom: Newsroom, size: tuple[int, int], theme: str) -> None:
    """In the list as it is, while one types a text, a time or a voice, and without captions; nothing is too wide."""
    with module_page(browser) as opened:
        page = _opened(opened, newsroom, size, theme=theme)
        found: list[Any] = []

        def look(name: str) -> None:
            found.extend((name, *each) for each in _violations(page))
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name

        page.evaluate("editor.actions.go('r1.3', { typing: false })")
        look("list")
        _type(page, 2)
        page.keyboard.type("A line that is far too long to be read by anybody ")
        look("typing")
        page.keyboard.press("Escape")
        page.evaluate("editor.list.editVoice('r1.3')")
        page.keyboard.press("ArrowDown")
        look("voice")
        page.keyboard.press("Escape")
        _cell(page, 3, "end").dblclick()
        look("time")
        page.evaluate("editor.actions.selectAll(); editor.actions.remove()")
        look("empty")
        assert found == []


def _violations(page: Page) -> list[tuple[str, str]]:
    found = Axe().run(page).response["violations"]
    return [(one["id"], node["html"][:200]) for one in found for node in one["nodes"]]


def test_on_a_phone_the_rows_are_cards_and_large_enough_for_a_finger(browser: Browser, newsroom: Newsroom) -> None:
    """Who speaks stands above what is said; a press of a finger on a time does not bring up a keyboard at once."""
    with module_page(browser) as opened:
        page = _opened(opened, newsroom, PHONE)
        boxes = {name: _cell(page, 1, name).bounding_box() for name in ("number", "start", "voice", "text", "findings")}
        assert all(boxes.values())
        tops = {name: box["y"] for name, box in boxes.items() if box}
        assert tops["start"] < tops["voice"] < tops["text"]
        expect(_cell(page, 1, "cps")).to_be_hidden()
        small = page.evaluate("""[...editor.root.querySelectorAll(".body .cell, .body button")]
            .filter((one) => one.checkVisibility() && one.textContent)
            .map((one) => [one.className, one.getBoundingClientRect()])
            .filter(([, box]) => box.width < 24 || box.height < 24).map(([name]) => name)""")
        assert small == []
