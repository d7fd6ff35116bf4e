"""How long a long video takes to read, and how much memory: `python -m tests.benchmarks.bench_media [HOURS ...]`.

Makes synthetic videos (640x360, 5 pictures a second, AAC stereo speech-like noise, mp4 with faststart) of 1, 2 and 3
hours in the temporary folder, then measures each job in a process of its own. The peer decodes the same file as
`whisper.load_audio` and `faster_whisper.decode_audio` do: all of it into one array.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.stream import AudioStream
from av.video.stream import VideoStream

RATE = 48_000


def make_long_video(path: Path, hours: float) -> Path:
    """One minute of picture and sound is encoded; its packets are repeated with their times moved on."""
    minutes = round(hours * 60)
    minute = path.with_name("minute.mp4")
    _make_minute(minute)
    with av.open(str(minute)) as once, av.open(str(path), "w", options={"movflags": "+faststart"}) as long:
        streams = {stream.index: long.add_stream_from_template(stream) for stream in once.streams}
        packets = [packet for packet in once.demux() if packet.dts is not None and packet.dts >= 0]
        copies = [(packet.pts or 0, packet.dts or 0, packet) for packet in packets]
        for number in range(minutes):
            for pts, dts, packet in copies:
                moved = av.Packet(bytes(packet))
                base = once.streams[packet.stream_index].time_base
                assert base is not None
                shift = round(60 * number / base)
                moved.pts, moved.dts, moved.time_base, moved.duration = pts + shift, dts + shift, base, packet.duration
                moved.is_keyframe = packet.is_keyframe
                moved.stream = streams[packet.stream_index]
                long.mux_one(moved)
    return path


def _make_minute(path: Path) -> None:
    noise = np.random.default_rng(1)
    with av.open(str(path), "w") as container:
        video = container.add_stream(
            "libx264", rate=5, options={"preset": "ultrafast", "x264-params": "log-level=none"}
        )
        audio = container.add_stream("aac", rate=RATE, layout="stereo")
        assert isinstance(video, VideoStream)
        assert isinstance(audio, AudioStream)
        video.width, video.height, video.pix_fmt = 640, 360, "yuv420p"
        for index in range(300):
            picture = np.full((360, 640, 3), index % 256, np.uint8)
            container.mux(video.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
            loud = 8000 * abs(np.sin(index / 3))
            sound = noise.normal(0, loud, (1, 2 * RATE // 5)).clip(-32768, 32767).astype(np.int16)
            frame = av.AudioFrame.from_ndarray(sound, format="s16", layout="stereo")
            frame.sample_rate, frame.pts, frame.time_base = RATE, index * RATE // 5, Fraction(1, RATE)
            container.mux(audio.encode(frame))
        container.mux(video.encode(None))
        container.mux(audio.encode(None))


def job_nothing(source: Path) -> None:
    """What the imports alone cost."""
    import workflow.media.decode  # noqa: F401  # measured


def job_probe(source: Path) -> None:
    from workflow.media.probe import probe  # each job imports only what it needs

    probe(source)


def job_sha256(source: Path) -> None:
    from workflow.media.checksum import sha256_file

    sha256_file(source)


def job_decode(source: Path) -> None:
    from workflow.media.audio import decode_audio

    decode_audio(source, source.with_suffix(".wav"))


def job_peaks(source: Path) -> None:
    from workflow.media.audio import Audio
    from workflow.media.peaks import write_peaks

    write_peaks(Audio.open(source.with_suffix(".wav")), source.with_suffix(".peaks"))


def job_poster(source: Path) -> None:
    from workflow.media.poster import write_poster

    write_poster(source, source.with_suffix(".jpg"))


def job_all(source: Path) -> None:
    """Everything ingest does, in one process."""
    for job in (job_probe, job_sha256, job_decode, job_peaks, job_poster):
        job(source)


def job_faster_whisper(source: Path) -> None:
    """The peer: the whole sound in one array, no file, no gaps filled."""
    from faster_whisper.audio import decode_audio

    decode_audio(str(source))


JOBS: tuple[tuple[str, Callable[[Path], None]], ...] = (
    ("imports", job_nothing),
    ("probe", job_probe),
    ("sha256_file", job_sha256),
    ("decode_audio", job_decode),
    ("write_peaks", job_peaks),
    ("write_poster", job_poster),
    ("all of them", job_all),
    ("peer: faster_whisper.decode_audio", job_faster_whisper),
)


def measure(name: str, source: Path) -> str:
    """Seconds of wall time, of processor time, and peak memory of a process that does only this."""
    command = [sys.executable, "-m", "tests.benchmarks.bench_media", "--job", name, str(source)]
    wall, cpu, peak = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return f"{wall:.1f} s / {cpu:.1f} s / {peak:.0f} MB"


def run_job(name: str, source: Path) -> None:
    job = dict(JOBS)[name]
    wall, cpu = time.perf_counter(), time.process_time()
    job(source)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    # VmHWM and not ru_maxrss, which a new process inherits from the one that started it.
    peak_kb = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    sys.stdout.write(json.dumps([wall, cpu, int(peak_kb[1]) / 1024 if peak_kb else 0]))


def main() -> None:
    hours = [float(word) for word in sys.argv[1:]] or [1.0, 2.0, 3.0]
    with tempfile.TemporaryDirectory(prefix="bench_media") as folder:
        sources = [make_long_video(Path(folder) / f"{length:g}h.mp4", length) for length in hours]
        sizes = ", ".join(
            f"{length:g} h = {s.stat().st_size >> 20} MB" for length, s in zip(hours, sources, strict=True)
        )
        lines = [
            f"mp4, 640x360, AAC stereo: {sizes}. Wall time / processor time / peak memory.",
            "",
            "| job | " + " | ".join(f"{length:g} h" for length in hours) + " |",
            "|---|" + "---:|" * len(hours),
        ]
        for name, _ in JOBS:
            cells = [measure(name, path) for path in sources]
            lines.append(f"| {name} | " + " | ".join(cells) + " |")
        sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--job"]:
        run_job(sys.argv[2], Path(sys.argv[3]))
    else:
        main()
