"""How the work goes: what readers can read in time, what is still wrong, and what each engine costs the newsroom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from ui import charts, session
from ui import insight_words as words
from ui.tables import table
from ui.view import plain
from workflow.bootstrap import find_profile
from workflow.captions.profile import Profile
from workflow.languages import english_name
from workflow.review.insights import TrackFacts
from workflow.steps.insights import Insights
from workflow.store import Store


@dataclass(frozen=True, slots=True)
class Panel:
    """One question with its answer: in a sentence, in a chart, and in figures. `note` says how it is counted."""

    title: str
    sentence: Callable[[Sequence[TrackFacts]], str]
    chart: Callable[[Sequence[TrackFacts], str], Any]
    columns: tuple[str, ...]
    rows: Callable[[Sequence[TrackFacts]], words.Rows]
    note: str
    texts: int = 1
    """How many of the columns are words."""


READING = Panel(
    "Can the captions be read in time?",
    words.speed_sentence,
    charts.speed_chart,
    ("Characters a second", *words.VERDICTS.values()),
    words.speed_rows,
    "Every character counts, spaces too. “Fast” and “too fast” are by the rules of each track, for deaf readers where"
    " the rules have a speed of their own for them. The dashed line is the limit.",
)
FINDINGS = Panel(
    "What do the checks find?",
    words.found_sentence,
    charts.found_chart,
    ("Check", "Open errors", "Open warnings", "Waived"),
    words.found_rows,
    "In the captions as they are now, edits included. An error blocks approval until it is fixed or waived.",
)
WORDS = Panel(
    "Which engine costs how much correcting?",
    words.engines_sentence,
    charts.words_chart,
    ("Engine and model", "Tracks", "Words heard", *words.WORD_CHANGES.values(), "Changed"),
    words.engine_rows,
    "The least words to exchange, put in or take out between what the engine heard and the captions now. Speakers’"
    " names and sounds that were added do not count. Only tracks that somebody has worked on count.",
)
EFFORT = Panel(
    "How long does editing take?",
    words.effort_sentence,
    charts.effort_chart,
    ("Track", "Engine and model", "Status", "Edits", "Editing, min", "Video, min", "Editing a minute"),
    words.effort_rows,
    "From the times of the edits: a pause of more than 3 minutes is a break and does not count, and each stretch of"
    " work begins with 10 seconds. Listening without an edit leaves no mark, so that the real time is longer. A bar is"
    " all tracks of an engine together, a dot one of them.",
    texts=3,
)
APPROVAL = Panel(
    "How long from upload to approval?",
    words.approval_sentence,
    charts.approval_chart,
    ("Track", "Engine and model", "From upload to approval"),
    words.approval_rows,
    "From when the story was added with its video to the first approval of the track, nights and weekends included.",
    texts=2,
)


def draw() -> None:
    """The screen."""
    st.title("Insights", anchor=False)
    everything = _reader(session.room().store).all()
    if not everything:
        _nothing_yet()
        return
    facts = _filtered(everything)
    if not facts:
        st.info("No track is like that. Choose another story, language or engine.")
        return
    _headlines(facts)
    left, right = st.columns(2, gap="medium")
    with left:
        for panel in (READING, WORDS):
            _draw(panel, facts)
    with right:
        for panel in (FINDINGS, EFFORT):
            _draw(panel, facts)
    _draw(APPROVAL, facts)


@st.cache_resource(show_spinner=False, max_entries=1, hash_funcs={Store: id})
def _reader(store: Store) -> Insights:
    """What was read before is kept for everybody, for as long as this store is open."""
    here = session.room()

    def profile(key: str) -> Profile:
        return find_profile(key or None, here.settings)

    return Insights(store, profile)


def _filtered(facts: Sequence[TrackFacts]) -> list[TrackFacts]:
    """The tracks that were chosen."""
    stories = {one.story: one.headline for one in facts}
    languages = sorted({one.language for one in facts}, key=english_name)
    engines = sorted({words.engine_label(one.engine, one.model) for one in facts})
    of_story, of_language, of_engine = st.columns(3)
    with of_story:
        story = st.selectbox(
            "Story", ["", *stories], format_func=lambda slug: " ".join(stories[slug].split()) if slug else "All stories"
        )
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


def _headlines(facts: Sequence[TrackFacts]) -> None:
    with st.container(horizontal=True, gap="small"):
        for name, number, counted_from in words.headline_figures(facts):
            with st.container(border=True, width=220):
                st.metric(name, number)
                st.write(plain(counted_from))


def _draw(panel: Panel, facts: Sequence[TrackFacts]) -> None:
    says = panel.sentence(facts)
    rows = panel.rows(facts)
    with st.container(border=True):
        st.header(panel.title, anchor=False)
        st.write(plain(says))
        if not rows:
            return
        st.altair_chart(panel.chart(facts, says), width="stretch")
        with st.expander("Figures, and how they are counted"):
            st.write(panel.note)
            st.html(table(panel.title, panel.columns, rows, words=panel.texts))


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
