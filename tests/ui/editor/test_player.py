"""The video with its captions over it, in a real Chromium with a real film and a real desk."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.ui.editor.desk_page import MS, Newsroom
from tests.ui.editor.film_page import film, show_film
from tests.ui.editor.harness import ORIGIN, module_page

pytestmark = pytest.mark.browser

FRAME_MS = 1000 / film()["frame_rate"]
ROUNDING_PX = 1.5
"""How far two drawings of the same box may lie apart: a pixel on each side of an edge between two."""


@pytest.fixture
def page(browser: Browser, newsroom: Newsroom) -> Iterator[Page]:
    with module_page(browser) as opened:
        show_film(opened, newsroom)
        yield opened


def _do(page: Page, command: dict[str, Any]) -> None:
    page.evaluate("(command) => editor.model.do(command)", command)


def _settings(page: Page, newsroom: Newsroom) -> list[dict[str, Any]]:
    page.wait_for_function("editor.model.pending.length === 0")
    return [cue["settings"] for cue in newsroom.document()["cues"]]


def _ms(page: Page) -> float:
    at: float = page.evaluate("editor.player.ms")
    return at


def _until_paused(page: Page) -> None:
    page.wait_for_function("editor.player.video.paused && !editor.player.video.seeking")


# --- playing --------------------------------------------------------------------------------------------------------


def test_while_it_plays_its_time_is_told_with_every_picture(page: Page) -> None:
    """And once more when it is paused or moved, wherever it then is."""
    told = page.evaluate("""async () => {
      const { player } = editor;
      const told = [];
      player.addEventListener("time", ({ detail }) => told.push(detail.ms));
      await player.play();
      await new Promise((done) => setTimeout(done, 600));
      player.pause();
      await new Promise((done) => player.addEventListener("pause", done, { once: true }));
      player.seek(30_000);
      return told;
    }""")
    assert told[-1] == 30_000
    playing = told[:-1]
    assert len(playing) > 8
    assert playing == sorted(playing)
    assert not page.evaluate("editor.player.playing")


def test_a_step_is_one_picture_of_the_film(page: Page) -> None:
    """The video stands still then, and a moment within a picture counts as that picture."""
    page.evaluate("editor.player.play()")
    page.evaluate("editor.player.seek(1010)")
    at = []
    for frames in (1, 1, -1, -10):
        page.evaluate("(frames) => editor.player.step(frames)", frames)
        at.append(_ms(page))
    assert at == pytest.approx([1040, 1080, 1040, 1040 - 10 * FRAME_MS])
    assert page.evaluate("editor.player.video.paused")
    page.evaluate("editor.player.step(-1000)")
    assert _ms(page) == 0


def test_a_caption_is_played_once_to_its_end(page: Page) -> None:
    """The video stops in the caption's last moment, also where its end was moved while it played."""
    assert page.evaluate("editor.player.rate = 2; editor.player.replay('r1.2'); editor.player.ms") == MS
    _do(page, {"kind": "set-times", "times": {"r1.2": [MS, MS + 900]}})
    _until_paused(page)
    assert _ms(page) == pytest.approx(MS + 899, abs=1)
    assert page.locator(".cue").inner_text() == "Seven years have passed since\nRussia annexed Crimea in 2014."


def test_who_goes_elsewhere_is_not_stopped(page: Page) -> None:
    """A caption that was to be played once is forgotten when the person moves the video."""
    page.evaluate("editor.player.rate = 2; editor.player.replay('r1.1'); editor.player.seek(2100)")
    page.wait_for_function("editor.player.ms > 2700")
    assert page.evaluate("editor.player.playing")


def test_a_caption_is_repeated_until_it_is_asked_for_again(page: Page) -> None:
    """At its end the video goes back to its start; then past it."""
    _do(page, {"kind": "set-times", "times": {"r1.2": [MS, MS + 500]}})
    starts = page.evaluate("""async () => {
      const { player } = editor;
      let starts = 0;
      let last = 0;
      player.addEventListener("time", ({ detail: { ms } }) => {
        if (ms < last - 300) starts += 1;
        last = ms;
      });
      player.rate = 2;
      player.loop("r1.2");
      await new Promise((done) => {
        const look = () => (starts >= 2 ? done() : requestAnimationFrame(look));
        look();
      });
      player.loop(null);
      await new Promise((done) => player.addEventListener("time", function look({ detail }) {
        if (detail.ms > 3300) done(player.removeEventListener("time", look));
      }));
      return starts;
    }""")
    assert starts == 2


