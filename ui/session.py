"""What belongs to one person at one page: who they are, what they are told, and where they go next.

The only module that touches `st.session_state`. It holds nothing that would be missed: the truth is in the store.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, NoReturn

import streamlit as st

from ui.errands import Errand
from ui.newsroom import Newsroom, newsroom
from ui.view import plain
from workflow.bootstrap import Workbench
from workflow.bootstrap import person as person_at_this_machine
from workflow.commands import publish_to
from workflow.errors import StorytrackError
from workflow.progress import Reporter
from workflow.publish.publication import Receipt
from workflow.steps.overview import Tally
from workflow.store import StoredStory, StoredTrack

Kind = Literal["done", "error"]

_PAGES, _MESSAGES = "storytrack.pages", "storytrack.messages"


def room() -> Newsroom:
    """What this server works with."""
    return newsroom()


def tally(track: StoredTrack) -> Tally | None:
    """The tally of a track; None where it cannot be read: that is said where the track is opened."""
    try:
        return room().tallies.of(track)
    except StorytrackError:
        return None


def story(slug: str) -> StoredStory:
    """Raises `UnknownStory`."""
    return room().store.stories.get(slug)


def has_corrections(slug: str) -> bool:
    """Whether a person has corrected captions of the story. Raises `UnknownStory`."""
    found = (tally(track) for track in room().store.tracks.list(slug))
    return any(one is not None and one.origin == "person" for one in found)


def publish(slug: str) -> Errand[Receipt]:
    """Begin to publish a story to its folder below the settings' site; it goes on when the page is left."""
    here, by = room(), person()
    target = place_of(slug)

    def work(watch: Reporter) -> Receipt:
        bench = Workbench(here.settings, here.store, watch, by)
        return publish_to(bench, here.store.stories.get(slug), target)

    return here.publishing.start(slug, work, by=by)


def place_of(slug: str) -> Path:
    """The folder to which a story is published from here."""
    return room().settings.site / slug


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


def keep_fields(*keys: str) -> None:
    """What has been filled into these fields stays when another page is looked at: Streamlit forgets it otherwise."""
    for key in keys:
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]


def begin_fields(values: Mapping[str, object]) -> None:
    """What stands in fields that nobody has touched; to be called before they are drawn."""
    for key, value in values.items():
        st.session_state.setdefault(key, value)


def field(key: str) -> str:
    """What stands in a text field, "" while it has not been drawn."""
    return str(st.session_state.get(key) or "")


def fill_field(key: str, text: str) -> None:
    """Put a text into a field that is drawn later in this run."""
    st.session_state[key] = text


def clear_fields(*keys: str) -> None:
    """The fields are as at the beginning when they are drawn again."""
    for key in keys:
        st.session_state.pop(key, None)


def link(page: str, label: str, *, icon: str | None = None, query: Mapping[str, str] | None = None) -> None:
    """A link to another page of ours, in the place where this is called."""
    st.page_link(st.session_state[_PAGES][page], label=label, icon=icon, query_params=dict(query or {}))
