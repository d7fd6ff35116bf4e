"""Publishing to a folder: what is written, what is refused, and what readers see meanwhile."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from filelock import FileLock

from tests.publish.factories import ENGLISH, STORY, UKRAINIAN, a_cue, a_file, a_page, automatic, reviewed, video_facts
from tests.publish.serving import serving
from workflow.captions.track import Track
from workflow.errors import PublishError
from workflow.publish import folder as folder_module
from workflow.publish.folder import publish_folder
from workflow.publish.page.names import MARKER
from workflow.publish.publication import StoryPage
from workflow.publish.target import aside_of, new_prefix


def beside(target: Path) -> list[str]:
    """What stands beside the target under a name of ours, the lock aside."""
    return [path.name for path in target.parent.glob(f".{target.name}.storytrack-*")]


def test_a_page_is_written_with_everything_it_refers_to(tmp_path: Path) -> None:
    """Page, video, captions, style, script; the receipt lists them with their sizes."""
    poster = tmp_path / "poster"
    poster.write_bytes(b"\x89PNG\r\n\x1a\n more")
    page = a_page(a_file(tmp_path), reviewed(), automatic(UKRAINIAN), poster=poster)
    receipt = publish_folder(page, tmp_path / "deep" / "down" / "site")

    names = {file.name: file.size_bytes for file in receipt.files}
    assert names == {path.name: path.stat().st_size for path in receipt.folder.iterdir() if path.name != MARKER}
    html = (receipt.folder / "index.html").read_text("utf-8")
    assert set(re.findall(r'(?:src|href|poster)="([\w.-]+\.\w+)"', html)) == names.keys() - {"index.html"}
    assert receipt.url == (tmp_path / "deep/down/site/index.html").as_uri()
    assert (receipt.kept, receipt.warnings) == ((), ())
    assert beside(receipt.folder) == []


def test_a_web_server_may_read_what_is_published(tmp_path: Path) -> None:
    """Also when our own copy of the video is private."""
    media = a_file(tmp_path)
    media.chmod(0o600)
    receipt = publish_folder(a_page(media), tmp_path / "site")
    assert stat.S_IMODE(receipt.folder.stat().st_mode) & 0o055 == 0o055
    assert all(path.stat().st_mode & 0o044 == 0o044 for path in receipt.folder.iterdir())


def test_a_video_nobody_may_change_is_linked(tmp_path: Path) -> None:
    """A publication of a 4 GB video costs no 4 GB; a video that may still change is copied, and stays as captioned."""
    media = a_file(tmp_path)
    page = a_page(media)
    published = next(publish_folder(page, tmp_path / "site").folder.glob("*.mp4"))
    assert not published.samefile(media)
    media.chmod(0o444)
    published = next(publish_folder(page, tmp_path / "site").folder.glob("*.mp4"))
    assert published.samefile(media)


def test_progress_rises_to_one(tmp_path: Path) -> None:
    """Shares of the whole, for a bar with the time left."""
    media = a_file(tmp_path, b"x" * (3 << 20))
    media.chmod(0o600)  # copied, not linked
    shares: list[float] = []
    publish_folder(a_page(media), tmp_path / "site", progress=shares.append)
    assert shares == sorted(shares)
    assert len(shares) == 4
    assert shares[-1] == 1.0


def test_a_correction_replaces_the_page_and_keeps_files_for_open_pages(tmp_path: Path) -> None:
    """The old captions answer for a while, though no page refers to them; then they go."""
    media = a_file(tmp_path)
    target = tmp_path / "site"
    publish_folder(a_page(media, reviewed(revision=1)), target)
    second = publish_folder(a_page(media, reviewed(revision=2)), target)
    old = "the-wives-who-stayed.en.captions.r1.vtt"
    assert second.kept == (old,)
    assert (target / old).exists()
    assert old not in (target / "index.html").read_text("utf-8")

    marker = json.loads((target / MARKER).read_text())
    marker["kept"][old] = time.time() - folder_module.KEEP_SECONDS - 1
    (target / MARKER).write_text(json.dumps(marker))
    third = publish_folder(a_page(media, reviewed(revision=3)), target)
    assert third.kept == ("the-wives-who-stayed.en.captions.r2.vtt",)


def test_a_correction_can_take_the_old_captions_away_at_once(tmp_path: Path) -> None:
    """A wrong word can hurt a source; then nobody may read it again."""
    media = a_file(tmp_path)
    publish_folder(a_page(media, reviewed(revision=1)), tmp_path / "site")
    receipt = publish_folder(a_page(media, reviewed(revision=2)), tmp_path / "site", keep_previous=False)
    assert receipt.kept == ()
    assert [path.name for path in receipt.folder.glob("*.vtt")] == ["the-wives-who-stayed.en.captions.r2.vtt"]


def test_a_link_to_a_folder_is_followed(tmp_path: Path) -> None:
    """Web roots are often links; the link stays one."""
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    receipt = publish_folder(a_page(a_file(tmp_path)), tmp_path / "link")
    assert receipt.folder == tmp_path / "real"
    assert (tmp_path / "link").is_symlink()


def test_a_video_browsers_cannot_play_is_published_with_a_warning(tmp_path: Path) -> None:
    """The page is right, but a producer must know."""
    media = a_file(tmp_path)
    video = replace(video_facts(media), name="film.mkv", container="matroska,webm", video_codec="hevc")
    receipt = publish_folder(a_page(media, video=video), tmp_path / "site")
    assert receipt.warnings == (
        "Some browsers do not play film.mkv (.mkv with hevc): export it as MP4 with H.264 and AAC.",
    )


EMPTY = Track((), language="en")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda page: replace(page, tracks=()), "has no captions to publish"),
        (lambda page: replace(page, tracks=(reviewed(EMPTY),)), "hold no cue"),
        (lambda page: replace(page, tracks=(reviewed(replace(ENGLISH, language="")),)), "no language tag"),
        (lambda page: replace(page, tracks=(reviewed(replace(ENGLISH, language="../x")),)), "no language tag"),
        (lambda page: replace(page, tracks=(reviewed(replace(ENGLISH, kind="chapters")),)), "no captions to publish"),
        (lambda page: replace(page, tracks=(reviewed(), reviewed(revision=2))), "would both be called 'English (CC)'"),
        (lambda page: replace(page, story=replace(STORY, language="klingon tongue")), "no language tag"),
        (lambda page: replace(page, media=page.media.with_name("gone.mp4")), "put it back"),
        (lambda page: replace(page, media=page.media.parent), "put it back"),
        (lambda page: replace(page, video=replace(page.video, size_bytes=1)), "size differs"),
        (lambda page: replace(page, poster=page.media.with_name("gone.jpg")), "choose another"),
        (lambda page: replace(page, poster=page.media), "not a JPEG"),
        (lambda page: replace(page, video=replace(page.video, name="x.avi", container="avi"), media=avi(page)), "MP4"),
    ],
)
def test_what_cannot_be_a_good_page_is_refused(tmp_path: Path, change, sentence: str) -> None:  # type: ignore[no-untyped-def]  # lambdas above
    """One sentence; nothing is written."""
    page: StoryPage = change(a_page(a_file(tmp_path)))
    with pytest.raises(PublishError, match=re.escape(sentence)) as refused:
        publish_folder(page, tmp_path / "site")
    assert "\n" not in str(refused.value)
    assert not (tmp_path / "site").exists()
    assert beside(tmp_path / "site") == []


def avi(page: StoryPage) -> Path:
    return page.media.rename(page.media.with_suffix(".avi"))


def test_a_folder_that_is_not_ours_is_never_replaced(tmp_path: Path) -> None:
    """Somebody's files, somebody's marker, a file, the folder of the video, another story."""
    media = a_file(tmp_path)
    page = a_page(media)
    holiday = tmp_path / "holiday"
    holiday.mkdir()
    (holiday / "photo.jpg").write_bytes(b"dear")
    with pytest.raises(PublishError, match="no publication of ours"):
        publish_folder(page, holiday)
    (holiday / MARKER).write_text('{"storytrack": 7}')
    with pytest.raises(PublishError, match="no publication of ours"):
        publish_folder(page, holiday)
    with pytest.raises(PublishError, match="is a file"):
        publish_folder(page, holiday / "photo.jpg")
    with pytest.raises(PublishError, match="is being published"):
        publish_folder(page, tmp_path)
    publish_folder(page, tmp_path / "site")
    with pytest.raises(PublishError, match="another story, 'the-wives-who-stayed'"):
        publish_folder(replace(page, story=replace(STORY, slug="other")), tmp_path / "site")
    (tmp_path / "site" / "robots.txt").write_text("mine")
    with pytest.raises(PublishError, match=r"holds robots\.txt"):
        publish_folder(page, tmp_path / "site")
    assert (holiday / "photo.jpg").read_bytes() == b"dear"
    assert (tmp_path / "site" / "robots.txt").read_text() == "mine"


def test_an_empty_folder_and_what_file_managers_leave_are_no_obstacle(tmp_path: Path) -> None:
    """Nothing in them is anybody's."""
    (tmp_path / "site").mkdir()
    publish_folder(a_page(a_file(tmp_path)), tmp_path / "site")
    (tmp_path / "site" / ".DS_Store").write_bytes(b"")
    publish_folder(a_page(a_file(tmp_path)), tmp_path / "site")


