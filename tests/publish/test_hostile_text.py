"""Hostile text in every field of a story and its captions, in a real Chromium."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Request

from tests.publish.factories import a_file, a_page, automatic, make_video, reviewed
from tests.publish.hostile import STRINGS
from tests.publish.serving import serving
from workflow.captions.cue import Cue, Mark
from workflow.captions.track import Track
from workflow.publish.folder import publish_folder
from workflow.publish.publication import PageTrack, StoryPage
from workflow.story import Link, Story

pytestmark = pytest.mark.browser

READ = """() => {
  const text = (selector) => [...document.querySelectorAll(selector)].map((each) => each.textContent);
  return {
    title: document.title, headline: text('h1'), byline: text('.author'), credit: text('figcaption bdi'),
    related: text('nav li'), words: text('.words'), voices: text('.voice bdi'), labels: text('summary bdi'),
    options: text('#captions option'), tracks: [...document.querySelectorAll('track')].map((each) => each.label),
    notices: text('.notice'), data: text('script[type="application/ld+json"]'),
    structure: [...document.querySelectorAll('body *')].map((each) => each.localName)
      .filter((name) => !['p', 'em', 'strong', 'code', 'blockquote', 'ul', 'hr', 'pre', 'br', 'h2'].includes(name)),
    outside: document.querySelectorAll('script[src]').length + ' ' + document.querySelectorAll('link, style').length,
  };
}"""


def a_hostile_page(media: Path, bad: str) -> StoryPage:
    """The same bad string in every field that a stranger could fill; the cues are too far apart to be one sentence."""
    cues = (
        Cue("1", 0, 1000, (bad,), bad.replace("\u2028", " ").replace("\u2029", " ")),
        Cue("2", 4000, 5000, ("before", bad), "", marks=(Mark(0, 6, "i", classes=("red",)),)),
        Cue("3", 8000, 9000, ("An end.",)),
    )
    english = PageTrack(Track(cues, "captions", "en", label=bad), 1, reviewed=False, engine=bad)
    story = Story(
        slug="hostile",
        headline=bad,
        text=f"{bad}\n\nThe last paragraph.",
        byline=bad,
        credit=bad,
        related_videos=(Link(bad, bad),),
        related_articles=(Link(bad, "https://example.org/" + bad.replace(" ", "%20")),),
    )
    return a_page(media, english, reviewed(Track(cues, "subtitles", "uk")), story=story)


@contextmanager
def watched(browser: Browser, address: str) -> Iterator[tuple[Any, list[str]]]:
    """The page at `address`, and whatever ran, asked elsewhere or was refused by the policy."""
    context = browser.new_context()
    happened: list[str] = []
    page = context.new_page()

    def ran(dialog: Dialog) -> None:
        happened.append(f"ran: {dialog.message}")
        dialog.dismiss()

    def asked(request: Request) -> None:
        if not request.url.startswith((address, "data:,")):
            happened.append(f"asked: {request.url}")

    page.on("dialog", ran)
    page.on("request", asked)
    page.on("requestfailed", lambda request: happened.append(f"refused by {request.failure}: {request.url}"))
    page.on("console", lambda message: happened.append(message.text))
    page.on("pageerror", lambda error: happened.append(str(error)))
    page.goto(address)
    yield page, happened
    context.close()


@pytest.fixture(scope="module")
def structure(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The elements of the page when its text is harmless."""
    folder = tmp_path_factory.mktemp("harmless")
    publish_folder(a_hostile_page(a_file(folder), "harmless"), folder / "out")
    with serving(folder / "out") as address, watched(browser, address) as (page, _):
        found: list[str] = page.evaluate(READ)["structure"]
        return found


