"""Where a file's time begins and ends.

Time zero is the zero of the container's own timeline: the point a player shows as 0:00 and counts caption times from.
Chromium (measured) does not shift an mp4 or webm whose streams all begin at 2 s: its first picture has time 2 s, and
so has it here. Formats that carry sound alone begin with their first sound that is meant to be heard.
"""

from __future__ import annotations

import struct
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from workflow.clock import clock
from workflow.errors import BrokenMedia
from workflow.media.guard import open_media, open_regular

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.stream import Stream

MAX_SECONDS = 24 * 3600
"""No newsroom video is longer; a header that says so is false, or a trap that would fill the disk."""

# Below this rate a header's duration is not believed before the packets are counted. AAC digital silence takes 190
# bytes a second and FLAC's 110, so a false alarm costs only the reading of a very small file.
_BYTES_PER_SECOND = 500

_TIMELINES = frozenset({"mov", "matroska"})
_NO_LENGTH = frozenset({"mp3", "aac"})  # libav guesses from the bit rate, which is wrong for variable rates


def family(container: InputContainer) -> str:
    """The demuxer's first name: mov, matroska, mp3, wav, flac, ogg or aac."""
    return container.format.name.partition(",")[0]


def zero_of(container: InputContainer) -> Fraction:
    """The file's own time, in seconds, that a player shows as 0:00."""
    if family(container) in _TIMELINES:
        return Fraction(0)
    starts = [start for stream in container.streams.audio if (start := seconds(stream, stream.start_time)) is not None]
    return min(starts, default=Fraction(0))


def seconds(stream: Stream, ticks: int | None) -> Fraction | None:
    """A time of the stream in seconds, None when it is not known."""
    return None if ticks is None or stream.time_base is None else ticks * stream.time_base


def claimed_end(container: InputContainer, size_bytes: int) -> Fraction | None:
    """Seconds from zero at which the headers say the file ends; None when they do not say it or cannot be believed."""
    if family(container) in _NO_LENGTH:
        return None
    tracks = [*container.streams.video, *container.streams.audio]
    ends = [_end_of(stream) for stream in tracks]
    known = [end for end in ends if end is not None]
    if known and len(known) == len(ends):
        end = max(known) - zero_of(container)
    elif container.duration is not None:
        end = Fraction(container.duration, 1_000_000)
    else:
        return None
    return end if 0 < end <= min(Fraction(MAX_SECONDS), Fraction(size_bytes, _BYTES_PER_SECOND)) else None


def _end_of(stream: Stream) -> Fraction | None:
    return seconds(stream, stream.duration and (stream.start_time or 0) + stream.duration)


def length_ms(path: Path, container: InputContainer) -> int:
    """How long the file plays, from what its headers say, or from its packets when they cannot be believed.

    Raises BrokenMedia when even the packets say more than `MAX_SECONDS`.
    """
    end = claimed_end(container, container.size)
    if end is None:
        end = _measured_end(path)
    if end > MAX_SECONDS:
        raise BrokenMedia(path, f"it claims to last {float(end) / 3600:,.0f} hours in {container.size:,} bytes")
    return round(end * 1000)


def _measured_end(path: Path) -> Fraction:
    with open_media(path) as container:
        tracks = [*container.streams.video, *container.streams.audio]
        ends = dict.fromkeys((track.index for track in tracks), 0)
        for packet in container.demux(*tracks):
            if packet.pts is not None:
                ends[packet.stream_index] = max(ends[packet.stream_index], packet.pts + (packet.duration or 0))
        known = (seconds(track, ends[track.index]) for track in tracks)
        last = max((end for end in known if end is not None), default=Fraction(0))
        return last - zero_of(container) if last else last


def check_whole(path: Path, container: InputContainer) -> None:
    """Raise BrokenMedia when the header of a mov, mp4 or wav says that more than a second is missing from the file."""
    if family(container) == "mov":
        _check_index(path, container)
    elif family(container) == "wav":
        _check_riff(path, container)


def _check_index(path: Path, container: InputContainer) -> None:
    for stream in (*container.streams.video, *container.streams.audio):
        entries = stream.index_entries
        if len(entries) and entries[-1].pos + entries[-1].size > container.size:
            there = next(entry for entry in entries if entry.pos + entry.size > container.size)
            ends, whole = seconds(stream, there.timestamp), seconds(stream, entries[-1].timestamp)
            if ends is not None and whole is not None and whole - ends > 1:
                raise cut_short(path, ends, whole)


def _check_riff(path: Path, container: InputContainer) -> None:
    with open_regular(path) as file:
        magic, size = struct.unpack("<4sI", file.read(8))
    end = claimed_end(container, container.size)  # libav's, of the bytes that are there
    # A program that writes into a pipe cannot know the size and leaves about 2 or 4 GB there.
    if magic != b"RIFF" or size >= 0x7FFF0000 or not end or not container.bit_rate:
        return
    missing = Fraction(8 * (size + 8 - container.size), container.bit_rate)
    if missing > 1:
        raise cut_short(path, end, end + missing)


def cut_short(path: Path, ends: Fraction, whole: Fraction) -> BrokenMedia:
    """The error for a file that ends at `ends` seconds though it should go on until `whole`."""
    return BrokenMedia(path, f"it ends at {clock(int(1000 * ends))} of {clock(int(1000 * whole))}")
