"""What a page shows when its address names something that is not there."""

from __future__ import annotations

import streamlit as st

from ui import session
from ui.view import plain


def say_missing(sentence: str) -> None:
    """The sentence, and a way back."""
    st.set_page_config(page_title="Not found · Storytrack")
    st.title("There is nothing here", anchor=False)
    st.error(plain(sentence))
    session.link("stories", "Back to the stories", icon=":material/arrow_back:")
