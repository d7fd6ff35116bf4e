"""The preview server: one folder, nothing else, and a clean end."""

from __future__ import annotations

import http.client
import signal
import socket
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.publish.factories import a_file, a_page
from tests.publish.serving import serving
from workflow.errors import PublishError
from workflow.publish.folder import publish_folder
from workflow.publish.serve import serve

VIDEO = bytes(range(256)) * 40


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    publish_folder(a_page(a_file(tmp_path, VIDEO)), tmp_path / "site")
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "site" / "escape.txt").symlink_to(tmp_path / "secret.txt")
    with serving(tmp_path / "site") as url:
        yield url


def get(
    address: str, path: str, method: str = "GET", headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str], bytes]:
    parts = urllib.parse.urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    connection.request(method, path, headers=headers or {})
    answer = connection.getresponse()
    found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    connection.close()
    return found


def file_of(tmp_path: Path, suffix: str) -> str:
    return "/" + next((tmp_path / "site").glob(f"*{suffix}")).name


@pytest.mark.parametrize(
    ("suffix", "type_"),
    [
        (".vtt", "text/vtt; charset=utf-8"),
        (".css", "text/css; charset=utf-8"),
        (".js", "text/javascript; charset=utf-8"),
        (".mp4", "video/mp4"),
        (".html", "text/html; charset=utf-8"),
    ],
)
def test_every_file_has_its_type_and_the_policy(address: str, tmp_path: Path, suffix: str, type_: str) -> None:
    """No browser has to guess, and none may."""
    status, headers, body = get(address, file_of(tmp_path, suffix))
    assert (status, headers["content-type"], bool(body)) == (200, type_, True)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"].startswith("default-src 'none';")


def test_the_video_answers_ranges(address: str, tmp_path: Path) -> None:
    """A reader can seek without loading what lies before."""
    status, headers, body = get(address, file_of(tmp_path, ".mp4"), headers={"Range": "bytes=1000-1099"})
    assert (status, headers["content-range"], headers["content-type"]) == (206, "bytes 1000-1099/10240", "video/mp4")
    assert body == VIDEO[1000:1100]
    assert get(address, file_of(tmp_path, ".mp4"), headers={"Range": "bytes=99999-"})[0] == 416


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "//etc/passwd",
        "/escape.txt",
        "/.storytrack.json",
        "/%2estorytrack.json",
        "/./.storytrack.json",
        "/nothing",
        "/%00",
        "/" + "a" * 5000,
    ],
)
def test_nothing_else_is_served(address: str, path: str) -> None:
    """Nothing outside, nothing through a link, nothing hidden."""
    status, _, body = get(address, path)
    assert status == 404
    assert b"secret" not in body


def test_only_reading_is_answered(address: str) -> None:
    """HEAD as GET without the body; anything that would change something is refused."""
    assert get(address, "/", "HEAD")[::2] == (200, b"")
    assert get(address, "/", "POST")[0] == 405


def test_a_foreign_name_for_this_machine_is_turned_away(address: str) -> None:
    """A web site that points its own name here must not read a story that is not out yet."""
    assert get(address, "/", headers={"Host": "evil.example"})[0] == 400


SERVE = """
import sys
from pathlib import Path
from workflow.publish.serve import serve
serve(Path(sys.argv[1]), port=int(sys.argv[2]), ready=lambda url: print(url, flush=True))
print("ended")
"""


def test_serving_names_its_address_and_ends_cleanly(tmp_path: Path) -> None:
    """A busy port gives way to the next; Ctrl-C ends it without a traceback."""
    publish_folder(a_page(a_file(tmp_path)), tmp_path / "site")
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        child = subprocess.Popen(
            [sys.executable, "-c", SERVE, tmp_path / "site", str(port)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert child.stdout is not None
        url = child.stdout.readline().strip()
        assert int(url.rstrip("/").rsplit(":", 1)[1]) > port
        assert get(url, "/")[0] == 200
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=20)
    assert (child.returncode, out, err) == (0, "ended\n", "")


def test_a_folder_without_a_page_is_refused(tmp_path: Path) -> None:
    """One sentence saying what to do first."""
    with pytest.raises(PublishError, match="run `storytrack publish` first"):
        serve(tmp_path)


def test_an_address_that_is_not_ours_is_refused(tmp_path: Path) -> None:
    """192.0.2.1 is nobody's (RFC 5737), so it cannot be this machine's."""
    publish_folder(a_page(a_file(tmp_path)), tmp_path / "site")
    with pytest.raises(PublishError, match=r"Cannot serve on 192\.0\.2\.1"):
        serve(tmp_path / "site", host="192.0.2.1")
