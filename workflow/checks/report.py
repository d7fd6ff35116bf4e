"""Findings as plain values for JSON."""

from __future__ import annotations

from collections.abc import Iterable

from workflow.checks.finding import Finding, Severity

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


def findings_to_dicts(findings: Iterable[Finding]) -> list[dict[str, Plain]]:
    """All findings, ready for `json.dumps`."""
    return [finding_to_dict(finding) for finding in findings]


def blocks_approval(findings: Iterable[Finding]) -> bool:
    """Whether any of the findings is an error."""
    return any(finding.severity is Severity.ERROR for finding in findings)
