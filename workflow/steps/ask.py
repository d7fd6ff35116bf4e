"""A transcription is asked for on a screen: refused at once what cannot be done, else put into the queue."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workflow.errors import BadSlug, MediaError, SlugTaken
from workflow.formats.story_file import parse_story
from workflow.media.probe import probe
from workflow.steps.stories import named
from workflow.store import Job, Store
from workflow.story import Story, is_slug

NAME = "The story"
"""What errors call a text that came without a file."""


def told_story(text: str, slug: str, *, store: Store) -> Story:
    """The story that a person has written down, under the name `slug`, "" for one made from its headline.

    Raises `StoryError`, `SlugTaken`.
    """
    story = parse_story(text, name=NAME)
    if slug and not is_slug(slug):
        raise BadSlug(slug, "The story's name")
    story = named(story, slug or None)
    if store.stories.has(story.slug):
        raise SlugTaken(story.slug)
    return story


def says_its_language(text: str) -> bool:
    """Whether the text begins with front matter, which says the language of publication, or leaves it at English."""
    return text.lstrip("\ufeff \r\n\t").startswith("---")


def with_language(text: str, language: str) -> str:
    """The text with the language of publication (BCP 47) written above it, unless it says its language itself."""
    return text if says_its_language(text) else f"---\nlanguage: {language}\n---\n\n{text}"


def ask_for_new(story: Story, text: str, video: Path, hearing: Mapping[str, Any], *, store: Store, by: str) -> Job:
    """Queue a story with its uploaded video. Raises `MediaError` for a file without sound, and `JobUnderWay`."""
    try:
        probe(video)
    except MediaError as error:  # whoever chose the file knows it by its name, and not by its place on the server
        raise MediaError(str(error).replace(str(video), video.name)) from error
    return store.jobs.add(story.slug, story.headline, hearing, by=by, text=text, video=str(video))


def ask_again(slug: str, hearing: Mapping[str, Any], *, store: Store, by: str) -> Job:
    """Queue a story that is in the store. Raises `UnknownStory`, `JobUnderWay`."""
    return store.jobs.add(slug, store.stories.get(slug).story.headline, hearing, by=by)