@pytest.mark.parametrize(("asked", "rate", "shown"), [(0.1, 0.5, "0.5"), (0.9, 0.9, "0.9"), (3, 2, "2")])
def test_the_speed_lies_between_half_and_double(page: Page, asked: float, rate: float, shown: str) -> None:
    """And the row of controls shows it, whoever set it."""
    page.evaluate("(rate) => { editor.player.rate = rate; }", asked)
    assert page.evaluate("editor.player.rate") == rate
    expect(page.get_by_label("Speed")).to_have_value(shown)


def test_the_controls_are_worked_by_keys(page: Page) -> None:
    """Seconds by arrows, a clock's time for screen readers, Space plays and pauses wherever the focus is."""
    seek = page.get_by_label("Place in the video")
    seek.focus()
    seek.press("ArrowRight")
    seek.press("PageUp")
    assert _ms(page) == 11_000
    expect(seek).to_have_attribute("aria-valuetext", "0:11 of 1:16.7")
    seek.press("Space")
    page.wait_for_function("editor.player.playing")
    page.get_by_role("button", name="Pause").press("Space")
    page.wait_for_function("!editor.player.playing")
    page.get_by_label("Speed").select_option("1.5×")
    assert page.evaluate("editor.player.rate") == 1.5


def test_a_film_that_is_gone_is_said_in_a_sentence(browser: Browser, newsroom: Newsroom) -> None:
    """With what to do about it."""
    with module_page(browser) as page:
        show_film(page, newsroom, ready=False, media={"video": "/nowhere.mp4"})
        expect(page.get_by_role("alert")).to_have_text(
            "The video's file is not there any more: add the video to the story again."
        )


def test_a_film_that_this_browser_cannot_play_is_said_in_a_sentence(browser: Browser, newsroom: Newsroom) -> None:
    """The captions stay."""
    with module_page(browser) as page:
        page.route(f"{ORIGIN}/strange.avi", lambda route: route.fulfill(content_type="video/avi", body=b"RIFF" * 99))
        show_film(page, newsroom, ready=False, media={"video": "/strange.avi"})
        expect(page.get_by_role("alert")).to_contain_text("This browser cannot play this kind of video")
        page.evaluate("editor.player.seek(100)")
        expect(page.locator(".cue")).to_contain_text("This is a story")


def test_a_deaf_producer_sees_how_loud_it_is_and_whether_somebody_speaks(page: Page) -> None:
    """From the waveform, so that it shows though the sound is off and the video stands."""
    loud = "getComputedStyle(editor.root.querySelector('.level .loud')).getPropertyValue('--loud')"
    page.wait_for_function(f"{loud} !== ''")
    page.evaluate("editor.player.seek(6500)")
    assert float(page.evaluate(loud)) > 0.5
    expect(page.locator(".level .speech")).to_have_text("Speech")
    page.evaluate("editor.player.seek(12000)")
    assert float(page.evaluate(loud)) < 0.2
    expect(page.locator(".level .speech")).to_have_text("No speech")


# --- captions -------------------------------------------------------------------------------------------------------

TWO_LINES = "This is a story about the women\nof the Crimean Tatar community."
PLACES: Mapping[str, dict[str, Any]] = {
    "default": {},
    "at the top": {"line": 0},
    "third line": {"line": 2},
    "third line from below": {"line": -3},
    "in the middle": {"line": 50, "snap_to_lines": False},
    "start at a tenth": {"align": "start", "position": 10},
    "right at seven tenths": {"align": "right", "position": 70},
    "narrow": {"size": 40},
    "at the end": {"align": "end"},
    "in the left half": {"position": 20},
    "vertical": {"vertical": "rl"},
    "vertical, third line": {"vertical": "lr", "line": 2},
}
AS_BROWSER = {"snap_to_lines": "snapToLines"}

NATIVE = """
({ text, settings }) => {
  const { video } = editor.player;
  const track = video.addTextTrack("captions", "native", "en");
  track.mode = "showing";
  track.addCue(Object.assign(new VTTCue(0, 70, text), settings));
}
"""
WITHOUT = "() => { for (const track of editor.player.video.textTracks) track.mode = 'disabled'; }"

DIFFERENCE = """
async (images) => {
  const [one, other] = await Promise.all(images.map(async (data) => {
    const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const pen = new OffscreenCanvas(image.width, image.height).getContext("2d");
    pen.drawImage(image, 0, 0);
    return pen.getImageData(0, 0, image.width, image.height);
  }));
  let box = [Infinity, Infinity, -1, -1];
  for (let at = 0; at < one.data.length; at += 4) {
    const away = [0, 1, 2].reduce((sum, part) => sum + Math.abs(one.data[at + part] - other.data[at + part]), 0);
    if (away < 24) continue;
    const [x, y] = [(at / 4) % one.width, Math.floor(at / 4 / one.width)];
    box = [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x + 1), Math.max(box[3], y + 1)];
  }
  return box;
}
"""


