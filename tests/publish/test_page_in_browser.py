"""The published page in a real Chromium."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.publish.factories import ENGLISH, UKRAINIAN, a_cue, a_page, automatic, make_video, reviewed, video_facts
from tests.publish.serving import serving
from workflow.captions.track import Track
from workflow.publish.folder import publish_folder

pytestmark = pytest.mark.browser

Scheme = Literal["light", "dark"]
PHONE, DESKTOP = (390, 844), (1280, 900)
READY = "document.querySelector('video').readyState >= 2"
TIME = "document.querySelector('video').currentTime"
CUES = """(place) => [...document.querySelectorAll('track')[place].track.cues].map((cue) => ({
  start: Math.round(cue.startTime * 1000), end: Math.round(cue.endTime * 1000), text: cue.getCueAsHTML().textContent,
  line: cue.line, position: cue.position, size: cue.size, align: cue.align,
}))"""


@dataclass
class Opened:
    """A page, and everything it asked for or complained about."""

    page: Page
    requests: list[str]
    complaints: list[str]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("site")
    poster = folder / "poster.jpg"
    Image.new("RGB", (320, 180), (70, 60, 50)).save(poster)
    media = make_video(folder / "in.mp4")
    publish_folder(a_page(media, reviewed(), automatic(UKRAINIAN), poster=poster), folder / "out")
    with serving(folder / "out") as address:
        yield address


def opened(
    browser: Browser,
    address: str,
    size: tuple[int, int] = DESKTOP,
    scheme: Scheme = "light",
    *,
    script: bool = True,
) -> Opened:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, java_script_enabled=script
    )
    context.set_default_timeout(15_000)
    result = Opened(context.new_page(), [], [])
    result.page.on("request", lambda request: result.requests.append(request.url))
    result.page.on("console", lambda message: result.complaints.append(message.text))
    result.page.on("pageerror", lambda error: result.complaints.append(str(error)))
    result.page.goto(address)
    if script:
        wait_until(result.page, READY)
    return result


def wait_until(page: Page, condition: str) -> None:
    """Until the page says so. Playwright's own waiting evaluates strings in the page, which its policy refuses."""
    for _ in range(300):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never came true: {condition}")


def test_the_page_asks_nobody_else_and_complains_about_nothing(browser: Browser, site: str) -> None:
    """No request leaves the origin; the console stays empty; the policy refuses nothing of ours."""
    open_page = opened(browser, site)
    assert {url for url in open_page.requests if not url.startswith((site, "data:"))} == set()
    assert any(url.endswith(".vtt") for url in open_page.requests)
    assert open_page.complaints == []


@pytest.mark.parametrize(("place", "track"), [(0, ENGLISH), (1, UKRAINIAN)])
def test_chromium_finds_every_cue_as_we_meant_it(browser: Browser, site: str, place: int, track: Track) -> None:
    """The track loads; number, times, texts and settings of its cues are the track's."""
    page = opened(browser, site).page
    page.evaluate("(n) => { document.querySelectorAll('track')[n].track.mode = 'hidden' }", place)
    wait_until(page, f"document.querySelectorAll('track')[{place}].readyState === 2")
    found = page.evaluate(CUES, place)
    assert [(cue["start"], cue["end"], cue["text"]) for cue in found] == [
        (cue.start_ms, cue.end_ms, cue.text) for cue in track.cues
    ]
    for cue, meant in zip(found, track.cues, strict=True):
        settings = meant.settings
        assert cue["line"] == ("auto" if settings.line is None else settings.line)
        assert cue["position"] == ("auto" if settings.position is None else settings.position)
        assert (cue["size"], cue["align"]) == (settings.size, settings.align)


def test_captions_are_on_when_the_page_opens(browser: Browser, site: str) -> None:
    """A deaf reader has nothing to switch on, and the menu says what is on."""
    page = opened(browser, site).page
    assert page.evaluate("[...document.querySelector('video').textTracks].map(t => t.mode)") == ["showing", "disabled"]
    expect(page.get_by_label("Captions")).to_have_value("0")


def test_the_menu_changes_the_captions_and_their_size(browser: Browser, site: str) -> None:
    """Beside the player, not hidden in it: another language, larger letters, or none."""
    page = opened(browser, site).page
    modes = "[...document.querySelector('video').textTracks].map(t => t.mode)"
    page.get_by_label("Captions").select_option("Українська (automatic captions, not yet reviewed)")
    assert page.evaluate(modes) == ["disabled", "showing"]
    page.get_by_label("Captions").select_option("Off")
    assert page.evaluate(modes) == ["disabled", "disabled"]
    page.evaluate("document.querySelector('video').textTracks[0].mode = 'showing'")
    expect(page.get_by_label("Captions")).to_have_value("0")
    page.get_by_label("Caption size").select_option("Large")
    expect(page.locator("video.large")).to_be_attached()


