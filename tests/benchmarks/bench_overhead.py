"""What Storytrack adds to the bare engine: `storytrack transcribe` against the engine alone, and how fast it starts

The same ten minutes of sound in turn, three times (or as often as the command line says): the engine alone (one process
that reads a decoded WAV and hears its sections), and the command (decoding, voice activity, hearing, storing, building,
checking). Whole processes: wall time, and processor time, which other programs on the machine do not change.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.long_video import repeat_video
from tests.cli_support import CRIMEAN, command, storytrack

HOURS = 1 / 6


def main() -> None:
    runs = int(sys.argv[1]) if sys.argv[1:] else 3
    with tempfile.TemporaryDirectory(prefix="bench_overhead") as name:
        folder = Path(name)
        video = repeat_video(CRIMEAN / "video.mp4", folder / "long.mp4", HOURS)
        prepare(video, folder)
        bare, whole = [], []
        for number in range(runs):
            bare.append(cost([sys.executable, "-m", "tests.benchmarks.bench_overhead", "--bare", str(folder)]))
            home = folder / f"home{number}"
            slug = storytrack(home, "new", CRIMEAN / "story.md", video).out.strip()
            whole.append(cost(command(home, "transcribe", slug, "--engine", "pocketsphinx", "--no-hint", "--quiet")))
        helps = [cost([sys.executable, "-m", "workflow.cli", "--help"]) for _ in range(10)]
    rows = {
        f"the engine alone, {HOURS * 60:.0f} min of sound, median of {runs}, s": middle(bare),
        "`storytrack transcribe`, the same, s": middle(whole),
        "ratio, pair by pair, median (at most 1.05 is wanted)": middle(
            [(one[0] / other[0], one[1] / other[1]) for one, other in zip(whole, bare, strict=True)]
        ),
        "`storytrack --help`, median of 10, s (under 0.3 is wanted)": middle(helps),
    }
    sys.stdout.write("| | wall | processor |\n|---|---:|---:|\n")
    sys.stdout.writelines(f"| {name} | {wall:.2f} | {processor:.2f} |\n" for name, (wall, processor) in rows.items())


def middle(costs: list[tuple[float, float]]) -> tuple[float, float]:
    """The medians of both figures."""
    return statistics.median(one for one, _ in costs), statistics.median(other for _, other in costs)


def prepare(video: Path, folder: Path) -> None:
    """The decoded sound and its sections, so that the bare run does nothing but hear."""
    from workflow.media.audio import decode_audio
    from workflow.speech.sections import cut_sections
    from workflow.speech.vad import find_speech

    audio = decode_audio(video, folder / "sound.wav")
    sections = cut_sections(find_speech(audio.blocks()), audio.duration_ms)
    (folder / "sections.json").write_text(json.dumps([[one.start_ms, one.end_ms] for one in sections]))


def run_bare(folder: Path) -> None:
    """Nothing but the engine."""
    from workflow.media.audio import Audio
    from workflow.speech.engine import Request
    from workflow.speech.engines.pocketsphinx import PocketsphinxEngine

    audio, engine = Audio.open(folder / "sound.wav"), PocketsphinxEngine()
    for start_ms, end_ms in json.loads((folder / "sections.json").read_text()):
        engine.hear(audio.read(start_ms, end_ms), Request())


def cost(words: list[str]) -> tuple[float, float]:
    """Seconds on the wall and on the processors of one process that ends well."""
    began = time.perf_counter()
    run = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(run.pid, 0)
    assert status == 0, words
    return time.perf_counter() - began, used.ru_utime + used.ru_stime


if __name__ == "__main__":
    if sys.argv[1:2] == ["--bare"]:
        run_bare(Path(sys.argv[2]))
    else:
        main()
