"""What is not a whole, local media file is refused with one sentence, and nothing else is ever opened."""

from __future__ import annotations

import contextlib
import os
import random
import struct
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import av
import pytest

from tests.media.factories import Sound, clicks, make_audio, make_video, remuxed, silence, tone
from workflow.errors import BrokenMedia, MediaError, NoAudio, NotMedia
from workflow.media.audio import decode_audio
from workflow.media.checksum import sha256_file
from workflow.media.probe import probe

FASTSTART = {"movflags": "+faststart"}


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda _: None, "there is no such file"),
        (lambda path: path.mkdir(), "it is a folder"),
        (lambda path: path.touch(), "it is empty"),
        (os.mkfifo, "a device, a pipe or a socket"),
        (lambda path: path.symlink_to("/dev/zero"), "a device, a pipe or a socket"),
        (lambda path: path.symlink_to(path), "it cannot be opened"),
        (lambda path: path.write_text("The trial went on for seven hours."), "no audio or video could be found in it"),
        (lambda path: path.write_bytes(bytes(100_000)), "no audio or video could be found in it"),
        (lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(5000)), "no audio or video could be found in it"),
    ],
)
def test_what_is_no_media_file_is_refused(tmp_path: Path, make: object, why: str) -> None:
    """Each with its own reason, at once, and for the checksum as for the probe where it cannot be read."""
    path = tmp_path / "video.mp4"
    assert callable(make)
    make(path)

    with pytest.raises(NotMedia, match=why) as caught:
        probe(path)
    assert str(caught.value).count(".mp4 ") == 1


def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    """The sentence says whose permission is missing (root may read everything: then it is simply read)."""
    path = make_audio(tmp_path / "a.wav", Sound(tone(0.5)))
    path.chmod(0)

    if os.access(path, os.R_OK):
        assert probe(path).duration_ms == 500
    else:
        with pytest.raises(NotMedia, match="no permission"):
            probe(path)


def test_the_checksum_too_takes_only_files(tmp_path: Path) -> None:
    """A folder has none, and an endless device is not read forever."""
    for path in (tmp_path, Path("/dev/zero")):
        with pytest.raises(NotMedia):
            sha256_file(path)


@pytest.fixture
def secret(tmp_path: Path) -> Iterator[tuple[str, str, list[str]]]:
    """A real media file beside the trap, its address on a local server, and the requests that server got."""
    asked: list[str] = []
    make_audio(tmp_path / "secret.wav", Sound(tone(1.0)))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class names it so
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield str(tmp_path / "secret.wav"), f"http://127.0.0.1:{server.server_port}/secret.wav", asked
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("suffix", [".m3u8", ".mp4", ".wav", ".txt"])
@pytest.mark.parametrize(
    "text",
    [
        "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{0}\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile '{0}'\n",
        '<?xml version="1.0"?>'
        '<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT1S">'
        '<Period><AdaptationSet mimeType="audio/wav"><Representation id="1" bandwidth="1"><BaseURL>{0}</BaseURL>'
        "</Representation></AdaptationSet></Period></MPD>",
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 97\n",
        "[playlist]\nFile1={0}\n",
    ],
    ids=["hls", "concat", "dash", "sdp", "pls"],
)
def test_a_playlist_that_points_elsewhere_is_not_followed(
    tmp_path: Path, secret: tuple[str, str, list[str]], text: str, suffix: str
) -> None:
    """Neither a file nor an address named inside is opened, whatever the file is called."""
    local, remote, asked = secret
    for elsewhere in (local, remote, "concat:secret.wav|secret.wav", "subfile,,start,0,end,0,,:secret.wav"):
        path = tmp_path / f"trap{suffix}"
        path.write_text(text.format(elsewhere))
        with pytest.raises(NotMedia, match="points to other files, and those are never opened"):
            probe(path)
    assert asked == []


def test_names_that_libav_would_read_as_more_than_a_name_are_plain_names(tmp_path: Path) -> None:
    """`%d` is no image sequence and `concat:` no protocol."""
    for name in ("frame%03d.wav", "concat:a.wav|b.wav", "file,http,tcp:x.wav", "-i.wav"):
        assert probe(make_audio(tmp_path / "x.wav", Sound(tone(0.5))).rename(tmp_path / name)).duration_ms == 500
    for address in ("http://127.0.0.1/a.mp4", "concat:x.wav", "-"):
        with pytest.raises(NotMedia, match="no such file"):
            probe(Path(address))


