"""A story's text and links as HTML that can do nothing but be read."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from markupsafe import Markup

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# Browsers drop tabs and line breaks inside a scheme ("java\tscript:") and read "\" as "/": such an address is none.
_NO_ADDRESS = re.compile(r"[\x00-\x20\x7f-\x9f\\]")
_NOT_TEXT = {code: "\ufffd" for code in (*range(0x20), 0x7F, *range(0xD800, 0xE000)) if code not in (0x09, 0x0A)}


def safe_url(url: str) -> str:
    """The address if it is http, https or a path on the same site; "" for everything else, `javascript:` above all."""
    if not url or _NO_ADDRESS.search(url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme in ("http", "https"):
        return url if parts.netloc else ""
    return url if not parts.scheme and not parts.netloc else ""


def text_html(text: str) -> Markup:
    """A Markdown subset as HTML: paragraphs, emphasis, links, lists, quotes, headings from `<h2>` down.

    HTML in the text is shown, not run; pictures are left as text, since the page asks nobody else for anything.
    """
    reader = _markdown()
    tokens = reader.parse(text)
    _lower_headings(tokens)
    return Markup(reader.renderer.render(tokens, reader.options, {}))  # noqa: S704  the renderer escapes all text


def first_words(text: str, limit: int = 200) -> str:
    """The beginning of the text without its markup, at most `limit` characters, cut at a word."""
    blocks = (token.children or () for token in _markdown().parse(text) if token.type == "inline")
    plain = " ".join(
        "".join(part.content or (" " if "break" in part.type else "") for part in block) for block in blocks
    )
    words = " ".join(plain.split())
    return words if len(words) <= limit else words[: limit - 1].rsplit(" ", 1)[0] + "…"


def printable(text: str) -> str:
    """The text with what no document may hold (control characters, halves of characters) replaced by U+FFFD."""
    return text.replace("\r\n", "\n").translate(_NOT_TEXT)


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415  only a publication needs it

    # An indented paragraph in a news text is a paragraph, never code.
    reader = MarkdownIt("commonmark", {"html": False}).disable(["image", "code", "html_inline", "html_block"])
    reader.validateLink = _is_safe  # type: ignore[method-assign]  # how markdown-it is told
    return reader


def _is_safe(url: str) -> bool:
    return bool(safe_url(url))


def _lower_headings(tokens: list[Token]) -> None:
    """Headings below the page's own `<h1>`, none more than one level under the one before it."""
    above = 1
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            if token.type == "heading_open":
                above = min(int(token.tag[1]) + 1, above + 1, 6)
            token.tag = f"h{above}"
