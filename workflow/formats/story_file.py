"""The story file: front matter and text, or plain text whose first paragraph is the headline."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

import yaml  # type: ignore[import-untyped]  # PyYAML ships no types
from frontmatter.default_handlers import YAMLHandler

from workflow.errors import BadSlug, NoHeadline, StoryError
from workflow.languages import language_tag
from workflow.story import Link, Story, is_slug, slugify

MAX_BYTES = 5_000_000
_MAX_FRONT_MATTER = 64_000  # characters; YAML is read in time that grows faster than its length
_MAX_HEADLINE = 500  # characters; a longer first paragraph is text whose headline was forgotten

_KEYS = ("headline", "language", "byline", "video_credit", "credit", "related_videos", "related_articles", "slug")
_VIDEO_BY = re.compile(r"[*_]*video by:?\s+(?P<name>\S.{0,118})", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def read_story_bytes(data: bytes, name: str) -> Story:
    """The story in a file's bytes: UTF-8, with or without a byte order mark, any line ends, at most `MAX_BYTES`.

    `name` is what the errors call the file. Raises `StoryError`, `NoHeadline`.
    """
    if len(data) > MAX_BYTES:
        raise StoryError(f"{name} is larger than {MAX_BYTES // 1_000_000} MB: is it the story's text?")
    if b"\0" in data:
        raise StoryError(f"{name} is not a text file: save the story as plain text or Markdown.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise StoryError(f"{name} is not UTF-8 (line {line}): save it as UTF-8 text.") from error
    return parse_story(text, name=name)


def parse_story(text: str, *, name: str) -> Story:
    """The story in a file's text; its slug is made from the headline unless the front matter has one.

    Front matter keys: headline, language (BCP 47), byline, video_credit (or credit), related_videos, related_articles,
    slug; other keys are left alone. Without a headline there, the first paragraph is it, and without a credit, a last
    line `Video by NAME`. Raises `StoryError`, `NoHeadline`.
    """
    text = _CONTROL.sub("", text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")).strip()
    facts, body = _split(text, name)
    headline = _line(facts, "headline", name)
    credit = _line(facts, "video_credit", name) or _line(facts, "credit", name)
    body, credit = _without_credit_line(body, credit)
    if not headline:
        headline, body = _first_paragraph(body)
    if not headline:
        raise NoHeadline(name)
    if len(headline) > _MAX_HEADLINE:
        raise StoryError(
            f"The headline of {name} has {len(headline)} characters, more than {_MAX_HEADLINE}:"
            " begin the text with a headline and an empty line."
        )
    return Story(
        slug=_slug(facts, headline, name),
        headline=headline,
        text=body,
        language=_language(facts, name),
        byline=_line(facts, "byline", name),
        credit=credit,
        related_videos=_links(facts, "related_videos", name),
        related_articles=_links(facts, "related_articles", name),
    )


def _split(text: str, name: str) -> tuple[Mapping[str, object], str]:
    """The front matter's keys in lower case with underscores, and the text after it."""
    handler = YAMLHandler()
    if not handler.detect(text):
        return {}, text
    try:
        front, body = handler.split(text)
    except ValueError as error:
        raise StoryError(f"The front matter of {name} does not end: put a line `---` after it.") from error
    if len(front) > _MAX_FRONT_MATTER:
        raise StoryError(
            f"The front matter of {name} is longer than {_MAX_FRONT_MATTER} characters: move text under it."
        )
    first_line = text.count("\n", 0, text.find(front)) + 1
    facts = _yaml(front, name, first_line)
    keys = {str(key).strip().lower().replace("-", "_").replace(" ", "_"): value for key, value in facts.items()}
    for key in keys:
        near = difflib.get_close_matches(key, _KEYS, n=1, cutoff=0.85)
        if near and key not in _KEYS:
            raise StoryError(f"The front matter of {name} has {key!r}: write {near[0]!r}.")
    return keys, body.strip()


def _yaml(front: str, name: str, first_line: int) -> Mapping[object, object]:
    """Front matter as texts, lists and mappings.

    The base loader knows no other types: the language `no` (Norwegian) stays a text, and nothing can be constructed.
    """
    try:
        facts = yaml.load(front, Loader=yaml.BaseLoader)  # noqa: S506  safer than the safe loader, see above
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {first_line + mark.line}: " if mark else ""
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
        raise StoryError(f"The front matter of {name} is not YAML ({where}{problem}): put texts in quotes.") from error
    except RecursionError as error:
        raise StoryError(f"The front matter of {name} is nested too deeply.") from error
    if facts in (None, ""):
        return {}
    if not isinstance(facts, dict):
        raise StoryError(f"The front matter of {name} has no keys: write lines like `headline: …` between the `---`.")
    return facts


