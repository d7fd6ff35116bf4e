"""Long videos out of short ones: packets repeated with their times moved on, nothing encoded again."""

from __future__ import annotations

from pathlib import Path

import av


def repeat_video(source: Path, target: Path, hours: float, *, padding: int = 0) -> Path:
    """`source` again and again until at least `hours` are full; sound and picture keep their distance.

    Each picture (H.264 in MP4) gets `padding` bytes of filler data, which decoders skip: a large file at once.
    """
    filler = _filler(padding)
    with av.open(str(source)) as once, av.open(str(target), "w") as long:
        assert once.duration is not None
        length_s = once.duration / av.time_base
        streams = {stream.index: long.add_stream_from_template(stream) for stream in once.streams}
        packets = [packet for packet in once.demux() if packet.dts is not None]
        copies = [(packet.pts or 0, packet.dts or 0, packet) for packet in packets]
        for number in range(-int(-hours * 3600 // length_s)):
            for pts, dts, packet in copies:
                base = once.streams[packet.stream_index].time_base
                assert base is not None
                shift = round(number * length_s / base)
                is_picture = once.streams[packet.stream_index].type == "video"
                moved = av.Packet(bytes(packet) + (filler if is_picture else b""))
                moved.pts, moved.dts, moved.time_base, moved.duration = pts + shift, dts + shift, base, packet.duration
                moved.is_keyframe = packet.is_keyframe
                moved.stream = streams[packet.stream_index]
                long.mux_one(moved)
    return target


def _filler(size: int) -> bytes:
    """A unit of filler data (ISO/IEC 14496-10, 7.3.2.7) as MP4 has it: its length, its type 12, 0xFF until the end."""
    return (size + 2).to_bytes(4, "big") + b"\x0c" + b"\xff" * size + b"\x80" if size else b""
