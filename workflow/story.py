"""A story and its video: plain facts, no files."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

MAX_SLUG = 80
"""Characters: a slug is a part of file names, of which several hold more beside it."""
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Link:
    """A related video or article."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Story:
    """The news item a video belongs to. `language` is the language of publication (BCP 47)."""

    slug: str
    headline: str
    text: str
    language: str = "en"
    byline: str = ""
    credit: str = ""
    """Who made the video, without the words "Video by"."""
    related_videos: tuple[Link, ...] = ()
    related_articles: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class AudioStream:
    """One audio stream of a media file. `index` counts audio streams from 0; `language` is BCP 47, "" when unsaid."""

    index: int
    codec: str
    language: str
    channels: int
    sample_rate: int


@dataclass(frozen=True, slots=True)
class Video:
    """The media a story carries: a video, or sound alone (then `width` and `height` are 0)."""

    sha256: str
    name: str
    """The file's name as it came in."""
    size_bytes: int
    duration_ms: int
    container: str
    width: int
    height: int
    """Pixels as shown, after `rotation`."""
    frame_rate: Fraction | None
    rotation: int
    """Degrees clockwise that a player turns the picture: 0, 90, 180 or 270."""
    video_codec: str
    audio_streams: tuple[AudioStream, ...]


# Scientific transliteration would need marks that URLs escape; this is the passport style (ICAO 9303) of newsrooms.
_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ё": "e", "ж": "zh", "з": "z",
    "и": "y", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y",
    "ь": "", "э": "e", "ю": "iu", "я": "ia", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe",
}  # fmt: skip


def is_slug(text: str) -> bool:
    """Whether the text can be a story's name in commands, addresses and files."""
    return len(text) <= MAX_SLUG and _SLUG.fullmatch(text) is not None


def slugify(headline: str, *, max_length: int = MAX_SLUG) -> str:
    """The headline as a lower-case ASCII file and URL name, at most `max_length` characters, cut at a word.

    A headline without any letter we can write in ASCII gives "story".
    """
    letters = "".join(_CYRILLIC.get(letter, letter) for letter in headline.lower())
    ascii_only = unicodedata.normalize("NFKD", letters).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", re.sub(r"['`]", "", ascii_only)).strip("-")
    if len(slug) > max_length:
        slug = slug[:max_length].rsplit("-", 1)[0] if "-" in slug[:max_length] else slug[:max_length]
    return slug or "story"
