"""Under which names the server answers."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from tests.ui.served import Served, served
from ui.hosts import Hosts, is_loopback


def test_a_name_made_to_point_here_is_none_of_ours(door: Served) -> None:
    """DNS rebinding: the page elsewhere would read what we answer, signed in or not."""
    door.sign_in()
    for host in ("evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "evil.example:80"):
        answer = door.get("/", Host=host)
        assert answer.status == 421, host
        assert "--allow-host" in answer.why


OURS = ("127.0.0.1", "127.0.0.1:8501", "localhost", "LOCALHOST:1", "localhost.", "[::1]:80", "127.1.2.3")
NOT_OURS = ("", "a b", "user@localhost", "localhost/x", "localhost?x", "localhost:x", "[::1", "10.0.0.7")


@pytest.mark.parametrize("host", OURS)
def test_this_machine_by_any_name(host: str) -> None:
    assert Hosts("127.0.0.1").allows(host)


@pytest.mark.parametrize("host", NOT_OURS)
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


def test_which_addresses_only_this_machine_reaches() -> None:
    assert all(map(is_loopback, ("127.0.0.1", "localhost", "::1", "[::1]", "127.9.9.9")))
    assert not any(map(is_loopback, ("0.0.0.0", "::", "192.168.1.20", "news.example")))  # noqa: S104
