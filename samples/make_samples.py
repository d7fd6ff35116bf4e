"""Build the sample stories again: `python -m samples.make_samples [SLUG ...] [--to DIR]`.

Writes video.mp4, script.txt, reference.vtt and words.json of each; story.md is written by hand and is left alone.
Exit codes: 0 done, 2 a Debian package is missing.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from samples.making import cards, crimean_solidarity, harbour_noise
from samples.making.film import write_film
from samples.making.reference import reference_track
from samples.making.screenplay import Screenplay, script_text
from samples.making.timeline import Timeline, lay_out
from samples.making.voices import missing_packages
from workflow.formats.webvtt import format_webvtt

PLAYS = {play.slug: play for play in (crimean_solidarity.PLAY, harbour_noise.PLAY)}


def main(arguments: list[str] | None = None) -> int:
    """Build what was asked for, all without a name; say where it is."""
    parser = argparse.ArgumentParser(prog="make_samples", description="Build the sample stories again.")
    parser.add_argument("slugs", nargs="*", metavar="SLUG", help=f"which: {', '.join(PLAYS)}; without one, all")
    parser.add_argument("--to", type=Path, default=Path(__file__).parent / "stories", metavar="DIR")
    parser.add_argument("--no-video", action="store_true", help="only the texts and times")
    asked = parser.parse_args(arguments)
    if unknown := [slug for slug in asked.slugs if slug not in PLAYS]:
        parser.error(f"there is no sample {unknown[0]}: choose from {', '.join(PLAYS)}")
    if missing := [*missing_packages(), *cards.missing_packages()]:
        print(f"Voices or fonts are missing: apt-get install {' '.join(missing)}", file=sys.stderr)
        return 2
    for slug in asked.slugs or PLAYS:
        build(PLAYS[slug], asked.to / slug, with_video=not asked.no_video)
        print(asked.to / slug)
    return 0


def build(play: Screenplay, folder: Path, *, with_video: bool = True) -> None:
    """Write one sample's files into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    timeline = lay_out(play)
    (folder / "script.txt").write_text(script_text(play), "utf-8")
    (folder / "words.json").write_text(words_json(timeline), "utf-8")
    (folder / "reference.vtt").write_text(format_webvtt(reference_track(timeline, play)), "utf-8")
    if with_video:
        names = [f"{play.slug}/{shot.card}" for shot in timeline.shots]
        shots = [(shot.start_ms, cards.draw(name)) for shot, name in zip(timeline.shots, names, strict=True)]
        write_film(folder / "video.mp4", shots, cards.draw_background(names[0]), timeline.sound)


def words_json(timeline: Timeline) -> str:
    """One word a line: text, times, the speaker where there is one, and what the voice said where it is read out."""
    rows = []
    for word in timeline.words:
        row: dict[str, str | int] = {"text": word.text, "start_ms": word.start_ms, "end_ms": word.end_ms}
        if word.speaker:
            row["speaker"] = word.speaker
        if word.said:
            row["said"] = word.said
        rows.append(json.dumps(row, ensure_ascii=False))
    return "[\n " + ",\n ".join(rows) + "\n]\n"


if __name__ == "__main__":
    sys.exit(main())
