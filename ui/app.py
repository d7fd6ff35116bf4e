"""The frame of every page, and the way from one to the other."""

from __future__ import annotations

from html import escape

import streamlit as st

from ui import session
from ui.screens import insights, new, preview, review, stories

# Drawn here: Streamlit fetches emojis and material icons for this place from servers elsewhere.
ICON = """
<svg viewBox="0 0 32 32"><rect x="1" y="4" width="30" height="24" rx="5" fill="#0b57d0"/>
<path d="M7 17h8m3 0h7M7 22h4m3 0h11" stroke="#fff" stroke-width="3" stroke-linecap="round"/></svg>
"""

st.set_page_config(page_title="Storytrack", layout="wide", page_icon=ICON)

PAGES = {
    "stories": st.Page(stories.draw, title="Stories", url_path="stories", default=True),
    "new": st.Page(new.draw, title="New story", url_path="new"),
    "insights": st.Page(insights.draw, title="Insights", url_path="insights"),
    "review": st.Page(review.draw, title="Review", url_path="review", visibility="hidden"),
    "preview": st.Page(preview.draw, title="Preview", url_path="preview", visibility="hidden"),
}

# Streamlit leaves 6 rem above and 10 below, which a producer scrolls past all day, and writes white on every button of
# the primary colour, which in the dark is a light one. On a phone it hides the ways to the other pages behind a button
# without a word; there is room for all three where the name of who is signed in is shortened. None of its links
# shows that it has the keyboard.
FRAME = """
<style>
  .stMainBlockContainer { padding-block: 4.5rem 3rem; max-inline-size: 90rem; }
  .stVerticalBlock > :has(> .st-key-person) {
    position: fixed; inset-block-start: 0; inset-inline-end: 1rem; z-index: 999990; inline-size: auto;
  }
  .stApp :is(a, main):focus-visible {
    outline: 2px solid light-dark(#0b57d0, #8ab4f8); outline-offset: -2px; box-shadow: none;
  }
  [data-testid^="stBaseButton-primary"] { color: light-dark(#fff, #0f1218); }
  .person { display: flex; align-items: center; gap: .5rem; block-size: 3.75rem; font-size: .875rem; }
  .person b { max-inline-size: 12rem; overflow: hidden; font-weight: 600; text-overflow: ellipsis; }
  .person * { white-space: nowrap; }
  .person a { color: inherit; padding-block: .25rem; }
  .stVerticalBlock > :has(> .st-key-pages) { display: none; }
  @media (max-width: 48rem) {
    [data-testid="stExpandSidebarButton"], [data-testid="stSidebar"], .person span { display: none; }
    .person b { max-inline-size: 6rem; }
    .stVerticalBlock > :has(> .st-key-pages) {
      display: block; position: fixed; inset: 0 auto auto .5rem; z-index: 999990; inline-size: auto;
    }
    .st-key-pages { block-size: 3.75rem; flex-wrap: nowrap; align-items: center; gap: 0; }
    .st-key-pages a { padding-inline: .375rem; }
  }
</style>
"""

page = st.navigation([*PAGES.values()], position="top")
session.know_pages(PAGES)
session.keep_fields(*new.FIELDS)
st.html(FRAME)
with st.container(key="person"):
    name = f"<span>Signed in as</span> <b>{escape(session.person())}</b>"
    st.html(f'<div class="person">{name} <a href="/sign-in" target="_self">Change</a></div>')
with st.container(key="pages", horizontal=True):
    for name_, shown in PAGES.items():
        if shown.visibility != "hidden":
            session.link(name_, shown.title)
if page is not PAGES["review"]:
    session.forget(review.SHOWN)
session.show_messages()
page.run()
