"""Values for the store's tests; only what a test is about is given."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from workflow.captions.cue import Cue
from workflow.captions.track import Track, TrackKind
from workflow.speech.transcript import Segment, Word
from workflow.store import Store, StoredStory
from workflow.story import AudioStream, Link, Story, Video

STORY = Story(
    slug="women-carry-on",
    headline="Жінки тримаються ♪",
    text="Over 100 men are held.\n\n“Wives” provide 😀.",
    language="en-GB",
    byline="Anna Kovalenko",
    credit="Crimean Solidarity",
    related_videos=(Link("Seven years on", "https://example.org/seven"),),
    related_articles=(Link("Who is held", "https://example.org/held"),),
)

VIDEO = Video(
    sha256="0" * 64,
    name="film.mp4",
    size_bytes=6_000_000_000,
    duration_ms=7_200_000,
    container="mov,mp4",
    width=1920,
    height=1080,
    frame_rate=Fraction(30000, 1001),
    rotation=90,
    video_codec="h264",
    audio_streams=(AudioStream(0, "aac", "uk", 2, 48_000), AudioStream(1, "aac", "", 1, 44_100)),
)


def media_file(folder: Path, content: bytes = b"a film", name: str = "film.mp4") -> Path:
    """A file to be taken into the media folder, which does not look inside it."""
    path = folder / name
    path.write_bytes(content)
    return path


def stored_story(store: Store, folder: Path, slug: str = "a-story", content: bytes = b"a film") -> StoredStory:
    """A story in the store with its media file."""
    media = store.media.add(media_file(folder, content))
    assert media.sha256 == hashlib.sha256(content).hexdigest()
    return store.stories.add(replace(STORY, slug=slug), replace(VIDEO, sha256=media.sha256), by="Anna")


def segment(text: str, start_ms: int = 0) -> Segment:
    """One segment with a word each half second."""
    words = tuple(
        Word(word, start_ms + 500 * i, start_ms + 500 * i + 400, 0.1 + 0.01 * i) for i, word in enumerate(text.split())
    )
    return Segment(start_ms, words[-1].end_ms, words, "uk", no_speech=0.013)


def track(*texts: str, language: str = "uk", kind: TrackKind = "captions", label: str = "Українська") -> Track:
    """A track with one cue a text."""
    cues = tuple(Cue(str(i + 1), 2000 * i, 2000 * i + 1900, tuple(text.split("\n"))) for i, text in enumerate(texts))
    return Track(cues, kind=kind, language=language, label=label)
