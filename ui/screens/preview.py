"""The story as its readers will get it, and beside it what publishing would do, what it has done, and the button."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import streamlit as st

from ui import session
from ui.components.frame import page_frame
from ui.errands import Errand
from ui.screens.missing import say_missing
from ui.view import findings_words, live_words, outgoing_words, plain, receipt_words, track_name
from workflow.errors import StorytrackError
from workflow.publish.publication import Receipt
from workflow.steps.outlook import Outgoing, Outlook, live_now, look_out
from workflow.store import StoredStory

_EVERY_S = 0.5
_SHOWN_FOR = timedelta(minutes=10)
"""After that what came of a publication is no news; what is out stands below it."""


def draw() -> None:
    """The screen."""
    slug = st.query_params.get("story", "")
    try:
        stored = session.story(slug)
        outlook = look_out(stored, session.place_of(slug), store=session.room().store, now=datetime.now(UTC))
    except StorytrackError as error:
        say_missing(error)
        return
    st.set_page_config(page_title=f"{stored.story.headline} · Preview")
    with st.container(horizontal=True, vertical_alignment="center"):
        session.link("stories", "Stories", icon=":material/arrow_back:")
        for one in outlook.tracks:
            query = {"story": slug, "track": str(one.track.id)}
            session.link("review", f"Review {track_name(one.track)}", icon=":material/subtitles:", query=query)
    st.title(plain(stored.story.headline), anchor=False)
    page, beside = st.columns([5, 3], gap="large")
    with page:
        _page(stored, outlook)
    with beside:
        _publication(stored, outlook)


def _page(stored: StoredStory, outlook: Outlook) -> None:
    """The page in a frame. It is loaded again when what it shows is another revision."""
    if not outlook.tracks:
        st.info("The page is shown here as soon as the story has captions.")
        return
    mark = " ".join(f"{one.track.id}.{one.revision}.{one.reviewed}" for one in outlook.tracks)
    address = f"/preview/{quote(stored.story.slug)}/"
    page_frame(address, f"The page of “{stored.story.headline}”", mark=mark, key="page")


def _publication(stored: StoredStory, outlook: Outlook) -> None:
    """What would go out, the button, and what is out."""
    slug = stored.story.slug
    st.header("What readers would get", anchor=False)
    for one in outlook.tracks:
        with st.container(border=True, gap="xsmall"):
            st.markdown(f"**{plain(track_name(one.track))}**, {one.track.status}")
            st.write(plain(outgoing_words(one)))
            _findings(one)
    errand = session.room().publishing.of(slug)
    is_under_way = errand is not None and not errand.is_done
    st.fragment(_errand, run_every=_EVERY_S if is_under_way else None)(slug, is_under_way=is_under_way)
    if not is_under_way:
        _offer(stored, outlook)
    _live(slug)


def _offer(stored: StoredStory, outlook: Outlook) -> None:
    """The button; where it can do nothing, the sentence why."""
    if outlook.refused:
        st.error(plain(outlook.refused))
    pressed = st.button(
        "Publish",
        type="primary",
        icon=":material/publish:",
        disabled=bool(outlook.refused),
        key="publish",
        width="stretch",
    )
    st.write(f"To the folder {plain(str(session.place_of(stored.story.slug)))}")
    if pressed:
        _confirm(stored, outlook)


@st.dialog("Publish to readers?")
def _confirm(stored: StoredStory, outlook: Outlook) -> None:
    st.write(f"**{plain(stored.story.headline)}**")
    for one in outlook.tracks:
        st.write(plain(f"{track_name(one.track)}: {outgoing_words(one)}"))
        _findings(one)
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button("Not yet", key="not_yet"):
            st.rerun()
        if st.button("Publish now", type="primary", key="publish_now"):
            session.publish(stored.story.slug)
            st.rerun()


def _findings(one: Outgoing) -> None:
    """What is open in a track; errors are not to be overlooked by who is in a hurry."""
    tally = session.tally(one.track)
    words = plain(findings_words(one.track, tally))
    if tally is not None and tally.errors:
        st.warning(words, icon=":material/warning:")
    else:
        st.write(words)


def _errand(slug: str, *, is_under_way: bool) -> None:
    """How far a publication is, or what has come of the last one; runs alone while one is under way."""
    with st.container(key="errand"):
        errand = session.room().publishing.of(slug)
        if errand is None:
            return
        if errand.is_done == is_under_way:
            st.rerun()  # it has ended, or somebody has begun one: the page beside says other things now
        if errand.ended_at is None:
            st.progress(errand.share, f"{errand.stage_name or 'Preparing'} …")
        elif datetime.now(UTC) - errand.ended_at < _SHOWN_FOR:
            _ended(errand, errand.ended_at)


def _ended(errand: Errand[Receipt], at: datetime) -> None:
    """The receipt, or the sentence why there is none."""
    if errand.result is None:
        st.error(plain(errand.error))
        return
    st.success(plain(f"{receipt_words(errand.result, at, datetime.now(UTC))} By {errand.by}."))
    for sentence in (*errand.told, *errand.result.warnings):
        st.warning(plain(sentence))


def _live(slug: str) -> None:
    """What readers have, wherever it was sent."""
    st.header("What readers have now", anchor=False)
    places = live_now(slug, store=session.room().store)
    if not places:
        st.write("Nothing yet.")
    now = datetime.now(UTC)
    for place in places:
        st.write(plain(live_words(place, now)))
        st.write(plain(place[0].url))
