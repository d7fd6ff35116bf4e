"""An edit is painted by the browser's own version of the command: it must show what the server will answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from tests.captions.edit_strategies import commands, drafts
from tests.ui.editor.harness import module_page
from workflow.captions.commands import Command, SetSettings, Several
from workflow.captions.draft import Change, Draft
from workflow.captions.edits import apply_command
from workflow.errors import CaptionError
from workflow.review.cue_json import cue_to_json
from workflow.review.wire import command_to_json

pytestmark = pytest.mark.browser

LOAD = """
async () => {
  const { changeOf, compare } = await import("/local.js");
  const { Refused } = await import("/text.js");
  window.order = (cues) => [...cues].sort(compare).map((cue) => cue.key);
  window.change = (cues, command, duration) => {
    const book = { cues, byKey: new Map(cues.map((cue) => [cue.key, cue])), duration };
    try {
      return changeOf(command, book);
    } catch (error) {
      if (error instanceof Refused) return error.message;
      throw error;
    }
  };
}
"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    with module_page(browser) as opened:
        opened.evaluate(LOAD)
        yield opened


def _in_python(draft: Draft, command: Command, duration_ms: int | None) -> Change | None:
    try:
        return apply_command(draft, command, duration_ms=duration_ms)
    except CaptionError:
        return None


def _in_browser(page: Page, draft: Draft, command: Command, duration_ms: int | None) -> dict[str, Any] | None:
    cues = [cue_to_json(cue) for cue in draft.cues]
    found = page.evaluate("(asked) => change(...asked)", [cues, command_to_json(command), duration_ms])
    assert isinstance(found, dict | str)
    return None if isinstance(found, str) else found


def _without_regions(command: Command) -> Command:
    """The server alone knows a track's regions, and refuses others; no screen offers one."""
    if isinstance(command, SetSettings):
        return replace(command, settings=replace(command.settings, region=""))
    if isinstance(command, Several):
        return Several(tuple(map(_without_regions, command.commands)))
    return command


quick = settings(max_examples=500, suppress_health_check=list(HealthCheck), deadline=None)
durations: st.SearchStrategy[int | None] = st.none() | st.integers(5_000, 40_000)


@quick
@given(drafts(), st.data(), durations)
def test_the_browser_does_what_the_server_does(
    page: Page, draft: Draft, data: st.DataObject, duration_ms: int | None
) -> None:
    """Which cues go and come, their texts, times, voices and lines are those of the server; so is what is refused."""
    command = _without_regions(data.draw(commands(draft, "k.1")))
    told = _in_python(draft, command, duration_ms)
    shown = _in_browser(page, draft, command, duration_ms)

    assert (shown is None) == (told is None), (shown, told)
    if shown is None or told is None:
        return
    assert [cue["key"] for cue in shown["before"]] == [cue.key for cue in told.before]
    assert [_plain(cue) for cue in shown["after"]] == [_plain(cue_to_json(cue)) for cue in told.after]


def _plain(cue: dict[str, Any]) -> dict[str, Any]:
    return {name: cue[name] for name in ("key", "id", "start", "end", "text", "cpl")}
