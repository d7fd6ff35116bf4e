"""Finding a browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser_support import chromium_path


def test_a_machine_without_chromium_is_told_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser tests fail with one sentence; they are not skipped."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(AssertionError, match=r"apt-get install chromium.*playwright install chromium"):
        chromium_path()


def test_a_chromium_on_path_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under any of its names."""
    program = tmp_path / "google-chrome"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert chromium_path() == str(program)
