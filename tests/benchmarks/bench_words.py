"""Words the embedded engine gets wrong on the samples, and when aligned words start

Word error rate in lower case without punctuation (jiwer) against the script, with the story as a hint and without; with
`--script` the words are the script's, and what counts is how far their starts are from the exact ones.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import jiwer
import numpy as np

from tests.cli_support import SAMPLES, storytrack

CLEAN = jiwer.Compose(
    [jiwer.ToLowerCase(), jiwer.SubstituteRegExes({r"[^\w\s]": " "}), jiwer.RemoveMultipleSpaces(), jiwer.Strip(),
     jiwer.ReduceToListOfListOfWords()]
)  # fmt: skip


def main() -> None:
    lines = [
        "| sample | words | error, no hint | error, story as hint | error, `--script` | start error, `--script`: median"
        " / 95 % / largest |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for sample in sorted(path.name for path in SAMPLES.iterdir() if (path / "words.json").exists()):
        folder = SAMPLES / sample
        exact = json.loads((folder / "words.json").read_text("utf-8"))
        reference = " ".join(word["text"] for word in exact)
        with tempfile.TemporaryDirectory(prefix="bench_words") as home:
            slug = storytrack(Path(home), "new", folder / "story.md", folder / "video.mp4").out.strip()
            plain = heard(Path(home), slug, "--no-hint")
            hinted = heard(Path(home), slug)
            scripted = heard(Path(home), slug, "--script", folder / "script.txt")
        errors = [word_error(reference, text_of(words)) for words in (plain, hinted, scripted)]
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


def text_of(words: list[dict[str, float | str]]) -> str:
    return " ".join(str(word["text"]) for word in words)


def word_error(reference: str, text: str) -> float:
    return float(jiwer.wer(reference, text, reference_transform=CLEAN, hypothesis_transform=CLEAN))


def start_errors(exact: list[dict[str, int | str]], aligned: list[dict[str, float | str]]) -> list[float]:
    """Milliseconds between the starts of the same words; the lists hold the same words in the same order."""
    assert [str(word["text"]) for word in exact] == [str(word["text"]) for word in aligned]
    return [abs(float(one["start_ms"]) - float(other["start_ms"])) for one, other in zip(exact, aligned, strict=True)]


if __name__ == "__main__":
    main()
