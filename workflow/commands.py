"""What several commands do alike: hear and build, publish, and all of it in one go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from workflow.bootstrap import (
    EMBEDDED,
    Hearing,
    Workbench,
    check_is_english,
    choose_engine,
    find_profile,
    hearing_from_json,
    make_request,
)
from workflow.captions.profile import Profile
from workflow.errors import CannotAlign, NoAudio, SlugTaken
from workflow.formats.story_file import read_story_bytes
from workflow.jobs.uploads import remove_upload
from workflow.media.checksum import sha256_file
from workflow.publish.publication import Receipt
from workflow.speech.engine import Engine, Request
from workflow.speech.script import Script, script_from_track
from workflow.steps.align import align, newest_captions, read_script
from workflow.steps.captions import Checked, build_captions, check_captions
from workflow.steps.publish import publish_story
from workflow.steps.stories import named, new_story, read_story, story_from_file_name
from workflow.steps.transcribe import transcribe
from workflow.store import Job, StoredStory, StoredTranscript
from workflow.story import Story


@dataclass(frozen=True, slots=True)
class Plan:
    """How a story's video is to be heard and captioned, with everything settled that can be settled beforehand.

    `script` is None when an engine hears the words, or when they are those of the newest captions. `engine` gives the
    same engine each time it is called.
    """

    profile: Profile
    request: Request
    script: Script | None
    engine: Callable[[], Engine]


def plan_hearing(bench: Workbench, story: Story, hearing: Hearing) -> Plan:
    """What `hearing` asks, refused before a long video is copied or decoded if it cannot be done.

    Raises `CaptionError`, `SpeechError`, `FormatError`.
    """
    if hearing.script and hearing.realign:
        raise CannotAlign("--script and --realign both name its words; use one of them")
    profile = find_profile(hearing.profile, bench.settings)
    request = make_request(story, hearing, bench.settings)
    script = read_script(hearing.script) if hearing.script else None
    engine = cache(lambda: choose_engine(hearing, request, bench.settings, bench.watch, story_language=story.language))
    if script is None and not hearing.realign:
        engine().check(request)
    return Plan(profile, request, script, engine)


def hear_and_build(bench: Workbench, stored: StoredStory, hearing: Hearing, plan: Plan | None = None) -> Checked:
    """The story's video heard as `hearing` asks, captions built from the words, and checked."""
    plan = plan or plan_hearing(bench, stored.story, hearing)
    if hearing.profile is None and stored.video.height > stored.video.width:
        bench.watch.note("This video is upright: `--profile vertical` breaks lines for its width.")
    with bench.store.lock(stored.story.slug):
        known = newest_captions(stored.story.slug, plan.request.language, bench.store) if hearing.realign else None
        heard = _hear(bench, stored, hearing, plan, script_from_track(known.track) if known else plan.script)
        for warning in heard.transcript.warnings:
            bench.watch.warn(warning)
        if not any(segment.words for segment in heard.transcript.segments):
            raise NoAudio(stored.video.name, f"{heard.transcript.engine} found no words in it; is it the right sound")
        revision = build_captions(
            stored,
            heard,
            plan.profile,
            store=bench.store,
            by=bench.by,
            origin=known.origin if known else "automatic",  # timed anew, the words are still whose they were
            over_corrections=hearing.over_corrections,
        )
    return check_captions(stored, revision, plan.profile, store=bench.store, watch=bench.watch)


def publish_to(bench: Workbench, stored: StoredStory, target: Path, *, keep_previous: bool = True) -> Receipt:
    """The story's page in a folder."""
    with bench.store.lock(stored.story.slug):
        return publish_story(
            stored,
            target,
            store=bench.store,
            by=bench.by,
            now=datetime.now(UTC),
            watch=bench.watch,
            keep_previous=keep_previous,
        )


def caption_video(
    bench: Workbench,
    video: Path,
    story: Path | None,
    target: Path | None,
    hearing: Hearing,
    *,
    slug: str | None = None,
) -> tuple[StoredStory, Checked, Receipt]:
    """From a video to a published page. A story that an earlier, interrupted run took in is gone on with."""
    told = read_story(story) if story else story_from_file_name(video)
    told = named(told, slug)
    plan = plan_hearing(bench, told, hearing)
    if bench.store.stories.has(told.slug):
        stored = _gone_on_with(bench, told, video, is_text_given=story is not None)
    else:
        stored = new_story(told, video, store=bench.store, by=bench.by, watch=bench.watch)
    checked = hear_and_build(bench, stored, hearing, plan)
    return stored, checked, publish_to(bench, stored, target or Path(stored.story.slug))


def do_job(bench: Workbench, job: Job) -> Checked:
    """A transcription from the queue: the story taken in if it came with the job, heard, built and checked.

    Taken up again after its worker was killed, it goes on where it was. What cannot be done is refused before the story
    is kept. Raises `StorytrackError`.
    """
    hearing = hearing_from_json(job.hearing)
    if job.video:
        story = named(read_story_bytes(bench.store.jobs.text(job.id).encode(), "The story"), job.slug)
    else:
        story = bench.store.stories.get(job.slug).story
    with bench.watch.stage("Preparing"):
        plan = plan_hearing(bench, story, hearing)
    stored = _taken_in(bench, story, job) if job.video else bench.store.stories.get(job.slug)
    checked = hear_and_build(bench, stored, hearing, plan)
    if hearing.script:
        remove_upload(bench.settings.home, hearing.script)
    return checked


def _taken_in(bench: Workbench, story: Story, job: Job) -> StoredStory:
    """The job's story and video in the store, once however often the job is taken up; the upload is then removed."""
    video = Path(job.video)
    if bench.store.stories.has(story.slug):
        stored = _gone_on_with(bench, story, video, is_text_given=True)
    else:
        stored = new_story(story, video, store=bench.store, by=bench.by, watch=bench.watch)
    bench.store.jobs.taken_in(job.id)
    remove_upload(bench.settings.home, video)
    return stored


def _gone_on_with(bench: Workbench, told: Story, video: Path, *, is_text_given: bool) -> StoredStory:
    """The story that is here already, with the text as it is now told. Raises `SlugTaken` when its video is another."""
    stored = bench.store.stories.get(told.slug)
    if stored.video.sha256 != sha256_file(video):
        raise SlugTaken(told.slug)
    if stored.story == told or not is_text_given:
        return stored
    with bench.store.lock(told.slug):
        return bench.store.stories.revise(told, by=bench.by)


def _hear(
    bench: Workbench, stored: StoredStory, hearing: Hearing, plan: Plan, script: Script | None
) -> StoredTranscript:
    """A transcript by an engine, or by aligning words that are known."""
    if script is None:
        engine = plan.engine()
        tags = [one.language for one in stored.video.audio_streams if one.index == hearing.stream and one.language]
        if engine.name == EMBEDDED and tags:
            check_is_english(plan.request, tags[0])
        return transcribe(
            stored,
            engine,
            plan.request,
            store=bench.store,
            by=bench.by,
            watch=bench.watch,
            stream=hearing.stream,
            hear_all=hearing.hear_all,
        )
    return align(
        stored,
        script,
        plan.request,
        engine=plan.engine,
        store=bench.store,
        by=bench.by,
        watch=bench.watch,
        stream=hearing.stream,
    )
