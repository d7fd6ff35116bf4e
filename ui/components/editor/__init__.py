"""The caption editor of one track. It talks to our own routes; Streamlit only gives it a place on the page."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import streamlit as st

from ui.routes.files import editor_address


def editor(track_id: int, *, key: str, base: str = "") -> None:
    """Show the editor of a track; it is as high as the window leaves room for.

    Draw it at a fixed place, below everything that comes and goes: what is drawn before it moves it, and it would lose
    the word that is being typed. `base` is where the application is mounted.
    """
    facts = {"track": track_id, "base": base, "files": base + editor_address()}
    _component()(key=key, data=json.dumps(facts).encode())


@cache
def _component() -> Any:
    return st.components.v2.component("storytrack.editor", js="editor/main.js")
