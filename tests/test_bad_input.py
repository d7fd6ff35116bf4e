"""Whatever a stranger hands over: one clear sentence, exit code 2, and nothing half-made left behind."""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli_support import Answer, command, storytrack, tree
from tests.media.factories import Sound, make_audio, make_video, silence, tone

pytestmark = pytest.mark.slow  # each test starts the command line anew, some of them often

STORY = "Harbour opens\n\nThe harbour opened today.\n\nVideo by Ann Lee\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.md"
    path.write_text(STORY, "utf-8")
    return path


@pytest.fixture
def video(tmp_path: Path) -> Path:
    return make_video(tmp_path / "video.mp4", 2.0, audio=Sound(tone(2.0)))


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the story `harbour-opens`, to be copied."""
    folder = tmp_path_factory.mktemp("harbour")
    (folder / "story.md").write_text(STORY, "utf-8")
    video = make_video(folder / "video.mp4", 2.0, audio=Sound(tone(2.0)))
    assert storytrack(folder / "home", "new", folder / "story.md", video).out.strip() == "harbour-opens"
    return folder / "home"


@pytest.fixture
def taken_in(harbour: Path, home: Path) -> Path:
    """A home of the test's own that has the story `harbour-opens`."""
    shutil.copytree(harbour, home)
    return home


def assert_refused(answer: Answer, *words: str) -> None:
    """One sentence that holds `words`, exit code 2, no traceback."""
    assert answer.code == 2, answer
    assert "Traceback" not in answer.err
    assert answer.out == ""
    assert answer.sentence.endswith(".") or answer.sentence.endswith("`"), answer.err
    for word in words:
        assert word.lower() in answer.sentence.lower(), answer.sentence


def assert_nothing_kept(home: Path) -> None:
    """No story in the list, no media in the folder."""
    assert storytrack(home, "list", "--json").out.strip() == "[]"
    assert tree(home) == set()


def test_text_that_is_named_mp4_is_refused(home: Path, story: Path, tmp_path: Path) -> None:
    """A file that is no media is told apart from its name."""
    fake = tmp_path / "video.mp4"
    fake.write_text("not a video at all" * 100)
    assert_refused(storytrack(home, "new", story, fake), "video.mp4")
    assert_nothing_kept(home)


def test_video_without_sound_is_refused(home: Path, story: Path, tmp_path: Path) -> None:
    """There is nothing to caption in a silent film."""
    mute = make_video(tmp_path / "mute.mp4", 1.0, audio=None)
    assert_refused(storytrack(home, "new", story, mute), "mute.mp4", "nothing to hear")
    assert_nothing_kept(home)


def test_sound_of_no_length_is_refused(home: Path, story: Path, tmp_path: Path) -> None:
    """A WAV with a header and no samples has nothing to hear."""
    empty = make_audio(tmp_path / "empty.wav", Sound(silence(0)))
    assert_refused(storytrack(home, "new", story, empty), "empty.wav")
    assert_nothing_kept(home)


