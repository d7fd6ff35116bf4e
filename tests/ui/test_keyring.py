"""The server's secret, its key and its cookies."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ui.keyring import COOKIE_DAYS, FILE, LONGEST_NAME, Keyring, clean_name, open_keyring
from workflow.errors import StoreError


def test_the_key_outlives_the_server_and_the_file_is_the_owners(tmp_path: Path) -> None:
    """The link of yesterday opens the door today; nobody else on the machine reads the secret."""
    assert open_keyring(tmp_path).key == open_keyring(tmp_path).key
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600
    assert os.listdir(tmp_path) == [FILE]  # noqa: PTH208  names are all that is wanted


def test_servers_that_start_at_once_have_one_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = {one.key for one in pool.map(lambda _: open_keyring(tmp_path), range(8))}
    assert len(keys) == 1


def test_a_damaged_secret_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"short")
    with pytest.raises(StoreError, match="damaged"):
        open_keyring(tmp_path)


def test_a_cookie_holds_for_its_days(monkeypatch: pytest.MonkeyPatch) -> None:
    """And not a day longer, whatever the browser does."""
    ring, now = Keyring(b"s" * 32), time.time()
    cookie = ring.cookie("Anna")
    monkeypatch.setattr(time, "time", lambda: now + COOKIE_DAYS * 86_400 - 10)
    assert ring.name_in(cookie) == "Anna"
    monkeypatch.setattr(time, "time", lambda: now + COOKIE_DAYS * 86_400 + 10)
    assert ring.name_in(cookie) is None


def test_another_homes_cookie_and_key_open_nothing() -> None:
    """Nor is the cookie even looked for under the same name."""
    ours, theirs = Keyring(b"o" * 32), Keyring(b"t" * 32)
    assert ours.name_in(theirs.cookie("Anna")) is None
    assert not ours.is_key(theirs.key)
    assert ours.cookie_name != theirs.cookie_name
    assert not ours.is_key("")
    assert not ours.is_key("ключ")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  Anna \n K. ", "Anna K."),
        ("Anna\u202eK", "Anna K"),
        ("\x00\u200b\t", ""),
        ("x" * 200, "x" * LONGEST_NAME),
        ("Зульфіє", "Зульфіє"),
    ],
)
def test_a_name_is_one_line_that_can_be_shown(typed: str, name: str) -> None:
    """It stands in the log and beside edits."""
    assert clean_name(typed) == name