def test_two_commands_do_not_publish_to_one_folder_at_once(tmp_path: Path) -> None:
    """The second is told to wait."""
    with FileLock(tmp_path / ".site.storytrack.lock"), pytest.raises(PublishError, match="right now"):
        publish_folder(a_page(a_file(tmp_path)), tmp_path / "site")


PUBLISH_LARGE = """
import resource, signal, sys
from pathlib import Path
from tests.publish.factories import a_page
from workflow.publish.folder import publish_folder
from workflow.errors import PublishError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    publish_folder(a_page(Path(sys.argv[1])), Path(sys.argv[2]))
except PublishError as error:
    print(error)
"""


def test_a_full_disk_keeps_what_was_published(tmp_path: Path) -> None:
    """The video does not fit any more: one sentence, no leftovers, the old page goes on."""
    target = tmp_path / "site"
    publish_folder(a_page(a_file(tmp_path)), target)
    before = sorted((path.name, path.read_bytes()) for path in target.iterdir())
    large = a_file(tmp_path, b"x" * 200_000)
    large.chmod(0o600)  # a copy, which needs room
    said = subprocess.run(
        [sys.executable, "-c", PUBLISH_LARGE, large, target], capture_output=True, text=True, check=True
    )
    assert said.stdout.startswith("The disk is full")
    assert "what was published before is still there" in said.stdout
    assert sorted((path.name, path.read_bytes()) for path in target.iterdir()) == before
    assert beside(target) == []


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of one megabyte; only root may make one, so others take the test above for it."""
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", disk], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("no tmpfs may be mounted here; the size limit in the test before this one says the same")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_a_disk_that_is_really_full_keeps_what_was_published(tmp_path: Path, tiny_disk: Path) -> None:
    """The same on a file system without room, and no folder is published to in place of a mount point."""
    target = tiny_disk / "site"
    publish_folder(a_page(a_file(tmp_path)), target)
    before = (target / "index.html").read_bytes()
    with pytest.raises(PublishError, match="disk is full"):
        publish_folder(a_page(a_file(tmp_path, b"x" * 3_000_000), reviewed(revision=2)), target)
    assert (target / "index.html").read_bytes() == before
    assert beside(target) == []
    with pytest.raises(PublishError, match="disk of its own"):
        publish_folder(a_page(a_file(tmp_path)), tiny_disk)


@contextmanager
def without_rights() -> Iterator[None]:
    """Root may write anywhere, and so becomes nobody for a moment; anybody else stays who they are."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def test_a_folder_that_may_not_be_written_is_said_so() -> None:
    """One sentence with the reason."""
    # Not tmp_path: the folders above it are closed to everybody but their owner.
    with TemporaryDirectory() as name:
        folder = Path(name)
        page = a_page(a_file(folder))
        folder.chmod(0o555)
        expected = r"could not be written \(permission denied\), and nothing was published"
        with without_rights(), pytest.raises(PublishError, match=expected):
            publish_folder(page, folder / "site")
        folder.chmod(0o755)


