"""A desk over a real store, and a window at it, for tests; only what a test is about is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.store.factories import stored_story
from workflow.captions.cue import Cue
from workflow.captions.profile import shipped_profile
from workflow.captions.track import Track, TrackKind
from workflow.steps.review import Desk
from workflow.store import Origin, Store

SLUG = "a-story"
Json = dict[str, Any]


def cues(*texts: str, every_ms: int = 2000) -> tuple[Cue, ...]:
    """Captions one after the other, each 200 ms shorter than its room."""
    return tuple(
        Cue(id="", start_ms=place * every_ms, end_ms=(place + 1) * every_ms - 200, lines=tuple(text.split("\n")))
        for place, text in enumerate(texts)
    )


def save(
    store: Store,
    texts: Sequence[str],
    *,
    kind: TrackKind = "captions",
    language: str = "en",
    origin: Origin = "automatic",
    over: bool = False,
) -> int:
    """A revision of the story's track, from an engine unless said otherwise; the track's id."""
    track = Track(cues=cues(*texts), kind=kind, language=language, label=language)
    return store.tracks.save_revision(
        SLUG,
        track,
        author="the engine's owner",
        origin=origin,
        made_by="an engine" if origin == "automatic" else "",
        profile="web-news",
        over_corrections=over,
    ).track_id


def open_desk(store: Store, *, second_person: bool = False) -> Desk:
    return Desk(store, find_profile=lambda key: shipped_profile(key or "web-news"), second_person=second_person)


def desk_with(store: Store, folder: Path, *texts: str, second_person: bool = False) -> tuple[Desk, int]:
    """A desk, and the id of a track with these captions."""
    stored_story(store, folder, SLUG)
    return open_desk(store, second_person=second_person), save(store, texts)


class Window:
    """One window of one person, which knows what it was told and numbers its edits, as the browser's does."""

    def __init__(self, desk: Desk, track: int, name: str, client: str) -> None:
        self.desk, self.track, self.name, self.client = desk, track, name, client
        self.seq = 0
        self.load()

    def load(self) -> None:
        told = self.desk.document(self.track, self.name)
        self.epoch, self.edit, self.checked = told["epoch"], told["edit"], told["checked"]
        self.cues: dict[str, Json] = {cue["key"]: cue for cue in told["cues"]}
        self.findings: dict[str, Json] = {one["id"]: one for one in told["findings"]}

    def do(self, command: Mapping[str, Any], *, base: Mapping[str, int] | None = None) -> Json:
        """Send one edit and take in the answer."""
        return self.send([self.numbered(command, base)])

    def numbered(self, command: Mapping[str, Any], base: Mapping[str, int] | None = None) -> Json:
        """The next edit of this window."""
        self.seq += 1
        known = {key: cue["edit"] for key, cue in self.cues.items()}
        return {"client": self.client, "seq": self.seq, "base": known if base is None else dict(base), "do": command}

    def send(self, edits: Sequence[Json]) -> Json:
        return self.adopt(self.desk.apply(self.track, self.name, self._known() | {"edits": list(edits)}))

    def ask(self) -> Json:
        return self.adopt(self.desk.since(self.track, self.name, **self._known()))

    def adopt(self, answer: Json) -> Json:
        if answer.get("reset"):
            self.load()
            return answer
        for change in answer["changes"]:
            for cue in change["before"]:
                self.cues.pop(cue["key"], None)
            for cue in change["after"]:
                self.cues[cue["key"]] = cue
        found = answer["findings"]
        if "all" in found:
            self.findings = {one["id"]: one for one in found["all"]}
        for name in found.get("removed", ()):
            self.findings.pop(name, None)
        self.findings |= {one["id"]: one for one in found.get("added", ())}
        self.edit, self.checked = answer["edit"], answer["checked"]
        return answer

    def texts(self) -> list[str]:
        return [cue["text"] for cue in sorted(self.cues.values(), key=lambda cue: (cue["start"], cue["key"]))]

    def _known(self) -> Json:
        return {
            "epoch": self.epoch,
            "edit": self.edit,
            "checked": self.checked,
            "client": self.client,
            "cue": None,
        }


def texts_in(desk: Desk, track: int) -> list[str]:
    """What the captions of a track say now."""
    return [cue["text"] for cue in desk.document(track, "a looker")["cues"]]


def set_text(key: str, text: str) -> Json:
    return {"kind": "set-texts", "texts": {key: text}}
