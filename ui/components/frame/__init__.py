"""A page of ours inside a page, at the width of a phone or of a desk."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import streamlit as st


def page_frame(address: str, title: str, *, mark: str, key: str) -> None:
    """Show the page at `address`; it is loaded again when `mark` is another one. `title` is for screen readers."""
    data = json.dumps({"address": address, "title": title, "mark": mark}, ensure_ascii=False).encode()
    _component()(key=key, data=data)


@cache
def _component() -> Any:
    return st.components.v2.component("storytrack.frame", js="frame/main.js", css="frame/style.css")
