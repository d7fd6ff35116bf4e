"""The page's parts: text and links, labels, the default track, metadata, words."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from tests.publish.factories import ENGLISH, STORY, UKRAINIAN, a_file, a_page, automatic, reviewed
from workflow.captions.track import Track
from workflow.publish.page.metadata import iso_duration, video_object
from workflow.publish.page.names import Names, name_files
from workflow.publish.page.render import asset, render_page, track_label
from workflow.publish.page.text import first_words, safe_url, text_html
from workflow.publish.page.words import words_for
from workflow.publish.publication import PageTrack, StoryPage
from workflow.story import Link, Video

VIDEO = Video("ab" * 32, "v.mp4", 5, 83_450, "mp4", 1920, 1080, Fraction(25), 0, "h264", ())


def names_of(page: StoryPage) -> Names:
    return name_files(page, style=b"s", script=b"p", poster=b"")


def rendered(page: StoryPage) -> str:
    return render_page(page, names_of(page))


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        " javascript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//example.org/elsewhere",
        "\\\\example.org\\x",
        "http:",
        "https:example.org",
        "http://[broken",
        "blob:https://x/1",
        "",
    ],
)
def test_an_address_that_is_no_web_page_is_no_link(url: str) -> None:
    """The title stays, as text."""
    assert safe_url(url) == ""
    page = a_page(Path("v.mp4"), video=VIDEO, story=replace(STORY, related_videos=(Link("Title", url),)))
    assert "<li><bdi>Title</bdi></li>" in rendered(page)


@pytest.mark.parametrize("url", ["https://example.org/a?b=c&d", "http://example.org", "/uk/story", "story.html#t"])
def test_an_address_on_the_web_is_a_link(url: str) -> None:
    """http, https and paths on the same site."""
    assert safe_url(url) == url


def test_text_is_markdown_without_html() -> None:
    """Emphasis and paragraphs work; HTML is shown, pictures and bad links are not made."""
    html = text_html("A *b* <img src=x onerror=alert(1)>\n\n    indented\n\n![p](http://x/y) [z](javascript:alert(1))")
    assert "<em>b</em> &lt;img src=x onerror=alert(1)&gt;" in html
    assert "<img" not in html
    assert "<pre" not in html
    assert 'href="javascript' not in html
    assert html.count("<p>") == 3


def test_headings_in_the_text_stand_below_the_headline() -> None:
    """One h1 on the page, no level left out."""
    html = text_html("# One\n\n#### Two\n\n# Three")
    assert "<h2>One</h2>" in html
    assert "<h3>Two</h3>" in html
    assert "<h2>Three</h2>" in html


def test_first_words_end_at_a_word() -> None:
    """A description is text without markup, cut where a reader would."""
    assert first_words("Their *wives* [provide](http://x), and\nstay.") == "Their wives provide, and stay."
    assert first_words("word " * 100, 22) == "word word word word…"


def test_labels_say_what_a_reader_gets() -> None:
    """Captions for deaf readers carry CC; an unreviewed track says so in the page's language."""
    english, ukrainian = words_for("en"), words_for("uk-UA")
    assert track_label(reviewed(), english) == "English (CC)"
    assert track_label(automatic(), english) == "English (automatic captions, not yet reviewed)"
    assert track_label(reviewed(UKRAINIAN), english) == "Українська"
    assert track_label(automatic(UKRAINIAN), ukrainian) == "Українська (автоматичні субтитри, ще не перевірені)"
    assert track_label(automatic(replace(ENGLISH, label="English (CC)")), english).startswith("English (automatic")
    assert track_label(reviewed(replace(UKRAINIAN, label="Повний текст")), english) == "Повний текст"


RUSSIAN = Track(ENGLISH.cues, "captions", "ru")
ENGLISH_SUBTITLES = Track(ENGLISH.cues, "subtitles", "en-GB")


@pytest.mark.parametrize(
    ("tracks", "default"),
    [
        ((reviewed(UKRAINIAN), automatic(), reviewed()), 2),
        ((reviewed(UKRAINIAN), automatic()), 1),
        ((reviewed(RUSSIAN), automatic(ENGLISH_SUBTITLES)), 1),
        ((automatic(RUSSIAN), reviewed(UKRAINIAN)), 0),
        ((reviewed(replace(ENGLISH, kind="chapters")),), None),
    ],
)
def test_captions_are_on_by_default(tracks: tuple[PageTrack, ...], default: int | None) -> None:
    """In the language of publication first, then captions, then reviewed; one at most."""
    page = a_page(Path("v.mp4"), *tracks, video=VIDEO)
    assert page.default_track == default
    assert rendered(page).count(" default>") == (default is not None)


