"""What is published, and what came of it: values without files of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from workflow.captions.track import Track, TrackKind
from workflow.languages import primary_language
from workflow.story import Story, Video

ON_SCREEN: tuple[TrackKind, ...] = ("captions", "subtitles")
"""The kinds that a player paints over the picture; only these go into the transcript."""


@dataclass(frozen=True, slots=True)
class PageTrack:
    """One revision of a track as readers get it. `engine` is what made the words, "" when a person wrote them."""

    track: Track
    revision: int
    reviewed: bool
    engine: str = ""
    reviewed_on: date | None = None


@dataclass(frozen=True, slots=True)
class StoryPage:
    """Everything that one story page shows.

    `media` and `poster` are local files. `site_url` is the address the folder will have on the web, "" when unknown; it
    only makes the addresses in the metadata absolute.
    """

    story: Story
    video: Video
    media: Path
    tracks: tuple[PageTrack, ...]
    published_at: datetime
    poster: Path | None = None
    site_url: str = ""

    @property
    def default_track(self) -> int | None:
        """The place in `tracks` of the one that is on when the page opens; None when no track can be shown."""
        ranked = sorted(
            (place for place, page_track in enumerate(self.tracks) if page_track.track.kind in ON_SCREEN),
            key=self._rank,
        )
        return ranked[0] if ranked else None

    def _rank(self, place: int) -> tuple[bool, bool, bool, int]:
        """Readable in the language of publication, then captions (made for deaf readers), then reviewed, then order."""
        page_track = self.tracks[place]
        foreign = primary_language(page_track.track.language) != primary_language(self.story.language)
        return foreign, page_track.track.kind != "captions", not page_track.reviewed, place


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """One file of a publication: its name inside the folder and its size."""

    name: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """One publication in a folder.

    `url` is the page as a local file; browsers load captions only from a web server (`workflow.publish.serve` is one).
    `kept` names files of earlier publications that still answer, for readers whose page was loading at the change.
    `warnings` are sentences for the producer.
    """

    folder: Path
    url: str
    files: tuple[PublishedFile, ...]
    kept: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
