"""What belongs to one person at one page: who they are, what they are told, and where they go next.

The only module that touches `st.session_state`. It holds nothing that would be missed: the truth is in the store.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Literal, NoReturn

import streamlit as st

from ui.newsroom import Newsroom, newsroom
from ui.view import plain
from workflow.bootstrap import find_profile
from workflow.bootstrap import person as person_at_this_machine
from workflow.captions.profile import Profile
from workflow.errors import StorytrackError
from workflow.steps.overview import Tallies

Kind = Literal["done", "error"]

_PAGES, _MESSAGES = "storytrack.pages", "storytrack.messages"


def room() -> Newsroom:
    """What this server works with."""
    return newsroom()


@st.cache_resource(show_spinner=False)
def tallies() -> Tallies:
    """The tallies of this server's tracks, kept for everybody."""
    here = newsroom()

    def profile(key: str) -> Profile:
        return find_profile(key or None, here.settings)

    return Tallies(here.store, profile)


def person() -> str:
    """Who is at the page: the name that the gate passed on, or the system's user where there is no gate."""
    from ui.gate import name_from_header  # noqa: PLC0415  the gate brings the web server with it

    name = st.user.get("name")
    return name_from_header(str(name)) if name else person_at_this_machine()


def know_pages(pages: Mapping[str, Any]) -> None:
    """The pages of this run, by their addresses, so that `go` finds them."""
    st.session_state[_PAGES] = pages


def go(page: str, query: Mapping[str, str] | None = None) -> NoReturn:
    """To another page, with its part of the address behind the "?"."""
    st.switch_page(st.session_state[_PAGES][page], query_params=dict(query or {}))


def has_page(page: str) -> bool:
    return page in st.session_state.get(_PAGES, {})


def tell(sentence: str, kind: Kind = "done") -> None:
    """Something to be said at the top of the page that comes next."""
    st.session_state.setdefault(_MESSAGES, []).append((kind, sentence))


def show_messages() -> None:
    """Say what was to be said. Draw this before anything that must not move."""
    with st.container(key="messages"):
        for kind, sentence in st.session_state.pop(_MESSAGES, []):
            (st.error if kind == "error" else st.success)(plain(sentence), width="stretch")


@contextmanager
def told() -> Iterator[None]:
    """What goes wrong in here is said in its own sentence, and the page goes on."""
    try:
        yield
    except StorytrackError as error:
        tell(str(error), "error")


def remember(name: str, value: object) -> None:
    """Keep something small for this tab, for as long as it is open."""
    st.session_state[f"storytrack.{name}"] = value


def recall(name: str, default: Any = None) -> Any:
    return st.session_state.get(f"storytrack.{name}", default)


def forget(*names: str) -> None:
    for name in names:
        st.session_state.pop(f"storytrack.{name}", None)
