"""The editor's modules in a real Chromium, without Streamlit around them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

EDITOR = Path(__file__).parents[3] / "ui" / "components" / "editor"
ORIGIN = "https://editor.test"
"""No server stands behind it: the browser's requests for it are answered with the editor's files."""

_TYPES = {".js": "text/javascript", ".css": "text/css"}


@contextmanager
def module_page(browser: Browser) -> Iterator[Page]:
    """An empty page that can `import("/model.js")` and whatever else the editor is made of."""
    page = browser.new_page()
    page.route(f"{ORIGIN}/**", answer_module)
    page.goto(f"{ORIGIN}/")
    yield page
    page.close()


def answer_module(route: Route) -> None:
    """The editor's file that the browser asks for; an empty page at the root."""
    path = route.request.url.removeprefix(f"{ORIGIN}/").split("?")[0]
    if not path:
        route.fulfill(content_type="text/html", body="<!doctype html><html lang=en><title>Editor</title><body>")
        return
    file = EDITOR / path
    if not file.is_file():
        route.fulfill(status=404, body="")
        return
    route.fulfill(content_type=f"{_TYPES[file.suffix]}; charset=utf-8", body=file.read_text("utf-8"))
