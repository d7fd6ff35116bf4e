"""What publishing a story would do, and what its readers have already. Nothing here writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from workflow.errors import PublishError
from workflow.publish.folder import check_publication
from workflow.publish.page.render import track_label
from workflow.publish.page.words import words_for
from workflow.steps.preview import preview_page
from workflow.store import Store, StoredPublication, StoredStory, StoredTrack


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One track as readers would get it now.

    `label` is what the player's menu says. `newest` is the number of the newest revision: another one than `revision`
    where an older one is approved and the newest is not.
    """

    track: StoredTrack
    revision: int
    newest: int
    label: str
    reviewed: bool


@dataclass(frozen=True, slots=True)
class Outlook:
    """What publishing a story would do now; `refused` says why it cannot be done, "" when it can."""

    tracks: tuple[Outgoing, ...]
    refused: str


def look_out(stored: StoredStory, target: Path, *, store: Store, now: datetime) -> Outlook:
    """What `publish_story` would do. Nothing is written. Raises `UnknownStory`."""
    page = preview_page(stored, store=store, now=now)
    words = words_for(stored.story.language)
    tracks = tuple(
        Outgoing(track, one.revision, _newest(track, store), track_label(one, words), one.reviewed)
        for track, one in zip(store.tracks.list(stored.story.slug), page.tracks, strict=True)
    )
    try:
        check_publication(page, target)
    except PublishError as error:
        return Outlook(tracks, str(error))
    return Outlook(tracks, "")


def live_now(slug: str, *, store: Store) -> tuple[tuple[StoredPublication, ...], ...]:
    """What readers have: of each address the newest publication of each track, the address of the newest first.

    Raises `UnknownStory`.
    """
    newest: dict[str, dict[int, StoredPublication]] = {}
    for one in store.publications.list(slug):
        newest.setdefault(one.url, {})[one.track_id] = one
    places = (tuple(one for one in tracks.values() if one.state == "published") for tracks in newest.values())
    return tuple(sorted((place for place in places if place), key=lambda place: -max(one.id for one in place)))


def _newest(track: StoredTrack, store: Store) -> int:
    """The number of the newest revision, or of the one that would be made of the edits that are in none."""
    with store.drafts.look(track.id) as look:
        return look.head().track.draft + (not look.is_cut())
