"""The insights as a producer sees them: over a real store, and in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect
from streamlit.testing.v1 import AppTest

from tests.steps.desk_factories import SLUG, Window, open_desk, save, set_text
from tests.steps.test_insights import heard
from tests.store.factories import stored_story
from tests.ui.server_support import running_ui, sign_in
from ui.charts import BLUE, GREEN, GREY, ORANGE, RED
from ui.newsroom import Newsroom, opened
from workflow.settings import load_settings
from workflow.store import Status, Store

LIGHT, DARK = "#ffffff", "#0f1218"
QUESTIONS = [
    "Can the captions be read in time?",
    "What do the checks find?",
    "Which engine costs how much correcting?",
    "How long does editing take?",
    "How long from upload to approval?",
]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    with opened(load_settings(home=tmp_path / "home", env={})) as newsroom:
        yield newsroom


def screen() -> AppTest:
    def script() -> None:
        from ui.screens import insights  # noqa: PLC0415  AppTest runs the source of this function alone

        insights.draw()

    page = AppTest.from_function(script, default_timeout=30).run()
    assert not page.exception
    return page


def fill(store: Store, folder: Path) -> None:
    """An English track that was corrected and approved, and Ukrainian subtitles, too fast, that nobody has touched."""
    stored_story(store, folder, SLUG)
    english = heard(store, "nobody game to the court in Simferopol")
    save(store, ["Ніхто не прийшов до суду в Сімферополі сьогодні вранці."], kind="subtitles", language="uk")
    window = Window(open_desk(store), english, "Anna", "w1")
    key, cue = next(iter(window.cues.items()))
    window.do(set_text(key, cue["text"].replace("game", "came")))
    with store.drafts.write(english) as pen:
        pen.cut()
        pen.decide(Status.APPROVED, by="Chief", approved=True)


def said(page: AppTest) -> str:
    return "\n".join(text.value.replace("\\", "") for text in page.markdown)


def html(page: AppTest) -> str:
    return "\n".join(str(block.proto.body) for block in page.get("html"))


def test_an_empty_newsroom_is_told_what_will_be_here_and_when(room: Newsroom) -> None:
    page = screen()
    assert [one.value for one in page.header] == ["Nothing to count yet"]
    assert "As soon as the first video is transcribed" in said(page)
    assert not page.selectbox


def test_each_question_has_its_answer_in_words_and_in_figures(room: Newsroom, tmp_path: Path) -> None:
    """One word of seven was exchanged, in one edit that counts as ten seconds."""
    fill(room.store, tmp_path)
    page = screen()
    assert [one.value for one in page.header] == QUESTIONS
    assert "So far one engine was corrected: whisper turbo (14% of its words)." in said(page)
    assert "One track was approved, under 1 min after its story was added. 1 of 2 tracks is not approved yet." in said(
        page
    )
    assert "<dt>Words corrected</dt><dd>14%</dd><dd>of 7 words heard</dd>" in html(page)
    assert '<th scope="row">whisper turbo</th><td class="number">1 (1 finished)</td>' in html(page)


def test_the_filters_leave_the_tracks_that_were_chosen(room: Newsroom, tmp_path: Path) -> None:
    fill(room.store, tmp_path)
    page = screen()
    story, language, engine = page.selectbox
    assert [language.options, engine.options] == [
        ["All languages", "English (en)", "Ukrainian (uk)"],
        ["All engines", "no engine", "whisper turbo"],
    ]
    assert len(story.options) == 2
    language.select("uk").run()
    assert "Nobody has corrected what an engine heard yet." in said(page)
    page.selectbox[2].select("whisper turbo").run()
    assert page.info[0].value == "No track is like that. Choose another story, language or engine."


def test_an_edit_is_in_the_figures_when_the_page_is_opened_next(room: Newsroom, tmp_path: Path) -> None:
    fill(room.store, tmp_path)
    screen()
    track = room.store.tracks.list(SLUG)[0].id
    window = Window(room.desk, track, "Bela", "w2")
    key, cue = next(iter(window.cues.items()))
    window.do(set_text(key, cue["text"].replace("Simferopol", "Sevastopol")))
    assert "whisper turbo (29% of its words)" in said(screen())


def test_a_headline_that_looks_like_markup_is_shown_as_it_is(room: Newsroom, tmp_path: Path) -> None:
    fill(room.store, tmp_path)
    stored = room.store.stories.get(SLUG).story
    room.store.stories.revise(
        type(stored)(SLUG, "<b>![x](https://example.org/x.png)</b>", stored.text, stored.language), by="Anna"
    )
    page = screen()
    assert "&lt;b&gt;![x](https://example.org/x.png)&lt;/b&gt;" in html(page)
    assert "example.org" not in said(page)


@pytest.mark.parametrize("colour", [BLUE, ORANGE, RED, GREY, GREEN])
@pytest.mark.parametrize("background", [LIGHT, DARK])
def test_a_bar_stands_out_from_the_page(colour: str, background: str) -> None:
    """WCAG 1.4.11: three to one, light and dark."""
    one, other = sorted((_luminance(colour), _luminance(background)))
    assert (other + 0.05) / (one + 0.05) >= 3


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.browser
@pytest.mark.slow
def test_in_a_browser_the_charts_are_drawn_named_and_fetch_nothing(browser: Browser, tmp_path: Path) -> None:
    """Wide and light, and on a phone in the dark: no request leaves, axe finds nothing, nothing sticks out."""
    with Store(tmp_path / "home") as store:
        fill(store, tmp_path)
    with running_ui(tmp_path / "home") as server:
        asked: list[str] = []
        for width, scheme in ((1440, "light"), (390, "dark")):
            context = browser.new_context(
                viewport={"width": width, "height": 900},
                color_scheme="dark" if scheme == "dark" else "light",
            )
            context.on("request", lambda request: asked.append(request.url))
            sign_in(context, server)
            page = context.new_page()
            page.goto(f"{server.url}/insights")
            for question in QUESTIONS:
                expect(page.get_by_role("heading", name=question, level=2)).to_be_visible(timeout=30_000)
            chart = page.locator("[role=graphics-document]", has=page.locator("svg.marks"))
            expect(chart).to_have_count(5)
            expect(chart.first).to_have_accessible_name("1 of 2 captions (50%) is too fast to read.")
            expect(page.get_by_label("whisper turbo, Exchanged: 14%", exact=True)).to_be_visible()
            page.get_by_text("Figures, and how they are counted").first.click()
            expect(page.get_by_role("columnheader", name="Characters a second")).to_be_visible()
            assert {urlsplit(url).netloc for url in asked if not url.startswith(("data:", "blob:"))} == {
                urlsplit(server.url).netloc
            }
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            found = Axe().run(page).response["violations"]
            assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
            context.close()