def test_what_a_killed_publication_left_is_mended(tmp_path: Path) -> None:
    """Half a folder is removed; an old folder caught between two names is put back before anything else."""
    media = a_file(tmp_path)
    target = tmp_path / "site"
    publish_folder(a_page(media), target)
    half = tmp_path / f"{new_prefix(target)}abc"
    half.mkdir()
    (half / "index.html").write_text("half")
    target.rename(aside_of(target, half))

    with pytest.raises(PublishError, match="another story"):
        publish_folder(replace(a_page(media), story=replace(STORY, slug="other")), target)
    assert "The wives who stayed" in (target / "index.html").read_text("utf-8")
    assert beside(target) == []


KILLED = """
import sys
from pathlib import Path
from dataclasses import replace
from tests.publish.factories import a_page, reviewed
from workflow.publish.folder import publish_folder
page = a_page(Path(sys.argv[1]))
print("go", flush=True)
for number in range(2, 100_000):
    publish_folder(replace(page, tracks=(reviewed(revision=number),)), Path(sys.argv[2]))
"""


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_a_whole_page(tmp_path: Path) -> None:
    """Ten kills at odd moments: the page is whole after each, and the next publication cleans up."""
    media = a_file(tmp_path)
    target = tmp_path / "site"
    publish_folder(a_page(media), target)
    for number in range(10):
        child = subprocess.Popen([sys.executable, "-c", KILLED, media, target], stdout=subprocess.PIPE)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(0.03 + 0.017 * number)
        child.kill()
        child.communicate()
        html = (target / "index.html").read_text("utf-8")
        assert all((target / name).exists() for name in re.findall(r'(?:src|href)="([\w.-]+\.\w+)"', html))
    publish_folder(a_page(media), target)
    assert beside(target) == []


