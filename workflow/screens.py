"""The review screens, found by name: the engine knows what it asks of them and imports nothing of theirs."""

from __future__ import annotations

import os
import sys
import webbrowser
from collections.abc import Callable, Iterable
from importlib.metadata import distribution
from typing import Protocol, cast

from workflow.errors import StorytrackError
from workflow.settings import Settings

GROUP = "storytrack.screens"
"""The group of entry points in which a distribution names the module of its server."""


class ScreensServer(Protocol):
    """The module of a server."""

    def serve(
        self, settings: Settings, *, host: str, port: int, allowed: Iterable[str], ready: Callable[[str], None]
    ) -> None:
        """Serve until Ctrl-C. `ready` gets the link as soon as it answers. Raises `StorytrackError`."""
        ...

    def is_open_to_others(self, host: str) -> bool:
        """Whether other machines reach a server that listens at this address."""
        ...


def find_server() -> ScreensServer:
    """The server of the screens, imported now. Raises `StorytrackError`."""
    for found in distribution("storytrack").entry_points.select(group=GROUP):
        return cast("ScreensServer", found.load())
    raise StorytrackError("The review screens are not installed: install storytrack again.")


def open_in_browser(link: str) -> None:
    """Open the link where there is a desktop: a browser that runs in the terminal would hide what is printed there."""
    if sys.platform != "linux" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        webbrowser.open(link)
