"""`storytrack ui`, started as a producer starts it."""

from __future__ import annotations

import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.cli_support import storytrack
from tests.store.factories import stored_story
from tests.ui.server_support import running_ui, sign_in
from workflow.store import Store

pytestmark = pytest.mark.slow


@pytest.mark.browser
def test_the_link_leads_to_the_stories_and_nothing_leaves_the_machine(browser: Browser, tmp_path: Path) -> None:
    """The printed link asks for a name and opens the list of stories; no request goes to any other host."""
    with Store(tmp_path / "home") as store:
        story = stored_story(store, tmp_path)
    with running_ui(tmp_path / "home") as server:
        context = browser.new_context()
        asked: list[str] = []
        context.on("request", lambda request: asked.append(request.url))
        sign_in(context, server, "Зульфіє")
        page = context.new_page()
        problems: list[str] = []
        page.on("console", lambda message: problems.append(message.text))
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(server.url)
        expect(page.get_by_text(story.story.headline)).to_be_visible(timeout=30_000)
        expect(page.get_by_text("Зульфіє")).to_be_visible()
        page.wait_for_load_state("networkidle")
        context.close()
        assert {urlsplit(url).netloc for url in asked if not url.startswith(("data:", "blob:"))} == {
            urlsplit(server.url).netloc
        }
        assert [one for one in problems if "Content Security Policy" in one or "Error:" in one] == []
        assert server.stop() == 0
        assert server.log() == ""


def test_a_port_that_is_taken_is_one_sentence(tmp_path: Path) -> None:
    """Exit code 2, and what to do."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        answer = storytrack(tmp_path, "ui", "--no-open", "--port", other.getsockname()[1])
    assert answer.code == 2
    assert "is taken" in answer.sentence
    assert "--port" in answer.sentence
    assert "Traceback" not in answer.err
