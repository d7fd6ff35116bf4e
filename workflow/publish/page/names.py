"""What the files of a publication are called.

A name changes whenever the content does (a revision's number, the beginning of a checksum), so that no cache and no
page that was open at the moment of a change ever pairs an old page with a new file.
"""

from __future__ import annotations

import re
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
    names = Names(
        media=f"{slug}.{page.video.sha256[:8]}{media_suffix(page.video, page.media)}",
        poster=f"{slug}.{_short(poster)}{_picture_suffix(poster)}" if poster else "",
        style=f"style.{_short(style)}.css",
        script=f"player.{_short(script)}.js",
        tracks=tuple(track_name(slug, page_track) for page_track in page.tracks),
    )
    twice = {name for name in names.tracks if names.tracks.count(name) > 1}
    if twice:
        raise PublishError(f"Two tracks would be one file, {min(twice)}: publish one of them.")
    return names


def track_name(slug: str, page_track: PageTrack) -> str:
    """`<slug>.<language>.<kind>.r<revision>.vtt`."""
    track = page_track.track
    return f"{slug}.{track.language}.{track.kind}.r{page_track.revision}.vtt"


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
