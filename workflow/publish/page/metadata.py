"""schema.org metadata: what search engines and assistive services learn about the video and its captions."""

from __future__ import annotations

import json
from urllib.parse import urljoin

from markupsafe import Markup

from workflow.publish.page.names import MEDIA_TYPES, Names
from workflow.publish.page.passages import passages, plain_text
from workflow.publish.page.text import first_words, printable
from workflow.publish.publication import ON_SCREEN, StoryPage

# A closing script tag or a comment inside a string would end the block; "<" and ">" as escapes mean the same to JSON.
_IN_SCRIPT = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}

Metadata = dict[str, object]


def video_object(page: StoryPage, names: Names) -> Metadata:
    """The page's video as a schema.org VideoObject, or AudioObject for sound alone.

    Addresses are absolute when the page knows its `site_url`, else relative to the page.
    """
    story, video = page.story, page.video
    shown = [page_track.track for page_track in page.tracks if page_track.track.kind in ON_SCREEN]
    data: Metadata = {
        "@context": "https://schema.org",
        "@type": "VideoObject" if video.width else "AudioObject",
        "name": story.headline,
        "description": first_words(story.text) or story.headline,
        "uploadDate": page.published_at.astimezone().isoformat(timespec="seconds"),
        "duration": iso_duration(video.duration_ms),
        "contentUrl": _address(page, names.media),
        "encodingFormat": MEDIA_TYPES["." + names.media.rsplit(".", 1)[1]],
        "caption": [
            {
                "@type": "MediaObject",
                "contentUrl": _address(page, name),
                "encodingFormat": "text/vtt",
                "inLanguage": page_track.track.language,
            }
            for page_track, name in zip(page.tracks, names.tracks, strict=True)
            if page_track.track.kind in ON_SCREEN
        ],
        "accessibilityFeature": ["closedCaptions", "transcript"]
        if any(track.kind == "captions" for track in shown)
        else ["transcript"],
    }
    if page.default_track is not None:
        track = page.tracks[page.default_track].track
        data["transcript"] = "\n".join(plain_text(passage, track.language) for passage in passages(track))
        data["inLanguage"] = next((each.language for each in shown if each.kind == "captions"), track.language)
    if names.poster:
        data["thumbnailUrl"] = _address(page, names.poster)
    if story.credit:
        data["creditText"] = story.credit
    return data


def script_json(data: Metadata) -> Markup:
    """The data as JSON that stays data inside a `<script>` element."""
    text = printable(json.dumps(data, ensure_ascii=False, indent=1))
    return Markup(text.translate(_IN_SCRIPT))  # noqa: S704  nothing in it can end the element


def iso_duration(ms: int) -> str:
    """A length as ISO 8601 writes it: PT1H2M3.450S."""
    minutes, rest = divmod(ms, 60_000)
    hours, minutes = divmod(minutes, 60)
    seconds = f"{rest // 1000}.{rest % 1000:03}" if rest % 1000 else f"{rest // 1000}"
    return "PT" + (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "") + f"{seconds}S"


def _address(page: StoryPage, name: str) -> str:
    return urljoin(page.site_url.rstrip("/") + "/", name) if page.site_url else name
