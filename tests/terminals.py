"""A real terminal whose stderr a test can read."""

from __future__ import annotations

import io

from rich.console import Console

from workflow.terminal import Terminal


def listening(*, quiet: bool = False, screen: bool = False) -> tuple[Terminal, io.StringIO]:
    """The terminal, and what it says on stderr; `screen` makes that a screen, on which bars are drawn."""
    said = io.StringIO()
    console = Console(file=said, soft_wrap=True, highlight=False, force_terminal=screen, width=100)
    return Terminal(quiet=quiet, err=console), said
