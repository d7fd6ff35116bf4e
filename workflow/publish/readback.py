"""A second opinion on the caption files: a reader that is not ours must find what we meant to write."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from workflow.captions.track import Track
from workflow.errors import PublishError

# What WebVTT knows as a tag. webvtt-py shows a "<" that begins none; browsers drop the text behind it.
_TAG = re.compile(r"</?(?:c|i|b|u|ruby|rt|v|lang)(?:[.\s][^<>]*)?>|<(?:\d+:)?\d\d:\d\d\.\d{3}>")


def check_caption_file(path: Path, track: Track) -> None:
    """Read the file with webvtt-py and compare the number of cues, every time and every text.

    Raises `PublishError` naming the first cue that differs. webvtt-py strips tags and leaves references such as `&amp;`
    as they are written, so these are decoded here before texts are compared.
    """
    import webvtt  # noqa: PLC0415  only a publication needs it

    try:
        found = webvtt.read(str(path)).captions
    except (webvtt.errors.MalformedFileError, webvtt.errors.MalformedCaptionError, UnicodeError) as error:
        raise PublishError(f"{path.name} was not published: an independent reader cannot read it ({error}).") from error
    if len(found) != len(track.cues):
        raise PublishError(
            f"{path.name} was not published: it should hold {len(track.cues)} captions, and an independent reader finds"
            f" {len(found)}."
        )
    for number, (caption, cue) in enumerate(zip(found, track.cues, strict=True), start=1):
        times = (caption.start_time.in_milliseconds(), caption.end_time.in_milliseconds())
        if times != (cue.start_ms, cue.end_ms):
            raise PublishError(
                f"{path.name} was not published: caption {number} should stand from {cue.start_ms} to {cue.end_ms} ms,"
                f" and an independent reader finds {times[0]} to {times[1]} ms."
            )
        if "<" in _TAG.sub("", caption.raw_text):
            raise PublishError(
                f"{path.name} was not published: caption {number} holds a < that browsers would take for a tag, and"
                " swallow what follows."
            )
        if unescape(caption.text) != cue.text:
            raise PublishError(
                f"{path.name} was not published: an independent reader finds another text in caption {number},"
                f" {unescape(caption.text)!r} in place of {cue.text!r}."
            )