def fetch(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310  our own server
        content: bytes = answer.read()
        return content


def numbered(page: StoryPage, number: int) -> StoryPage:
    """A page whose every part says which publication it is."""
    return replace(
        page,
        story=replace(STORY, headline=f"Publication {number}."),
        tracks=(reviewed(Track((a_cue(text=f"Caption {number}."),), language="en"), revision=number),),
    )


@pytest.mark.slow
def test_readers_never_see_half_a_page(tmp_path: Path) -> None:
    """Fifty publications while readers load page, captions and script: never an error, never two publications mixed."""
    page = a_page(a_file(tmp_path))
    target = tmp_path / "site"
    publish_folder(numbered(page, 0), target)
    seen: list[int] = []
    wrong: list[str] = []
    done = threading.Event()

    def read(address: str) -> None:
        while not done.is_set():
            try:
                html = fetch(address).decode()
                number = re.findall(r"<h1[^>]*>Publication (\d+)\.</h1>", html)[0]
                assert html.rstrip().endswith("</html>"), "cut short"
                assert f"Caption {number}." in html, "page and transcript differ"
                for name in re.findall(r'(?:src|href)="([\w.-]+\.\w+)"', html):
                    content = fetch(address + name)
                    if name.endswith(".vtt"):
                        assert f"Caption {number}." in content.decode(), f"page {number} with {content!r}"
                seen.append(int(number))
            except (urllib.error.URLError, AssertionError, IndexError, OSError) as error:
                wrong.append(repr(error))

    with serving(target) as address:
        threads = [threading.Thread(target=read, args=(address,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for number in range(1, 51):
            publish_folder(numbered(page, number), target)
        time.sleep(0.2)
        done.set()
        for thread in threads:
            thread.join()
    assert wrong == []
    assert max(seen) == 50
    assert len(set(seen)) > 5
