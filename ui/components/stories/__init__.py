"""The list of stories, drawn by the browser: filters and sorts at once, keeps its place while progress comes in."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import streamlit as st

from ui.view import Row


def stories_list(rows: Sequence[Row], *, key: str) -> Mapping[str, Any] | None:
    """Show the rows. What was asked for in the list since the last run, None when nothing was.

    {"do": "open", "page", "query"} for one of our pages, {"do": "stop" | "retry" | "dismiss", "job"} for a job. All of
    it comes from the browser: whoever acts on it checks it.
    """
    data = json.dumps({"stories": list(rows)}, ensure_ascii=False).encode()
    asked = _component()(key=key, data=data, on_asked_change=_nothing).asked
    return asked if isinstance(asked, dict) else None


@cache
def _component() -> Any:
    return st.components.v2.component("storytrack.stories", js="stories/main.js", css="stories/style.css")


def _nothing() -> None:
    """What is asked is read from the result; Streamlit wants a callback for it to be there."""
