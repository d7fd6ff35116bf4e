"""What several commands do alike: hear and build, publish, and all of it in one go."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from workflow.bootstrap import Hearing, Workshop, choose_engine, find_profile, make_request
from workflow.errors import SlugTaken
from workflow.media.checksum import sha256_file
from workflow.publish.publication import Receipt
from workflow.speech.engine import Engine
from workflow.steps.align import align, read_script, script_of_captions
from workflow.steps.captions import Checked, build_captions, check_captions
from workflow.steps.publish import publish_story
from workflow.steps.stories import new_story, read_story, story_from_file_name
from workflow.steps.transcribe import transcribe
from workflow.store import StoredStory, StoredTranscript


def hear_and_build(shop: Workshop, stored: StoredStory, hearing: Hearing) -> Checked:
    """The story's video heard as `hearing` asks, captions built from the words, and checked."""
    profile = find_profile(hearing.profile, shop.settings)
    with shop.store.lock(stored.story.slug):
        heard = _hear(shop, stored, hearing)
        for warning in heard.transcript.warnings:
            shop.terminal.warn(warning)
        revision = build_captions(
            stored, heard, profile, store=shop.store, by=shop.by, over_corrections=hearing.over_corrections
        )
    return check_captions(stored, revision, profile, store=shop.store, watch=shop.terminal)


def publish_to(shop: Workshop, stored: StoredStory, target: Path, *, keep_previous: bool = True) -> Receipt:
    """The story's page in a folder."""
    with shop.store.lock(stored.story.slug):
        return publish_story(
            stored,
            target,
            store=shop.store,
            by=shop.by,
            now=datetime.now(UTC),
            watch=shop.terminal,
            keep_previous=keep_previous,
        )


def caption_video(
    shop: Workshop, video: Path, story: Path | None, target: Path | None, hearing: Hearing
) -> tuple[StoredStory, Checked, Receipt]:
    """From a video to a published page. A story that an earlier, interrupted run took in is gone on with."""
    find_profile(hearing.profile, shop.settings)  # a wrong name is told before a long video is copied
    told = read_story(story) if story else story_from_file_name(video)
    if shop.store.stories.has(told.slug):
        stored = shop.store.stories.get(told.slug)
        if stored.video.size_bytes != video.stat().st_size or stored.video.sha256 != sha256_file(video):
            raise SlugTaken(told.slug)
    else:
        stored = new_story(told, video, store=shop.store, by=shop.by, watch=shop.terminal)
    checked = hear_and_build(shop, stored, hearing)
    return stored, checked, publish_to(shop, stored, target or Path(stored.story.slug))


def _hear(shop: Workshop, stored: StoredStory, hearing: Hearing) -> StoredTranscript:
    """A transcript by an engine, or by aligning words that are known."""
    request = make_request(stored, hearing, shop.settings)

    def engine() -> Engine:
        return choose_engine(hearing, request, shop.settings, shop.terminal)

    if hearing.script is not None:
        script = read_script(hearing.script)
    elif hearing.realign:
        script = script_of_captions(stored.story.slug, request.language, shop.store)
    else:
        return transcribe(
            stored,
            engine(),
            request,
            store=shop.store,
            by=shop.by,
            watch=shop.terminal,
            stream=hearing.stream,
            hear_all=hearing.hear_all,
        )
    return align(
        stored,
        script,
        request,
        engine=engine,
        store=shop.store,
        by=shop.by,
        watch=shop.terminal,
        stream=hearing.stream,
    )
