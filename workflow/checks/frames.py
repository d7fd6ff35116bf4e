"""Findings and cues as pandas tables, for whoever works in a notebook."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from workflow.captions.track import Track
from workflow.captions.width import width
from workflow.checks.finding import Finding
from workflow.checks.report import finding_to_dict
from workflow.checks.speed import characters_per_second, word_count, words_per_minute

if TYPE_CHECKING:
    import pandas as pd

FINDING_COLUMNS = {
    "check": "string",
    "rule": "string",
    "severity": "string",
    "message": "string",
    "cue": "Int64",  # counted from 0; missing for a stretch without a cue
    "start_ms": "int64",
    "end_ms": "int64",
    "found": "Float64",  # missing where a check counts nothing
    "allowed": "Float64",
    "text": "string",  # the cue's lines; missing for a stretch without a cue
}

CUE_COLUMNS = {
    "id": "string",
    "start_ms": "int64",
    "end_ms": "int64",
    "duration_ms": "int64",
    "cps": "Float64",  # characters a second; missing for a cue without duration
    "wpm": "Float64",  # words a minute; likewise
    "words": "int64",
    "characters": "int64",  # of all lines, without the line breaks
    "lines": "int64",
    "longest_line": "int64",  # characters
    "gap_ms": "Int64",  # to the cue before; negative where they overlap, missing for the first
    "voice": "string",
    "text": "string",
}


def findings_frame(findings: Iterable[Finding], track: Track) -> pd.DataFrame:
    """One row a finding, in the order given, with the columns and types of `FINDING_COLUMNS`."""
    rows = [
        finding_to_dict(finding) | {"text": None if finding.cue is None else track.cues[finding.cue].text}
        for finding in findings
    ]
    return _frame(rows, FINDING_COLUMNS)


def cues_frame(track: Track) -> pd.DataFrame:
    """One row a cue, in the track's order, with the columns and types of `CUE_COLUMNS`."""
    befores = [None, *track.cues]
    rows = [
        {
            "id": cue.id,
            "start_ms": cue.start_ms,
            "end_ms": cue.end_ms,
            "duration_ms": cue.duration_ms,
            "cps": characters_per_second(cue),
            "wpm": words_per_minute(cue),
            "words": word_count(cue),
            "characters": sum(width(line) for line in cue.lines),
            "lines": len(cue.lines),
            "longest_line": max((width(line) for line in cue.lines), default=0),
            "gap_ms": None if before is None else cue.start_ms - before.end_ms,
            "voice": cue.voice,
            "text": cue.text,
        }
        for before, cue in zip(befores, track.cues, strict=False)
    ]
    return _frame(rows, CUE_COLUMNS)


def _frame(rows: list[dict[str, str | int | float | None]], columns: dict[str, str]) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415 - 0.4 s and 60 MB that no command line needs

    return pd.DataFrame(rows, columns=list(columns)).astype(columns)
