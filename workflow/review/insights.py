"""How the work at tracks goes, in numbers: facts of each track, and pandas tables of them for a screen or a notebook.

    facts = Insights(store, find_profile).all()          # workflow.steps.insights
    engines_frame(facts).sort_values("share_changed")    # which engine costs how much correcting

Shares are 0 to 1; times are whole milliseconds, or minutes where the column says so; moments are UTC.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from workflow.captions.corrections import Corrections
from workflow.captions.track import TrackKind
from workflow.checks.finding import Severity
from workflow.review.status import Status

if TYPE_CHECKING:
    import pandas as pd

Verdict = Literal["in time", "warning", "too fast"]

TRACK_COLUMNS = {
    "story": "string",  # the slug
    "headline": "string",
    "track": "int64",  # the store's id
    "language": "string",
    "kind": "string",
    "status": "string",
    "engine": "string",  # missing where no engine has heard the words: a person wrote or imported them
    "model": "string",
    "media_ms": "int64",
    "cues": "int64",
    "cps_median": "Float64",  # characters a second; missing without cues
    "cues_warned": "int64",  # faster than the profile's warning, not than its limit
    "cues_too_fast": "int64",  # faster than the profile's limit
    "errors": "int64",  # open findings
    "warnings": "int64",
    "waived": "int64",
    "worked_on": "bool",  # somebody has edited, approved or published it
    "words_heard": "Int64",  # missing where no engine has heard the words
    "words_inserted": "Int64",
    "words_deleted": "Int64",
    "words_replaced": "Int64",
    "words_restyled": "Int64",  # only letters' case or punctuation
    "words_changed": "Int64",  # the four together
    "share_changed": "Float64",  # of the words heard
    "edits": "int64",  # since an engine last heard the words
    "editors": "int64",
    "edit_minutes": "Float64",
    "minutes_per_minute": "Float64",  # minutes of editing a minute of video
    "added_at": "datetime64[us, UTC]",  # the story, with its video
    "approved_at": "datetime64[us, UTC]",  # missing until a reviewer has approved it for the first time
    "approval_hours": "Float64",
}

SPEED_COLUMNS = {
    "story": "string",
    "track": "int64",
    "language": "string",
    "cps": "float64",  # characters a second, as the checks count them
    "warn_cps": "Float64",  # the track's limits; missing where its profile has none
    "max_cps": "Float64",
    "verdict": "string",  # in time, warning, too fast
}

FOUND_COLUMNS = {
    "story": "string",
    "track": "int64",
    "language": "string",
    "check": "string",
    "severity": "string",
    "waived": "bool",
    "count": "int64",
}

ENGINE_COLUMNS = {
    "engine": "string",
    "model": "string",
    "tracks": "int64",
    "finished": "int64",  # of these approved at least once, or published
    "media_minutes": "Float64",
    "words_heard": "Int64",
    "words_inserted": "Int64",
    "words_deleted": "Int64",
    "words_replaced": "Int64",
    "words_restyled": "Int64",
    "words_changed": "Int64",
    "share_changed": "Float64",
    "edit_minutes": "Float64",
    "minutes_per_minute": "Float64",
}

_SUMS = (
    "words_heard",
    "words_inserted",
    "words_deleted",
    "words_replaced",
    "words_restyled",
    "words_changed",
    "edit_minutes",
)


@dataclass(frozen=True, slots=True)
class Found:
    """How often a check found something with this severity, and whether it is waived."""

    check: str
    severity: Severity
    waived: bool
    count: int


@dataclass(frozen=True, slots=True)
class TrackFacts:
    """One track as it is now, edits included.

    `speeds` are characters a second, one for each cue that has a duration; `warn_cps` and `max_cps` are the limits that
    the checks hold this track to. `corrections` is None, and `engine` and `model` are "", where no engine has heard the
    words. `edits`, `editors` and `active_ms` (see `workflow.review.effort`) count from when an engine last heard them.
    `approved_at` is the first approval of the track.
    """

    track: int
    story: str
    headline: str
    language: str
    kind: TrackKind
    status: Status
    is_live: bool
    media_ms: int
    cues: int
    speeds: Sequence[float]
    warn_cps: float | None
    max_cps: float | None
    found: tuple[Found, ...]
    engine: str
    model: str
    corrections: Corrections | None
    edits: int
    editors: int
    active_ms: int
    added_at: datetime
    approved_at: datetime | None

    @property
    def is_worked_on(self) -> bool:
        """Whether a person has had a hand in it: a draft that nobody looked at says nothing of what it will cost."""
        return self.edits > 0 or self.is_finished

    @property
    def is_finished(self) -> bool:
        """Whether it was good enough for readers once: approved or published."""
        return self.approved_at is not None or self.is_live

    def verdict(self, speed: float) -> Verdict:
        """What the checks say of this reading speed in this track; a speed at the limit is within it."""
        if self.max_cps is not None and speed > self.max_cps:
            return "too fast"
        return "warning" if self.warn_cps is not None and speed > self.warn_cps else "in time"

    def open_findings(self, severity: Severity) -> int:
        return sum(one.count for one in self.found if one.severity is severity and not one.waived)

    @property
    def waived_findings(self) -> int:
        return sum(one.count for one in self.found if one.waived)


def tracks_frame(facts: Iterable[TrackFacts]) -> pd.DataFrame:
    """One row a track, in the order given, with the columns and types of `TRACK_COLUMNS`."""
    return _frame(map(_track_row, facts), TRACK_COLUMNS)


def speeds_frame(facts: Iterable[TrackFacts]) -> pd.DataFrame:
    """One row a cue that has a duration, with the columns and types of `SPEED_COLUMNS`."""
    rows = (
        {
            "story": one.story,
            "track": one.track,
            "language": one.language,
            "cps": speed,
            "warn_cps": one.warn_cps,
            "max_cps": one.max_cps,
            "verdict": one.verdict(speed),
        }
        for one in facts
        for speed in one.speeds
    )
    return _frame(rows, SPEED_COLUMNS)


def found_frame(facts: Iterable[TrackFacts]) -> pd.DataFrame:
    """One row for each track, check, severity and whether it is waived, with the columns of `FOUND_COLUMNS`."""
    rows = (
        {
            "story": one.story,
            "track": one.track,
            "language": one.language,
            "check": found.check,
            "severity": str(found.severity),
            "waived": found.waived,
            "count": found.count,
        }
        for one in facts
        for found in one.found
    )
    return _frame(rows, FOUND_COLUMNS)


def engines_frame(facts: Iterable[TrackFacts]) -> pd.DataFrame:
    """One row for each engine and model, the one that costs least correcting first; columns as in `ENGINE_COLUMNS`.

    Only tracks that a person has worked on count. Shares and rates are of the sums, so that a long video weighs more
    than a short one. A track that is not finished will still cost more: `finished` says how many are.
    """
    by_engine: dict[tuple[str, str], list[TrackFacts]] = {}
    for one in facts:
        if one.is_worked_on and one.corrections is not None:
            by_engine.setdefault((one.engine, one.model), []).append(one)
    frame = _frame((_engine_row(*name, theirs) for name, theirs in by_engine.items()), ENGINE_COLUMNS)
    return frame.sort_values(["share_changed", "engine", "model"], ignore_index=True)


def speed_bins(facts: Iterable[TrackFacts], *, width: float = 1.0, last: float = 40.0) -> pd.DataFrame:
    """How many cues are read at which speed: columns `cps_from`, `cps_to`, `verdict`, `cues`.

    Bins are `width` characters a second wide and hold their lower end; what is `last` or faster is in one bin, whose
    `cps_to` is missing. A bin in which a limit lies has a row for each side.
    """
    counts: dict[tuple[float, Verdict], int] = {}
    for one in facts:
        for speed in one.speeds:
            name = min(speed // width * width, last), one.verdict(speed)
            counts[name] = counts.get(name, 0) + 1
    rows = (
        {"cps_from": start, "cps_to": None if start >= last else start + width, "verdict": verdict, "cues": count}
        for (start, verdict), count in sorted(counts.items())
    )
    return _frame(rows, {"cps_from": "float64", "cps_to": "Float64", "verdict": "string", "cues": "int64"})


def _track_row(one: TrackFacts) -> dict[str, Any]:
    verdicts = [one.verdict(speed) for speed in one.speeds]
    done = one.corrections
    minutes = one.active_ms / 60_000
    return {
        "story": one.story,
        "headline": one.headline,
        "track": one.track,
        "language": one.language,
        "kind": one.kind,
        "status": str(one.status),
        "engine": one.engine or None,
        "model": one.model or None,
        "media_ms": one.media_ms,
        "cues": one.cues,
        "cps_median": _median(one.speeds),
        "cues_warned": verdicts.count("warning"),
        "cues_too_fast": verdicts.count("too fast"),
        "errors": one.open_findings(Severity.ERROR),
        "warnings": one.open_findings(Severity.WARNING),
        "waived": one.waived_findings,
        "worked_on": one.is_worked_on,
        **_words(done),
        "share_changed": done and done.share,
        "edits": one.edits,
        "editors": one.editors,
        "edit_minutes": minutes,
        "minutes_per_minute": one.active_ms / one.media_ms if one.media_ms else None,
        "added_at": one.added_at,
        "approved_at": one.approved_at,
        "approval_hours": one.approved_at and (one.approved_at - one.added_at).total_seconds() / 3600,
    }


def _words(done: Corrections | None) -> dict[str, int | None]:
    return {
        "words_heard": done.heard if done else None,
        "words_inserted": done.inserted if done else None,
        "words_deleted": done.deleted if done else None,
        "words_replaced": done.replaced if done else None,
        "words_restyled": done.restyled if done else None,
        "words_changed": done.changed if done else None,
    }


def _engine_row(engine: str, model: str, facts: Sequence[TrackFacts]) -> dict[str, Any]:
    rows = [_track_row(one) for one in facts]
    sums = {name: sum(row[name] for row in rows) for name in _SUMS}
    media_minutes = sum(one.media_ms for one in facts) / 60_000
    return {
        "engine": engine,
        "model": model,
        "tracks": len(facts),
        "finished": sum(one.is_finished for one in facts),
        "media_minutes": media_minutes,
        **sums,
        "share_changed": sums["words_changed"] / sums["words_heard"] if sums["words_heard"] else None,
        "minutes_per_minute": sums["edit_minutes"] / media_minutes if media_minutes else None,
    }


def _median(values: Sequence[float]) -> float | None:
    if not values:
        return None
    ordered, middle = sorted(values), len(values) // 2
    return ordered[middle] if len(values) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _frame(rows: Iterable[dict[str, Any]], columns: dict[str, str]) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415 - 0.4 s and 60 MB that only whoever asks for a table pays

    return pd.DataFrame(list(rows), columns=list(columns)).astype(columns)
