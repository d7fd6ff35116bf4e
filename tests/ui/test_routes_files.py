"""The editor's files: kept by the browser for as long as they are what they are, and nothing else of the server's."""

from __future__ import annotations

import gzip

import pytest

from tests.ui.served import Served
from ui.routes.files import editor_address


def test_a_file_at_its_address_is_kept_for_good(door: Served) -> None:
    """The address is another one when a file is; who can take it packed gets it so."""
    door.sign_in()
    answer = door.get(f"{editor_address()}/list/rows.js")
    assert answer.status == 200
    assert b"export class Rows" in answer.body
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "immutable" in answer.headers["cache-control"]
    packed = door.get(f"{editor_address()}/list/rows.js", Accept_Encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == answer.body
    assert door.get(f"{editor_address()}/list.css").headers["content-type"].startswith("text/css")


def test_a_page_from_before_an_upgrade_keeps_nothing(door: Served) -> None:
    door.sign_in()
    answer = door.get("/files/before/editor/api.js")
    assert answer.status == 200
    assert answer.headers["cache-control"] == "private, no-cache"


@pytest.mark.parametrize("name", ["none.js", "__init__.py", "../../server.py", "%2e%2e/stories/main.js", "list", ""])
def test_nothing_else_is_sent(door: Served, name: str) -> None:
    """Neither Python nor files of another folder."""
    door.sign_in()
    assert door.get(f"{editor_address()}/{name}").status == 404


def test_who_is_not_in_gets_no_file(door: Served) -> None:
    assert door.get(f"{editor_address()}/api.js").status != 200
