"""Tables as HTML of our own: read by every screen reader, and nothing in a cell takes effect."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

_STYLE = """<style>
.st-figures { overflow-x: auto; max-width: 100%; }
.st-figures table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
.st-figures caption { text-align: left; padding-bottom: 0.4rem; }
.st-figures th, .st-figures td {
  padding: 0.3rem 0.75rem 0.3rem 0; border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent);
  text-align: left; vertical-align: top; font-weight: inherit;
}
.st-figures thead th { font-weight: 600; }
.st-figures .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
</style>"""


def table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]], *, words: int = 1) -> str:
    """HTML of a table whose first `words` columns are words and whose others are numbers, in texts as they are shown.

    The first cell of a row is its heading. A table too wide for the page is moved sideways, with the keys too.
    """
    head = "".join(f'<th scope="col"{_kind(place, words)}>{escape(name)}</th>' for place, name in enumerate(columns))
    body = "".join(f"<tr>{''.join(_cell(place, text, words) for place, text in enumerate(row))}</tr>" for row in rows)
    return (
        f'{_STYLE}<div class="st-figures" role="region" tabindex="0" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cell(place: int, text: str, words: int) -> str:
    tag = 'th scope="row"' if place == 0 else "td"
    return f"<{tag}{_kind(place, words)}>{escape(text)}</{tag[:2]}>"


def _kind(place: int, words: int) -> str:
    return "" if place < words else ' class="number"'
