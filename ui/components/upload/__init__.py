"""Files from the browser: a video streamed to our own route with its progress, and a text read where it lies."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

import streamlit as st


@dataclass(frozen=True, slots=True)
class Upload:
    """A video that lies on the server: its `id` there, and its name and size as the browser tells them."""

    id: str
    name: str
    size_bytes: int


def video_upload(*, key: str) -> Upload | None:
    """Let a person choose a video; it is sent to `PUT /uploads` at once. None until it is there as a whole.

    The file never passes through Streamlit, which would hold all of it in memory.
    """
    found = _component("upload", "video.js")(key=key, data=b"{}", default={"video": None}, on_video_change=_nothing)
    return _upload(found.video)


def text_file(label: str, *, key: str, largest_bytes: int, captions: bool = False) -> tuple[str, str] | None:
    """A button that reads a text file in the browser, with `captions` also a caption file.

    Its name and text in the one run after it was chosen.
    """
    told = {"label": label, "largest": largest_bytes, "captions": captions}
    data = json.dumps(told, ensure_ascii=False).encode()
    found = _component("text", "text.js")(key=key, data=data, on_text_change=_nothing).text
    if not isinstance(found, dict):
        return None
    return str(found.get("name", "")), str(found.get("text", ""))


def _upload(found: Any) -> Upload | None:
    """What the browser says has been uploaded; whether that is so is for whoever takes the file."""
    if not isinstance(found, dict):
        return None
    size = found.get("bytes")
    return Upload(str(found.get("upload", "")), str(found.get("name", "")), size if isinstance(size, int) else 0)


@cache
def _component(name: str, script: str) -> Any:
    return st.components.v2.component(f"storytrack.{name}", js=f"upload/{script}", css="upload/style.css")


def _nothing() -> None:
    """What came is read from the result; Streamlit wants a callback for it to be there."""
