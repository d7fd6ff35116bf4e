"""A track as plain text for reading: who speaks where it changes, a new paragraph there and after a long pause."""

from __future__ import annotations

from workflow.captions.track import Track
from workflow.formats.speakers import is_labelled, turns

PARAGRAPH_PAUSE_MS = 2000  # the pause from which Netflix's guide has a caption say that there was one


def format_transcript(track: Track) -> str:
    """The spoken text, paragraphs apart by a blank line, cues in order of their start; "" for a track without text."""
    paragraphs: list[list[str]] = []
    speaker, silent_since = "", 0
    for cue in sorted(track.cues, key=lambda cue: cue.start_ms):
        paused = cue.start_ms - silent_since >= PARAGRAPH_PAUSE_MS
        for voice, raw in turns(cue):
            text = " ".join(raw.split())
            if not text:
                continue
            changed = voice != speaker
            if not paragraphs or changed or paused:
                paragraphs.append([])
            named = changed and voice and not is_labelled(text, voice)
            paragraphs[-1].append(f"{voice}: {text}" if named else text)
            speaker, paused = voice, False
        silent_since = max(silent_since, cue.end_ms)
    return "".join(f"{' '.join(paragraph)}\n\n" for paragraph in paragraphs).removesuffix("\n")
