"""The review of one track: the editor, and above it one line with the ways to everything else of its story."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from ui import session
from ui.components.editor import editor
from ui.screens.missing import say_missing
from ui.view import track_name
from workflow.errors import NoSuchTrack, StorytrackError, UnknownTrack
from workflow.store import StoredTrack
from workflow.story import Story

_FRAME = """
<style>
  .stApp .stMainBlockContainer { padding: 3.25rem 1rem .5rem; max-inline-size: none; }
  .stApp .stAppHeader { min-block-size: 3rem; block-size: 3rem; }
  .stApp :is(.person, .st-key-pages) { block-size: 3rem; }
  .stMainBlockContainer > .stVerticalBlock { gap: .5rem; }
  .stElementContainer:has(> .stHtml > .unseen) { position: absolute; }
  .unseen { position: absolute; inline-size: 1px; block-size: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); }
  .stApp .st-key-ways a:not(:hover) { background: none; }
  .stApp .st-key-ways a span { font-weight: 400; }
  @media (max-width: 48rem) {
    .st-key-ways { flex-wrap: nowrap; overflow-x: auto; }
    .st-key-ways > :first-child { display: none; }
  }
  @media (min-width: 75rem) {
    .stApp .stMainBlockContainer { padding-block-start: 3rem; }
    .stVerticalBlock > :has(> .st-key-ways) {
      position: fixed; inset-block-start: 0; inset-inline: 16rem; z-index: 999990;
      block-size: 3rem; align-items: center;
    }
    .st-key-ways { flex-wrap: nowrap; overflow-x: auto; }
    .st-key-ways > :first-child { display: none; }
  }
</style>
"""
"""The editor has the window but for one line, which is Streamlit's own header, with its link to the stories, where that
is wide enough; Streamlit marks links to other tracks as if they led to the one that is shown. The rules are on the page
for as long as the review is.
"""


SHOWN = "review.track"
"""The track that this tab shows; to be forgotten when it shows another page."""


def draw() -> None:
    """The screen."""
    slug = st.query_params.get("story", "")
    try:
        story, tracks = session.story(slug).story, session.room().store.tracks.list(slug)
        track = _chosen(slug, tracks, st.query_params.get("track", ""))
    except StorytrackError as error:
        say_missing(error)
        return
    _write_address(track)
    name = track_name(track)
    st.set_page_config(page_title=f"{story.headline} · {name} · Review")
    st.html(f"{_FRAME}<h1 class='unseen'>{escape(f'Review: {story.headline}, {name}')}</h1>")
    _ways(story, track, tracks)
    with st.container(key="editor"):
        st.fragment(editor)(track.id, key=f"editor-{track.id}")


def _write_address(track: StoredTrack) -> None:
    """A link from one track to another changes the page and leaves the browser's address as it was: put it right.

    Only then: each time the address is written, the way back gets a step longer.
    """
    shown = session.recall(SHOWN)
    if shown not in (None, track.id):
        st.query_params["track"] = str(track.id)
    session.remember(SHOWN, track.id)


def _chosen(slug: str, tracks: Sequence[StoredTrack], wanted: str) -> StoredTrack:
    """The track that the address names; where it names none, the captions before the other kinds.

    Raises `UnknownTrack`, `NoSuchTrack`.
    """
    if not tracks:
        raise UnknownTrack(slug, "caption", ())
    if not wanted:
        return min(tracks, key=lambda track: track.kind != "captions")
    found = next((track for track in tracks if str(track.id) == wanted), None)
    if found is None:
        raise NoSuchTrack(int(wanted) if wanted.isdecimal() else 0)
    return found


def _ways(story: Story, track: StoredTrack, tracks: Sequence[StoredTrack]) -> None:
    """Back, to the story's other tracks, and on to the preview."""
    with st.container(key="ways", horizontal=True, vertical_alignment="center", gap="small"):
        session.link("stories", "Stories", icon=":material/arrow_back:")
        for other in tracks:
            if other.id != track.id:
                query = {"story": story.slug, "track": str(other.id)}
                session.link("review", track_name(other), icon=":material/subtitles:", query=query)
        session.link("preview", "Preview and publish", icon=":material/visibility:", query={"story": story.slug})
