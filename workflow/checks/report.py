"""Findings as plain values for JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from workflow.checks.finding import Finding, Severity
from workflow.checks.fixes import fix_label
from workflow.checks.keyed import KeyedFinding

Plain = str | int | float | None


def finding_to_dict(finding: Finding) -> dict[str, Plain]:
    """One finding; its keys always come in this order."""
    return {
        "check": finding.check,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": finding.message,
        "cue": finding.cue,
        "start_ms": finding.start_ms,
        "end_ms": finding.end_ms,
        "found": finding.found,
        "allowed": finding.allowed,
    }


def finding_to_json(
    found: KeyedFinding, waived: Mapping[str, str] | None = None
) -> dict[str, Plain | Mapping[str, str]]:
    """A finding as the screen knows it: by its own name and its cue's key, with what a button that mends it says.

    `waived` tells who accepted it, why and when, with the fields that the screen shows.
    """
    finding = found.finding
    return {
        "id": found.id,
        "check": finding.check,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": finding.message,
        "cue": found.key,
        "start": finding.start_ms,
        "end": finding.end_ms,
        "found": finding.found,
        "allowed": finding.allowed,
        "fix": fix_label(finding.check),
        "waived": waived,
    }


def findings_to_dicts(findings: Iterable[Finding]) -> list[dict[str, Plain]]:
    """All findings, ready for `json.dumps`."""
    return [finding_to_dict(finding) for finding in findings]


def blocks_approval(findings: Iterable[Finding]) -> bool:
    """Whether any of the findings is an error."""
    return any(finding.severity is Severity.ERROR for finding in findings)
