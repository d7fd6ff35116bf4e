"""Transcripts made of words, for tests that name only what matters to them."""

from __future__ import annotations

from workflow.speech.transcript import Segment, Task, Transcript, Word


def words(text: str, *, start_ms: int = 0, word_ms: int = 300, pause_ms: int = 0) -> tuple[Word, ...]:
    """The words of `text` one after another, each as long as the others."""
    step = word_ms + pause_ms
    return tuple(
        Word(word, start_ms + place * step, start_ms + place * step + word_ms)
        for place, word in enumerate(text.split())
    )


def segment(
    text: str, *, start_ms: int = 0, word_ms: int = 300, pause_ms: int = 0, speaker: str = "", language: str = "en"
) -> Segment:
    """A segment that says `text`."""
    row = words(text, start_ms=start_ms, word_ms=word_ms, pause_ms=pause_ms)
    return Segment(start_ms, row[-1].end_ms if row else start_ms, row, language, speaker)


def transcript(*segments: Segment, language: str = "en", task: Task = "transcribe") -> Transcript:
    """A transcript of these segments."""
    return Transcript(language, task, engine="test", model="test", segments=segments)
