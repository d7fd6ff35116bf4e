"""What an edit costs the desk: on 2,500 captions, against checking the whole track again

The same edits in the same order: a text, a time, a split and a merge, an undo. Once the desk takes each (database,
findings, the answer that a window gets), and once the whole track is checked after each as a command would.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.steps.desk_factories import Json, Window, open_desk, save, set_text
from tests.store.factories import stored_story
from workflow.captions.profile import shipped_profile
from workflow.checks.registry import check_track
from workflow.store import Store

CUES, EDITS = 2500, 100
WORDS = [
    "the",
    "women",
    "wait",
    "outside",
    "of",
    "the",
    "court",
    "while",
    "their",
    "husbands",
    "are",
    "tried",
    "for",
    "what",
    "nobody",
    "has",
    "done",
]


def main() -> None:
    chance = random.Random(1)  # noqa: S311  the same edits in every run
    texts = [" ".join(chance.sample(WORDS, chance.randint(3, 9))).capitalize() + "." for _ in range(CUES)]
    with tempfile.TemporaryDirectory(prefix="bench_desk") as name, Store(Path(name) / "home") as store:
        stored_story(store, Path(name))
        window = Window(open_desk(store), save(store, texts), "Anna", "w1")
        profile = shipped_profile("web-news").at(store.stories.get("a-story").video.frame_rate)
        ours, whole, sizes = [], [], []
        for command in edits(window, chance):
            began = time.perf_counter()
            answer = window.desk.apply(window.track, window.name, asked(window, command))
            ours.append(time.perf_counter() - began)
            sizes.append(len(json.dumps(answer)))
            assert answer["acks"], answer["refused"]
            window.adopt(answer)
            with store.drafts.look(window.track) as look:
                track = look.draft().track
            began = time.perf_counter()
            check_track(track, profile)
            whole.append(time.perf_counter() - began)
    sys.stdout.write("| of 100 edits | median, ms | 95 %, ms | largest, ms |\n|---|---:|---:|---:|\n")
    for label, costs in (("an edit at the desk, findings included", ours), ("the whole track checked again", whole)):
        row = [1000 * one for one in (statistics.median(costs), quantile(costs), max(costs))]
        sys.stdout.write(f"| {label} | {row[0]:.1f} | {row[1]:.1f} | {row[2]:.1f} |\n")
    ratio = statistics.median(one / other for one, other in zip(ours, whole, strict=True))
    sys.stdout.write(f"\nRatio, edit by edit, median: {ratio:.2f}. ")
    sys.stdout.write(f"The answer to an edit has {statistics.median(sizes) / 1000:.1f} KB (median).\n")


def edits(window: Window, chance: random.Random) -> Iterator[Json]:
    """So many edits of every kind, each of a caption that is there."""
    for number in range(EDITS):
        cues = sorted(window.cues.values(), key=lambda cue: (cue["start"], cue["key"]))
        place = chance.randrange(len(cues) - 1)
        cue, after = cues[place], cues[place + 1]
        kind = number % 5
        if kind == 0:
            yield set_text(cue["key"], " ".join(chance.sample(WORDS, 9)))
        elif kind == 1:
            yield {"kind": "set-times", "times": {cue["key"]: [cue["start"] + 40, cue["end"]]}}
        elif kind == 2:
            yield {"kind": "split", "cue": cue["key"], "caret": cue["text"].index(" "), "new_key": f"w1.{number + 1}"}
        elif kind == 3:
            yield {"kind": "merge", "cues": [cue["key"], after["key"]]}
        else:
            yield {"kind": "undo"}


def asked(window: Window, command: Json) -> Json:
    """What the browser sends: only the touched captions are in its base."""
    named = command.get("cues") or command.get("texts") or command.get("times") or ()
    keys = [*map(str, named), *([str(command["cue"])] if "cue" in command else [])]
    return {
        "epoch": window.epoch,
        "edit": window.edit,
        "checked": window.checked,
        "client": window.client,
        "cue": None,
        "edits": [window.numbered(command, {key: window.cues[key]["edit"] for key in keys})],
    }


def quantile(costs: list[float]) -> float:
    return statistics.quantiles(costs, n=20)[-1]


if __name__ == "__main__":
    main()
