"""What a page shows when its address names something that is not there."""

from __future__ import annotations

import streamlit as st

from ui import session
from ui.view import plain
from workflow.errors import StorytrackError, UnknownStory


def say_missing(error: StorytrackError) -> None:
    """The sentence, and a way back."""
    st.set_page_config(page_title="Not found · Storytrack")
    st.title("There is nothing here", anchor=False)
    st.error(plain(_sentence(error)))
    session.link("stories", "Back to the stories", icon=":material/arrow_back:")


def _sentence(error: StorytrackError) -> str:
    """The error's own sentence, but for what it says of commands, which nobody types here."""
    if isinstance(error, UnknownStory):
        return f"There is no story “{error.slug}”. Its address may be mistyped, or the story was deleted."
    return str(error)
