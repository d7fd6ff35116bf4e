"""The server's secret, and what is made from it: the key in the link, and the signed cookie that knows a name."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from itsdangerous import BadData, URLSafeTimedSerializer

from workflow.errors import StoreError

FILE = "ui-key"
"""In the home folder. Whoever removes it signs everybody out at the next start."""
COOKIE_DAYS = 30
LONGEST_NAME = 80

_SECRET_BYTES = 32


class Keyring:
    """What opens the door. Nobody who lacks the secret can make a key or a cookie."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._cookies = URLSafeTimedSerializer(self._derived("cookie"), salt="storytrack.person")
        self.key = self._derived("link")[:32]
        """What the link carries: 128 bits in hexadecimal."""
        self.cookie_name = f"storytrack-{self._derived('cookie name')[:8]}"
        """Browsers share cookies between the ports of a machine: two homes must not sign each other's people out."""

    def is_key(self, key: str) -> bool:
        return hmac.compare_digest(key.encode(), self.key.encode())

    def cookie(self, name: str) -> str:
        """The signed cookie of a person."""
        return str(self._cookies.dumps(name))

    def name_in(self, cookie: str) -> str | None:
        """Whose cookie it is; None for one that is not ours or too old."""
        try:
            name = self._cookies.loads(cookie, max_age=COOKIE_DAYS * 86_400)
        except BadData:
            return None
        return name if isinstance(name, str) else None

    def _derived(self, purpose: str) -> str:
        return hmac.new(self._secret, purpose.encode(), hashlib.sha256).hexdigest()


def open_keyring(home: Path) -> Keyring:
    """The home's keyring, its secret made at the first start and readable by its owner alone. Raises `StoreError`."""
    file = home / FILE
    try:
        _make_secret(file)
        file.chmod(0o600)
        secret = file.read_bytes()
    except OSError as error:
        why = error.strerror or error
        raise StoreError(f"{file} cannot be used ({why}): check its rights, or remove it.") from error
    if len(secret) != _SECRET_BYTES:
        raise StoreError(f"{file} is damaged: remove it, and everybody signs in again with the new link.")
    return Keyring(secret)


def _make_secret(file: Path) -> None:
    """Of two servers that start at once, one makes the file and the other finds it whole."""
    if file.exists():
        return
    part = file.with_name(f"{FILE}.{secrets.token_hex(8)}")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(secrets.token_bytes(_SECRET_BYTES))
            opened.flush()
            os.fsync(opened.fileno())
        try:
            os.link(part, file)  # unlike a rename it does not replace what another has made meanwhile
        except FileExistsError:
            pass
        except OSError:  # a file system without links
            part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def clean_name(text: str) -> str:
    """The name as it stands in the log and beside edits: one line, at most `LONGEST_NAME` characters; "" for none."""
    visible = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(visible.split())[:LONGEST_NAME].strip()
