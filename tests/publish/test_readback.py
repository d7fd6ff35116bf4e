"""The second opinion on caption files."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.publish.factories import ENGLISH, UKRAINIAN, a_cue
from workflow.captions.track import Track
from workflow.errors import PublishError
from workflow.formats.webvtt import format_webvtt
from workflow.publish.readback import check_caption_file

GOOD = format_webvtt(ENGLISH)


@pytest.mark.parametrize("track", [ENGLISH, UKRAINIAN])
def test_what_we_write_is_read_as_we_meant_it(tmp_path: Path, track: Track) -> None:
    """Voices, settings, languages and references included."""
    path = tmp_path / "x.vtt"
    path.write_text(format_webvtt(track), "utf-8")
    check_caption_file(path, track)


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        (GOOD.replace("00:00:02.000 -->", "00:00:02.001 -->"), "caption 2 should stand from 2000 to 3200 ms"),
        (GOOD.replace("they go on", "they went on"), "another text in caption 3"),
        (GOOD.replace("3 &lt; 5", "3 < 5"), "caption 2 holds a < that browsers"),
        (GOOD.rstrip().rsplit("\n\n", 1)[0], "should hold 5 captions, and an independent reader finds 4"),
        ("WEBVT", "cannot read it"),
    ],
)
def test_a_difference_is_named(tmp_path: Path, broken: str, sentence: str) -> None:
    """A broken writer is found before a deaf reader finds it."""
    path = tmp_path / "x.vtt"
    path.write_text(broken, "utf-8")
    with pytest.raises(PublishError, match=re.escape(sentence)):
        check_caption_file(path, ENGLISH)


LINE = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(str.strip)


@given(st.lists(st.lists(LINE, min_size=1, max_size=3), min_size=1, max_size=5))
def test_no_text_is_refused_that_browsers_would_show(texts: list[list[str]]) -> None:
    """Whatever is said can be published: the second reader never stands in the way of a good file."""
    cues = tuple(a_cue(n, n * 1000, n * 1000 + 900, "\n".join(lines)) for n, lines in enumerate(texts))
    track = Track(cues, language="en")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.vtt"
        path.write_text(format_webvtt(track), "utf-8", newline="\n")
        check_caption_file(path, track)
