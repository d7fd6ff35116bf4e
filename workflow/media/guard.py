"""The only door through which a stranger's file is opened.

A media file may name other files or addresses (playlists, manifests, QuickTime data references). None of them is ever
opened: the file is handed to libav as an open descriptor without a name, only demuxers of self-contained formats are
allowed, and whatever still asks for a second file is refused.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NoReturn

from workflow.errors import BrokenMedia, MediaError, NotMedia

if TYPE_CHECKING:
    from av.container import InputContainer

# Names of libav demuxers. Each reads one file and nothing else; hls, dash, concat, sdp and image2 are not among them.
FORMATS = ("mov", "matroska", "webm", "mp3", "wav", "flac", "ogg", "aac")
ACCEPTED = "mp4, mov, mkv, webm, m4a, mp3, wav, flac, ogg or aac"

_OPTIONS = {
    "format_whitelist": ",".join(FORMATS),
    "protocol_whitelist": "",
    "enable_drefs": "0",
    "use_absolute_path": "0",
}
_READ_BYTES = 256 * 1024  # one call into Python for each; 32 kB, the default, costs a fifth more time

# First bytes of what we accept, to tell a damaged video from a file of another kind.
_MP4 = (b"ftyp", b"moov", b"mdat", b"wide", b"free")
_MAGIC = (
    *((4, box) for box in _MP4), (0, b"\x1a\x45\xdf\xa3"), (0, b"RIFF"), (0, b"RF64"), (0, b"fLaC"), (0, b"OggS"),
    (0, b"ID3"),
)  # fmt: skip
_POINTERS = (b"#extm3u", b"ffconcat", b"<?xml", b"<mpd", b"<smil", b"v=0", b"[playlist]", b"[reference]", b"<asx")


def open_regular(path: Path) -> BinaryIO:
    """The file, open for reading; its descriptor carries no name. Raises NotMedia for anything but a readable file."""
    try:
        # Without O_NONBLOCK a named pipe would keep us waiting for somebody to write into it.
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        raise NotMedia(path, "there is no such file") from None
    except PermissionError:
        raise NotMedia(path, "you have no permission to read it") from None
    except (OSError, ValueError) as error:
        raise NotMedia(path, f"it cannot be opened ({getattr(error, 'strerror', None) or error})") from error
    why = _not_a_file(os.fstat(descriptor))
    if why:
        os.close(descriptor)
        raise NotMedia(path, why)
    return os.fdopen(descriptor, "rb", buffering=0)


def _not_a_file(status: os.stat_result) -> str:
    if stat.S_ISDIR(status.st_mode):
        return "it is a folder; name the video file in it"
    if not stat.S_ISREG(status.st_mode):
        return "it is a device, a pipe or a socket, not a file"
    return "it is empty (0 bytes)" if status.st_size == 0 else ""


@contextmanager
def open_media(path: Path) -> Iterator[InputContainer]:
    """The file as a libav container that can reach nothing but this file.

    Raises NotMedia or BrokenMedia when it cannot be opened, BrokenMedia when reading it fails later.
    """
    import av  # noqa: PLC0415  # 0.1 s that `storytrack --help` need not pay

    with open_regular(path) as file:
        try:
            container = av.open(
                file, "r", container_options=dict(_OPTIONS), metadata_errors="replace", buffer_size=_READ_BYTES,
                io_open=_refuse,
            )  # fmt: skip
        except (av.FFmpegError, ValueError, RuntimeError, PermissionError) as error:
            raise _unreadable(path, _head(file)) from error
        with container:
            try:
                yield container
            except av.FFmpegError as error:
                raise BrokenMedia(path, f"reading it stopped ({error.strerror})") from error


def _refuse(url: str, flags: int, options: Mapping[str, str]) -> NoReturn:  # noqa: ARG001  # libav's signature
    raise PermissionError("a media file may not open another file")


def _head(file: BinaryIO) -> bytes:
    file.seek(0)
    return file.read(4096)


def _unreadable(path: Path, head: bytes) -> MediaError:
    """What to say of a file in which no allowed demuxer found media; `head` is how it begins."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith(_POINTERS):
        return NotMedia(path, "it is a playlist or manifest that points to other files, and those are never opened")
    magic = next((magic for at, magic in _MAGIC if head[at : at + len(magic)] == magic), None)
    if head.startswith(b"RIFF") and head[8:12] == b"AVI ":
        return NotMedia(path, f"it is an AVI file, which browsers do not play; convert it to mp4, or use {ACCEPTED}")
    if magic in _MP4:
        return BrokenMedia(path, "its index is missing or cannot be read, as after a copy that was cut short")
    if magic:
        return BrokenMedia(path, "it begins like a media file, but nothing that can be played follows")
    return NotMedia(path, f"no audio or video could be found in it; use {ACCEPTED}")
