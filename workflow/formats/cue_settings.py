"""What follows the times of a WebVTT cue, `line:10%,end position:50% align:start`: read leniently, written strictly."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import replace
from decimal import Decimal
from math import isfinite
from typing import cast, get_args

from workflow.captions.cue import Align, CueSettings, LineAlign, PositionAlign, Vertical
from workflow.formats.refusal import Refusal

_SPACE = re.compile(r"[ \t\n\f\r]+")
_PERCENTAGE = re.compile(r"[0-9]++(?:\.[0-9]++)?%")
_LINE_NUMBER = re.compile(r"-?[0-9]++(?:\.[0-9]++)?")
_POSITION_ALIGNS = frozenset(get_args(PositionAlign)) - {"auto"}

Setter = Callable[[CueSettings, str], CueSettings]


def split_settings(text: str) -> list[tuple[str, str]]:
    """The `name:value` pairs of `text`; a piece without both a name and a value is left out."""
    pairs = (piece.split(":", 1) for piece in _SPACE.split(text) if ":" in piece)
    return [(name, value) for name, value in pairs if name and value]


def parse_settings(text: str, regions: Collection[str]) -> CueSettings:
    """The settings that take effect (VTT-R11): the last valid one of each name wins, the rest is ignored.

    A region counts only when a REGION block before the first cue has defined it (`regions` are their ids), and until a
    direction, a line or a size other than 100 % follows it (VTT-R12): the W3C's parser goes from left to right.
    """
    settings = CueSettings()
    for name, value in split_settings(text):
        if name == "region":
            settings = replace(settings, region=value if value in regions else "")
        elif name in _SETTERS:
            settings = _SETTERS[name](settings, value)
    return settings


def _vertical(settings: CueSettings, value: str) -> CueSettings:
    if value in ("rl", "lr"):
        settings = replace(settings, vertical=cast("Vertical", value))
    return replace(settings, region="") if settings.vertical else settings


def _line(settings: CueSettings, value: str) -> CueSettings:
    offset, comma, align = value.partition(",")
    number = _percentage(offset) if offset.endswith("%") else _line_number(offset)
    if number is None or (comma and align not in get_args(LineAlign)):
        return settings
    kept = cast("LineAlign", align) if comma else settings.line_align
    return replace(settings, line=number, snap_to_lines=not offset.endswith("%"), line_align=kept, region="")


def _position(settings: CueSettings, value: str) -> CueSettings:
    offset, comma, align = value.partition(",")
    number = _percentage(offset)
    if number is None or (comma and align not in _POSITION_ALIGNS):
        return settings
    kept = cast("PositionAlign", align) if comma else settings.position_align
    return replace(settings, position=number, position_align=kept)


def _size(settings: CueSettings, value: str) -> CueSettings:
    number = _percentage(value)
    if number is None:
        return settings
    return replace(settings, size=number, region=settings.region if number == 100 else "")


def _align(settings: CueSettings, value: str) -> CueSettings:
    return replace(settings, align=cast("Align", value)) if value in get_args(Align) else settings


_SETTERS: dict[str, Setter] = {
    "vertical": _vertical,
    "line": _line,
    "position": _position,
    "size": _size,
    "align": _align,
}


def _percentage(text: str) -> float | None:
    if not _PERCENTAGE.fullmatch(text):
        return None
    number = float(text[:-1])
    return number if number <= 100 else None


def _line_number(text: str) -> float | None:
    if not _LINE_NUMBER.fullmatch(text):
        return None
    number = float(text) + 0.0  # HTML knows no negative zero
    return number if isfinite(number) else None


def format_settings(settings: CueSettings) -> str:
    """The settings that differ from a browser's defaults, each as `name:value`. Raises Refusal for those that
    WebVTT cannot express, or that would have no effect."""
    _check(settings)
    return " ".join(
        f"{name}:{value}"
        for name, value in (
            ("vertical", settings.vertical),
            ("line", _written(settings.line, "" if settings.snap_to_lines else "%", settings.line_align, "start")),
            ("position", _written(settings.position, "%", settings.position_align, "auto")),
            ("size", _written(None if settings.size == 100 else settings.size, "%", "", "")),
            ("align", "" if settings.align == "center" else settings.align),
            ("region", settings.region),  # last, because the others would take the cue out of it
        )
        if value
    )


def _written(number: float | None, unit: str, align: str, default: str) -> str:
    if number is None:
        return ""
    # A float's shortest spelling may have an exponent, which WebVTT does not know.
    digits = f"{Decimal(repr(number + 0)):f}".removesuffix(".0")
    return f"{digits}{unit}" if align == default else f"{digits}{unit},{align}"


def _check(settings: CueSettings) -> None:
    if settings.line is None and (not settings.snap_to_lines or settings.line_align != "start"):
        raise Refusal("its line is automatic, so it can have neither a percentage nor an alignment for it", "VTT-R11")
    if settings.position is None and settings.position_align != "auto":
        raise Refusal("its position is automatic, so it can have no alignment for it", "VTT-R11")
    percentages = {"line": None if settings.snap_to_lines else settings.line}
    percentages |= {"position": settings.position, "size": settings.size}
    for name, number in percentages.items():
        if number is not None and not 0 <= number <= 100:
            raise Refusal(f"its {name} is {number} %, not between 0 and 100", "VTT-R11")
    if settings.line is not None and not isfinite(settings.line):
        raise Refusal(f"its line is {settings.line}", "VTT-R11")
