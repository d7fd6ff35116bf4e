"""The screens in a real Chromium, behind the real server: what AppTest cannot see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect

from tests.cli_support import CRIMEAN
from tests.steps.desk_factories import SLUG, save
from tests.store.factories import STORY
from tests.ui.server_support import RunningUi, running_ui, sign_in
from workflow.media.poster import write_poster
from workflow.media.probe import probe
from workflow.store import Store

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DESKTOP, PHONE = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)

STREAMLITS_OWN: dict[str, str] = {}
"""Violations that Streamlit itself causes and we cannot mend, each with its reason: none on these screens."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningUi]:
    """A newsroom with two stories; the first has captions in English and in Ukrainian."""
    home = tmp_path_factory.mktemp("newsroom") / "home"
    with Store(home) as store:
        media = store.media.add(CRIMEAN / "video.mp4")
        write_poster(media.path, store.media.derived(media.sha256, "poster.jpg"))
        facts = replace(probe(CRIMEAN / "video.mp4"), sha256=media.sha256, name="video.mp4")
        store.stories.add(replace(STORY, slug=SLUG, language="en"), facts, by="Anna")
        store.stories.add(
            replace(STORY, slug="ferry", headline="Night ferry <b>awake</b>", language="en"), facts, by="Anna"
        )
        save(store, ["Nobody comes with us to court", "They stand outside"])
        save(store, ["Ніхто не йде з нами до суду"], language="uk", kind="subtitles")
    with running_ui(home) as running:
        yield running


@pytest.fixture
def context(browser: Browser, server: RunningUi) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport=DESKTOP, reduced_motion="reduce")
    sign_in(opened, server)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext, server: RunningUi) -> Page:
    opened = context.new_page()
    opened.goto(server.url)
    expect(opened.get_by_role("heading", name="Stories")).to_be_visible(timeout=30_000)
    return opened


def headlines(page: Page) -> list[str]:
    return page.get_by_role("article").get_by_role("heading").all_text_contents()


def test_the_list_is_found_in_sorted_and_filtered_at_once(page: Page) -> None:
    """All of it by fields with names; what was chosen is there when the page is loaded again."""
    expect(page.get_by_role("article")).to_have_count(2)
    page.get_by_label("Order").select_option(label="Headline, A to Z")
    assert headlines(page) == ["Night ferry <b>awake</b>", STORY.headline], "a stranger's headline is text"
    page.get_by_label("Status").select_option(label="Without captions")
    expect(page.get_by_text("1 of 2 stories")).to_be_visible()
    assert headlines(page) == ["Night ferry <b>awake</b>"]
    page.get_by_label("Status").select_option(label="All")
    page.get_by_label("Language").select_option(label="Ukrainian")
    assert headlines(page) == [STORY.headline]
    page.reload()
    expect(page.get_by_text("1 of 2 stories")).to_be_visible(timeout=30_000)
    page.get_by_label("Language").select_option(label="All")
    page.get_by_label("Find").fill("ukrainian subtitles")
    expect(page.get_by_text("1 of 2 stories")).to_be_visible()


def test_from_the_list_to_a_review_its_other_track_and_the_preview(page: Page, server: RunningUi) -> None:
    """Each has an address of its own that can be sent to a colleague, and a title that says the story."""
    page.get_by_role("link", name="English captions").click()
    expect(page).to_have_title(f"{STORY.headline} · English captions · Review")
    page.get_by_role("link", name="Ukrainian subtitles").click()
    expect(page).to_have_title(f"{STORY.headline} · Ukrainian subtitles · Review")
    expect(page).to_have_url(f"{server.url}/review?story={SLUG}&track=2")
    page.go_back()
    expect(page).to_have_title(f"{STORY.headline} · English captions · Review")
    page.get_by_role("link", name="Preview and publish").click()
    expect(page).to_have_title(f"{STORY.headline} · Preview")
    page.reload()
    expect(page.get_by_role("heading", name="What readers would get")).to_be_visible(timeout=30_000)
    page.get_by_role("link", name="Stories").first.click()
    expect(page.get_by_role("heading", name="Stories")).to_be_visible()


