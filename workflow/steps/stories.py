"""A story and its video come in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from workflow.errors import BadSlug, SlugTaken, StoryError
from workflow.formats.story_file import MAX_BYTES, read_story_bytes
from workflow.media.poster import write_poster
from workflow.media.probe import probe
from workflow.progress import Reporter
from workflow.store import Store, StoredStory
from workflow.story import Story, is_slug, slugify


def read_story(path: Path) -> Story:
    """The story in a Markdown or plain text file. Raises `StoryError` for a file that is none."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise StoryError(f"The story {path} cannot be read: {error.strerror or error}.") from error
    return read_story_bytes(data, str(path))


def named(story: Story, slug: str | None) -> Story:
    """The story under the slug that was asked for, if one was. Raises `BadSlug`."""
    if slug is None:
        return story
    if not is_slug(slug):
        raise BadSlug(slug, "--slug")
    return replace(story, slug=slug)


def story_from_file_name(video: Path) -> Story:
    """A story for a video that comes without one: the file's name is its headline, and it has no text."""
    headline = " ".join(video.stem.replace("_", " ").split()) or "Story"
    return Story(slug=slugify(headline), headline=headline, text="")


def new_story(story: Story, video: Path, *, store: Store, by: str, watch: Reporter) -> StoredStory:
    """Keep a story and its video. Nothing is kept of one that cannot be captioned.

    Raises `SlugTaken`, `MediaError`, `StoreError`.
    """
    if store.stories.has(story.slug):
        raise SlugTaken(story.slug)
    facts = probe(video)

    with watch.stage("Copying") as progress:
        media = store.media.add(video, lambda done, total: progress(done / max(total, 1)))
    try:
        write_poster(media.path, store.media.derived(media.sha256, "poster.jpg"))
        return store.stories.add(story, replace(facts, sha256=media.sha256, name=video.name), by=by)
    except BaseException:
        store.stories.drop_unused(media.sha256)
        raise