def test_a_click_on_a_sentence_plays_from_it(browser: Browser, site: str) -> None:
    """Anywhere on the sentence."""
    page = opened(browser, site).page
    page.get_by_text("AT&T says 3 < 5, and they go on.").click()
    wait_until(page, f"{TIME} > 2.05 && !document.querySelector('video').paused")
    assert page.evaluate(TIME) < 4


def test_enter_on_a_sentence_plays_from_it(browser: Browser, site: str) -> None:
    """Its button is named by time, speaker and words, for whoever hears the page."""
    page = opened(browser, site).page
    page.get_by_role("button", name="0:06 Ayshe: She said Слава and left.").press("Enter")
    wait_until(page, f"{TIME} >= 6.2")


def test_selecting_words_does_not_play(browser: Browser, site: str) -> None:
    """Whoever quotes a sentence wants to copy it."""
    page = opened(browser, site).page
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.passages .words'))")
    page.locator(".passages .words").first.dispatch_event("click")
    assert page.evaluate("document.querySelector('video').paused") is True


@pytest.mark.slow
def test_the_sentence_being_said_is_marked_while_playing(browser: Browser, site: str) -> None:
    """One at a time, for eyes by more than colour, for ears by aria-current; it moves on by itself."""
    page = opened(browser, site).page
    expect(page.locator("[aria-current]")).to_have_count(0)
    page.get_by_role("button", name="0:02").first.click()
    current = page.locator("details[open] [aria-current=true]")
    expect(current).to_have_text("0:02 AT&T says 3 < 5, and they go on.", use_inner_text=True)
    assert page.evaluate(
        "getComputedStyle(document.querySelector('[aria-current] button'), '::before').content"
    ).startswith('"▸')
    expect(current).to_contain_text("[door slams]", timeout=8000)
    expect(current).to_have_count(1)


def test_nothing_is_marked_where_nobody_speaks(browser: Browser, site: str) -> None:
    """A mark lingers for a second and no longer."""
    page = opened(browser, site).page
    page.evaluate("document.querySelector('video').currentTime = 2.5")
    expect(page.locator("details[open] [aria-current]")).to_have_count(1)
    page.evaluate("document.querySelector('video').currentTime = 0.1")
    expect(page.locator("[aria-current]")).to_have_count(0)


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    browser: Browser, site: str, size: tuple[int, int], scheme: Literal["light", "dark"]
) -> None:
    """No violation of any axe rule, and the rule about captions is sure of its answer."""
    page = opened(browser, site, size, scheme).page
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    page.evaluate("document.querySelector('video').currentTime = 2.5")
    found: dict[str, Any] = Axe().run(page, options={"resultTypes": ["violations", "incomplete", "passes"]}).response
    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
    assert "video-caption" not in {each["id"] for each in found["incomplete"]}
    assert "video-caption" in {each["id"] for each in found["passes"]}
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_every_control_is_large_enough_for_a_finger(browser: Browser, site: str) -> None:
    """At least 24 by 24 CSS pixels (WCAG 2.5.8)."""
    page = opened(browser, site, PHONE).page
    sizes = page.evaluate(
        "[...document.querySelectorAll('button, select, summary, nav a')].filter((each) => each.checkVisibility())"
        ".map((each) => { const box = each.getBoundingClientRect(); return [each.outerHTML, box.width, box.height] })"
    )
    assert [each for each in sizes if each[1] < 24 or each[2] < 24] == []


def test_the_keyboard_reaches_everything_in_order(browser: Browser, site: str) -> None:
    """Player, menus, a way past the transcript, sentences, other language, links; each with a visible focus."""
    page = opened(browser, site).page
    walk: list[list[Any]] = []
    for _ in range(30):
        page.keyboard.press("Tab")
        at = page.evaluate(
            "(() => { const at = document.activeElement; const style = getComputedStyle(at);"
            " return [at.tagName, at.id || at.innerText.trim(), style.outlineStyle !== 'none'] })()"
        )
        if at[0] == "BODY":
            break
        if not walk or walk[-1] != at:
            walk.append(at)
    # The player is one element to the page, with controls of its own inside.
    stops = [name for tag, name, _ in walk if tag != "VIDEO"]
    assert walk[0][0] == "VIDEO"
    assert stops == [
        "captions", "size", "Skip the transcript", "English (CC)", "time-0-0", "time-0-1", "time-0-2", "time-0-3",
        "Українська (automatic captions, not yet reviewed)", "their list", "The fight for freedom", "Seven years on",
        "Нові вироки",
    ]  # fmt: skip
    assert [name for tag, name, seen in walk if not seen and tag != "VIDEO"] == []


