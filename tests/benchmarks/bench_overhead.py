"""What Storytrack adds to the bare engine: `storytrack transcribe` against the engine alone, and how fast it starts

The same ten minutes of sound in turn: the engine alone (one process that reads a decoded WAV and hears its sections),
and the command (decoding, voice activity, hearing, storing, building, checking). Wall time of whole processes.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.long_video import repeat_video
from tests.cli_support import CRIMEAN, command, storytrack

RUNS = 3
HOURS = 1 / 6


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="bench_overhead") as name:
        folder = Path(name)
        video = repeat_video(CRIMEAN / "video.mp4", folder / "long.mp4", HOURS)
        prepare(video, folder)
        bare, whole = [], []
        for number in range(RUNS):
            bare.append(seconds([sys.executable, "-m", "tests.benchmarks.bench_overhead", "--bare", str(folder)]))
            home = folder / f"home{number}"
            slug = storytrack(home, "new", CRIMEAN / "story.md", video).out.strip()
            whole.append(seconds(command(home, "transcribe", slug, "--engine", "pocketsphinx", "--no-hint", "--quiet")))
        helps = [seconds([sys.executable, "-m", "workflow.cli", "--help"]) for _ in range(10)]
    ratio = statistics.median(one / other for one, other in zip(whole, bare, strict=True))
    sys.stdout.write(
        "| | seconds |\n|---|---:|\n"
        f"| the engine alone, {HOURS * 60:.0f} min of sound, median of {RUNS} | {statistics.median(bare):.1f} |\n"
        f"| `storytrack transcribe`, the same | {statistics.median(whole):.1f} |\n"
        f"| ratio, pair by pair, median (at most 1.05 is wanted) | {ratio:.3f} |\n"
        f"| `storytrack --help`, median of 10 (under 0.3 is wanted) | {statistics.median(helps):.2f} |\n"
    )


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


def seconds(words: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


if __name__ == "__main__":
    if sys.argv[1:2] == ["--bare"]:
        run_bare(Path(sys.argv[2]))
    else:
        main()
