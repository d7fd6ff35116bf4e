"""Moments as caption files write them, to and from whole milliseconds."""

from __future__ import annotations

import re

# [h+:]mm:ss.ttt as "collect a WebVTT timestamp" has it: ASCII digits, exactly two for minutes and seconds, exactly
# three for the fraction. Possessive quantifiers: a line of a million digits is looked at once.
TIMESTAMP = r"[0-9]++:[0-9]{2}(?::[0-9]{2})?+\.[0-9]{3}(?![0-9])"
_WHOLE = re.compile(r"([0-9]++):([0-9]{2})(?::([0-9]{2}))?+\.([0-9]{3})(?![0-9])")

_MAX_HOURS = (
    10**12
)  # more hours than that are cut down to it, so that a time still fits the 64-bit integers of a database


def parse_timestamp(text: str) -> int | None:
    """Milliseconds of `text`, which must be a WebVTT timestamp and nothing else; None when it is not one."""
    found = _WHOLE.fullmatch(text)
    if found is None:
        return None
    first, second, third, fraction = found.groups()
    if third is None:
        # A first field of other than two digits, or above 59, can only be hours; then the seconds are missing.
        if len(first) != 2 or int(first) > 59:
            return None
        first, second, third = "0", first, second
    if int(second) > 59 or int(third) > 59:
        return None
    return hours(first) * 3_600_000 + int(second) * 60_000 + int(third) * 1000 + int(fraction)


def hours(digits: str) -> int:
    """The number of hours that `digits` write, however many there are, cut down to what a database can hold."""
    digits = digits.lstrip("0")
    return min(int(digits or "0"), _MAX_HOURS) if len(digits) < 14 else _MAX_HOURS


def format_timestamp(ms: int, point: str = ".") -> str:
    """`ms` as hh:mm:ss.ttt, with two or more digits of hours; SRT wants a comma for the point."""
    seconds, fraction = divmod(ms, 1000)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}:{second:02}{point}{fraction:03}"
