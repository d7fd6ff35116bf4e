"""A run that is killed loses at most the section it was in, and the next one ends as if nothing had happened."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli_support import CRIMEAN, command, storytrack

pytestmark = pytest.mark.slow

HEAR = ("transcribe", "crimea", "--engine", "pocketsphinx", "--quiet")


def take_in(home: Path) -> None:
    added = storytrack(home, "new", CRIMEAN / "story.md", CRIMEAN / "video.mp4", "--slug", "crimea")
    assert added.code == 0, added.err


def sections_stored(home: Path) -> int:
    with sqlite3.connect(home / "storytrack.db") as database:
        return int(database.execute("SELECT count(*) FROM transcript_sections").fetchone()[0])


def kill_after(home: Path, seconds: float) -> int:
    """Start the run, kill it outright after `seconds`; the exit code, -9 unless it was faster."""
    run = subprocess.Popen(command(home, *HEAR), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        return run.wait(seconds)
    except subprocess.TimeoutExpired:
        os.kill(run.pid, signal.SIGKILL)
        return run.wait()


@pytest.mark.timeout(900)
def test_run_killed_at_ten_random_moments_ends_with_the_same_transcript(tmp_path: Path) -> None:
    """`kill -9` at any moment: what was stored is taken up, and the words and captions are those of a quiet run."""
    quiet, killed = tmp_path / "quiet", tmp_path / "killed"
    take_in(quiet)
    began = time.monotonic()
    assert storytrack(quiet, *HEAR).code == 0
    length = time.monotonic() - began

    chance = random.Random(20211105)  # noqa: S311  # moments, not secrets
    take_in(killed)
    codes, stored = [], [0]
    for _ in range(10):
        codes.append(kill_after(killed, chance.uniform(0.05, 0.95) * length))
        stored.append(sections_stored(killed))
    assert -signal.SIGKILL in codes
    assert stored == sorted(stored), "a stored section is never lost"
    last = storytrack(killed, *HEAR)
    assert last.code == 0, last.err

    for form in ("json", "vtt"):
        words = [storytrack(home, "export", "crimea", "--format", form).out for home in (quiet, killed)]
        assert words[0] == words[1]
        assert len(words[0]) > 1000


def test_interrupted_run_says_how_to_go_on(tmp_path: Path) -> None:
    """Ctrl-C ends with a sentence, no traceback, and exit code 130; the same command then ends the work."""
    home = tmp_path / "home"
    take_in(home)
    # A shell's background job, as these tests may be, ignores Ctrl-C, and its children with it: that is undone first.
    heed = "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"
    words = [sys.executable, "-c", heed, *command(home, *HEAR)]
    run = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while sections_stored(home) == 0 and run.poll() is None:
        time.sleep(0.05)
    run.send_signal(signal.SIGINT)
    out, err = run.communicate(timeout=60)

    assert run.returncode == 130
    assert "Traceback" not in err
    assert "the same command again goes on" in err
    assert out == ""
    before = sections_stored(home)
    assert before >= 1
    assert storytrack(home, *HEAR).code == 0
    assert sections_stored(home) > before


def test_two_runs_on_one_story_do_not_meet(tmp_path: Path) -> None:
    """The second of two runs is refused at once with the reason, and the first one ends undisturbed."""
    home = tmp_path / "home"
    take_in(home)
    first = subprocess.Popen(command(home, *HEAR), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while sections_stored(home) == 0 and first.poll() is None:
        time.sleep(0.05)
    second = storytrack(home, *HEAR)

    assert second.code == 2
    assert "Another run is working on" in second.sentence
    assert first.wait(120) == 0
