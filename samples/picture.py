"""The README's picture, taken from a published sample: `python -m samples.picture SITE`.

SITE is the folder that `make demo` publishes (demo/site). Needs the development tools (`make setup`).
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser_support import chromium_arguments, chromium_path
from tests.publish.serving import serving

TARGET = Path(__file__).with_name("story-page.png")
MOMENT_S = 19.5
"""A cue is on screen then."""


def main() -> None:
    with serving(Path(sys.argv[1])) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(playwright), args=chromium_arguments())
        page = browser.new_page(viewport={"width": 1000, "height": 1150})
        page.goto(url)
        page.evaluate(f"document.querySelector('video').currentTime = {MOMENT_S}")
        page.wait_for_timeout(2000)
        page.screenshot(path=TARGET)
        browser.close()
    sys.stdout.write(f"Wrote {TARGET}.\n")


if __name__ == "__main__":
    main()
