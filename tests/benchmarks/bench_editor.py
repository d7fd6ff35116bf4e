"""The review screen in a real browser: edits, scrolling, opening, seeking, and the server's memory

Two stories in one home: 2,500 captions over three hours of video, and a video of 500 MB. Keys are pressed as a person
presses them. Beside each figure stands its peer from the same run: an empty page on the same server, a bare POST to it,
a list without virtualisation, a file of the same size served by Starlette alone.
"""

from __future__ import annotations

import socket
import statistics
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn
from playwright.sync_api import sync_playwright
from starlette.applications import Starlette
from starlette.responses import FileResponse
from starlette.routing import Route

from tests.benchmarks.long_video import repeat_video
from tests.browser_support import chromium_arguments, chromium_path
from tests.cli_support import CRIMEAN, storytrack
from tests.ui.journeys.homes import long_home
from tests.ui.server_support import RunningUi, running_ui, sign_in
from workflow.store import Store

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

EDITS, OPENINGS, SEEKS = 100, 10, 20
CUES, HOURS = 2500, 3.2
PADDING = 33_000
"""Bytes a picture, which make 500 MB of ten minutes."""

WATCH = """
() => {
  const told = (window.told = { keys: [], ack: [], handled: {} });
  const pressed = []; // when the keys were, of edits that are not acknowledged
  const after = (act) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = act;
    port2.postMessage(0);
  };
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) {
      if (one.name === "keydown") told.handled[one.startTime.toFixed(1)] = one.processingEnd - one.processingStart;
    }
  }).observe({ type: "event", durationThreshold: 16 });
  window.addEventListener("keydown", (event) => {
    if (!window.measuring || ["Alt", "Control", "Shift", "Meta"].includes(event.key)) return;
    const began = performance.now();
    pressed.push(began);
    requestAnimationFrame(() => {
      const drawing = performance.now();
      after(() => {
        const now = performance.now();
        told.keys.push({ at: event.timeStamp.toFixed(1), drawn: now - drawing, frame: now - began });
      });
    });
  }, { capture: true });
  const ask = window.fetch;
  window.fetch = async (...asked) => {
    const answer = await ask(...asked);
    if (String(asked[0]).endsWith("/edits")) {
      const { json } = answer;
      answer.json = async () => {
        const found = await json.call(answer);
        for (const _ of found.acks ?? []) if (pressed.length) told.ack.push(performance.now() - pressed.shift());
        return found;
      };
    }
    return answer;
  };
}
"""
"""What a key costs: the browser says how long it was handled (Event Timing), and the frame that shows the edit says how
long it was worked at. A key of which the browser says nothing was handled and shown within 16 ms. `ack` is until the
server's word is there."""

FRAMES = """
(scroller) => new Promise((done) => {
  const at = [];
  const step = scroller.scrollHeight / 400;
  const next = (now) => {
    at.push(now);
    scroller.scrollTop += step;
    if (at.length < 240) requestAnimationFrame(next);
    else done(at.slice(1).map((one, place) => one - at[place]));
  };
  requestAnimationFrame(next);
})
"""
SEEK = """
(video, at) => new Promise((done) => {
  const began = performance.now();
  video.addEventListener("seeked", () => done(performance.now() - began), { once: true });
  video.currentTime = at;
})
"""
POST = """
async (address) => {
  const began = performance.now();
  const answer = await fetch(address, { method: "POST", body: "{}" });
  await answer.text();
  return performance.now() - began;
}
"""
PLAIN_LIST = """
(rows) => {
  const list = document.createElement("div");
  list.style.cssText = "block-size: 600px; overflow: auto";
  list.id = "plain";
  for (let row = 0; row < rows; row += 1) {
    const line = document.createElement("div");
    line.style.cssText = "display: grid; grid-template-columns: repeat(8, 1fr); padding: 8px";
    for (const text of ["1", "0:00.0", "0:02.0", "2.0", "14.2", "32", "Maye", "A caption of a few words."]) {
      const cell = document.createElement("span");
      cell.textContent = text;
      line.append(cell);
    }
    list.append(line);
  }
  document.body.replaceChildren(list);
}
"""


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="bench_editor") as name:
        home = Path(name) / "home"
        track = long_home(home, HOURS, cues=CUES)
        large = repeat_video(CRIMEAN / "video.mp4", Path(name) / "large.mp4", 1 / 6, padding=PADDING)
        told = storytrack(home, "new", CRIMEAN / "story.md", large, "--slug", "large")
        assert told.code == 0, told.err
        told = storytrack(home, "import", "large", CRIMEAN / "reference.vtt", "--language", "en")
        assert told.code == 0, told.err
        size = large.stat().st_size / 1e6
        large.unlink()
        with running_ui(home) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium_path(playwright), args=chromium_arguments())
            rows = measure(browser, server, track, size)
            browser.close()
    sys.stdout.write("| | median | 95 % | largest | wanted, 95 % |\n|---|---:|---:|---:|---:|\n")
    sys.stdout.writelines(f"| {label} | {' | '.join(values)} |\n" for label, *values in rows)


