"""One screen of ours, run by Streamlit without a browser."""

from __future__ import annotations

from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.testing.v1 import AppTest

from ui.components.manifest import register_components


def open_screen(name: str, **query: str) -> AppTest:
    """The screen as its address shows it. A newsroom must be open. What our components show is for a browser."""

    def script(name: str) -> None:
        from importlib import import_module  # noqa: PLC0415  AppTest runs the source of this function alone

        import streamlit as st  # noqa: PLC0415

        from ui import session  # noqa: PLC0415

        names = ("stories", "new", "insights", "review", "preview")
        session.know_pages({one: st.Page(lambda: None, title=one, url_path=one) for one in names})
        session.show_messages()
        import_module(f"ui.screens.{name}").draw()

    page = AppTest.from_function(script, default_timeout=30, args=(name,))
    page._bidi_component_manager = BidiComponentManager()
    register_components(page._bidi_component_manager)
    page.query_params.update(query)
    return checked(page.run())


def checked(page: AppTest) -> AppTest:
    """The page after a run in which nothing of ours broke."""
    assert not page.exception, page.exception[0].message
    return page


def said(page: AppTest) -> str:
    """Everything that is written on the page, a line each."""
    kinds = (page.title, page.header, page.markdown, page.error, page.warning, page.success, page.info)
    return "\n".join(str(one.value).replace("\\", "") for kind in kinds for one in kind)
