"""The charts of the insights. Pure: facts in, Altair charts out; drawn in the browser, which fetches nothing for them.

Colours have a contrast of 3 or more on Streamlit's white and on its dark grey (WCAG 1.4.11); every colour is also named
in the legend and stands in the order of the legend, so that nobody has to tell hues apart. Legends are left to the
page: in a chart as narrow as a phone they are cut off. A chart's description, which a screen reader reads, is the
sentence above it, and a bar's is what it stands for; the figures stand in a table below. Streamlit draws charts as SVG,
so that their texts take the colour of the page's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from ui.insight_words import (
    VERDICTS,
    WORD_CHANGES,
    approval_spans,
    engine_label,
    found_rows,
    percent,
    rate,
    track_label,
)
from ui.view import counted
from workflow.review.insights import TrackFacts, engines_frame, speed_bins

BLUE, ORANGE, RED, GREY, GREEN = "#3d83d9", "#c07a10", "#d9485f", "#7f8794", "#2b9070"
SPEED_PARTS = dict(zip(VERDICTS.values(), (BLUE, ORANGE, RED), strict=True))
FOUND_PARTS = {"Error": RED, "Warning": ORANGE, "Waived": GREY}
WORD_PARTS = dict(zip(WORD_CHANGES.values(), (RED, ORANGE, GREEN, GREY), strict=True))
EFFORT_PARTS = {"All tracks of an engine": BLUE, "One track": ORANGE}
"""What the colours of each chart mean, in their order."""

_FASTEST_SHOWN = 40
_BAR_PX = 34

Chart = Any
"""An Altair chart: its methods are written for any chart and say no type."""


def speed_chart(facts: Sequence[TrackFacts], says: str) -> Chart:
    """How many captions are read at which speed, coloured by what the checks say of each in its own track."""
    bins = speed_bins(facts, last=_FASTEST_SHOWN)
    rows = [
        {
            "from": row["cps_from"],
            "to": row["cps_from"] + 1,
            "kind": VERDICTS[row["verdict"]],
            "rank": [*VERDICTS].index(row["verdict"]),
            "captions": row["cues"],
            "says": f"{counted(row['cues'], 'caption')} from {row['cps_from']:.0f} characters a second on:"
            f" {VERDICTS[row['verdict']]}",
        }
        for row in bins.to_dict("records")
    ]
    bars = (
        _chart(rows)
        .mark_bar(binSpacing=1)
        .encode(
            x=alt.X("from:Q", title="Characters a second")
            .bin("binned")
            .scale(domain=(0, max((row["to"] for row in rows), default=_FASTEST_SHOWN)), nice=False)
            .axis(tickMinStep=1, labelExpr=f"datum.value >= {_FASTEST_SHOWN} ? '{_FASTEST_SHOWN}+' : datum.label"),
            x2="to:Q",
            y=_counts("captions", "Captions"),
            color=_colours(SPEED_PARTS),
            order="rank:Q",
            description="says:N",
            tooltip=["captions:Q", "kind:N", alt.Tooltip("from:Q", title="from"), alt.Tooltip("to:Q", title="to")],
        )
    )
    limits = sorted({one.max_cps for one in facts if one.max_cps is not None and one.speeds})
    rule = (
        _chart([{"limit": limit} for limit in limits])
        .mark_rule(strokeDash=[5, 4], color=GREY, size=2)
        .encode(x=alt.X("limit:Q"), tooltip=[alt.Tooltip("limit:Q", title="limit, characters a second")])
    )
    return _in_ink((bars + rule).properties(height=280, description=says))


def found_chart(facts: Sequence[TrackFacts], says: str) -> Chart:
    """Findings by check: open errors and warnings, and those that are waived."""
    found = found_rows(facts)
    rows = [
        {"check": check, "kind": kind, "rank": rank, "findings": int(count), "says": f"{check}, {kind}: {count}"}
        for check, *counts in found
        for rank, (kind, count) in enumerate(zip(FOUND_PARTS, counts, strict=True))
    ]
    names = [row[0] for row in found]
    return _bars(rows, says, name="check", names=names, amount="findings", title="Findings", parts=FOUND_PARTS)


def words_chart(facts: Sequence[TrackFacts], says: str) -> Chart | None:
    """What share of the words that an engine heard was changed, and how; None where none has heard any."""
    rows, names = [], []
    for row in engines_frame(facts).dropna(subset=["share_changed"]).to_dict("records"):
        name = engine_label(row["engine"], row["model"])
        names.append(name)
        rows += [
            {"engine": name, "kind": kind, "rank": rank, "share": share, "says": f"{name}, {kind}: {percent(share)}"}
            for rank, (column, kind) in enumerate(WORD_CHANGES.items())
            for share in [row[column] / row["words_heard"]]
        ]
    if not rows:
        return None
    title = "Share of the words heard"
    return _bars(rows, says, name="engine", names=names, amount="share", title=title, parts=WORD_PARTS, as_percent=True)


def effort_chart(facts: Sequence[TrackFacts], says: str) -> Chart:
    """Minutes of editing a minute of video: a bar for each engine, a mark for each track."""
    worked = [one for one in facts if one.is_worked_on and one.media_ms]
    by_engine: dict[str, list[TrackFacts]] = {}
    for one in worked:
        by_engine.setdefault(engine_label(one.engine, one.model), []).append(one)
    rates = {
        name: sum(one.active_ms for one in own) / sum(one.media_ms for one in own) for name, own in by_engine.items()
    }
    names = sorted(rates, key=lambda name: rates[name])
    bars = [{"engine": name, "rate": rates[name], "says": f"{name}: {rate(rates[name])}"} for name in names]
    marks = [
        {"engine": name, "rate": one.active_ms / one.media_ms, "track": one.headline, "says": track_label(one)}
        for name, own in by_engine.items()
        for one in own
    ]
    x, y = alt.X("rate:Q", title="Minutes of editing a minute of video"), _names("engine", names)
    chart = (
        _chart(bars)
        .mark_bar(color=BLUE, size=_BAR_PX // 2)
        .encode(x=x, y=y, description="says:N", tooltip=["engine:N", alt.Tooltip("rate:Q", format=".2f")])
    )
    ticks = (
        _chart(marks)
        .mark_point(fill=ORANGE, stroke="white", strokeWidth=1.5, size=110, opacity=1)
        .encode(x=x, y=y, description="says:N", tooltip=["track:N", alt.Tooltip("rate:Q", format=".2f")])
    )
    return _in_ink((chart + ticks).properties(height=_height(names), description=says))


def approval_chart(facts: Sequence[TrackFacts], says: str) -> Chart | None:
    """How many tracks were approved within which time of their story's upload; None before the first."""
    spans = approval_spans(facts)
    if not any(count for _, count in spans):
        return None
    bars = (
        _chart([{"time": name, "tracks": count, "says": f"{name}: {counted(count, 'track')}"} for name, count in spans])
        .mark_bar(color=BLUE, size=_BAR_PX // 2)
        .encode(
            x=alt.X("tracks:Q", title="Tracks approved").axis(tickMinStep=1, format="d"),
            y=_names("time", [name for name, _ in spans]),
            description="says:N",
            tooltip=["time:N", "tracks:Q"],
        )
        .properties(height=_height(spans), description=says)
    )
    return _in_ink(bars)


def _bars(
    rows: Sequence[Mapping[str, Any]],
    says: str,
    *,
    name: str,
    names: Sequence[str],
    amount: str,
    title: str,
    parts: Mapping[str, str],
    as_percent: bool = False,
) -> Chart:
    """Lying bars in the order of `names`, each stacked of `parts`, which have their colours."""
    x = alt.X(f"{amount}:Q", title=title)
    x = x.axis(format="%") if as_percent else x.axis(tickMinStep=1, format="d")
    bars = (
        _chart(rows)
        .mark_bar(size=_BAR_PX // 2)
        .encode(
            x=x,
            y=_names(name, names),
            color=_colours(parts),
            order="rank:Q",
            description="says:N",
            tooltip=[f"{name}:N", "kind:N", alt.Tooltip(f"{amount}:Q", format=".1%" if as_percent else "d")],
        )
        .properties(height=_height(names), description=says)
    )
    return _in_ink(bars)


def _chart(rows: Sequence[Mapping[str, Any]]) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=[dict(row) for row in rows]))


def _names(field: str, names: Sequence[str]) -> alt.Y:
    return alt.Y(f"{field}:N", title=None).sort(list(names)).axis(labelLimit=190, labelPadding=6, labelOverlap=False)


def _counts(field: str, title: str) -> alt.Y:
    return alt.Y(f"sum({field}):Q", title=title).axis(tickMinStep=1, format="d")


def _colours(parts: Mapping[str, str]) -> alt.Color:
    scale = alt.Scale(domain=[*parts], range=[*parts.values()])
    return alt.Color("kind:N", scale=scale, legend=None)


def _in_ink(chart: Chart) -> Chart:
    """With texts in the page's own colour: Streamlit's grey for them has a contrast of 3.7."""
    ink = {"labelColor": "currentColor", "titleColor": "currentColor"}
    return chart.configure_axis(**ink, labelFontSize=12, titleFontWeight="normal")


def _height(bars: Sequence[object]) -> int:
    """Pixels for so many lying bars and the axis below them."""
    return 80 + _BAR_PX * max(1, len(bars))