def test_an_unreviewed_track_is_marked_on_the_page_and_its_engine_named() -> None:
    """A reader must know that a machine wrote it, and which."""
    html = rendered(a_page(Path("v.mp4"), automatic(), video=VIDEO))
    assert "Automatic captions, not yet reviewed: <bdi>English</bdi> was made by <bdi>pocketsphinx 5.1</bdi>" in html
    html = rendered(a_page(Path("v.mp4"), reviewed(), video=VIDEO))
    assert "not yet reviewed" not in html
    assert "made with <bdi>whisper small</bdi>, then reviewed by the newsroom on <bdi>20 November 2025</bdi>" in html


def test_the_pages_own_words_are_in_its_language() -> None:
    """Ukrainian pages speak Ukrainian; a language we have no words for gets English, marked as English."""
    ukrainian = rendered(a_page(Path("v.mp4"), video=VIDEO, story=replace(STORY, language="uk")))
    assert "Опубліковано <bdi>23 листопада 2025</bdi>" in ukrainian
    arabic = rendered(a_page(Path("v.mp4"), video=VIDEO, story=replace(STORY, language="ar")))
    assert '<html lang="ar" dir="rtl">' in arabic
    assert '<h2 id="transcript"><span lang="en" dir="ltr">Transcript</span></h2>' in arabic


def test_every_language_has_the_same_words() -> None:
    """No phrase is forgotten in one of them, and none loses what it must name."""
    english = words_for("en")
    for language in ("uk", "ru"):
        words = words_for(language)
        assert words.phrases.keys() == english.phrases.keys()
        assert len(words.months) == 12
        for key, phrase in words.phrases.items():
            assert phrase.count("{") == english.phrases[key].count("{"), key


@pytest.mark.parametrize(
    ("ms", "text"), [(0, "PT0S"), (83_450, "PT1M23.450S"), (3_600_000, "PT1H0S"), (7_384_001, "PT2H3M4.001S")]
)
def test_durations_are_iso_8601(ms: int, text: str) -> None:
    """Milliseconds kept, whole seconds without a fraction."""
    assert iso_duration(ms) == text


def test_metadata_names_video_captions_and_transcript() -> None:
    """What schema.org and Google's video documentation ask for, with absolute addresses on a known site."""
    page = a_page(Path("v.mp4"), reviewed(), automatic(UKRAINIAN), video=VIDEO, site_url="https://news.example/wives")
    data = video_object(page, names_of(page))
    assert data["@type"] == "VideoObject"
    assert data["name"] == "The wives who stayed"
    assert str(data["description"]).startswith("Over a hundred men")
    assert data["duration"] == "PT1M23.450S"
    assert data["contentUrl"] == "https://news.example/wives/the-wives-who-stayed.abababab.mp4"
    assert data["caption"] == [
        {
            "@type": "MediaObject",
            "contentUrl": f"https://news.example/wives/the-wives-who-stayed.{language}.{kind}.r1.vtt",
            "encodingFormat": "text/vtt",
            "inLanguage": language,
        }
        for language, kind in (("en", "captions"), ("uk", "subtitles"))
    ]
    assert data["accessibilityFeature"] == ["closedCaptions", "transcript"]
    assert "AT&T says 3 < 5, and they go on." in str(data["transcript"])
    json.dumps(data)


def test_script_and_style_are_small() -> None:
    """Under 30 KB together as sent, so that a page is readable at once on a bad line."""
    assert sum(len(gzip.compress(asset(name))) for name in ("style.css", "player.js")) < 30_000


def test_names_change_with_the_content(tmp_path: Path) -> None:
    """So that no cache pairs an old page with a new file; a hostile slug is only a name."""
    page = a_page(a_file(tmp_path), story=replace(STORY, slug="../../Ваші очі"))
    names = names_of(page)
    assert names.media.startswith("vashi-ochi.")
    assert names.tracks == ("vashi-ochi.en.captions.r1.vtt",)
    other = name_files(page, style=b"other", script=b"p", poster=b"\xff\xd8\xff")
    assert (other.style != names.style, other.script == names.script, other.poster[-4:]) == (True, True, ".jpg")


def test_two_tracks_of_one_language_and_revision_are_two_files(tmp_path: Path) -> None:
    """Each track counts its own revisions; a label tells the files apart."""
    simple = replace(ENGLISH, label="Simple English")
    first, second = names_of(a_page(a_file(tmp_path), reviewed(), reviewed(simple))).tracks
    assert first != second
