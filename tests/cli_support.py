"""Running the command line as a user does, and the shipped sample story."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SAMPLES = Path(__file__).parents[1] / "samples" / "stories"
CRIMEAN = SAMPLES / "crimean-solidarity"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """The last line on stderr without the program's name: the sentence a person reads."""
        return self.err.strip().splitlines()[-1].removeprefix("storytrack: ") if self.err.strip() else ""


def command(home: Path, *words: object) -> list[str]:
    return [sys.executable, "-m", "workflow.cli", "--home", str(home), *map(str, words)]


def storytrack(home: Path, *words: object, typed: str = "", timeout: float = 240) -> Answer:
    """Run one command in a process of its own, with nothing of Storytrack's in its environment."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("STORYTRACK_")}
    done = subprocess.run(
        command(home, *words), input=typed, capture_output=True, text=True, timeout=timeout, env=clean, check=False
    )
    return Answer(done.returncode, done.stdout, done.stderr)


def tree(folder: Path) -> set[str]:
    """Every file below a folder, but for the database and locks, which commands may touch at any time."""
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith("storytrack.db") and path.suffix != ".lock"
    }
