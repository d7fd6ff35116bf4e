"""Under which names the server answers."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from tests.ui.served import Served, served
from ui.hosts import Hosts, is_loopback


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "evil.example:80"]
)
def test_a_name_made_to_point_here_is_none_of_ours(door: Served, host: str) -> None:
    """DNS rebinding: the page elsewhere would read what we answer, signed in or not."""
    door.sign_in()
    answer = door.get("/", Host=host)
    assert answer.status == 421
    assert "--allow-host" in answer.why


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:8501", "localhost", "LOCALHOST:1", "localhost.", "[::1]:80", "127.1.2.3"]
)
def test_this_machine_by_any_name(host: str) -> None:
    assert Hosts("127.0.0.1").allows(host)


@pytest.mark.parametrize(
    "host", ["", "a b", "user@localhost", "localhost/x", "localhost?x", "localhost:x", "[::1", "10.0.0.7"]
)
def test_what_is_no_host_of_this_machine(host: str) -> None:
    """Odd ones, and addresses of others while only this machine is served."""
    assert not Hosts("127.0.0.1").allows(host)


def test_a_proxys_name_is_allowed_by_name(tmp_path: Path) -> None:
    """`--allow-host`, and only that name."""
    with served(tmp_path / "home", allowed=("Captions.Newsroom.example",)) as door:
        assert door.get("/", Host="captions.newsroom.example").status == 401
        assert door.get("/", Host="x.captions.newsroom.example").status == 421


def test_a_server_for_the_network_answers_to_its_addresses_and_names() -> None:
    """Addresses in figures cannot be rebound."""
    hosts = Hosts("0.0.0.0")  # noqa: S104
    assert hosts.allows("192.168.1.20:8501")
    assert hosts.allows(socket.gethostname())
    assert not hosts.allows("evil.example")


@pytest.mark.parametrize(
    ("host", "is_local"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("::1", True),
        ("0.0.0.0", False),
        ("::", False),
        ("news.example", False),
    ],  # noqa: S104
)
def test_who_reaches_an_address(host: str, *, is_local: bool) -> None:
    assert is_loopback(host) is is_local