def test_a_quicktime_reference_to_another_file_is_not_followed(tmp_path: Path) -> None:
    """A movie whose sound lies in another file, by a data reference, has no sound for us."""
    there = make_audio(tmp_path / "there.mov", Sound(clicks(2.0, at=[1.0]), codec="pcm_s16le"))
    here = tmp_path / "here.mov"
    here.write_bytes(with_alias(there.read_bytes(), "there.mov"))

    with av.open(str(here), container_options={"enable_drefs": "1"}) as open_to_all:
        assert sum(frame.samples for frame in open_to_all.decode(audio=0)) == 96_000  # the trap is a real one

    with pytest.raises(NoAudio):
        decode_audio(here, tmp_path / "a.wav")


def test_mp4_cut_before_its_index_is_damaged(tmp_path: Path) -> None:
    """The index (moov) usually stands at the end: half a copy has none."""
    path = make_video(tmp_path / "a.mp4", 4.0)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    with pytest.raises(BrokenMedia, match="its index is missing or cannot be read, as after a copy that was cut short"):
        probe(path)


@pytest.mark.parametrize(("suffix", "options"), [(".mp4", FASTSTART), (".mov", FASTSTART), (".mkv", {}), (".webm", {})])
def test_video_cut_in_the_middle_says_where_it_ends(tmp_path: Path, suffix: str, options: dict[str, str]) -> None:
    """An index that promises more than is there: the sentence names both times, and no half WAV is left."""
    path = make_video(tmp_path / f"a{suffix}", 20.0, 5, size=(64, 64), options=options)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    with pytest.raises(BrokenMedia, match=r"it ends at 0:(0[5-9]|1[0-5]) of 0:(19|20)"):
        decode_audio(path, tmp_path / "out.wav")
    assert not (tmp_path / "out.wav").exists()


@pytest.mark.parametrize("suffix", [".wav", ".flac"])
def test_sound_cut_in_the_middle_says_where_it_ends(tmp_path: Path, suffix: str) -> None:
    """Formats whose header tells the length."""
    path = make_audio(tmp_path / f"a{suffix}", Sound(tone(20.0)))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    with pytest.raises(BrokenMedia, match=r"it ends at 0:(09|1[01]) of 0:(19|20)"):
        decode_audio(path, tmp_path / "out.wav")


def test_mp4_that_lacks_less_than_a_second_is_read(tmp_path: Path) -> None:
    """The last bytes of a copy: nobody loses a word, so nobody is stopped."""
    path = make_video(tmp_path / "a.mp4", 20.0, options=FASTSTART)
    path.write_bytes(path.read_bytes()[:-3000])

    assert probe(path).duration_ms == pytest.approx(20_000, abs=50)
    assert decode_audio(path, tmp_path / "a.wav").duration_ms == pytest.approx(20_000, abs=1000)


