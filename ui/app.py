"""The frame of every page, and the way from one to the other."""

from __future__ import annotations

import streamlit as st

from ui import session
from ui.screens import stories

st.set_page_config(page_title="Storytrack", layout="wide", page_icon=":material/closed_caption:")

PAGES = {
    "stories": st.Page(stories.draw, title="Stories", url_path="stories", default=True),
}
page = st.navigation([*PAGES.values()], position="top")
session.know_pages(PAGES)
session.show_messages()
page.run()