def measure(browser: Browser, server: RunningUi, track: int, size_mb: float) -> list[list[str]]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    sign_in(context, server)
    page = context.new_page()
    review = f"{server.url}/review?story=long-story&track={track}"
    found = edits(page, review, times_moved)
    typed = edits(page, review, captions_finished)
    posts = [page.evaluate(POST, f"{server.url}/api/tracks/{track}/edits") for _ in range(50)]
    smooth = page.locator(".cues .body").evaluate(FRAMES)
    opened = openings(page, review)
    page.goto(f"{server.url}/")
    page.wait_for_timeout(1000)
    before = server.rss_mb()
    page.goto(f"{server.url}/review?story=large")
    seeks = seek_times(page)
    memory = server.rss_mb()
    plain = plain_list(context)
    bare = bare_seeks(context, server.home)
    return [
        row("a time moved by a key, work in the browser until it is painted, ms", found["work"], "16"),
        row("the same, until the frame that shows it, ms", found["frame"], ""),
        row("the same, until the server has acknowledged it, ms", found["ack"], "300"),
        row("a caption finished with Enter and the next begun, work until it is painted, ms", typed["work"], ""),
        row("the same, until the server has acknowledged it, ms", typed["ack"], "300"),
        row("peer: a bare POST that the server refuses, ms", posts, ""),
        row(f"scrolling {CUES} captions, ms a frame", smooth, "20"),
        row(f"peer: a plain list of {CUES} rows, ms a frame", plain, ""),
        row("opening a story of 3 hours, page loaded again, ms", opened, "2000"),
        row(f"seeking in a video of {size_mb:.0f} MB, ms", seeks, "300"),
        row("peer: the same file by Starlette alone, ms", bare, ""),
        [f"the server's memory with it, MB (before: {before:.0f})", f"{memory:.0f}", "", "", "200"],
    ]


def edits(page: Page, review: str, do: Callable[[Page], Iterator[str]]) -> dict[str, list[float]]:
    """So many edits; `do` makes each ready and says which key is the edit."""
    page.goto(review)
    page.locator(".captions [role=row]").nth(5).wait_for()
    page.evaluate(WATCH)
    page.wait_for_timeout(1500)
    for key in do(page):
        page.evaluate("window.measuring = true")
        page.keyboard.press(key)
        page.wait_for_timeout(60)
        page.evaluate("window.measuring = false")
        page.wait_for_timeout(40)
    page.wait_for_timeout(1500)
    told = page.evaluate("window.told")
    keys, ack, handled = told["keys"], told["ack"], told["handled"]
    assert len(keys) >= EDITS - 1, f"{len(keys)} edits were seen"
    assert len(ack) >= EDITS - 1, f"{len(ack)} acknowledgements were seen"
    work = [handled[key["at"]] + key["drawn"] if key["at"] in handled else key["frame"] for key in keys]
    return {"work": work, "frame": [key["frame"] for key in keys], "ack": ack}


def times_moved(page: Page) -> Iterator[str]:
    """The start of a caption is moved, later and earlier."""
    page.locator(".captions [role=row][aria-rowindex='4'] .text").first.click()
    for number in range(EDITS):
        yield "Alt+Comma" if number % 2 else "Alt+Period"


def captions_finished(page: Page) -> Iterator[str]:
    """Each caption is typed into, then finished with Enter, which begins the next."""
    page.locator(".captions [role=row][aria-rowindex='4'] .text").first.dblclick()
    for number in range(EDITS):
        page.keyboard.press("End")
        page.keyboard.type(f" {number}")
        yield "Enter"


def openings(page: Page, review: str) -> list[float]:
    """From the address to captions on the screen, files in the browser's cache."""
    took = []
    for _ in range(OPENINGS):
        began = page.evaluate("Date.now()")
        page.goto(review, wait_until="commit")
        page.locator(".captions [role=row]").nth(5).wait_for()
        took.append(page.evaluate("Date.now()") - began)
    return took


def seek_times(page: Page) -> list[float]:
    """Here and there in the video that the page shows."""
    video = page.locator("video").first
    video.wait_for()
    page.wait_for_function("(video) => video.readyState >= 2", arg=video.element_handle())
    length = video.evaluate("(video) => video.duration")
    return [video.evaluate(SEEK, length * (0.37 + number * 0.618 % 1) % length) for number in range(SEEKS)]


def bare_seeks(context: BrowserContext, home: Path) -> list[float]:
    """The same seeks in the same file, served by nothing but Starlette's file response."""
    with Store(home) as store:
        file = store.media.path(store.stories.get("large").video.sha256)
    app = Starlette(routes=[Route("/film", lambda _: FileResponse(file, media_type="video/mp4"))])
    with served(app) as address:
        page = context.new_page()
        page.set_content(f"<!doctype html><title>Film</title><video src='{address}/film'></video>")
        found = seek_times(page)
        page.close()
    return found


@contextmanager
def served(app: Starlette) -> Iterator[str]:
    """The application on a free port, until the end."""
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


def plain_list(context: BrowserContext) -> list[float]:
    page = context.new_page()
    page.set_content("<!doctype html><title>List</title>")
    page.evaluate(PLAIN_LIST, CUES)
    frames: list[float] = page.locator("#plain").evaluate(FRAMES)
    page.close()
    return frames


def row(label: str, values: list[Any], wanted: str) -> list[str]:
    most = statistics.quantiles(values, n=20)[-1]
    return [label, f"{statistics.median(values):.1f}", f"{most:.1f}", f"{max(values):.1f}", wanted]


if __name__ == "__main__":
    main()