def test_absurd_duration_in_the_header_is_not_believed(tmp_path: Path) -> None:
    """mvhd says 10,000 years, the streams say 2 s: it is 2 s."""
    path = make_video(tmp_path / "a.mp4", 2.0)
    data = bytearray(path.read_bytes())
    put_duration(data, b"mvhd", 315_360_000 * 10_000 // 1000)
    path.write_bytes(data)

    assert probe(path).duration_ms == pytest.approx(2000, abs=25)
    assert decode_audio(path, tmp_path / "a.wav").duration_ms == pytest.approx(2000, abs=50)


def test_absurd_duration_in_a_matroska_header_is_not_believed(tmp_path: Path) -> None:
    """A Duration of 10,000 years in a file of some kilobytes: the packets are counted."""
    path = make_video(tmp_path / "a.mkv", 2.0)
    data = bytearray(path.read_bytes())
    at = data.index(b"\x44\x89\x88") + 3
    data[at : at + 8] = struct.pack(">d", 3.15e14)
    path.write_bytes(data)

    assert probe(path).duration_ms == pytest.approx(2000, abs=50)
    assert decode_audio(path, tmp_path / "a.wav").duration_ms == pytest.approx(2000, abs=50)


def test_absurd_times_of_all_packets_are_damage(tmp_path: Path) -> None:
    """When the packets themselves claim days, the file is refused and the disk is not filled."""
    source = make_audio(tmp_path / "a.mkv", Sound(tone(3.0), codec="pcm_s16le"))
    path = remuxed(source, tmp_path / "b.mkv", lambda at: at + 360_000 * (at >= 1))

    with pytest.raises(BrokenMedia, match="claims to last 100 hours"):
        probe(path)
    audio = decode_audio(path, tmp_path / "a.wav")
    assert audio.duration_ms == pytest.approx(1000, abs=40)
    assert audio.lost_ms == pytest.approx(2000, abs=40)


def test_absurd_sample_durations_in_the_index_write_nothing(tmp_path: Path) -> None:
    """An mp4 whose every sample lasts twelve hours."""
    path = make_audio(tmp_path / "a.m4a", Sound(tone(2.0)))
    data = bytearray(path.read_bytes())
    for box in (b"mvhd", b"tkhd", b"mdhd"):
        put_duration(data, box, 0xFFFFFF00)
    at = data.index(b"stts") + 8
    for entry in range(struct.unpack_from(">I", data, at)[0]):
        struct.pack_into(">I", data, at + 8 + 8 * entry, 0x7FFFFFFF)
    path.write_bytes(data)

    with pytest.raises(BrokenMedia, match="none of its sound could be decoded"):
        decode_audio(path, tmp_path / "out.wav")
    assert [file.name for file in tmp_path.iterdir()] == ["a.m4a"]


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".webm", ".mp3", ".wav", ".flac", ".ogg"])
def test_damaged_bytes_never_raise_anything_foreign(tmp_path: Path, suffix: str) -> None:
    """Forty files with random bytes changed: each is read, or refused by one of our sentences."""
    whole = tmp_path / f"whole{suffix}"
    if suffix in {".mp4", ".mkv", ".webm"}:
        make_video(whole, 0.5, size=(64, 64))
    else:
        make_audio(whole, Sound(tone(0.5)))
    chance = random.Random(suffix)  # noqa: S311  # the same damage every time
    for _ in range(40):
        data = bytearray(whole.read_bytes())
        for _ in range(chance.choice([1, 5, 50])):
            data[chance.randrange(len(data) if chance.random() < 0.5 else min(len(data), 1500))] = chance.randrange(256)
        path = tmp_path / f"damaged{suffix}"
        path.write_bytes(data)
        for read in (probe, lambda path: decode_audio(path, tmp_path / "a.wav")):
            with contextlib.suppress(MediaError):
                read(path)


def test_sound_of_no_length_is_not_decoded(tmp_path: Path) -> None:
    """An empty stream beside a picture, or an empty WAV, is nothing to hear."""
    for path in (
        make_audio(tmp_path / "a.wav", Sound(silence(0.0))),
        make_audio(tmp_path / "a.m4a", Sound(silence(0.0))),
        make_video(tmp_path / "b.mp4", 1.0, audio=None),
    ):
        with pytest.raises(NoAudio):
            decode_audio(path, tmp_path / "out.wav")


def put_duration(data: bytearray, box: bytes, duration: int) -> None:
    """Write a version 0 duration into an mvhd, tkhd or mdhd box."""
    at = data.index(box) + 4
    assert data[at] == 0
    struct.pack_into(">I", data, at + (20 if box == b"tkhd" else 16), min(duration, 0xFFFFFFFF))


def with_alias(movie: bytes, name: str) -> bytes:
    """The movie, its data reference turned from "this file" into an alias of the file `name` beside it."""
    alias = bytearray(150)
    alias[10:11] = bytes([len(b"disk")])
    alias[11:15] = b"disk"
    alias[50:51] = bytes([len(name)])
    alias[51 : 51 + len(name)] = name.encode()
    struct.pack_into(">hh", alias, 130, 1, 1)  # levels up and down: the same folder
    path = name.encode()
    body = bytes(alias) + struct.pack(">hH", 2, len(path)) + path + bytes(len(path) % 2) + struct.pack(">hH", -1, 0)
    entry = struct.pack(">I4sI", 12 + len(body), b"alis", 0) + body
    old = movie.index(b"dref") - 4
    old_size = struct.unpack_from(">I", movie, old)[0]
    dref = struct.pack(">I4sII", 16 + len(entry), b"dref", 0, 1) + entry
    grown = bytearray(movie[:old] + dref + movie[old + old_size :])
    for box in (b"moov", b"trak", b"mdia", b"minf", b"dinf"):
        at = grown.index(box) - 4
        struct.pack_into(">I", grown, at, struct.unpack_from(">I", grown, at)[0] + len(dref) - old_size)
    return bytes(grown)
