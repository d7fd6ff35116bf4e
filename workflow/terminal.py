"""What a person at a terminal sees: progress and warnings on stderr, results on stdout."""

from __future__ import annotations

import json
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
from workflow.progress import Progress as Report


def clock(ms: int) -> str:
    """Milliseconds as a person writes them: 2:05.3, 1:02:05.3; tenths are cut, not rounded, as players do."""
    minutes, rest = divmod(ms // 100, 600)
    hours, minutes = divmod(minutes, 60)
    seconds = f"{rest // 10:02}.{rest % 10}"
    return f"{hours}:{minutes:02}:{seconds}" if hours else f"{minutes}:{seconds}"


@dataclass
class Terminal:
    """One command's output. `quiet` silences progress and notes, never warnings or errors; `as_json` prints JSON."""

    quiet: bool = False
    as_json: bool = False
    out: Console = field(default_factory=lambda: Console(soft_wrap=True, highlight=False))
    err: Console = field(default_factory=lambda: Console(stderr=True, soft_wrap=True, highlight=False))

    @contextmanager
    def stage(self, name: str) -> Iterator[Report]:
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
        with Progress(*columns, console=self.err) as bar:
            task = bar.add_task(name, total=1.0)
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
            clock(finding.start_ms),
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
