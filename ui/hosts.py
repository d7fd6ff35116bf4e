"""Under which names the server answers.

A page elsewhere can make a name of its own point to this machine (DNS rebinding), and the browser then takes our
answers for that page's. Its requests carry that name as Host, which is none of ours. An address in figures
cannot be rebound.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit


class Hosts:
    """The names and addresses that a request's Host may have; ports do not matter."""

    def __init__(self, bound: str, allowed: Iterable[str] = ()) -> None:
        """`bound` is the address the server listens on, `allowed` names that a proxy in front of it may pass on."""
        self._names = {"localhost", bound.lower().strip("[]"), *(name.lower().rstrip(".") for name in allowed)}
        self._is_local = is_loopback(bound)
        if not self._is_local:
            self._names |= _names_of_this_machine()

    def allows(self, host: str) -> bool:
        """Whether the value of a Host header is one of ours."""
        name = _host_name(host)
        if name is None:
            return False
        if name in self._names:
            return True
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return False
        return address.is_loopback or not self._is_local


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _host_name(host: str) -> str | None:
    """The host without its port, lower case; None for what is no host at all."""
    try:
        found = urlsplit(f"//{host}")
        name = found.hostname
        _ = found.port  # checks it
    except ValueError:
        return None
    plain = not (found.username or found.password or found.path or found.query or found.fragment)
    return name.lower().rstrip(".") if name and plain else None


def _names_of_this_machine() -> set[str]:
    own = socket.gethostname().lower()
    return {own, own.partition(".")[0], f"{own.partition('.')[0]}.local", socket.getfqdn().lower()} - {""}
