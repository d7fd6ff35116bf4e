"""The panels beside the captions, each at a real desk: what they show, and what they do to the captions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.ui.editor.desk_page import Newsroom, show_panels
from tests.ui.editor.harness import module_page

pytestmark = pytest.mark.browser

DESKTOP, PHONE = (1160, 900), (390, 844)
"""Sizes of a window; in the first the panels are a column some 420 px wide, in the other a sheet."""


@pytest.fixture
def page(browser: Browser, newsroom: Newsroom) -> Iterator[Page]:
    with module_page(browser) as opened:
        yield _opened(opened, newsroom)


def _opened(page: Page, newsroom: Newsroom, size: tuple[int, int] = DESKTOP, theme: str = "light") -> Page:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    show_panels(page, newsroom, theme=theme)
    return page


def _show(page: Page, name: str) -> Locator:
    page.evaluate("(name) => editor.sidebar.show(name)", name)
    return page.locator(f"#panel-{name}")


def _saved(page: Page) -> None:
    page.evaluate("editor.outbox.saved()")


def _current(page: Page) -> int:
    """The number of the caption that is worked on."""
    number = page.evaluate("editor.model.place(editor.model.current) + 1")
    assert isinstance(number, int)
    return number


# --- find -----------------------------------------------------------------------------------------------------------


def test_what_is_replaced_is_seen_first_and_is_one_edit(page: Page, newsroom: Newsroom) -> None:
    """Each place is shown before and after; one undo takes all of it back."""
    before = newsroom.texts()
    panel = _show(page, "find")
    panel.get_by_label("Find", exact=True).fill("tartar")
    panel.get_by_label("Replace with").fill("Tatar")
    expect(panel.locator("li")).to_have_count(2)
    expect(panel.locator("li del").first).to_contain_text("tartar")
    expect(panel.locator("li ins").first).to_contain_text("Tatar")
    panel.get_by_role("button", name="Replace 2").click()
    _saved(page)
    assert newsroom.texts() == [text.replace("tartar", "Tatar") for text in before]
    assert [change["kind"] for change in newsroom.document()["history"]] == ["set-texts"]
    panel.get_by_role("button", name="Undo").click()
    _saved(page)
    assert newsroom.texts() == before


def test_only_what_is_ticked_is_replaced(page: Page, newsroom: Newsroom) -> None:
    """A place from which the tick is taken stays as it is."""
    panel = _show(page, "find")
    panel.get_by_label("Find", exact=True).fill("tartar")
    panel.get_by_label("Replace with").fill("Tatar")
    panel.get_by_label("Replace in Caption 1").uncheck()
    panel.get_by_role("button", name="Replace 1").click()
    _saved(page)
    assert "tartar" in newsroom.texts()[0]
    assert "The Tatar men" in newsroom.texts()[4]


def test_enter_goes_to_the_next_place_and_shift_enter_back(page: Page) -> None:
    """Round and round, and the focus stays in the field."""
    panel = _show(page, "find")
    field = panel.get_by_label("Find", exact=True)
    field.fill("their")
    expect(panel.locator("li")).to_have_count(1)
    field.fill("they|their")
    panel.get_by_label("Regular expression").check()
    expect(panel.locator("li")).to_have_count(3)
    seen = []
    for key in ("Enter", "Enter", "Enter", "Enter", "Shift+Enter"):
        field.press(key)
        seen.append(_current(page))
    assert seen == [4, 6, 7, 4, 7]
    expect(field).to_be_focused()


def test_a_pattern_that_is_none_is_told_in_a_sentence(page: Page) -> None:
    """Beside the field, which says that it is wrong."""
    panel = _show(page, "find")
    panel.get_by_label("Regular expression").check()
    field = panel.get_by_label("Find", exact=True)
    field.fill("(tar")
    expect(panel.get_by_role("alert").first).to_contain_text("This is no regular expression")
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill("tar")
    expect(panel.locator("li").first).to_be_visible()
    expect(field).not_to_have_attribute("aria-invalid", "true")


def test_what_was_found_follows_the_captions(page: Page) -> None:
    """An edit elsewhere takes a place off the list."""
    panel = _show(page, "find")
    panel.get_by_label("Find", exact=True).fill("tartar")
    expect(panel.locator("li")).to_have_count(2)
    page.evaluate("editor.actions.do({ kind: 'set-texts', texts: { 'r1.5': 'The men.' } })")
    expect(panel.locator("li")).to_have_count(1)


def test_a_name_is_changed_where_it_is_spoken_and_where_it_speaks(page: Page, newsroom: Newsroom) -> None:
    """The voice of its captions and the texts, as one edit."""
    panel = _show(page, "find")
    panel.get_by_text("Change a name everywhere").click()
    panel.get_by_label("Who speaks", exact=True).select_option("Zulfiye")
    panel.get_by_label("New name").fill("Zulfiya")
    panel.get_by_role("button", name="Show every place").click()
    panel.get_by_role("button", name="Replace 4").click()
    _saved(page)
    assert newsroom.voices().count("Zulfiya") == 3
    assert "Zulfiye" not in newsroom.voices()
    assert newsroom.texts()[6].startswith("Zulfiya,")
    assert [change["kind"] for change in newsroom.document()["history"]] == ["several"]


# --- uncertain words ------------------------------------------------------------------------------------------------


def test_the_words_in_doubt_are_shown_in_context_and_confirmed_by_enter(page: Page, newsroom: Newsroom) -> None:
    """Each says how sure the engine was; the next comes by itself; what is confirmed stays so."""
    panel = _show(page, "uncertain")
    expect(panel.locator(".summary").first).to_have_text("1 of 4")
    expect(panel.locator(".card mark")).to_have_text("tartar")
    expect(panel.locator(".card")).to_contain_text("The engine was 12 % sure.")
    panel.locator(".card").focus()
    page.keyboard.press("Enter")
    expect(panel.locator(".summary").first).to_have_text("2 of 4")
    expect(panel.locator(".card mark")).to_have_text("annexed")
    _saved(page)
    assert newsroom.document()["cues"][0]["words"][10][3] is None
    panel.get_by_role("button", name="Undo").click()
    expect(panel.locator(".summary").first).to_have_text("2 of 4")
    page.evaluate("editor.actions.redo()")
    panel.locator(".card").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    expect(panel.locator(".summary").first).to_have_text("2 of 4")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(panel.locator(".card mark")).to_have_text("four")
    expect(panel.locator(".card")).to_contain_text("less than 1 % sure")
    page.keyboard.press("ArrowLeft")
    expect(panel.locator(".summary").first).to_have_text("3 of 4")


def test_typing_corrects_the_word(page: Page, newsroom: Newsroom) -> None:
    """The rest of the caption and the punctuation stay; the word is not asked about again."""
    panel = _show(page, "uncertain")
    panel.locator(".card").focus()
    page.keyboard.press("ArrowLeft")
    expect(panel.locator(".card mark")).to_have_text("four")
    page.keyboard.type("for")
    page.keyboard.press("Enter")
    _saved(page)
    assert newsroom.texts()[6].endswith("who provide for the children.")
    expect(panel.locator(".summary").first).to_contain_text("of 4")
    expect(panel.locator(".card mark")).not_to_have_text("for")


def test_a_word_is_corrected_everywhere_as_one_edit(page: Page, newsroom: Newsroom) -> None:
    """A person sees every place first."""
    panel = _show(page, "uncertain")
    panel.get_by_role("button", name="Correct…").click()
    panel.get_by_label("What was said").fill("Tatar")
    panel.get_by_label("In all 2 places").check()
    panel.get_by_role("button", name="Correct", exact=True).click()
    dialog = page.get_by_role("alertdialog")
    expect(dialog.locator("ins")).to_have_count(2)
    dialog.get_by_role("button", name="Correct 2").click()
    expect(panel.locator(".card mark")).to_have_text("annexed")
    _saved(page)
    assert not any("tartar" in text for text in newsroom.texts())
    assert len(newsroom.document()["history"]) == 1


def test_all_instances_of_a_word_can_be_right(page: Page, newsroom: Newsroom) -> None:
    """One edit confirms them."""
    panel = _show(page, "uncertain")
    panel.get_by_role("button", name="All 2 of tartar are right").click()
    expect(panel.locator(".summary").first).to_have_text("3 of 4")
    _saved(page)
    assert [change["kind"] for change in newsroom.document()["history"]] == ["confirm-words"]


@pytest.mark.slow
def test_a_word_is_heard_with_what_leads_to_it_and_no_more(page: Page) -> None:
    """From 0.7 s before the word to half a second after it."""
    panel = _show(page, "uncertain")
    start, end = page.evaluate("editor.model.cues[1].words[6].slice(1, 3)")
    panel.locator(".card").focus()
    page.keyboard.press("ArrowRight")
    expect(panel.locator(".card mark")).to_have_text("annexed")
    page.wait_for_function("editor.player.playing")
    assert page.evaluate("editor.player.ms") >= start - 710
    page.wait_for_function("!editor.player.playing")
    assert end + 400 <= page.evaluate("editor.player.ms") <= end + 1000


def test_when_no_word_is_left_it_says_so(page: Page) -> None:
    """And offers nothing that cannot be done."""
    panel = _show(page, "uncertain")
    panel.locator(".card").focus()
    for _ in range(4):
        page.keyboard.press("Enter")
    expect(panel.locator(".summary").first).to_have_text("Done: no word is uncertain any more.")
    expect(panel.get_by_role("button", name="Right")).to_have_count(0)


# --- beside ---------------------------------------------------------------------------------------------------------


def test_the_translation_stands_beside_and_goes_along(page: Page) -> None:
    """The row of the current caption is marked, and a click on another goes there."""
    panel = _show(page, "beside")
    expect(panel.locator("li")).to_have_count(8)
    expect(panel.locator("li").nth(3)).to_contain_text("Удома на них чекають")
    assert panel.locator("li .side-of:last-child [lang=uk]").count() == 8
    page.evaluate("editor.model.setCurrent('r1.6')")
    expect(panel.locator("li[aria-current]")).to_contain_text("до в’язниць")
    panel.locator("li button").nth(1).click()
    assert _current(page) == 2


def test_what_was_changed_after_its_translation_is_marked_with_why(page: Page) -> None:
    """By a sentence, and with a way to the next of them."""
    panel = _show(page, "beside")
    expect(panel.get_by_text("Nothing is out of date.")).to_be_visible()
    page.evaluate("editor.actions.do({ kind: 'set-texts', texts: { 'r1.4': 'They have wives.' } })")
    expect(panel.get_by_text("1 caption may be out of date.")).to_be_visible()
    expect(panel.locator("li.stale")).to_contain_text("The source was changed after this was written.")
    panel.get_by_role("button", name="Next").click()
    assert _current(page) == 4


@pytest.mark.slow
def test_what_somebody_does_to_the_translation_is_seen(page: Page, newsroom: Newsroom) -> None:
    """Within some ten seconds, without anything being pressed."""
    panel = _show(page, "beside")
    expect(panel.locator("li")).to_have_count(8)
    key = newsroom.document(newsroom.other)["cues"][0]["key"]
    window = newsroom.window("Olga")
    window.track = newsroom.other
    window.load()
    window.do({"kind": "set-texts", "texts": {key: "Новий текст."}})
    expect(panel.locator("li").first).to_contain_text("Новий текст.", timeout=15_000)


# --- history --------------------------------------------------------------------------------------------------------


def _edited(page: Page) -> None:
    page.evaluate("editor.actions.do({ kind: 'set-texts', texts: { 'r1.4': 'They have sons and children at home.' } })")
    _saved(page)


def test_edits_can_be_kept_as_a_revision(page: Page, newsroom: Newsroom) -> None:
    """Then there is nothing more to keep."""
    _edited(page)
    panel = _show(page, "history")
    expect(panel.locator(".summary").first).to_have_text("1 revision, and 1 edit since.")
    panel.get_by_role("button", name="Keep a revision now").click()
    expect(panel.locator(".revisions li")).to_have_count(2)
    expect(panel.locator(".revisions li").first).to_contain_text("1 word changed")
    expect(panel.get_by_role("button", name="Keep a revision now")).to_have_attribute("aria-disabled", "true")
    assert newsroom.document()["track"]["revision"] == 2
    page.evaluate("editor.actions.do({ kind: 'set-texts', texts: { 'r1.1': 'A story.' } })")
    expect(panel.locator(".summary").first).to_have_text("2 revisions, and 1 edit since.")


def test_two_versions_are_compared_word_by_word(page: Page) -> None:
    """Only what differs is listed; a click goes there."""
    _edited(page)
    panel = _show(page, "history")
    expect(panel.locator(".differences li")).to_have_count(1)
    expect(panel.locator(".differences del")).to_contain_text("wives")
    expect(panel.locator(".differences ins")).to_contain_text("sons")
    panel.get_by_label("To", exact=True).select_option("1")
    expect(panel.get_by_text("No difference.")).to_be_visible()
    panel.get_by_label("To", exact=True).select_option("now")
    panel.locator(".differences li button").click()
    assert _current(page) == 4


def test_the_raw_transcript_can_be_compared_with(page: Page) -> None:
    """Named by the engine that made it."""
    _edited(page)
    panel = _show(page, "history")
    expect(panel.locator(".revisions li")).to_have_count(1)
    choice = panel.get_by_label("From", exact=True)
    expect(choice.locator("option[value=transcript]")).to_have_text("The raw transcript, an engine small")
    choice.select_option("transcript")
    expect(panel.locator(".differences del", has_text="wives")).to_have_count(1)


def test_a_revision_is_restored_after_a_question_and_undone_by_one_undo(page: Page, newsroom: Newsroom) -> None:
    """It is a new edit: what was there stays in the history."""
    before = newsroom.texts()
    _edited(page)
    edited = newsroom.texts()
    panel = _show(page, "history")
    panel.get_by_role("button", name="Restore revision 1").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Cancel").click()
    assert newsroom.texts() == edited
    panel.get_by_role("button", name="Restore revision 1").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Restore").click()
    expect(panel.get_by_text("No difference.")).to_be_visible()
    assert newsroom.texts() == before
    page.evaluate("editor.actions.undo()")
    _saved(page)
    assert newsroom.texts() == edited


# --- the story ------------------------------------------------------------------------------------------------------


def test_a_name_in_the_story_is_found_in_the_captions(page: Page, newsroom: Newsroom) -> None:
    """By a click, in the panel that finds."""
    panel = _show(page, "story")
    panel.get_by_role("button", name="Crimean Tatar").first.click()
    found = page.locator("#panel-find")
    expect(found.get_by_label("Find", exact=True)).to_have_value("Crimean Tatar")
    expect(found.locator("li")).to_have_count(1)


def test_selected_text_of_the_story_is_found_in_the_captions(page: Page) -> None:
    """The button says why it is off while nothing is selected."""
    panel = _show(page, "story")
    button = panel.get_by_role("button", name="Find in captions", exact=True)
    expect(button).to_have_attribute("aria-disabled", "true")
    panel.get_by_text("Their wives").dblclick(position={"x": 60, "y": 8})
    expect(button).not_to_have_attribute("aria-disabled", "true")
    button.click()
    expect(page.locator("#panel-find").get_by_label("Find", exact=True)).to_have_value("wives")


def test_the_story_is_text_and_no_markup(page: Page) -> None:
    """What looks like a tag is shown as it was written."""
    panel = _show(page, "story")
    expect(panel).to_contain_text("<b>freedom</b>")
    assert panel.locator("b").count() == 0


# --- conflicts ------------------------------------------------------------------------------------------------------


def _clash(page: Page, newsroom: Newsroom) -> Locator:
    """Olga changes a caption of which this window does not know it yet, and this window changes it too."""
    newsroom.window("Olga").do({"kind": "set-texts", "texts": {"r1.4": "They have wives and sons at home."}})
    page.evaluate("editor.actions.do({ kind: 'set-texts', texts: { 'r1.4': 'They have wives at home.' } })")
    page.wait_for_function("editor.model.conflicts.length === 1")
    return _show(page, "conflicts")


def test_both_versions_stand_side_by_side_until_one_is_chosen(page: Page, newsroom: Newsroom) -> None:
    """Nothing is decided by waiting, and it is told politely."""
    panel = _clash(page, newsroom)
    expect(panel.get_by_role("heading", name="Olga")).to_be_visible()
    expect(panel.locator(".theirs")).to_contain_text("They have wives and sons at home.")
    expect(panel.locator(".mine del")).to_contain_text("and sons")
    expect(page.locator(".live")).to_contain_text("Olga has changed this caption meanwhile.")
    panel.get_by_role("button", name="Keep theirs").click()
    expect(panel).to_be_hidden()
    assert newsroom.texts()[3] == "They have wives and sons at home."


def test_ones_own_version_can_be_used_after_all(page: Page, newsroom: Newsroom) -> None:
    """It is a new edit on top of theirs."""
    _clash(page, newsroom).get_by_role("button", name="Use mine").click()
    _saved(page)
    assert newsroom.texts()[3] == "They have wives at home."
    assert page.evaluate("editor.model.conflicts.length") == 0


def test_what_was_deleted_meanwhile_can_be_put_back(page: Page, newsroom: Newsroom) -> None:
    """The version of who typed is not lost with the caption."""
    newsroom.window("Olga").do({"kind": "delete", "cues": ["r1.4"]})
    page.evaluate("editor.actions.do({ kind: 'set-texts', texts: { 'r1.4': 'They have wives at home.' } })")
    page.wait_for_function("editor.model.conflicts.length === 1")
    panel = _show(page, "conflicts")
    expect(panel.locator(".theirs")).to_contain_text("Deleted.")
    panel.get_by_role("button", name="Put mine back").click()
    _saved(page)
    assert newsroom.texts()[3] == "They have wives at home."


# --- findings -------------------------------------------------------------------------------------------------------


def test_a_waiver_needs_a_reason_and_can_be_taken_back(page: Page, newsroom: Newsroom) -> None:
    """Without one the field says what is missing."""
    panel = _show(page, "findings")
    errors = len(newsroom.document()["findings"])
    panel.get_by_role("button", name="Waive…").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Waive", exact=True).click()
    expect(dialog.get_by_role("alert")).to_contain_text("Write the reason")
    dialog.get_by_label("Why it may stay as it is").fill("She speaks fast.")
    dialog.get_by_role("button", name="Waive", exact=True).click()
    expect(panel.get_by_text("Waived: 1")).to_be_visible()
    expect(panel.get_by_role("button", name=f"All {errors - 1}")).to_be_visible()
    panel.get_by_text("Waived: 1").click()
    panel.get_by_role("button", name="Take the waiver back").click()
    expect(panel.get_by_role("button", name=f"All {errors}")).to_be_visible()


# --- for everybody --------------------------------------------------------------------------------------------------


def _violations(page: Page) -> list[Any]:
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found]


class _Looker:
    """Looks with axe at what is shown, and at how wide it is."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.found: list[Any] = []

    def look(self, name: str) -> None:
        self.found += [(name, *each) for each in _violations(self.page)]
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name

    def dialog(self, name: str) -> None:
        expect(self.page.locator("dialog")).to_be_visible()
        self.look(name)
        self.page.locator("dialog .shut").click()


