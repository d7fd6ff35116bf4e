"""WebVTT, read as browsers read it and written so that they read the same again.

`parse_webvtt` holds rules VTT-R01 to VTT-R16, `format_webvtt` VTT-W01 to VTT-W09: for a track that can be written,
`parse_webvtt(format_webvtt(track).encode()) == track`, but for what WebVTT does not know (the track's kind, language
and label) and for what reading settles: a voice over the whole cue is `Cue.voice`, names have single spaces between
words, cues stand in order of their start, and an empty cue has one empty line.
"""

from __future__ import annotations

from workflow.formats.webvtt_reader import parse_webvtt
from workflow.formats.webvtt_writer import format_webvtt

__all__ = ["format_webvtt", "parse_webvtt"]
