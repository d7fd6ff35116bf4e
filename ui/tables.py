"""Figures as HTML of our own: read by every screen reader, and nothing in a stranger's text takes effect."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

_LINE = "1px solid color-mix(in srgb, currentColor 22%, transparent)"
_TABLE_STYLE = f"""<style>
.figures-table {{ overflow: auto; max-width: 100%; max-height: 28rem; }}
.figures-table table {{ border-collapse: collapse; width: 100%; font-size: 0.9rem; }}
.figures-table caption {{ position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }}
.figures-table th, .figures-table td {{
  padding: 0.3rem 0 0.3rem 1rem; border-bottom: {_LINE}; text-align: left; vertical-align: top; font-weight: inherit;
}}
.figures-table :is(th, td):first-child {{ padding-left: 0; min-width: 9rem; }}
.figures-table thead th {{ font-weight: 600; vertical-align: bottom; }}
.figures-table .number {{ text-align: right; font-variant-numeric: tabular-nums; }}
.figures-table td.number {{ white-space: nowrap; }}
</style>"""
_CARDS_STYLE = f"""<style>
dl.figures-cards.figures-cards {{
  display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: 0.75rem; margin: 0;
  padding: 0;
}}
.figures-cards > div {{ border: {_LINE}; border-radius: 0.5rem; padding: 0.7rem 0.9rem; }}
.figures-cards dt {{ font-size: 0.875rem; font-weight: 400; }}
.figures-cards dd {{ margin: 0; font-size: 0.875rem; }}
.figures-cards dd:first-of-type {{ font-size: 1.6rem; font-weight: 600; line-height: 1.35; }}
</style>"""

_LEGEND_STYLE = """<style>
ul.figures-legend.figures-legend { display: flex; flex-wrap: wrap; gap: 0.15rem 1rem; margin: 0; padding: 0; }
ul.figures-legend.figures-legend li { list-style: none; margin: 0; padding: 0; font-size: 0.875rem; }
.figures-legend i { display: inline-block; width: 0.8rem; height: 0.8rem; margin-right: 0.4rem; border-radius: 2px; }
</style>"""


def table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]], *, words: int = 1) -> str:
    """HTML of a table whose first `words` columns are words and whose others are numbers, as texts that are shown.

    The first cell of a row is its heading. `caption` is for who cannot see what the table stands below. A table too
    large for its place is scrolled, with the keys too.
    """
    head = "".join(f'<th scope="col"{_kind(place, words)}>{escape(name)}</th>' for place, name in enumerate(columns))
    body = "".join(f"<tr>{''.join(_cell(place, text, words) for place, text in enumerate(row))}</tr>" for row in rows)
    return (
        f'{_TABLE_STYLE}<div class="figures-table" role="region" tabindex="0" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def cards(figures: Iterable[tuple[str, str, str]]) -> str:
    """HTML of a few numbers that stand out: the name of each, the number with its unit, and what it is counted from."""
    found = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(number)}</dd><dd>{escape(of)}</dd></div>"
        for name, number, of in figures
    )
    return f'{_CARDS_STYLE}<dl class="figures-cards">{found}</dl>'


def legend(parts: Mapping[str, str]) -> str:
    """HTML that says what the colours of a chart mean, by their names; it wraps where the page is narrow."""
    found = "".join(f'<li><i style="background:{colour}"></i>{escape(name)}</li>' for name, colour in parts.items())
    return f'{_LEGEND_STYLE}<ul class="figures-legend">{found}</ul>'


def _cell(place: int, text: str, words: int) -> str:
    tag = 'th scope="row"' if place == 0 else "td"
    return f"<{tag}{_kind(place, words)}>{escape(text)}</{tag[:2]}>"


def _kind(place: int, words: int) -> str:
    return "" if place < words else ' class="number"'
