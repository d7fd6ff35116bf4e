"""The real review page, with each panel and dialog, as axe sees it: light and dark, on a desk and on a phone.

The other screens are looked at in tests/ui/screens, and the editor's parts by themselves in tests/ui/editor.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

from tests.ui.scenes import Place, back_to_review, open_at, scenes, signed_in
from tests.ui.server_support import running_ui
from tests.ui.showcase import showcase

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("axe")]

DESKTOP, PHONE = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)

STREAMLITS_OWN: dict[str, str] = {}
"""Violations that Streamlit itself causes and we cannot mend, each with its reason: none on this page."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """One newsroom and one server for all of it."""
    home = tmp_path_factory.mktemp("newsroom") / "home"
    tracks = showcase(home)
    with running_ui(home) as server:
        yield Place(server, *tracks)


@pytest.mark.parametrize(("scheme", "size"), [("light", DESKTOP), ("dark", PHONE)], ids=["light desk", "dark phone"])
def test_axe_finds_nothing_in_any_state_of_the_review(
    browser: Browser, place: Place, scheme: Literal["light", "dark"], size: ViewportSize
) -> None:
    """Nor is anything ever wider than the window. Colours are those of the scheme in any size, and sizes those of the
    window in any scheme: two of the four have both.
    """
    context = browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    page = signed_in(context, place)
    open_at(page, place)
    found = []
    for scene in scenes():
        if not scene.is_review and scene.name != "dialog-approve":
            continue
        scene.go(page, place)
        found += [f"{scene.name}: {one}" for one in violations(page)]
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], scene.name
        back_to_review(page)
    context.close()
    assert found == []


def violations(page: Page) -> list[str]:
    """What axe finds but for what is Streamlit's, each with the place."""
    page.wait_for_function("() => document.getAnimations().every((one) => one.playState !== 'running')")
    return [
        f"{one['id']} at {[node['target'] for node in one['nodes'][:3]]}"
        for one in Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        if one["id"] not in STREAMLITS_OWN
    ]
