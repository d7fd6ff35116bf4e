"""A story's page goes to readers."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from workflow.progress import Reporter
from workflow.publish.folder import publish_folder
from workflow.publish.publication import PageTrack, Receipt, StoryPage
from workflow.store import Revision, Store, StoredStory


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
    """The story's page with the newest revision of each of its tracks, in the folder `target`.

    `keep_previous=False` removes the caption files of the publication before at once, for words that must not be read.
    Raises `PublishError`; what readers had is then still there.
    """
    slug, sha256 = stored.story.slug, stored.video.sha256
    revisions = [store.tracks.latest(slug, track.language, track.kind) for track in store.tracks.list(slug)]
    poster = store.media.derived(sha256, "poster.jpg")

    page = StoryPage(
        story=stored.story,
        video=stored.video,
        media=store.media.path(sha256),
        tracks=tuple(page_track(revision) for revision in revisions),
        published_at=now,
        poster=poster if poster.exists() else None,
    )
    with watch.stage("Publishing") as progress:
        receipt = publish_folder(page, target, progress=progress, keep_previous=keep_previous)

    facts = {"files": [asdict(file) for file in receipt.files], "warnings": list(receipt.warnings)}
    for revision in revisions:
        store.publications.record(slug, revision, destination="folder", url=receipt.url, by=by, receipt=facts)
    return receipt


def page_track(revision: Revision) -> PageTrack:
    """The revision as readers get it. Until approvals exist, only what a person brought in counts as reviewed."""
    return PageTrack(
        track=revision.track,
        revision=revision.number,
        reviewed=revision.origin == "person",
        engine=revision.made_by,
    )
