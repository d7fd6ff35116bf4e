"""Values from strangers' JSON, each checked for its type and size; what is wrong is said in one sentence. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from workflow.errors import CaptionError

MOST_KEYS = 20_000
"""Cues that one edit may name: a video of a day has fewer."""
LATEST_MS = 360_000_000
"""A hundred hours; no time of an edit lies further from the video's start."""

_KEY = re.compile(r"[A-Za-z0-9_.-]{1,100}")
_CLIENT = re.compile(r"[A-Za-z0-9_-]{1,64}")

Json = Any
"""None, bool, int, float, str, or lists and dicts of them, as `json` gives them."""


class Unreadable(CaptionError):
    """An edit, as it arrived, is not what the protocol says; `what` names the value, `wanted` what it must be."""

    def __init__(self, what: str, wanted: str) -> None:
        self.what, self.wanted = what, wanted
        super().__init__(f"The edit cannot be read, because its {what} must be {wanted}: reload the page.")


def read_object(value: Json, what: str, allowed: Iterable[str] = ()) -> Mapping[str, Json]:
    """A JSON object; with `allowed`, one that has no other fields."""
    if not isinstance(value, dict):
        raise Unreadable(what, "an object")
    if unknown := sorted(map(str, value.keys() - set(allowed))) if allowed else []:
        raise Unreadable(what, f"without {unknown[0][:50]!r}")
    return value


def read_list(value: Json, what: str, most: int = MOST_KEYS) -> list[Json]:
    if not isinstance(value, list) or len(value) > most:
        raise Unreadable(what, f"a list of at most {most} values")
    return value


def read_text(value: Json, what: str, longest: int) -> str:
    if not isinstance(value, str) or len(value) > longest:
        raise Unreadable(what, f"a text of at most {longest} characters")
    return value


def read_whole(value: Json, what: str, least: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise Unreadable(what, f"a whole number from {least} to {most}")
    return value


def read_ms(value: Json, what: str) -> int:
    """A time, or a difference of times."""
    return read_whole(value, what, -LATEST_MS, LATEST_MS)


def read_number(value: Json, what: str) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not abs(value) <= LATEST_MS:  # not so for nan
        raise Unreadable(what, "a number")
    return float(value)


def read_bool(value: Json, what: str) -> bool:
    if not isinstance(value, bool):
        raise Unreadable(what, "true or false")
    return value


def read_choice(value: Json, what: str, choices: Iterable[str]) -> str:
    known = tuple(choices)
    if not isinstance(value, str) or value not in known:
        raise Unreadable(what, f"one of {', '.join(map(repr, known))}")
    return value


def read_key(value: Json, what: str = "key") -> str:
    """The key of a cue."""
    if not isinstance(value, str) or not _KEY.fullmatch(value):
        raise Unreadable(what, "1 to 100 letters, digits, dots and hyphens")
    return value


def read_client(value: Json) -> str:
    """The name of a window."""
    if not isinstance(value, str) or not _CLIENT.fullmatch(value):
        raise Unreadable("client", "1 to 64 letters, digits and hyphens")
    return value


def read_keys(value: Json, what: str = "cues") -> tuple[str, ...]:
    return tuple(map(read_key, read_list(value, what)))


def read_by_key(value: Json, what: str) -> Mapping[str, Json]:
    """An object whose fields are keys of cues."""
    found = read_object(value, what)
    if len(found) > MOST_KEYS:
        raise Unreadable(what, f"of at most {MOST_KEYS} cues")
    return {read_key(key): one for key, one in found.items()}
