"""What the files of a publication are called.

A name changes whenever the content does (a revision's number, the beginning of a checksum), so that no cache and no
page that was open at the moment of a change ever pairs an old page with a new file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from workflow.errors import PublishError
from workflow.publish.publication import PageTrack, StoryPage
from workflow.story import Video, slugify

INDEX = "index.html"
MARKER = ".storytrack.json"
"""Says that a folder is a publication of ours; without it nothing is ever replaced."""

MEDIA_TYPES = {
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    ".webm": "video/webm",
    ".mov": "video/quicktime",
    ".mkv": "video/x-matroska",
    ".ogv": "video/ogg",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".aac": "audio/aac",
    ".wav": "audio/wav",
    ".flac": "audio/flac",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".opus": "audio/ogg",
}
_CONTAINERS = {"mov": ".mp4", "mp4": ".mp4", "matroska": ".mkv", "webm": ".webm"}
_PICTURES = ((b"\xff\xd8\xff", ".jpg"), (b"\x89PNG\r\n\x1a\n", ".png"))


@dataclass(frozen=True, slots=True)
class Names:
    """File names inside the folder; `tracks` in the order of the page's tracks, `poster` "" when there is none."""

    media: str
    poster: str
    style: str
    script: str
    tracks: tuple[str, ...]


def name_files(page: StoryPage, *, style: bytes, script: bytes, poster: bytes) -> Names:
    """The names of everything beside the page itself. Raises `PublishError` for a poster that is no picture."""
    slug = slugify(page.story.slug)
    return Names(
        media=f"{slug}.{page.video.sha256[:8]}{media_suffix(page.video, page.media)}",
        poster=f"{slug}.{_short(poster)}{_picture_suffix(poster)}" if poster else "",
        style=f"style.{_short(style)}.css",
        script=f"player.{_short(script)}.js",
        tracks=tuple(_track_names(slug, page.tracks)),
    )


def _track_names(slug: str, tracks: tuple[PageTrack, ...]) -> Iterator[str]:
    """`<slug>.<language>.<kind>.r<revision>.vtt`, with a sum of the label in it where that would name two tracks."""
    stems = [f"{slug}.{each.track.language}.{each.track.kind}" for each in tracks]
    endings = [f".r{each.revision}.vtt" for each in tracks]
    for stem, ending, each in zip(stems, endings, tracks, strict=True):
        alone = list(zip(stems, endings, strict=True)).count((stem, ending)) == 1
        yield stem + ("" if alone else f".{_short(repr((each.track.label, each.reviewed)).encode())}") + ending


def media_suffix(video: Video, media: Path) -> str:
    """The ending that makes web servers name the right type: from the file's own name, else from its container."""
    for name in (video.name, media.name):
        suffix = Path(name).suffix.lower()
        if suffix in MEDIA_TYPES:
            return suffix
    for container in re.split(r"[,\s]", video.container):
        if f".{container}" in MEDIA_TYPES or container in _CONTAINERS:
            return _CONTAINERS.get(container, f".{container}")
    raise PublishError(f"{video.name} is in a format that no browser plays ({video.container}): export it as MP4.")


def _short(content: bytes) -> str:
    return sha256(content).hexdigest()[:8]


def _picture_suffix(picture: bytes) -> str:
    for signature, suffix in _PICTURES:
        if picture.startswith(signature):
            return suffix
    if picture[:4] == b"RIFF" and picture[8:12] == b"WEBP":
        return ".webp"
    raise PublishError("The poster is not a JPEG, PNG or WebP picture: choose another.")
