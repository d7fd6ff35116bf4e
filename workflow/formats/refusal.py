"""Why something cannot be written, said by the part that knows it; the writer adds where it stands."""

from __future__ import annotations


class Refusal(Exception):
    """`why` ends a sentence that begins with "cue 7 cannot be written as WebVTT: "; `rule` is the rule it breaks."""

    def __init__(self, why: str, rule: str) -> None:
        self.why, self.rule = why, rule
        super().__init__(f"{why} ({rule})")
