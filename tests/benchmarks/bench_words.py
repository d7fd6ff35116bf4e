"""Words the embedded engine gets wrong on the samples, and when aligned words start

Word error rate (jiwer) against what is spoken, lower case, no punctuation, numbers as they are said: with the story as
a hint and without. With `--script` the words are the script's; then the distance of their starts from the exact ones
counts.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import jiwer
import numpy as np

from tests.cli_support import SAMPLES, storytrack
from workflow.speech.spoken import spoken_words


def main() -> None:
    lines = [
        "| sample | words | error, no hint | error, story as hint | error, `--script` | start error, `--script`: median"
        " / 95 % / largest |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for sample in sorted(path.name for path in SAMPLES.iterdir() if (path / "words.json").exists()):
        folder = SAMPLES / sample
        exact = json.loads((folder / "words.json").read_text("utf-8"))
        with tempfile.TemporaryDirectory(prefix="bench_words") as home:
            slug = storytrack(Path(home), "new", folder / "story.md", folder / "video.mp4").out.strip()
            plain = heard(Path(home), slug, "--no-hint")
            hinted = heard(Path(home), slug)
            scripted = heard(Path(home), slug, "--script", folder / "script.txt")
        errors = [jiwer.wer(said(exact), said(words)) for words in (plain, hinted, scripted)]
        starts = start_errors(exact, scripted)
        lines.append(
            f"| {sample} | {len(exact)} | " + " | ".join(f"{error:.1%}" for error in errors)
            + f" | {np.median(starts):.0f} / {np.quantile(starts, 0.95):.0f} / {max(starts):.0f} ms |"
        )  # fmt: skip
    sys.stdout.write("\n".join(lines) + "\n")


def heard(home: Path, slug: str, *words: object) -> list[dict[str, float | str]]:
    """The words of one transcription, in order."""
    done = storytrack(home, "transcribe", slug, "--engine", "pocketsphinx", "--quiet", *words)
    assert done.code == 0, done.err
    transcript = json.loads(storytrack(home, "export", slug, "--format", "json").out)
    return [word for segment in transcript["segments"] for word in segment["words"]]


def said(words: list[dict[str, float | str]] | list[dict[str, int | str]]) -> str:
    """The words as they are spoken: "2014" is three words or two, and both sides are written alike."""
    return " ".join(spoken for word in words for spoken in spoken_words(str(word.get("said", word["text"]))))


def start_errors(exact: list[dict[str, int | str]], aligned: list[dict[str, float | str]]) -> list[float]:
    """Milliseconds between the starts of the same words; the lists hold the same words in the same order."""
    assert [str(word["text"]) for word in exact] == [str(word["text"]) for word in aligned]
    return [abs(float(one["start_ms"]) - float(other["start_ms"])) for one, other in zip(exact, aligned, strict=True)]


if __name__ == "__main__":
    main()
