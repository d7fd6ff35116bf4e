"""Pictures of every screen, to be looked at: `python -m tests.ui.pictures FOLDER [--only WORD] [--readme]`.

With `--readme` the three of the README are written into samples/, too. It takes some minutes.
"""

from __future__ import annotations

import os
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PIL import Image
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import sync_playwright

from tests.browser_support import chromium_arguments, chromium_path
from tests.ui.scenes import Place, back_to_review, open_at, scenes, signed_in
from tests.ui.server_support import running_ui
from tests.ui.showcase import ANNA, showcase

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SAMPLES = Path(__file__).parents[2] / "samples"
DESKTOP, PHONE = (1440, 900), (390, 844)
SIZES = {"desktop": (DESKTOP, 1), "phone": (PHONE, 2)}
README = {"review": "desktop-light-review", "stories": "desktop-light-stories", "phone": "phone-light-review"}
COLOURS = 128


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
        tracks = (1, 3) if home.exists() else showcase(home)
        browser = playwright.chromium.launch(executable_path=chromium_path(playwright), args=chromium_arguments())
        with running_ui(home) as server:
            for size in SIZES:
                for scheme in ("light", "dark"):
                    _take(browser, Place(server, *tracks), size, scheme, words)
        browser.close()
    if words.readme:
        for name, picture in README.items():
            _shrink(words.folder / f"{picture}.png", SAMPLES / f"{name}.png")


def _take(browser: Browser, place: Place, size: str, scheme: Literal["light", "dark"], words: Namespace) -> None:
    """All pictures in one size and one scheme of colours."""
    (width, height), scale = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=scale,
        color_scheme=scheme,
        reduced_motion="reduce",
        has_touch=size == "phone",
    )

    def picture(page: Page, name: str) -> None:
        target = words.folder / f"{size}-{scheme}-{name}.png"
        page.wait_for_timeout(1500 if name == "insights" else 300)  # a chart or a frame of the video is on its way
        page.screenshot(path=target)
        sys.stdout.write(f"{target}\n")

    door = context.new_page()
    door.goto(place.server.link)
    if words.only in f"{size}-{scheme}-door":
        picture(door, "door")
    page = signed_in(context, place)
    page.set_default_timeout(8000)
    is_open = False
    for scene in scenes():
        if words.only not in f"{size}-{scheme}-{scene.name}":
            continue
        if scene.is_review and not is_open:
            open_at(page, place)
        try:
            scene.go(page, place)
        except (BrowserError, AssertionError) as error:
            sys.stdout.write(f"{size}-{scheme}-{scene.name}: {str(error)[:300]}\n")
        picture(page, scene.name)
        is_open = scene.is_review
        if is_open:
            back_to_review(page)
    context.close()


def _shrink(picture: Path, target: Path) -> None:
    """The same in few colours, which is a third of the size."""
    with Image.open(picture) as full:
        full.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)
    sys.stdout.write(f"{target}: {target.stat().st_size / 1000:.0f} KB\n")


if __name__ == "__main__":
    main()
