"""A story's page as readers would get it if it were published this moment; nothing is written for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from workflow.publish.publication import PageTrack, StoryPage
from workflow.steps.publish import page_track, story_page
from workflow.store import Store, StoredStory, StoredTrack


def preview_page(stored: StoredStory, *, store: Store, now: datetime) -> StoryPage:
    """The page that `publish_story` would write, with every edit in it that is saved and would go out."""
    tracks = tuple(_outgoing(track, store) for track in store.tracks.list(stored.story.slug))
    return replace(bare_page(stored, store=store, now=now), tracks=tracks)


def bare_page(stored: StoredStory, *, store: Store, now: datetime) -> StoryPage:
    """The same without captions: the story, its video and its picture."""
    return story_page(stored, [], store=store, now=now)


def _outgoing(track: StoredTrack, store: Store) -> PageTrack:
    """What is approved, else the captions as they are: those edited since are the revision that will be cut of them."""
    approved = store.drafts.approved(track.id)
    with store.drafts.look(track.id) as look:
        head = look.head()
        last = look.revision(approved.revision if approved else head.track.draft)
        draft = look.draft() if approved is None and head.edit > head.cut else None
    if draft is None or draft.track == last.track:
        return page_track(last, store=store)
    return PageTrack(draft.track, last.number + 1, reviewed=not last.made_by, engine=last.made_by)
