"""All checks together, as values and as tables."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace

import pytest

from tests.captions.factories import segment, transcript
from tests.checks.factories import WEB_NEWS, cue, spans, track
from workflow.captions.build import build_track
from workflow.captions.profile import SHIPPED, shipped_profile
from workflow.checks.finding import Finding, Severity
from workflow.checks.frames import CUE_COLUMNS, FINDING_COLUMNS, cues_frame, findings_frame
from workflow.checks.registry import CHECKS, check_track
from workflow.checks.report import blocks_approval, finding_to_dict, findings_to_dicts
from workflow.speech.transcript import Region

BAD = track(
    cue("x" * 90, end_ms=500, name="a"),
    cue("a", "b", "c", start_ms=400, end_ms=9000, name="a"),
    cue("Nobody <b>came</b>.", start_ms=9100, end_ms=9100),
)


def test_each_finding_carries_the_name_of_a_check() -> None:
    """The names are those that a profile's `severities` may set, each once."""
    findings = check_track(BAD, WEB_NEWS, speech=(Region(0, 1000), Region(20_000, 29_000)), duration_ms=9000)
    names = {finding.check for finding in findings}
    assert names <= set(CHECKS)
    assert len(names) >= 9
    assert len(set(CHECKS)) == len(CHECKS)


def test_findings_come_in_the_order_of_time() -> None:
    """The sterner first where they begin together."""
    findings = check_track(BAD, WEB_NEWS, duration_ms=9000)
    keys = [(finding.start_ms, finding.severity is Severity.WARNING) for finding in findings]
    assert keys == sorted(keys)


@pytest.mark.parametrize(
    ("wanted", "severities"), [("warning", [Severity.WARNING]), ("error", [Severity.ERROR]), ("off", [])]
)
def test_a_newsroom_sets_the_severity_of_a_check(wanted: str, severities: list[Severity]) -> None:
    """Or switches it off."""
    ours = replace(WEB_NEWS, severities={"too-long": wanted})
    assert [finding.severity for finding in check_track(spans((0, 8000)), ours)] == severities


@pytest.mark.parametrize("key", SHIPPED)
def test_what_is_built_under_a_profile_passes_its_checks(key: str) -> None:
    """Speech at an easy pace gives no finding under any shipped profile."""
    said = (
        "We waited for three hours in front of the gates. Nobody came to tell us why they were locked. "
        "My mother brought bread and tea, and the neighbors brought blankets for the children. "
        "In the evening the judge let us in, one after another, and asked for our names."
    )
    heard = transcript(segment(said, word_ms=350, pause_ms=100))
    end_ms = heard.segments[0].end_ms
    built = build_track(heard, shipped_profile(key), duration_ms=end_ms + 2000)
    assert check_track(built, shipped_profile(key), speech=(Region(0, end_ms),), duration_ms=end_ms + 2000) == ()


def test_a_finding_becomes_json_with_its_keys_in_order() -> None:
    """The order never changes, so that two runs can be compared line by line."""
    finding = Finding("too-long", "QC-04", Severity.ERROR, "Too long.", 0, 0, 8000, 8000, 7000)
    assert json.dumps(finding_to_dict(finding)) == (
        '{"check": "too-long", "rule": "QC-04", "severity": "error", "message": "Too long.", "cue": 0, '
        '"start_ms": 0, "end_ms": 8000, "found": 8000, "allowed": 7000}'
    )
    assert findings_to_dicts([finding]) == [finding_to_dict(finding)]


def test_only_an_error_blocks_approval() -> None:
    """Warnings are logged."""
    assert blocks_approval(check_track(spans((0, 8000)), WEB_NEWS))
    assert not blocks_approval(check_track(spans((0, 900)), WEB_NEWS))


def test_findings_are_a_table() -> None:
    """One row a finding, with the text of its cue; a stretch without a cue has neither number nor text."""
    findings = check_track(BAD, WEB_NEWS, speech=(Region(20_000, 29_000),))
    frame = findings_frame(findings, BAD)
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == FINDING_COLUMNS
    assert len(frame) == len(findings)
    bare = frame[frame["check"] == "speech-without-caption"].iloc[0]
    assert bare[["cue", "text"]].isna().all()
    assert frame[frame["check"] == "line-too-long"].iloc[0]["text"] == "x" * 90


def test_cues_are_a_table() -> None:
    """One row a cue with what a reader has to do in it."""
    frame = cues_frame(
        track(cue("Nobody came,", "and we left.", end_ms=2000, voice="Ann"), cue(start_ms=1900, end_ms=1900))
    )
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == CUE_COLUMNS
    first, second = frame.to_dict("records")
    assert (first["duration_ms"], first["cps"], first["wpm"], first["words"]) == (2000, 12.0, 150.0, 5)
    assert (first["lines"], first["longest_line"], first["characters"]) == (2, 12, 24)
    assert (first["voice"], first["text"], second["gap_ms"]) == ("Ann", "Nobody came,\nand we left.", -100)
    assert frame["cps"].isna().tolist() == [False, True]


def test_empty_tables_have_the_same_columns() -> None:
    """A notebook works on a track without findings, too."""
    assert {name: str(kind) for name, kind in findings_frame((), track()).dtypes.items()} == FINDING_COLUMNS
    assert {name: str(kind) for name, kind in cues_frame(track()).dtypes.items()} == CUE_COLUMNS


def test_checking_loads_no_pandas() -> None:
    """The command line checks without tables."""
    code = "import sys, workflow.checks.registry, workflow.checks.frames; print('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