@pytest.fixture(params=[(DESKTOP, "light"), (DESKTOP, "dark"), (PHONE, "light"), (PHONE, "dark")])
def looker(request: pytest.FixtureRequest, browser: Browser, newsroom: Newsroom) -> Iterator[_Looker]:
    with module_page(browser) as opened:
        yield _Looker(_opened(opened, newsroom, *request.param))


def test_axe_finds_nothing_where_captions_are_mended(looker: _Looker) -> None:
    """Findings, finding and uncertain words, with their dialogs; nothing is wider than the window."""
    page = looker.page
    panel = _show(page, "findings")
    looker.look("findings")
    panel.get_by_role("button", name="Waive…").first.click()
    looker.dialog("waive")
    panel.get_by_role("button", name="Fix all safe ones").click()
    looker.dialog("fix")
    panel = _show(page, "find")
    panel.get_by_text("Change a name everywhere").click()
    panel.get_by_label("Find", exact=True).fill("tartar")
    panel.get_by_label("Replace with").fill("Tatar")
    expect(panel.locator("li")).to_have_count(2)
    looker.look("find")
    panel.get_by_label("Regular expression").check()
    panel.get_by_label("Find", exact=True).fill("(")
    expect(panel.get_by_role("alert").first).not_to_be_empty()
    looker.look("find, wrong")
    panel = _show(page, "uncertain")
    panel.get_by_role("button", name="Correct…").click()
    looker.look("uncertain")
    panel.get_by_label("What was said").fill("Tatar")
    panel.get_by_label("In all 2 places").check()
    panel.get_by_role("button", name="Correct", exact=True).click()
    looker.dialog("correct everywhere")
    assert looker.found == []


