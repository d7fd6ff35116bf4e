"""One thing that a check found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workflow.captions.cue import Cue


class Severity(StrEnum):
    """An error blocks approval, a warning is allowed and logged."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """`check` is the rule's name, `rule` its id in the caption standards (QC-01 ...).

    `cue` is the cue's place in the track counted from 0, None when the finding is about a stretch without a cue.
    `found` and `allowed` are in the unit that `message` names.
    """

    check: str
    rule: str
    severity: Severity
    message: str
    cue: int | None
    start_ms: int
    end_ms: int
    found: float | None = None
    allowed: float | None = None


def on_cue(
    place: int,
    cue: Cue,
    *,
    check: str,
    rule: str,
    severity: Severity,
    message: str,
    found: float | None = None,
    allowed: float | None = None,
) -> Finding:
    """A finding about one cue, over the time it stands."""
    return Finding(check, rule, severity, message, place, cue.start_ms, cue.end_ms, found, allowed)
