"""Three hours through decoding, peaks, voice activity, building and checking: cost grows linearly, memory does not

Seconds are of processor time, which other programs on the machine do not change. The video is the sample story's,
repeated; its words are the sample's exact words, repeated with it. One process a length.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.long_video import repeat_video
from tests.cli_support import CRIMEAN

if TYPE_CHECKING:
    from workflow.speech.transcript import Transcript


def main() -> None:
    hours = [float(word) for word in sys.argv[1:]] or [1.0, 2.0, 3.0]
    with tempfile.TemporaryDirectory(prefix="bench_long") as folder:
        rows = []
        for length in hours:
            video = repeat_video(CRIMEAN / "video.mp4", Path(folder) / f"{length:g}h.mp4", length)
            command = [sys.executable, "-m", "tests.benchmarks.bench_long", "--job", str(video)]
            rows.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
            video.unlink()
    lines = ["| | " + " | ".join(f"{length:g} h" for length in hours) + " |", "|---|" + "---:|" * len(hours)]
    lines += [f"| {name} | " + " | ".join(f"{row[name]:.1f}" for row in rows) + " |" for name in rows[0]]
    sys.stdout.write("\n".join(lines) + "\n")


def run_job(video: Path) -> None:
    """All stages in one process; seconds of each, and the process's peak memory."""
    from workflow.captions.build import build_track
    from workflow.captions.profile import shipped_profile
    from workflow.checks.registry import check_track
    from workflow.media.audio import decode_audio
    from workflow.media.peaks import write_peaks
    from workflow.speech.vad import find_speech

    took: dict[str, float] = {}
    began = time.process_time()

    def lap(name: str) -> None:
        nonlocal began
        took[name] = time.process_time() - began
        began = time.process_time()

    audio = decode_audio(video, video.with_suffix(".wav"))
    lap("decode, s")
    write_peaks(audio, video.with_suffix(".peaks"))
    lap("peaks, s")
    activity = find_speech(audio.blocks())
    lap("voice activity, s")
    transcript = repeated_transcript(audio.duration_ms)
    began = time.process_time()
    track = build_track(transcript, shipped_profile("web-news"), duration_ms=audio.duration_ms)
    lap("build, s")
    check_track(track, shipped_profile("web-news"), speech=activity.regions(), duration_ms=audio.duration_ms)
    lap("check, s")
    took["all, s"] = sum(took.values())
    took["words"] = sum(1 for _ in transcript.words)
    took["cues"] = len(track.cues)
    took["peak memory, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps(took))


def repeated_transcript(duration_ms: int) -> Transcript:
    """The sample's words, again and again for as long as the video is."""
    from workflow.media.probe import probe
    from workflow.speech.transcript import Segment, Transcript, Word

    told = json.loads((CRIMEAN / "words.json").read_text("utf-8"))
    once = [Word(word["text"], word["start_ms"], word["end_ms"]) for word in told]
    length = probe(CRIMEAN / "video.mp4").duration_ms
    segments = []
    for shift in range(0, duration_ms - length, length):
        words = tuple(replace(word, start_ms=word.start_ms + shift, end_ms=word.end_ms + shift) for word in once)
        segments.append(Segment(words[0].start_ms, words[-1].end_ms, words, "en"))
    return Transcript("en", "transcribe", "sample", "exact words", tuple(segments))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--job"]:
        run_job(Path(sys.argv[2]))
    else:
        main()