class Pictures:
    """Where captions stand on the picture, found by what they change of it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.evaluate("editor.root.querySelector('.picture').style.maxBlockSize = 'none'; editor.player.seek(1000)")
        page.wait_for_function("!editor.player.video.seeking")
        self._ours(shown=False)
        self.empty = self._taken()

    def ours(self) -> list[float]:
        self._ours(shown=True)
        box = self._changed()
        self._ours(shown=False)
        return box

    def native(self, text: str, settings: dict[str, Any]) -> list[float]:
        """Where this browser puts a cue of a track of its own."""
        named = {AS_BROWSER.get(name, name): value for name, value in settings.items()}
        self.page.evaluate(NATIVE, {"text": text, "settings": named})
        self.page.wait_for_timeout(150)  # it draws its cues when it next gets round to it
        box = self._changed()
        self.page.evaluate(WITHOUT)
        return box

    def _ours(self, *, shown: bool) -> None:
        self.page.evaluate(
            "(how) => { editor.root.querySelector('.overlay').style.visibility = how; }", "" if shown else "hidden"
        )

    def _changed(self) -> list[float]:
        box: list[float] = self.page.evaluate(DIFFERENCE, [self.empty, self._taken()])
        return box

    def _taken(self) -> str:
        return base64.b64encode(self.page.locator(".picture").screenshot()).decode()


@pytest.mark.slow
@pytest.mark.parametrize("width", [900, 366])
def test_captions_stand_where_the_browser_puts_a_track(page: Page, width: int) -> None:
    """To 1.5 pixels, for every setting; where a line was broken the browser's box has the blank there, ours has not."""
    page.set_viewport_size({"width": width, "height": 900})
    pictures = Pictures(page)
    blank = 0.02 * width
    for name, settings in PLACES.items():
        _do(page, {"kind": "set-texts", "texts": {"r1.1": TWO_LINES + " "}})
        _do(page, {"kind": "set-settings", "cues": ["r1.1"], "settings": settings})
        native, ours = pictures.native(TWO_LINES, settings), pictures.ours()
        assert ours[:2] == pytest.approx(native[:2], abs=ROUNDING_PX), name
        assert ours[3] == pytest.approx(native[3], abs=ROUNDING_PX), name
        wrapped = native[3] - native[1] > 0.15 * width * 9 / 16 and "vertical" not in settings
        assert ours[2] == pytest.approx(native[2], abs=blank if wrapped else ROUNDING_PX), name


def test_captions_at_one_time_do_not_cover_each_other(page: Page) -> None:
    """The later one stands above, and stays there when the first one goes."""
    _do(page, {"kind": "set-times", "times": {"r1.2": [1000, 4000]}})
    page.evaluate("editor.player.seek(1500)")
    below, above = (page.locator(f".cue[data-key='{key}']").bounding_box() for key in ("r1.1", "r1.2"))
    assert below
    assert above
    assert above["y"] + above["height"] <= below["y"] + 0.1
    page.evaluate("editor.player.seek(2400)")
    expect(page.locator(".cue")).to_have_count(1)
    assert page.locator(".cue").bounding_box() == above


def test_captions_stand_on_the_picture_and_not_on_the_bars_beside_it(page: Page) -> None:
    """Their letters are a twentieth of its height."""
    page.evaluate("editor.root.querySelector('.picture').style.cssText += 'aspect-ratio: 1; max-block-size: none'")
    page.wait_for_function("editor.player.element.querySelector('.overlay').offsetTop > 10")
    cues, picture = page.locator(".overlay").bounding_box(), page.locator(".picture").bounding_box()
    assert cues
    assert picture
    assert cues["height"] == pytest.approx(picture["width"] * 9 / 16, abs=1)
    assert cues["y"] - picture["y"] == pytest.approx((picture["height"] - cues["height"]) / 2, abs=1)
    size = page.evaluate("parseFloat(getComputedStyle(editor.root.querySelector('.overlay')).fontSize)")
    assert size == pytest.approx(cues["height"] / 20, abs=0.1)


def test_an_edit_is_seen_on_the_picture_at_once(page: Page) -> None:
    page.evaluate("editor.player.seek(100)")
    _do(page, {"kind": "set-texts", "texts": {"r1.1": "Ми — кримські татари"}})
    assert page.locator(".cue").inner_text() == "Ми — кримські татари"


