"""Pictures of every screen, to be looked at: `python -m tests.ui.pictures FOLDER [--only WORD] [--readme]`.

With `--readme` the three of the README are written into samples/, too. It takes some minutes.
"""

from __future__ import annotations

import os
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING, Literal

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import sync_playwright

from tests.browser_support import chromium_arguments, chromium_path
from tests.ui.scenes import Place, Scene, at, back_to_review, open_at, scenes, signed_in
from tests.ui.server_support import running_ui
from tests.ui.showcase import ANNA, showcase, tracks_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SAMPLES = Path(__file__).parents[2] / "samples"
DESKTOP, PHONE = (1440, 900), (390, 844)
SIZES = {"desktop": (DESKTOP, 1), "phone": (PHONE, 2)}
README = {"review": "desktop-light-review", "stories": "desktop-light-stories", "phone": "phone-light-review"}
PATIENCE_MS = 8000
NO_STORY = Scene("no-story", at("", "Stories"))
"""In a newsroom of its own, which has none."""


@dataclass(frozen=True, slots=True)
class Look:
    """A window and its colours."""

    size: str
    scheme: Literal["light", "dark"]

    def name(self, scene: str) -> str:
        """The name of a picture."""
        return f"{self.size}-{self.scheme}-{scene}"


LOOKS = [Look("desktop", "light"), Look("desktop", "dark"), Look("phone", "light"), Look("phone", "dark")]


def main() -> None:
    asked = ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--only", default="", help="pictures whose name has this in it")
    asked.add_argument("--readme", action="store_true")
    asked.add_argument("--home", type=Path, help="where the showcase is kept for the next time")
    words = asked.parse_args()
    os.environ["LOGNAME"] = ANNA  # whose name the command line writes beside what it does
    words.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as spare, sync_playwright() as playwright:
        home = words.home or Path(spare) / "home"
        tracks = tracks_of(home) if home.exists() else showcase(home)
        browser = playwright.chromium.launch(executable_path=chromium_path(playwright), args=chromium_arguments())
        with running_ui(home) as server, running_ui(Path(spare) / "empty") as empty:
            for look in LOOKS:
                _take(browser, Place(empty, *tracks), look, [NO_STORY], words)
                _take(browser, Place(server, *tracks), look, scenes(), words)
        browser.close()
    if words.readme:
        for name, picture in README.items():
            copyfile(words.folder / f"{picture}.png", SAMPLES / f"{name}.png")


def _take(browser: Browser, place: Place, look: Look, wanted: Iterable[Scene], words: Namespace) -> None:
    """Pictures of these scenes, the door before them."""
    (width, height), scale = SIZES[look.size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=scale,
        color_scheme=look.scheme,
        reduced_motion="reduce",
        has_touch=look.size == "phone",
    )
    door = context.new_page()
    door.goto(place.server.link)
    _picture(door, look, "door", words)
    page = signed_in(context, place)
    page.set_default_timeout(PATIENCE_MS)
    is_open = False
    for scene in wanted:
        if words.only not in look.name(scene.name):
            continue
        if scene.is_review and not is_open:
            open_at(page, place)
        try:
            scene.go(page, place)
        except (BrowserError, AssertionError) as error:  # the picture shows what is there instead
            sys.stdout.write(f"{look.name(scene.name)}: {str(error)[:300]}\n")
        _picture(page, look, scene.name, words)
        is_open = scene.is_review
        if is_open:
            back_to_review(page)
    context.close()


def _picture(page: Page, look: Look, name: str, words: Namespace) -> None:
    if words.only not in look.name(name):
        return
    target = words.folder / f"{look.name(name)}.png"
    page.wait_for_timeout(1500 if name == "insights" else 300)  # a chart or a frame of the video is on its way
    page.screenshot(path=target)
    sys.stdout.write(f"{target}\n")


if __name__ == "__main__":
    main()
