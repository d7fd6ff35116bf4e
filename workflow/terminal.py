"""What a person at a terminal sees: progress and warnings on stderr, results on stdout."""

from __future__ import annotations

import json
import math
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from workflow.captions.track import Track
from workflow.checks.finding import Finding, Severity
from workflow.clock import clock
from workflow.progress import Progress as Report


@dataclass
class Terminal:
    """One command's output. `quiet` silences progress and notes, never warnings or errors; `as_json` prints JSON."""

    quiet: bool = False
    as_json: bool = False
    out: Console = field(default_factory=lambda: Console(soft_wrap=True, highlight=False))
    err: Console = field(default_factory=lambda: Console(stderr=True, soft_wrap=True, highlight=False))

    @contextmanager
    def stage(self, name: str, *, done: float = 0.0) -> Iterator[Report]:
        """A progress bar with the time left; where stderr is no terminal, one line when the stage ends."""
        if self.quiet:
            yield lambda _share: None
            return
        if not self.err.is_terminal:
            began = time.monotonic()
            yield lambda _share: None
            self.note(f"{name}: done in {time.monotonic() - began:.1f} s")
            return
        columns = (
            TextColumn("{task.description:14}"),
            BarColumn(),
            TaskProgressColumn(),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
        )
        # The time left is judged by the whole stage: of sections that take a minute each, rich's 30 s see none.
        with Progress(*columns, console=self.err, speed_estimate_period=math.inf) as bar:
            task = bar.add_task(name, total=1.0)
            bar.update(task, completed=done + 1e-9)  # rich measures from the first step on
            yield lambda share: bar.update(task, completed=share)
            bar.update(task, completed=1.0)

    def note(self, sentence: str) -> None:
        """Something worth knowing on the way, on stderr."""
        if not self.quiet:
            self.err.print(Text(sentence))

    def warn(self, sentence: str) -> None:
        """Something a person should know before trusting the result: on stderr even when quiet."""
        self.err.print(Text("warning: ", style="yellow") + Text(sentence))

    def result(self, facts: Any, *lines: str | Table) -> None:
        """The command's result: `facts` as JSON when that was asked for, else the lines and tables."""
        if self.as_json:
            sys.stdout.write(json.dumps(facts, ensure_ascii=False, indent=2) + "\n")
            sys.stdout.flush()  # `serve` goes on for hours after its result
            return
        for line in lines:
            self.out.print(Text(line) if isinstance(line, str) else line)


def findings_table(track: Track, findings: Sequence[Finding]) -> Table:
    """Findings in the order of the video, each with its cue's number, time and text."""
    table = Table(box=None, pad_edge=False, expand=False)
    table.add_column("", no_wrap=True)
    table.add_column("at", justify="right", no_wrap=True)
    table.add_column("cue", justify="right", no_wrap=True)
    table.add_column("finding")
    table.add_column("text", overflow="fold")
    for finding in findings:
        cue = None if finding.cue is None else track.cues[finding.cue]
        mark = Text("error", "red") if finding.severity is Severity.ERROR else Text("warning", "yellow")
        table.add_row(
            mark,
            clock(finding.start_ms, tenths=True),
            "" if finding.cue is None else str(finding.cue + 1),
            Text(f"{finding.message} ({finding.rule})"),
            Text("" if cue is None else " / ".join(cue.lines)),
        )
    return table


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """A plain table of words."""
    made = Table(box=None, pad_edge=False)
    for heading in headings:
        made.add_column(heading, overflow="fold")
    for row in rows:
        made.add_row(*(Text(word) for word in row))
    return made


def counted(number: int, noun: str) -> str:
    """1 cue, 2 cues."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