def _line(facts: Mapping[str, object], key: str, name: str) -> str:
    """The text under `key` on one line, "" without one."""
    value = facts.get(key, "")
    if not isinstance(value, str):
        raise StoryError(f"{key} in {name} is not a text: write it on one line.")
    value = " ".join(value.split())
    return "" if value in {"~", "null"} else value


def _slug(facts: Mapping[str, object], headline: str, name: str) -> str:
    slug = _line(facts, "slug", name) or slugify(headline)
    if not is_slug(slug):
        raise BadSlug(slug, f"slug in {name}")
    return slug


def _language(facts: Mapping[str, object], name: str) -> str:
    written = _line(facts, "language", name) or "en"
    if tag := language_tag(written):
        return tag
    raise StoryError(
        f"language in {name} is {written!r}, which is no BCP 47 language tag: write one like en, uk or crh."
    )


def _first_paragraph(body: str) -> tuple[str, str]:
    """The headline and what follows: a Markdown heading is one line, any other paragraph ends at an empty line."""
    end = r"\n" if body.startswith("#") else r"\n[ \t]*\n"
    paragraph, *rest = re.split(end, body, maxsplit=1)
    return " ".join(re.sub(r"^#+([ \t]+|$)", "", paragraph).split()), "".join(rest).strip()


def _without_credit_line(body: str, credit: str) -> tuple[str, str]:
    """Take `Video by NAME` off the end of the text, where it is the credit or repeats it."""
    lines = body.split("\n")
    while lines:
        line = lines[-1].strip()
        match = _VIDEO_BY.fullmatch(line)
        found = match["name"].strip("*_ ") if match else ""
        if line and (not found or _is_sentence(found) or credit not in {"", found}):
            break
        credit = found or credit
        lines.pop()
    return "\n".join(lines).rstrip(), credit


def _is_sentence(name: str) -> bool:
    """Whether "Video by …" goes on as prose: "Video by activists shows police searching houses." """
    return name.endswith((".", "!", "?")) and len(name.split()) > 4


def _links(facts: Mapping[str, object], key: str, name: str) -> tuple[Link, ...]:
    return tuple(_link(title, url, key, name) for title, url in _titles_and_urls(facts.get(key, ""), key, name))


def _titles_and_urls(value: object, key: str, name: str) -> Iterator[tuple[str, str]]:
    """Titles and URLs of a list or one item: {title, url or link}, {Title: URL}, "Title | URL", "Title: URL", "URL"."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield from _pairs({str(field): text for field, text in item.items()}.items(), key, name)
        elif isinstance(item, str):
            text = " ".join(item.split())
            title, _, url = text.rpartition("|" if "|" in text else " ")
            if text not in {"", "~", "null"}:
                yield title.rstrip(" |:") or url, url
        else:
            raise StoryError(f"{key} in {name} is nested too deeply: give each a title and a url.")


def _pairs(fields: Iterable[tuple[str, object]], key: str, name: str) -> Iterator[tuple[str, str]]:
    texts = {field: text for field, text in fields if isinstance(text, str)}
    if len(texts) != len(list(fields)):
        raise StoryError(f"{key} in {name} is nested too deeply: give each a title and a url.")
    named = {field.lower(): text for field, text in texts.items()}
    if not named.keys() & {"title", "url", "link"}:
        yield from texts.items()
        return
    url = named.get("url") or named.get("link") or ""
    yield named.get("title") or url, url


def _link(title: str, url: str, key: str, name: str) -> Link:
    """A link that may stand on a page: never `javascript:` or a file, nothing that could leave an attribute."""
    title, url = " ".join(title.split()), url.strip()
    try:
        parts = urlsplit(url)
        good = (
            parts.scheme in {"http", "https"} and bool(parts.hostname) and not re.search(r"[\s\"'<>\\`\x00-\x1f]", url)
        )
    except ValueError:
        good = False
    if not good or not title:
        raise StoryError(f"{key} in {name} has the link {url[:80]!r}: links begin with https:// or http://.")
    return Link(title, url)