def test_the_transcript_can_be_skipped(browser: Browser, site: str) -> None:
    """A long transcript is one key for whoever uses keys."""
    page = opened(browser, site).page
    page.get_by_role("link", name="Skip the transcript").press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "their list"


def test_without_script_the_transcript_is_text_with_times(browser: Browser, site: str) -> None:
    """The page is whole without our script, and offers nothing that would not work."""
    page = opened(browser, site, script=False).page
    expect(page.locator(".passages li").nth(1)).to_have_text(
        "0:02 AT&T says 3 < 5, and they go on.", use_inner_text=True
    )
    expect(page.locator(".passages").nth(1)).to_contain_text("Вони не здаються.")
    expect(page.locator("button")).to_have_count(0)
    expect(page.locator(".tools")).to_be_hidden()
    expect(page.locator("#failed")).to_be_hidden()


def test_metadata_is_json_and_says_what_the_page_holds(browser: Browser, site: str) -> None:
    """As a search engine reads it: from the document, through a JSON parser."""
    page = opened(browser, site).page
    data = json.loads(page.locator("script[type='application/ld+json']").text_content() or "")
    assert data["@type"] == "VideoObject"
    assert {"name", "description", "thumbnailUrl", "uploadDate", "duration", "contentUrl", "transcript"} <= data.keys()
    for address in (data["contentUrl"], data["thumbnailUrl"], *(each["contentUrl"] for each in data["caption"])):
        assert page.request.get(site + address).ok


def test_captions_that_do_not_load_are_owned_up_to(browser: Browser, site: str) -> None:
    """Browsers say nothing; a deaf reader would wait for captions that never come."""
    context = browser.new_context()
    page = context.new_page()
    page.route("**/*.vtt", lambda route: route.abort())
    page.goto(site)
    expect(page.get_by_role("alert")).to_contain_text("The captions could not be loaded")


def test_print_shows_the_whole_transcript(browser: Browser, site: str) -> None:
    """Every track, not only what was open on the screen."""
    page = opened(browser, site).page
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.get_by_text("Вони не здаються.")).to_be_visible()
    expect(page.locator("video")).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.get_by_text("Вони не здаються.")).to_be_hidden()


def test_a_long_transcript_follows_and_lets_go(browser: Browser, site: str, tmp_path: Path) -> None:
    """What is said is kept in view within the transcript; the page itself never moves under a reader."""
    track = Track(tuple(a_cue(n, n * 100, n * 100 + 90, f"Sentence {n}.") for n in range(75)), language="en")
    publish_folder(a_page(make_video(tmp_path / "v.mp4"), reviewed(track)), tmp_path / "out")
    with serving(tmp_path / "out") as address:
        page = opened(browser, address).page
        page.emulate_media(reduced_motion="reduce")
        page.evaluate("document.querySelector('video').currentTime = 7.05")
        expect(page.get_by_text("Sentence 70.")).to_be_attached()
        wait_until(page, "document.querySelector('.passages').scrollTop > 300")
        assert page.evaluate("scrollY") == 0


@pytest.mark.slow
def test_captions_show_where_there_is_sound_alone(browser: Browser, tmp_path: Path) -> None:
    """Browsers paint no captions without a picture; the page does."""
    media = make_video(tmp_path / "s.mp3", sound_only=True)
    page_value = a_page(media, reviewed(), video=video_facts(media, sound_only=True))
    publish_folder(page_value, tmp_path / "out")
    with serving(tmp_path / "out") as address:
        result = opened(browser, address)
        result.page.evaluate("document.querySelector('video').currentTime = 2.5")
        expect(result.page.locator(".heard")).to_have_text("AT&T says 3 < 5,")
        result.page.get_by_label("Captions").select_option("Off")
        expect(result.page.locator(".heard")).to_have_text("")
        result.page.get_by_label("Captions").select_option("English (CC)")
        expect(result.page.locator(".heard")).to_have_text("AT&T says 3 < 5,")
        assert result.complaints == []
        found: dict[str, Any] = Axe().run(result.page).response
        assert [each["id"] for each in found["violations"]] == []
