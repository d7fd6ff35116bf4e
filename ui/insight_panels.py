"""The questions that the insights answer: each with a sentence, a chart, its figures, and how they are counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ui import charts
from ui import insight_words as words
from workflow.review.insights import TrackFacts


@dataclass(frozen=True, slots=True)
class Panel:
    """One question with its answer: in a sentence, in a chart, and in figures. `note` says how it is counted."""

    title: str
    sentence: Callable[[Sequence[TrackFacts]], str]
    chart: Callable[[Sequence[TrackFacts], str], Any]
    legend: Mapping[str, str]
    columns: tuple[str, ...]
    rows: Callable[[Sequence[TrackFacts]], words.Rows]
    note: str
    texts: int = 1
    """How many of the columns are words."""


READING = Panel(
    "Can the captions be read in time?",
    words.speed_sentence,
    charts.speed_chart,
    charts.SPEED_PARTS,
    ("Characters a second", *words.VERDICTS.values()),
    words.speed_rows,
    "Every character counts, spaces too. “Fast” and “too fast” are by the rules of each track, for deaf readers where"
    " the rules have a speed of their own for them. The dashed line is the limit.",
)
FINDINGS = Panel(
    "What do the checks find?",
    words.found_sentence,
    charts.found_chart,
    charts.FOUND_PARTS,
    ("Check", "Open errors", "Open warnings", "Waived"),
    words.found_rows,
    "In the captions as they are now, edits included. An error blocks approval until it is fixed or waived.",
)
WORDS = Panel(
    "Which engine costs how much correcting?",
    words.engines_sentence,
    charts.words_chart,
    charts.WORD_PARTS,
    ("Engine and model", "Tracks", "Words heard", *words.WORD_CHANGES.values(), "Changed"),
    words.engine_rows,
    "The least words to exchange, put in or take out between what the engine heard and the captions now. Speakers’"
    " names and sounds that were added do not count. Only tracks that somebody has worked on count.",
)
EFFORT = Panel(
    "How long does editing take?",
    words.effort_sentence,
    charts.effort_chart,
    charts.EFFORT_PARTS,
    ("Track", "Engine and model", "Status", "Edits", "Editing, min", "Video, min", "Editing a minute"),
    words.effort_rows,
    "From the times of the edits: a pause of more than 3 minutes is a break and does not count, and each stretch of"
    " work begins with 10 seconds. Listening without an edit leaves no mark, so that the real time is longer.",
    texts=3,
)
APPROVAL = Panel(
    "How long from upload to approval?",
    words.approval_sentence,
    charts.approval_chart,
    {},
    ("Track", "Engine and model", "Took"),
    words.approval_rows,
    "From when the story was added with its video to the first approval of the track, nights and weekends included.",
    texts=2,
)

ROWS: tuple[tuple[Panel, ...], ...] = ((READING, FINDINGS), (WORDS, EFFORT), (APPROVAL,))
"""As they stand on a wide page; on a phone one below the other."""