def test_mp4_that_was_cut_short_is_refused(home: Path, story: Path, video: Path, tmp_path: Path) -> None:
    """Half an upload is no video."""
    half = tmp_path / "half.mp4"
    half.write_bytes(video.read_bytes()[: video.stat().st_size // 2])
    assert_refused(storytrack(home, "new", story, half), "half.mp4")
    assert_nothing_kept(home)


def test_absurd_duration_in_the_header_is_not_believed(home: Path, story: Path, video: Path, tmp_path: Path) -> None:
    """A header that claims centuries over two seconds of sound is refused, or the real length is taken."""
    absurd = tmp_path / "absurd.mp4"
    data = bytearray(video.read_bytes())
    for box in (b"mvhd", b"tkhd", b"mdhd"):
        at = data.find(box)
        while at >= 0:
            length = {b"mvhd": 20, b"tkhd": 24, b"mdhd": 20}[box]
            data[at + length : at + length + 4] = b"\x7f\xff\xff\xff"
            at = data.find(box, at + 1)
    absurd.write_bytes(data)
    answer = storytrack(home, "new", story, absurd, "--json")
    if answer.code == 0:
        assert '"duration_ms": 20' in answer.out or '"duration_ms": 19' in answer.out
    else:
        assert_refused(answer, "absurd.mp4")
        assert_nothing_kept(home)


def test_directory_is_no_video_and_no_story(home: Path, story: Path, video: Path, tmp_path: Path) -> None:
    """A folder in either place is named as what it is."""
    assert_refused(storytrack(home, "new", story, tmp_path), "folder")
    assert_refused(storytrack(home, "new", tmp_path, video), "directory")
    assert_nothing_kept(home)


def test_file_that_cannot_be_read_is_refused(home: Path, story: Path, video: Path, tmp_path: Path) -> None:
    """No permission to read: the sentence says so, for the video and for the story."""
    locked = tmp_path / "locked.mp4"
    locked.write_bytes(video.read_bytes())
    locked.chmod(0)
    answer = _without_superpowers(command(home, "new", story, locked))
    assert_refused(answer, "locked.mp4", "permission")
    story.chmod(0)
    assert_refused(_without_superpowers(command(home, "new", story, video)), "story.md", "permission")


def test_avi_is_named_as_what_it_is(home: Path, story: Path, tmp_path: Path) -> None:
    """A format that we do not take is no damage."""
    old = tmp_path / "old.avi"
    old.write_bytes(b"RIFF\x00\x10\x00\x00AVI LIST" + bytes(4000))
    assert_refused(storytrack(home, "new", story, old), "AVI", "mp4")


def test_playlist_that_points_elsewhere_is_not_followed(home: Path, story: Path, video: Path, tmp_path: Path) -> None:
    """A playlist is refused, whatever its name, and what it points to is not opened."""
    for name, text in (
        ("list.m3u8", f"#EXTM3U\n#EXTINF:2,\n{video}\n#EXT-X-ENDLIST\n"),
        ("video2.mp4", f"ffconcat version 1.0\nfile {video.name}\n"),
        ("remote.mp4", "#EXTM3U\n#EXTINF:2,\nhttp://127.0.0.1:9/secret.ts\n#EXT-X-ENDLIST\n"),
    ):
        playlist = tmp_path / name
        playlist.write_text(text)
        assert_refused(storytrack(home, "new", story, playlist), name)
    assert_nothing_kept(home)


def test_story_without_headline_is_refused(home: Path, video: Path, tmp_path: Path) -> None:
    """An empty story has no name, and the sentence says how to give it one."""
    empty = tmp_path / "empty.md"
    empty.write_text(" \n\n")
    assert_refused(storytrack(home, "new", empty, video), "no headline")
    assert_nothing_kept(home)


def test_slug_that_is_taken_is_refused_and_the_first_story_stays(taken_in: Path, story: Path, video: Path) -> None:
    """A second story of the same name never takes the first one's place."""
    before = storytrack(taken_in, "show", "harbour-opens", "--json").out
    assert_refused(storytrack(taken_in, "new", story, video), "harbour-opens", "--slug")
    assert storytrack(taken_in, "show", "harbour-opens", "--json").out == before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--engine", "siri"), ("siri", "pocketsphinx")),
        (("--engine", "whisper", "--model", "gigantic"), ("gigantic", "turbo")),
        (("--engine", "pocketsphinx", "--language", "klingonese"), ("klingonese",)),
        (("--engine", "pocketsphinx", "--language", "uk"), ("uk", "English")),
        (("--engine", "whisper", "--language", "crh"), ("Crimean Tatar", "tr", "tt", "--script")),
        (("--engine", "whisper", "--model", "turbo", "--task", "translate"), ("translate", "turbo")),
        (("--profile", "wild"), ("wild", "web-news")),
        (("--audio-stream", "7"), ("audio stream 7",)),
        (("--script", "/nowhere/script.txt"), ("/nowhere/script.txt",)),
        (("--script", __file__, "--realign"), ("--script", "--realign")),
    ],
)
def test_choice_that_does_not_exist_is_refused(taken_in: Path, words: tuple[str, ...], told: tuple[str, ...]) -> None:
    """An unknown engine, model, language, profile, stream or script: what was wrong, and what there is."""
    embedded = () if "--engine" in words else ("--engine", "pocketsphinx")
    assert_refused(storytrack(taken_in, "transcribe", "harbour-opens", *embedded, *words), *told)


