"""Caption files come in from other houses, and go out to them."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Literal

from workflow.captions.cue import Cue
from workflow.captions.track import Block, Track, TrackKind
from workflow.errors import FormatError, StoreError
from workflow.files import atomic
from workflow.formats.captions_file import MAX_BYTES, parse_captions
from workflow.formats.srt import format_srt
from workflow.formats.transcript import format_transcript
from workflow.formats.webvtt import format_webvtt
from workflow.languages import endonym, normalise
from workflow.progress import Reporter
from workflow.store import Revision, Store, StoredStory
from workflow.store.codec import transcript_to_json

ExportFormat = Literal["vtt", "srt", "txt", "json"]


def read_captions(path: Path) -> Track:
    """The track in a WebVTT or SRT file. Raises `FormatError`."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise FormatError(f"{path} cannot be read: {error.strerror or error}.") from error
    return parse_captions(data, str(path))


def import_track(
    stored: StoredStory,
    path: Path,
    *,
    language: str,
    kind: TrackKind,
    label: str,
    store: Store,
    by: str,
    watch: Reporter,
) -> Revision:
    """A caption file as the next revision of the story's track of this kind and language.

    What a strict file may not hold is mended, and each mending told: cues in the order of their times, ids that occur
    once, no cue that ends before it starts. Raises `FormatError`, `UnsupportedLanguage`.
    """
    tag = normalise(language)
    track = read_captions(path)
    if not track.cues:
        raise FormatError(f"{path} holds no captions: export it again from the program that made it.")

    mended = replace(track, kind=kind, language=tag, label=label or track.label or endonym(tag))
    for mend in (_without_empty_times, _in_order, _with_single_ids):
        before, mended = mended, mend(mended)
        if mended.cues != before.cues:
            watch.warn(_TOLD[mend.__name__].format(path=path))
    if not mended.cues:
        raise FormatError(f"{path} holds no caption that a player would show: look at its times.")
    return store.tracks.save_revision(stored.story.slug, mended, author=by, origin="person")


_TOLD = {
    "_without_empty_times": "{path}: cues that end before they start were left out; no player shows them.",
    "_in_order": "{path}: its cues were not in the order of their times; they are now.",
    "_with_single_ids": "{path}: cue ids that occur twice or cannot be written were given new ones.",
}


def _without_empty_times(track: Track) -> Track:
    kept = [number for number, cue in enumerate(track.cues) if cue.end_ms > cue.start_ms]
    return replace(track, cues=tuple(track.cues[number] for number in kept), blocks=_moved(track, kept))


def _in_order(track: Track) -> Track:
    order = sorted(range(len(track.cues)), key=lambda number: track.cues[number].start_ms)
    return replace(track, cues=tuple(track.cues[number] for number in order), blocks=_moved(track, order))


def _moved(track: Track, kept: list[int]) -> tuple[Block, ...]:
    """The blocks before the cues that they stood before, where those are kept; else before the next that is."""
    places = {number: place for place, number in enumerate(kept)}
    after = [*range(len(track.cues)), len(track.cues)]

    def place(before_cue: int) -> int:
        return next((places[number] for number in after[before_cue:] if number in places), len(kept))

    return tuple(
        sorted(
            (replace(block, before_cue=place(block.before_cue)) for block in track.blocks),
            key=lambda block: block.before_cue,
        )
    )


def _with_single_ids(track: Track) -> Track:
    seen = Counter(cue.id for cue in track.cues)
    if all(not cue_id or (number == 1 and "-->" not in cue_id) for cue_id, number in seen.items()):
        return track
    fresh = (str(number) for number in count(1) if str(number) not in seen)
    used: set[str] = set()

    def named(cue: Cue) -> Cue:
        if cue.id and (cue.id in used or "-->" in cue.id):
            return replace(cue, id=next(fresh))
        used.add(cue.id)
        return cue

    return replace(track, cues=tuple(named(cue) for cue in track.cues))


def export_track(revision: Revision, form: ExportFormat, *, store: Store) -> str:
    """The revision as text: WebVTT, SRT, plain text; or, as JSON, the transcript that it was built from.

    Raises `StoreError` for JSON of a track that no transcript was made for.
    """
    if form == "vtt":
        return format_webvtt(revision.track)
    if form == "srt":
        return format_srt(revision.track)
    if form == "txt":
        return format_transcript(revision.track)
    if revision.transcript_id is None:
        raise StoreError("This track was not made from a transcript, so it has no word times: export vtt, srt or txt.")
    transcript = store.transcripts.get(revision.transcript_id).transcript
    return json.dumps(transcript_to_json(transcript), ensure_ascii=False, indent=1) + "\n"


def write_text(path: Path, text: str) -> None:
    """Write a whole file or none."""
    with atomic(path) as file:
        file.write(text.encode())
