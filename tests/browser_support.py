"""A real Chromium for tests: where it is, and what it makes of caption files."""

from __future__ import annotations

import base64
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page, Playwright

# Blobs of an https page are of its own origin, so that a <track> may load them without a server.
ORIGIN = "https://captions.test/"

LOAD_TRACKS = """
async (files) => {
  const texts = [];
  const one = (data) => new Promise((done) => {
    const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
    const video = document.createElement("video");
    const track = document.createElement("track");
    const url = URL.createObjectURL(new Blob([bytes], {type: "text/vtt"}));
    const finish = (ok) => {
      const cues = ok ? Array.from(track.track.cues, (cue) => ({
        id: cue.id, start: cue.startTime, end: cue.endTime, text: cue.getCueAsHTML().textContent,
        vertical: cue.vertical, line: cue.line === "auto" ? null : cue.line, snap: cue.snapToLines,
        lineAlign: cue.lineAlign, position: cue.position === "auto" ? null : cue.position,
        positionAlign: cue.positionAlign, size: cue.size, align: cue.align,
        region: cue.region ? cue.region.id : "",
        voices: Array.from(cue.getCueAsHTML().querySelectorAll("span[title]"), (span) => span.title),
      })) : null;
      URL.revokeObjectURL(url);
      video.remove();
      done(cues);
    };
    track.addEventListener("load", () => finish(true));
    track.addEventListener("error", () => finish(false));
    video.append(track);
    document.body.append(video);
    track.track.mode = "hidden";
    track.src = url;
  });
  return Promise.all(files.map(one));
}
"""


def chromium_path(playwright: Playwright | None = None) -> str:
    """The Chromium to drive: one on PATH, else playwright's own. AssertionError says how to get one."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    own = Path(playwright.chromium.executable_path if playwright else "no browser of its own")
    assert own.exists(), (
        "The browser tests need Chromium and found none: `apt-get install chromium` as root on Debian or Ubuntu, or"
        " `playwright install chromium` anywhere."
    )
    return str(own)


def chromium_arguments() -> list[str]:
    """The command line for a browser that asks nobody but the page under test.

    Chromium refuses its sandbox to root, and only then it is left out. QUIC only costs start-up time.
    """
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    quiet = ("gpu", "background-networking", "component-update", "sync", "quic")
    return ["--no-first-run", *(f"--disable-{what}" for what in quiet), *(["--no-sandbox"] if root else [])]


@dataclass(frozen=True, slots=True)
class BrowserCue:
    """A cue as a browser's `VTTCue` has it, times in whole milliseconds, text without tags."""

    id: str
    start_ms: int
    end_ms: int
    text: str
    vertical: str
    line: float | None
    snap_to_lines: bool
    line_align: str
    position: float | None
    position_align: str
    size: float
    align: str
    region: str
    voices: tuple[str, ...]


def open_caption_page(page: Page) -> None:
    """Bring `page` to an empty document on which `load_tracks` works."""
    page.route(ORIGIN, lambda route: route.fulfill(content_type="text/html", body="<!doctype html><body>"))
    page.goto(ORIGIN)


def load_tracks(page: Page, files: Sequence[bytes]) -> list[list[BrowserCue] | None]:
    """What Chromium reads in each file, in its own order of cues; None when it refuses the file."""
    loaded = page.evaluate(LOAD_TRACKS, [base64.b64encode(data).decode("ascii") for data in files])
    return [None if cues is None else [_cue(cue) for cue in cues] for cues in loaded]


def _cue(cue: dict[str, Any]) -> BrowserCue:
    return BrowserCue(
        cue["id"],
        round(cue["start"] * 1000),
        round(cue["end"] * 1000),
        cue["text"],
        cue["vertical"],
        None if cue["line"] is None else float(cue["line"]),  # a large one comes as an integer with its digits cut
        cue["snap"],
        cue["lineAlign"],
        cue["position"],
        cue["positionAlign"],
        cue["size"],
        cue["align"],
        cue["region"],
        tuple(cue["voices"]),
    )
