"""Find a Chromium for the browser tests, or install one: `python -m tests.install_browser`.

On the PATH, else with apt where that is allowed (root on Debian or Ubuntu), else Playwright's own build. Where none can
be had the browser tests fail with the sentence that this program ends with.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence

from playwright.sync_api import sync_playwright

from tests.browser_support import chromium_path


def main() -> int:
    """Exit code 0 when there is a browser, 1 when none can be had."""
    missing = ""
    for attempt in (None, _install_with_apt, _install_with_playwright):
        if attempt is not None:
            attempt()
        with sync_playwright() as playwright:
            try:
                sys.stdout.write(f"browser: {chromium_path(playwright)}\n")
            except AssertionError as none_found:
                missing = str(none_found)
            else:
                return 0
    sys.stderr.write(f"{missing}\n")
    return 1


def _install_with_apt() -> None:
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return
    _run(["apt-get", "update", "-qq"])
    _run(["apt-get", "install", "-qq", "-y", "--no-install-recommends", "chromium"])


def _install_with_playwright() -> None:
    _run([sys.executable, "-m", "playwright", "install", "chromium"])


def _run(command: Sequence[str]) -> None:
    """A failed attempt is no error: the next one is tried."""
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, env=os.environ | quiet)


if __name__ == "__main__":
    sys.exit(main())
