"""The story page as HTML."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from markupsafe import Markup

from workflow.clock import clock
from workflow.languages import direction, endonym
from workflow.publish.page.metadata import script_json, video_object
from workflow.publish.page.names import Names
from workflow.publish.page.passages import Passage, passage_html, passages
from workflow.publish.page.text import first_words, printable, safe_url, text_html
from workflow.publish.page.words import Words, words_for
from workflow.publish.publication import ON_SCREEN, PageTrack, StoryPage

if TYPE_CHECKING:
    from jinja2 import Template

# As a <meta>, so that it holds on any web server. JSON-LD is a data block, which the policy does not concern.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self';"
    " base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
)


@dataclass(frozen=True, slots=True)
class PassageView:
    """One line of the transcript."""

    start_ms: int
    end_ms: int
    time: str
    label: str
    html: Markup


@dataclass(frozen=True, slots=True)
class TrackView:
    """One track as the page shows it; `place` counts the page's tracks from 0, `shown` tells captions from chapters."""

    place: int
    file: str
    kind: str
    language: str
    direction: str
    label: str
    name: str
    remark: str
    default: bool
    shown: bool
    note: Markup
    reviewed: bool
    passages: tuple[PassageView, ...]


def render_page(page: StoryPage, names: Names) -> str:
    """The whole of `index.html`. Every word of the story and of the captions is escaped."""
    story, words = page.story, words_for(page.story.language)
    tracks = [_track_view(page, place, names.tracks[place], words) for place in range(len(page.tracks))]
    html = _template().render(
        story=story,
        video=page.video,
        names=names,
        tracks=tracks,
        transcripts=[track for track in tracks if track.passages],
        words=words,
        say=words.say,
        policy=POLICY,
        direction=direction(story.language),
        description=first_words(story.text),
        text=text_html(story.text),
        published_at=page.published_at,
        published_on=words.date(page.published_at.date()),
        related=[
            (key, [(link.title or link.url, safe_url(link.url)) for link in links])
            for key, links in (("related_videos", story.related_videos), ("related_articles", story.related_articles))
            if links
        ],
        metadata=script_json(video_object(page, names)),
    )
    return printable(html)


def asset(name: str) -> bytes:
    """One of the page's own files: `style.css` or `player.js`."""
    return resources.files("workflow.publish.page").joinpath(name).read_bytes()


def track_label(page_track: PageTrack, words: Words) -> str:
    """What the player's menu says: "English (CC)", "Українська", "English (automatic captions, not yet reviewed)"."""
    return "".join(_label_parts(page_track, words))


def _label_parts(page_track: PageTrack, words: Words) -> tuple[str, str]:
    """The track's name, which is in its own language, and our remark, which is in the page's."""
    track = page_track.track
    mark = f" ({words.plain('deaf')})"
    name = (track.label.strip() or endonym(track.language)).removesuffix(mark)
    if not page_track.reviewed:
        return name, f" ({words.plain('automatic')})"
    return name, mark if track.kind == "captions" else ""


def _track_view(page: StoryPage, place: int, file: str, words: Words) -> TrackView:
    page_track = page.tracks[place]
    track = page_track.track
    shown = track.kind in ON_SCREEN
    name, remark = _label_parts(page_track, words)
    return TrackView(
        place=place,
        file=file,
        kind=track.kind,
        language=track.language,
        direction=direction(track.language),
        label=name + remark,
        name=name,
        remark=remark,
        default=place == page.default_track,
        shown=shown,
        note=_note(page_track, words),
        reviewed=page_track.reviewed,
        passages=tuple(_passage_view(passage, track.language) for passage in passages(track)) if shown else (),
    )


def _note(page_track: PageTrack, words: Words) -> Markup:
    """Who made and who checked the track, as one sentence; nothing when a person wrote and reviewed it."""
    values = {"track": _label_parts(page_track, words)[0]}
    if page_track.engine:
        values["engine"] = page_track.engine
    if not page_track.reviewed:
        return words.say("automatic_notice" if page_track.engine else "automatic_notice_plain", **values)
    if not page_track.engine:
        return Markup()
    if page_track.reviewed_on is None:
        return words.say("reviewed_by_engine", **values)
    return words.say("reviewed_by_engine_on", **values, date=words.date(page_track.reviewed_on))


def _passage_view(passage: Passage, language: str) -> PassageView:
    return PassageView(
        start_ms=passage.start_ms,
        end_ms=passage.end_ms,
        time=clock(passage.start_ms),
        label=passage.label,
        html=passage_html(passage, language),
    )


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415  only a publication needs it

    source = resources.files("workflow.publish.page").joinpath("page.html").read_text("utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(source)