@pytest.mark.slow
@pytest.mark.parametrize("bad", STRINGS, ids=range(len(STRINGS)))
def test_hostile_text_is_shown_and_does_nothing(
    browser: Browser, tmp_path: Path, structure: list[str], bad: str
) -> None:
    """It is read as it was written, wherever it stands; nothing runs, nothing is asked, the page keeps its shape."""
    publish_folder(a_hostile_page(a_file(tmp_path), bad), tmp_path / "out")
    with serving(tmp_path / "out") as address, watched(browser, address) as (page, happened):
        page.wait_for_timeout(100)
        found = page.evaluate(READ)
    assert happened == []
    assert found["title"].split() == bad.split()
    assert (found["headline"], found["byline"], found["credit"]) == ([bad], [bad], [bad])
    assert found["related"] == [bad, bad]
    assert found["words"][0] == bad
    assert bad in found["words"][1]
    assert found["tracks"][0] == f"{bad.strip()} (automatic captions, not yet reviewed)"
    assert bad.strip() in found["labels"][0]
    assert found["notices"][1].count(bad.strip()) == 2
    data = json.loads(found["data"][0])
    assert (data["name"], data["creditText"], data["@type"]) == (bad, bad, "VideoObject")
    assert bad in data["transcript"]
    # Links differ (a bad address makes none), and so do labels that the words repeat; all else keeps its place.
    assert [name for name in found["structure"] if name not in ("a", "b", "bdi")] == [
        name for name in structure if name not in ("a", "b", "bdi")
    ]
    assert found["outside"] == "1 2"


@pytest.mark.slow
def test_chromium_reads_every_hostile_cue_as_it_was_written(browser: Browser, tmp_path: Path) -> None:
    """The caption file is as strong as the page: every cue arrives whole, with its voice."""
    cues = tuple(Cue(f"c{n}", n * 100, n * 100 + 90, (bad,), "Voice") for n, bad in enumerate(STRINGS))
    publish_folder(a_page(make_video(tmp_path / "v.mp4"), automatic(Track(cues, language="en"))), tmp_path / "out")
    with serving(tmp_path / "out") as address, watched(browser, address) as (page, happened):
        for _ in range(100):
            if page.evaluate("document.querySelector('track').readyState") == 2:
                break
            page.wait_for_timeout(50)
        found = page.evaluate(
            "[...document.querySelector('track').track.cues].map((cue) => cue.getCueAsHTML().textContent)"
        )
        page.evaluate("document.querySelector('video').play()")
        page.wait_for_timeout(1500)
    assert found == [cue.text for cue in cues]
    assert happened == []


def test_the_policy_holds_even_for_what_would_get_through(browser: Browser, tmp_path: Path) -> None:
    """A second wall: script, style, pictures and frames that somebody writes into the page do not work."""
    publish_folder(a_page(a_file(tmp_path)), tmp_path / "out")
    page_file = tmp_path / "out" / "index.html"
    injected = (
        "<script>window.ran = 1</script><img src=x onerror='window.ran = 2'><style>h1 { display: none }</style>"
        "<iframe srcdoc='<script>parent.ran = 3</script>'></iframe><img src='https://evil.example/x.png'>"
    )
    page_file.write_text(page_file.read_text("utf-8").replace("</main>", injected + "</main>"), "utf-8")
    with serving(tmp_path / "out") as address, watched(browser, address) as (page, happened):
        page.wait_for_timeout(300)
        assert page.evaluate("window.ran") is None
        assert page.locator("h1").is_visible()
        refused = page.evaluate(
            "(() => { try { document.body.innerHTML = 'x'; return false } catch { return true } })()"
        )
        assert refused
    assert any("Content Security Policy" in line for line in happened)
    assert "refused by csp: https://evil.example/x.png" in happened


def test_story_text_with_hostile_markdown_makes_no_element_it_may_not(browser: Browser, tmp_path: Path) -> None:
    """Everything at once, in the field that is read as Markdown."""
    text = "\n\n".join([*STRINGS, *(f"[x]({bad})" for bad in STRINGS), *(f"![x]({bad})" for bad in STRINGS)])
    page_value = a_page(a_file(tmp_path))
    page_value = replace(page_value, story=replace(page_value.story, text=text))
    publish_folder(page_value, tmp_path / "out")
    with serving(tmp_path / "out") as address, watched(browser, address) as (page, happened):
        page.wait_for_timeout(300)
        names = page.evaluate("[...new Set([...document.querySelectorAll('.story *')].map((each) => each.localName))]")
        addresses = page.evaluate("[...document.querySelectorAll('.story a')].map((each) => each.protocol)")
        attributes = page.evaluate(
            "[...new Set([...document.querySelectorAll('.story *')].flatMap((each) => each.getAttributeNames()))]"
        )
    assert set(names) <= {"p", "a", "em", "strong", "code", "br", "h2", "h3", "hr", "ul", "ol", "li", "blockquote"}
    assert set(addresses) <= {"http:", "https:"}
    assert set(attributes) <= {"href"}
    assert happened == []
