"""A caption file of any format we read, told apart by what it says rather than by its name."""

from __future__ import annotations

from workflow.captions.track import Track
from workflow.errors import NotCaptions
from workflow.formats.srt import parse_srt
from workflow.formats.webvtt_reader import is_signature, parse_webvtt

ENDINGS = frozenset({".vtt", ".srt"})
"""How the names of caption files end."""
MAX_BYTES = (
    50_000_000  # three hours of captions are under 1 MB; whoever reads a file need not read more than one byte on
)


def parse_captions(data: bytes, name: str) -> Track:
    """The track in `data`, WebVTT when it begins with the signature or is called .vtt, else SRT.

    `name` is the file's name, for the error. Raises FormatError when the file is too large or is neither.
    """
    if len(data) > MAX_BYTES:
        raise NotCaptions(name, f"it is larger than {MAX_BYTES // 1_000_000} MB, so it can be no caption file")
    first = data[:100].decode("utf-8", errors="replace").removeprefix("\ufeff").replace("\r", "\n").split("\n")[0]
    read = parse_webvtt if is_signature(first) or name.lower().endswith(".vtt") else parse_srt
    try:
        return read(data)
    except NotCaptions as error:
        raise NotCaptions(name, error.why) from error
