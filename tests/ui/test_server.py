"""`storytrack ui`, started as a producer starts it."""

from __future__ import annotations

import socket
import subprocess
import sys
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

import ui
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
        context = browser.new_context(color_scheme="dark")
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
        assert page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor") == "rgb(15, 18, 24)"
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


def test_the_command_says_what_it_offers_without_loading_the_screens(tmp_path: Path) -> None:
    """Half a second of Streamlit is for those who start it."""
    code = (
        "import sys; from click.testing import CliRunner; from workflow.cli import main\n"
        "said = CliRunner().invoke(main, ['ui', '--help']).output\n"
        "assert '--allow-host' in said, said\n"
        "assert not {'streamlit', 'ui', 'sqlalchemy'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr


def test_a_server_that_others_reach_says_so(tmp_path: Path) -> None:
    """And what to do about it; it answers to the name of this machine."""
    with running_ui(tmp_path / "home", "--host", "0.0.0.0") as server:  # noqa: S104
        assert "Other machines can reach this server" in server.log()
        assert "TLS" in server.log()
        assert server.link.startswith("http://127.0.0.1:")
        assert server.stop() == 0


def test_everything_that_the_screens_need_is_in_the_package() -> None:
    """Setuptools' "**" does not go into folders whose names begin with a dot."""
    project = Path(ui.__file__).parents[1]
    named = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["package-data"]["ui"]
    packed = {
        path for pattern in named for path in (project / "ui").glob(pattern) if "**" not in pattern or plain(path)
    }
    there = {path for path in (project / "ui").rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc")}
    assert there - packed == set()


def plain(path: Path) -> bool:
    return not any(part.startswith(".") for part in path.parts)