def test_unknown_story_is_named_in_every_command(home: Path) -> None:
    """A wrong slug is answered with where to find the right one."""
    for words in (["show"], ["delete", "--yes"], ["check"], ["export"], ["transcribe"]):
        assert_refused(storytrack(home, words[0], "nowhere", *words[1:]), "nowhere", "storytrack list")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("broken.vtt", b"WEBVTTX\n\n00:00.000 --> 00:01.000\nHi\n"),
        ("empty.vtt", b""),
        ("nothing.vtt", b"WEBVTT\n\nno times here\n"),
        ("backwards.vtt", b"WEBVTT\n\n00:09.000 --> 00:01.000\nHi\n"),
        ("broken.srt", b"once upon a time\n"),
        ("binary.srt", bytes(range(256)) * 50),
    ],
)
def test_malformed_caption_file_is_refused(taken_in: Path, tmp_path: Path, name: str, data: bytes) -> None:
    """A file without captions in it makes no track."""
    file = tmp_path / name
    file.write_bytes(data)
    assert_refused(storytrack(taken_in, "import", "harbour-opens", file, "--language", "uk"), name)
    assert '"tracks": []' in storytrack(taken_in, "show", "harbour-opens", "--json").out


def test_two_gigabytes_that_claim_to_be_captions_are_refused_unread(taken_in: Path, tmp_path: Path) -> None:
    """The size is refused before the text is read: in less than 1 GB of memory."""
    huge = tmp_path / "huge.vtt"
    with huge.open("wb") as file:
        file.write(b"WEBVTT\n\n00:00.000 --> 00:01.000\nHi\n")
        file.truncate(2 * 1024**3)
    # In a small process between, because a child's peak begins with that of the process it was forked from.
    between = "import resource, subprocess, sys; done = subprocess.run(sys.argv[1:], check=False)"
    between += "; print(done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    words = command(taken_in, "import", "harbour-opens", huge, "--language", "uk")
    done = subprocess.run([sys.executable, "-c", between, *words], capture_output=True, text=True, check=True)
    code, peak_kb = map(int, done.stdout.split())
    assert_refused(Answer(code, "", done.stderr), "huge.vtt")
    assert peak_kb < 1_000_000


def test_full_disk_while_publishing_leaves_nothing_half_written(
    taken_in: Path, tmp_path: Path, small_disk: Path
) -> None:
    """A publication that does not fit is refused, and nothing of it is left."""
    captions = tmp_path / "c.vtt"
    captions.write_text("WEBVTT\n\n00:00:00.000 --> 00:00:01.500\nThe harbour opened.\n")
    assert storytrack(taken_in, "import", "harbour-opens", captions, "--language", "en").code == 0
    assert_refused(storytrack(taken_in, "publish", "harbour-opens", "--to", small_disk / "site"), "full")
    assert [path for path in small_disk.iterdir() if path.suffix != ".lock"] == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 16 KB. Only root may make one; others get a limit on the size of files, which fails alike."""
    place = tmp_path / "small"
    place.mkdir()
    if os.geteuid() == 0:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(place)], check=True)
        yield place
        subprocess.run(["umount", str(place)], check=True)
        return
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, limits[1]))
    yield place
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def _without_superpowers(words: list[str]) -> Answer:
    """Run a command that may not read what its permissions forbid, even when the tests run as root."""
    keep_out = (1, 2)  # CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH in linux/capability.h

    def drop() -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        for capability in keep_out:
            libc.prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP, in force after exec

    done = subprocess.run(
        words, capture_output=True, text=True, preexec_fn=drop if os.geteuid() == 0 else None, check=False
    )
    return Answer(done.returncode, done.stdout, done.stderr)
