"""Caption files told apart."""

from __future__ import annotations

import pytest

from workflow.errors import FormatError
from workflow.formats.captions_file import MAX_BYTES, parse_captions

VTT = b"WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n"
SRT = b"1\n00:00:01,000 --> 00:00:02,000\nHello\n"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (VTT, "a.vtt"),
        (VTT, "a.srt"),
        (b"\xef\xbb\xbf" + VTT, "a"),
        (VTT.replace(b"\n", b"\r"), "a.txt"),
        (SRT, "a.SRT"),
    ],
)
def test_the_content_decides(data: bytes, name: str) -> None:
    """A wrong name does no harm."""
    assert [cue.text for cue in parse_captions(data, name).cues] == ["Hello"]


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (SRT, "clip.VTT", "it is not WebVTT"),
        (b"WEBVTTx\n", "clip.vtt", "it is not WebVTT"),
        (b"", "clip.srt", "no SRT timing line"),
        (b"\x89PNG\xff", "clip.srt", "not UTF-8 text"),
        (b"x" * (MAX_BYTES + 1), "huge.vtt", "larger than 50 MB"),
    ],
)
def test_other_files_are_refused_by_name(data: bytes, name: str, why: str) -> None:
    """One sentence: which file, and why."""
    with pytest.raises(FormatError, match=rf"^{name} cannot be read: .*{why}.*\.$"):
        parse_captions(data, name)
