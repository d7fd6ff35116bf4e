"""Long videos out of short ones: packets repeated with their times moved on, nothing encoded again."""

from __future__ import annotations

from pathlib import Path

import av


def repeat_video(source: Path, target: Path, hours: float) -> Path:
    """`source` again and again until at least `hours` are full; sound and picture keep their distance."""
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
                moved = av.Packet(bytes(packet))
                moved.pts, moved.dts, moved.time_base, moved.duration = pts + shift, dts + shift, base, packet.duration
                moved.is_keyframe = packet.is_keyframe
                moved.stream = streams[packet.stream_index]
                long.mux_one(moved)
    return target