def test_what_strangers_write_is_text(page: Page) -> None:
    """Neither a tag in the text nor one in a name becomes an element."""
    page.evaluate("editor.player.seek(100)")
    wicked = "<img src=x onerror=alert(1)> <b>&lt;"
    _do(page, {"kind": "set-texts", "texts": {"r1.1": wicked}})
    assert page.locator(".cue").inner_text() == wicked
    assert page.locator(".cue *").count() == 1


def test_formatting_is_drawn_over_the_characters_that_it_is_over(page: Page) -> None:
    """Places are counted in characters: an emoji is one of them."""
    drawn = page.evaluate("""async () => {
      const { cueNodes } = await import("/player/cue_text.js");
      const mark = (start, end, tag, value = "", classes = []) => ({ start, end, tag, value, classes });
      const italic = mark(5, 7, "i", "", ["loud", "a b"]);
      const time = mark(5, 5, "time", "900");
      const marks = [mark(2, 9, "v", "Maye"), mark(2, 4, "b"), mark(5, 9, "lang", "uk"), italic, time];
      const box = document.createElement("div");
      box.append(...cueNodes({ text: "😀 Oh Так! <u>", marks }));
      return box.innerHTML;
    }""")
    assert drawn == ('😀 <span title="Maye"><b>Oh</b> <span lang="uk"><i class="loud">Та</i>к!</span></span> &lt;u&gt;')


def test_a_sound_without_a_picture_has_its_captions_too(browser: Browser, newsroom: Newsroom) -> None:
    with module_page(browser) as page:
        show_film(page, newsroom, media={"has_video": False, "width": None, "height": None})
        page.evaluate("editor.player.seek(100)")
        expect(page.locator(".cue")).to_be_visible()
        size = page.evaluate("parseFloat(getComputedStyle(editor.root.querySelector('.overlay')).fontSize)")
        assert size >= 14


# --- where a caption stands -----------------------------------------------------------------------------------------


def test_a_caption_is_placed_by_keys_alone(page: Page, newsroom: Newsroom) -> None:
    """Each choice is one edit, seen at once; Escape goes back to the button."""
    page.evaluate("editor.player.seek(100); editor.model.setCurrent('r1.1')")
    button = page.get_by_role("button", name="Place of the caption")
    button.press("Enter")
    panel = page.get_by_role("group", name="Place of the caption")
    panel.get_by_role("button", name="Top").press("Enter")
    panel.get_by_role("button", name="Right").press("Enter")
    expect(panel.get_by_role("button", name="Top")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("editor.root.querySelector('.cue').offsetTop") == 0
    panel.get_by_label("Across in %").fill("80")
    page.keyboard.press("Tab")
    assert _settings(page, newsroom)[0] == {"line": 0, "align": "end", "position": 80}
    panel.get_by_label("Height in %").fill("30")
    page.keyboard.press("Tab")
    assert _settings(page, newsroom)[0] == {"line": 30, "snap_to_lines": False, "align": "end", "position": 80}
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(button).to_be_focused()
    button.press("Enter")
    panel.get_by_role("button", name="Default").press("Enter")
    assert _settings(page, newsroom)[0] == {}


def test_chosen_captions_are_placed_together_and_keep_what_was_not_asked_about(page: Page, newsroom: Newsroom) -> None:
    """As one edit."""
    _do(page, {"kind": "set-settings", "cues": ["r1.2"], "settings": {"size": 60}})
    page.evaluate("editor.model.setCurrent('r1.1'); editor.model.select(['r1.1', 'r1.2', 'r1.3'])")
    page.get_by_role("button", name="Place of the caption").click()
    panel = page.get_by_role("group", name="Place of the caption")
    expect(panel).to_contain_text("3 captions")
    panel.get_by_role("button", name="Middle").click()
    middle = {"line": 44, "snap_to_lines": False}
    assert _settings(page, newsroom)[:4] == [middle, {"size": 60} | middle, middle, {}]
    assert len(newsroom.document()["history"]) == 2


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1160, 900), (390, 844)])
def test_axe_finds_nothing(browser: Browser, newsroom: Newsroom, theme: str, size: tuple[int, int]) -> None:
    """With the panel for places open, the timeline below, and a caption chosen."""
    with module_page(browser) as page:
        page.set_viewport_size({"width": size[0], "height": size[1]})
        show_film(page, newsroom, theme=theme)
        page.evaluate("editor.model.setCurrent('r1.2'); editor.player.seek(2600)")
        page.get_by_role("button", name="Place of the caption").click()
        found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        assert [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
