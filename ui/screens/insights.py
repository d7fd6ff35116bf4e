"""How the work goes: what readers can read in time, what is still wrong, and what each engine costs the newsroom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from ui import insight_words as words
from ui import session
from ui.tables import cards, legend, table
from ui.view import plain
from workflow.languages import english_name
from workflow.review.insights import TrackFacts

if TYPE_CHECKING:
    from ui.insight_panels import Panel


def draw() -> None:
    """The screen."""
    st.title("Insights", anchor=False)
    with st.spinner("Counting…"):  # after the server's start, 20 ms for each track of some minutes
        everything = session.room().insights.all()
    if not everything:
        _nothing_yet()
        return
    facts = _filtered(everything)
    if not facts:
        st.info("No track is like that. Choose another story, language or engine.")
        return
    from ui.insight_panels import ROWS  # noqa: PLC0415  Altair is 0.2 s and 25 MB that only this page pays

    st.html(cards(words.headline_figures(facts)))
    for row in ROWS:
        for place, panel in zip(st.columns(len(row), gap="medium"), row, strict=True):
            with place:
                _draw(panel, facts)


def _filtered(facts: Sequence[TrackFacts]) -> list[TrackFacts]:
    """The tracks that were chosen."""
    stories = words.story_labels(facts)
    languages = sorted({one.language for one in facts}, key=english_name)
    engines = sorted({words.engine_label(one.engine, one.model) for one in facts})
    of_story, of_language, of_engine = st.columns(3)
    with of_story:
        story = st.selectbox("Story", ["", *stories], format_func=lambda slug: stories[slug] if slug else "All stories")
    with of_language:
        language = st.selectbox(
            "Language", ["", *languages], format_func=lambda tag: _language(tag) if tag else "All languages"
        )
    with of_engine:
        engine = st.selectbox("Engine", ["", *engines], format_func=lambda name: name or "All engines")
    return [
        one
        for one in facts
        if story in ("", one.story)
        and language in ("", one.language)
        and engine in ("", words.engine_label(one.engine, one.model))
    ]


def _draw(panel: Panel, facts: Sequence[TrackFacts]) -> None:
    says = panel.sentence(facts)
    rows = panel.rows(facts)
    with st.container(border=True):
        st.header(panel.title, anchor=False)
        st.write(plain(says))
        if not rows:
            return
        chart = panel.chart(facts, says)
        if chart is not None:
            if panel.legend:
                st.html(legend(panel.legend))
            st.altair_chart(chart, width="stretch")
        with st.expander("Figures, and how they are counted"):
            st.write(panel.note)
            st.html(table(f"Figures: {panel.title}", panel.columns, rows, words=panel.texts))


def _language(tag: str) -> str:
    return f"{english_name(tag)} ({tag})"


def _nothing_yet() -> None:
    with st.container(border=True, gap="small"):
        st.header("Nothing to count yet", anchor=False)
        st.write(
            "As soon as the first video is transcribed, you see here how fast its captions are read and what the checks"
            " find. With the first edit comes how many words each engine got wrong and how long correcting takes; with"
            " the first approval, how long a story waits for its captions."
        )
