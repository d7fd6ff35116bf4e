"""A story's page goes to readers."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from workflow.progress import Reporter
from workflow.publish.folder import publish_folder
from workflow.publish.publication import PageTrack, Receipt, StoryPage
from workflow.store import Revision, Store, StoredStory, StoredTrack


def publish_story(
    stored: StoredStory,
    target: Path,
    *,
    store: Store,
    by: str,
    now: datetime,
    watch: Reporter,
    keep_previous: bool = True,
) -> Receipt:
    """The story's page in the folder `target`, with the revision of each track that is to be published.

    `keep_previous=False` removes the caption files of the publication before at once, for words that must not be read.
    Raises `PublishError`; what readers had is then still there.
    """
    revisions = to_publish(stored.story.slug, store=store, watch=watch)
    page = story_page(stored, revisions, store=store, now=now)
    with watch.stage("Publishing") as progress:
        receipt = publish_folder(page, target, progress=progress, keep_previous=keep_previous)

    facts = {"files": [asdict(file) for file in receipt.files], "warnings": list(receipt.warnings)}
    for revision in revisions:
        store.publications.record(
            stored.story.slug, revision, destination="folder", url=receipt.url, by=by, receipt=facts
        )
    return receipt


def to_publish(slug: str, *, store: Store, watch: Reporter | None = None) -> list[Revision]:
    """The revision of each track that readers get: the newest that is approved, else the newest, edits included.

    Raises `UnknownStory`, `CannotWrite` for edits that no caption file can hold.
    """
    store.drafts.settle(slug)
    return [_chosen(track, store, watch) for track in store.tracks.list(slug)]


def story_page(stored: StoredStory, revisions: list[Revision], *, store: Store, now: datetime) -> StoryPage:
    """The page of a story with these revisions of its tracks, and its picture where there is one."""
    sha256 = stored.video.sha256
    poster = store.media.derived(sha256, "poster.jpg")
    return StoryPage(
        story=stored.story,
        video=stored.video,
        media=store.media.path(sha256),
        tracks=tuple(page_track(revision, store=store) for revision in revisions),
        published_at=now,
        poster=poster if poster.exists() else None,
    )


def page_track(revision: Revision, *, store: Store) -> PageTrack:
    """The revision as readers get it. Reviewed is what a reviewer approved, and what a person wrote or brought in.

    An engine's words that a person has begun to correct are not: nobody has said that they are done.
    """
    approved = store.drafts.approved(revision.track_id)
    return PageTrack(
        track=revision.track,
        revision=revision.number,
        reviewed=(approved is not None and approved.revision == revision.number)
        or (revision.origin == "person" and not (revision.is_cut and revision.made_by)),
        engine=revision.made_by,
    )


def _chosen(track: StoredTrack, store: Store, watch: Reporter | None) -> Revision:
    approved = store.drafts.approved(track.id)
    number = approved.revision if approved else track.draft
    if watch is not None and number != track.draft:
        watch.note(
            f"The {track.language} {track.kind} go out as revision {number}, which is approved; revision {track.draft}"
            " is not."
        )
    return store.tracks.revision(track.slug, track.language, track.kind, number=number)
