"""Findings in a draft: named, so that a screen can keep them while the draft is edited."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import blake2b

from workflow.captions.cue import Cue
from workflow.checks.finding import Finding, Severity
from workflow.checks.registry import CHECKS


@dataclass(frozen=True, slots=True)
class KeyedFinding:
    """A finding with a name that no other finding in the draft has: the check and the cue, or the stretch, it is about.

    `id` stays while the check finds anything there, even if what it found changes. `key` is the cue's, None when the
    finding is about a stretch without a cue. `finding.cue` is the cue's place when it was found.
    """

    id: str
    key: str | None
    finding: Finding

    def at(self, place: int | None) -> KeyedFinding:
        """The finding of a cue that stands at this place by now."""
        return self if self.finding.cue == place else replace(self, finding=replace(self.finding, cue=place))

    def says_what(self, other: KeyedFinding) -> bool:
        """Whether both say the same about the same cue, wherever the cue stands in the track."""
        return (self.id, *_said(self.finding)) == (other.id, *_said(other.finding))


def _said(finding: Finding) -> tuple[object, ...]:
    """Everything but the cue's place: the check and the rule are in the name."""
    return (
        finding.severity,
        finding.message,
        finding.start_ms,
        finding.end_ms,
        finding.found,
        finding.allowed,
    )


def keyed(key: str | None, found: Iterable[Finding]) -> Iterator[KeyedFinding]:
    """The findings about one cue, or about stretches without one, with their names."""
    used: dict[str, int] = {}
    for finding in found:
        name = f"{finding.check}:{key}" if key is not None else f"{finding.check}:{finding.start_ms}-{finding.end_ms}"
        number = used[name] = used.get(name, 0) + 1
        yield KeyedFinding(name if number == 1 else f"{name}:{number}", key, finding)


def reading_order(found: KeyedFinding) -> tuple[int, bool, int, int]:
    """What findings are sorted by: time, the sterner first where they begin together, then the order of the checks."""
    finding = found.finding
    place = -1 if finding.cue is None else finding.cue
    return finding.start_ms, finding.severity is not Severity.ERROR, _RANKS[finding.check], place


def fingerprint(finding: Finding, cue: Cue | None) -> str:
    """What a waiver holds on to: it changes with what was found, what is allowed, and the cue's text, speaker or times.

    The cue's name and its place in the track do not matter, so that a waiver lasts while other cues are edited and into
    later revisions. `cue` is the one that the finding is about, None for a stretch without one.
    """
    facts: list[object] = [finding.check, finding.severity.value, finding.found, finding.allowed]
    facts += [finding.start_ms, finding.end_ms]
    if cue is not None:
        facts += [cue.start_ms, cue.end_ms, cue.lines, cue.voice, cue.id if finding.check == "duplicate-id" else ""]
    # Halves of a character, which imported text may hold, are kept apart by the escapes of ASCII JSON.
    return blake2b(json.dumps(facts).encode("ascii"), digest_size=12).hexdigest()


_RANKS = {name: rank for rank, name in enumerate(CHECKS)}