def test_axe_finds_nothing_where_versions_are_compared(looker: _Looker, newsroom: Newsroom) -> None:
    """Another track, history, the story and conflicts, with their dialogs; nothing is wider than the window."""
    page = looker.page
    _edited(page)
    page.evaluate("editor.model.setCurrent('r1.3')")
    expect(_show(page, "beside").locator("li.stale")).to_have_count(1)
    looker.look("beside")
    panel = _show(page, "history")
    expect(panel.locator(".differences li")).to_have_count(1)
    looker.look("history")
    panel.get_by_role("button", name="Restore revision 1").click()
    looker.dialog("restore")
    _show(page, "story")
    looker.look("story")
    _clash(page, newsroom)
    looker.look("conflicts")
    assert looker.found == []


def test_every_control_is_large_enough_for_a_finger(browser: Browser, newsroom: Newsroom) -> None:
    """On a phone at least 24 by 24 CSS pixels (WCAG 2.5.8); names within a sentence are excepted there."""
    with module_page(browser) as opened:
        page = _opened(opened, newsroom, PHONE)
        for name in ("findings", "find", "uncertain", "beside", "history", "story"):
            panel = _show(page, name)
            page.wait_for_timeout(300)
            small = panel.evaluate("""(panel) =>
                [...panel.querySelectorAll("button:not(.name), select, summary, input")]
                .filter((one) => one.checkVisibility() && !one.closest("label"))
                .map((one) => [one.outerHTML.slice(0, 120), one.getBoundingClientRect()])
                .filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html)""")
            assert small == [], name
