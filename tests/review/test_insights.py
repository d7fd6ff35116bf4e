"""Facts of tracks as tables, for a screen or a notebook."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest

from workflow.captions.corrections import Corrections
from workflow.checks.finding import Severity
from workflow.review.insights import (
    ENGINE_COLUMNS,
    FOUND_COLUMNS,
    SPEED_COLUMNS,
    TRACK_COLUMNS,
    Found,
    TrackFacts,
    engines_frame,
    found_frame,
    speed_bins,
    speeds_frame,
    tracks_frame,
)
from workflow.review.status import Status

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
TRACK = TrackFacts(
    track=1,
    story="women-carry-on",
    headline="Жінки тримаються",
    language="uk",
    kind="captions",
    status=Status.DRAFT,
    is_live=False,
    media_ms=120_000,
    cues=3,
    speeds=(12.0, 17.0, 21.0),
    warn_cps=17,
    max_cps=20,
    found=(Found("reads-too-fast", Severity.ERROR, waived=False, count=1),),
    engine="whisper",
    model="turbo",
    corrections=Corrections(100, replaced=4, restyled=6),
    edits=8,
    editors=1,
    active_ms=180_000,
    added_at=NOON,
    approved_at=NOON + timedelta(hours=5),
)


@pytest.mark.parametrize(
    ("speed", "verdict"),
    [(17.0, "in time"), (17.001, "warning"), (20.0, "warning"), (20.001, "too fast")],
)
def test_a_speed_at_a_limit_is_within_it(speed: float, verdict: str) -> None:
    """As the checks say: 17 a second is in time, 20 is allowed."""
    assert TRACK.verdict(speed) == verdict


def test_without_limits_every_speed_is_in_time() -> None:
    assert replace(TRACK, warn_cps=None, max_cps=None).verdict(99.0) == "in time"


def test_a_track_is_one_row_with_its_units() -> None:
    (row,) = tracks_frame([TRACK]).to_dict("records")
    assert (row["cues_warned"], row["cues_too_fast"], row["cps_median"]) == (0, 1, 17.0)
    assert (row["words_changed"], row["share_changed"]) == (10, pytest.approx(0.1))
    assert (row["edit_minutes"], row["minutes_per_minute"]) == (3.0, 1.5)
    assert row["approval_hours"] == 5.0


def test_what_is_not_known_is_missing_and_not_nothing() -> None:
    """No engine heard the words, nobody approved them, nothing stands in the track."""
    bare = replace(TRACK, engine="", model="", corrections=None, approved_at=None, speeds=(), cues=0)
    (row,) = tracks_frame([bare]).isna().to_dict("records")
    names = ("engine", "model", "words_changed", "share_changed", "approved_at", "approval_hours", "cps_median")
    assert all(row[name] for name in names)


@pytest.mark.parametrize(
    ("frame", "columns"),
    [
        (tracks_frame, TRACK_COLUMNS),
        (speeds_frame, SPEED_COLUMNS),
        (found_frame, FOUND_COLUMNS),
        (engines_frame, ENGINE_COLUMNS),
    ],
)
def test_types_are_the_same_with_and_without_rows(frame: object, columns: dict[str, str]) -> None:
    """An empty newsroom's table can be joined to a full one's."""
    assert callable(frame)
    full: pd.DataFrame = frame([TRACK])
    empty: pd.DataFrame = frame([])
    assert len(full) > 0 == len(empty)
    for table in (full, empty):
        assert {name: str(kind) for name, kind in table.dtypes.items()} == columns


def test_a_long_video_weighs_more_than_a_short_one() -> None:
    """1 of 10 words in one minute and 0 of 90 in nine are 1 of 100, not the mean of 10% and 0%."""
    short = replace(TRACK, corrections=Corrections(10, replaced=1), media_ms=60_000, active_ms=60_000)
    long = replace(TRACK, track=2, corrections=Corrections(90), media_ms=540_000, active_ms=0)
    (row,) = engines_frame([short, long]).to_dict("records")
    assert (row["tracks"], row["share_changed"], row["minutes_per_minute"]) == (2, pytest.approx(0.01), 0.1)


def test_a_draft_that_nobody_has_looked_at_is_no_evidence_for_its_engine() -> None:
    untouched = replace(TRACK, edits=0, active_ms=0, approved_at=None, corrections=Corrections(100))
    assert engines_frame([untouched]).empty
    assert engines_frame([replace(untouched, is_live=True)])["share_changed"].tolist() == [0.0]


def test_the_engine_that_costs_least_is_first() -> None:
    worse = replace(TRACK, engine="pocketsphinx", model="en-us", corrections=Corrections(100, replaced=30))
    assert engines_frame([worse, TRACK])["engine"].tolist() == ["whisper", "pocketsphinx"]


def test_a_bin_holds_its_lower_end_and_is_parted_by_a_limit() -> None:
    """Of 20.0 and 20.5 the one is at the limit and the other beyond; 40 and all above are one bin."""
    bins = speed_bins([replace(TRACK, speeds=(19.9, 20.0, 20.5, 40.0, 99.0))])
    assert bins[["cps_from", "verdict", "cues"]].to_numpy().tolist() == [
        [19.0, "warning", 1],
        [20.0, "too fast", 1],
        [20.0, "warning", 1],
        [40.0, "too fast", 2],
    ]
    assert bins["cps_to"].isna().tolist() == [False, False, False, True]


def test_findings_are_counted_open_and_waived() -> None:
    found = (*TRACK.found, Found("overlap", Severity.ERROR, waived=True, count=2))
    one = replace(TRACK, found=found)
    assert (one.open_findings(Severity.ERROR), one.waived_findings) == (1, 2)
    assert found_frame([one])["count"].tolist() == [1, 2]