def test_the_editor_has_nearly_the_whole_window(page: Page, server: RunningUi) -> None:
    """Above it is one line on a desk, and two on a phone; nothing is wider than the window."""
    page.goto(f"{server.url}/review?story={SLUG}")
    editor = page.locator(".storytrack-editor")
    expect(editor).to_be_visible(timeout=30_000)
    for size, most in ((DESKTOP, 64), (PHONE, 120)):
        page.set_viewport_size(size)
        expect(page.get_by_role("link", name="Preview and publish")).to_be_visible()
        assert editor.evaluate("(editor) => editor.getBoundingClientRect().top") <= most
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_a_story_is_published_by_keyboard(page: Page, server: RunningUi) -> None:
    """The page is seen as readers get it, on a phone and a desk; a dialog asks once more; then there is a receipt."""
    page.goto(f"{server.url}/preview?story={SLUG}")
    frame = page.frame_locator("iframe[title^='The page of']")
    expect(frame.get_by_role("heading", name=STORY.headline)).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Phone 390").click()
    assert page.locator("iframe").evaluate("(frame) => frame.contentWindow.innerWidth") == 390
    page.get_by_role("button", name="Desktop 1280").click()
    assert page.locator("iframe").evaluate("(frame) => frame.contentWindow.innerWidth") == 1280
    page.get_by_role("button", name="Publish", exact=True).focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("not yet reviewed").first).to_be_visible()
    dialog.get_by_role("button", name="Publish now").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("By Anna.")).to_be_visible(timeout=30_000)
    expect(dialog).to_have_count(0)
    assert (server.home / "site" / SLUG / "index.html").is_file()


def test_a_story_is_asked_for_watched_and_there(page: Page) -> None:
    """Its text from a file, its video streamed to the server, its progress seen, its captions in the list; and what was
    filled in is still there when somebody looks at another page meanwhile.
    """
    page.get_by_role("button", name="New story").click()
    page.locator("input#text").set_input_files(CRIMEAN / "story.md")
    expect(page.get_by_text("Its name in addresses: crimean-solidarity")).to_be_visible()
    page.get_by_role("link", name="Stories").click()
    expect(page.get_by_role("heading", name="Stories")).to_be_visible()
    page.get_by_role("link", name="New story").click()
    expect(page.get_by_text("Its name in addresses: crimean-solidarity")).to_be_visible()
    choose(page, "Engine", "pocketsphinx")
    page.locator("input#video").set_input_files(CRIMEAN / "video.mp4")
    expect(page.get_by_text("uploaded", exact=False).first).to_be_visible()
    page.get_by_role("button", name="Transcribe").click()
    expect(page.get_by_text("is in the queue")).to_be_visible()
    story = page.get_by_role("article").filter(has_text="With their husbands in prison")
    expect(story.get_by_role("progressbar")).to_be_visible(timeout=60_000)
    expect(story.get_by_role("link", name="English captions")).to_be_visible(timeout=120_000)
    page.get_by_role("link", name="New story").click()
    expect(page.get_by_role("textbox", name="Text")).to_have_value("")


def choose(page: Page, label: str, option: str) -> None:
    """In one of Streamlit's menus, by keys."""
    field: Locator = page.get_by_role("combobox", name=label)
    field.click()
    page.keyboard.type(option)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_screen_has_anything_that_axe_finds(browser: Browser, server: RunningUi, scheme: str) -> None:
    """Every screen and the dialog, light and dark, on a desk and on a phone; nothing is wider than a phone."""
    context = browser.new_context(viewport=DESKTOP, color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    sign_in(context, server)
    page = context.new_page()
    found = []
    for address, sign in (
        ("", "Stories"),
        ("new", "1. The story’s text"),
        (f"new?story={SLUG}", STORY.headline),
        (f"preview?story={SLUG}", "What readers have now"),
        (f"review?story={SLUG}", "Review: "),
        ("review?story=gone", "There is nothing here"),
    ):
        page.goto(f"{server.url}/{address}")
        expect(page.get_by_role("heading", name=sign)).to_be_visible(timeout=30_000)
        if sign == "Review: ":
            expect(page.get_by_text("Everything is saved").first).to_be_visible(timeout=30_000)
        for size in (DESKTOP, PHONE):
            page.set_viewport_size(size)
            found += [f"{address}: {one}" for one in violations(page)]
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], address
    page.goto(f"{server.url}/preview?story={SLUG}")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    found += [f"dialog: {one}" for one in violations(page)]
    context.close()
    assert found == []


def violations(page: Page) -> list[str]:
    """What axe finds but for what is Streamlit's, each with the place."""
    page.wait_for_function("() => document.getAnimations().every((one) => one.playState !== 'running')")
    return [
        f"{one['id']} at {[node['target'] for node in one['nodes'][:3]]}"
        for one in Axe().run(page).response["violations"]
        if one["id"] not in STREAMLITS_OWN
    ]
