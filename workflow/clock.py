"""A moment as a person reads it."""

from __future__ import annotations


def clock(ms: int, *, tenths: bool = False) -> str:
    """Milliseconds as players show them: 2:05, 1:02:05; with `tenths` 2:05.3. What is smaller is cut, not rounded."""
    minutes, rest = divmod(max(0, ms), 60_000)
    hours, minutes = divmod(minutes, 60)
    seconds = f"{rest // 1000:02}.{rest % 1000 // 100}" if tenths else f"{rest // 1000:02}"
    return f"{hours}:{minutes:02}:{seconds}" if hours else f"{minutes}:{seconds}"
