"""Homes to begin from: the sample story as the embedded engine hears it, and stories of many hours."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.benchmarks.bench_long import repeated_transcript
from tests.benchmarks.long_video import repeat_video
from tests.cli_support import CRIMEAN, storytrack
from tests.terminals import listening
from workflow.captions.build import build_track
from workflow.captions.profile import shipped_profile
from workflow.speech.transcript import Region
from workflow.steps.listen import listen
from workflow.steps.stories import new_story
from workflow.store import Store
from workflow.story import Story

SLUG = "crimean-solidarity"


def heard_home(home: Path) -> Path:
    """The sample story with the captions that the embedded engine makes of it, by the command line."""
    for words in (
        ("new", CRIMEAN / "story.md", CRIMEAN / "video.mp4"),
        ("transcribe", SLUG, "--engine", "pocketsphinx"),
    ):
        done = storytrack(home, *words)
        assert done.code == 0, done.err
    return home


def track_id(home: Path, slug: str = SLUG) -> int:
    """The story's first track."""
    with Store(home) as store:
        return store.tracks.list(slug)[0].id


def long_home(home: Path, hours: float, *, cues: int | None = None, slug: str = "long-story") -> int:
    """A story of so many hours, the sample's video and words again and again; its track's id.

    With `cues` the track ends after so many. Every twelfth word is one that the engine was not sure of.
    """
    home.mkdir(parents=True, exist_ok=True)
    video = repeat_video(CRIMEAN / "video.mp4", home / "long.mp4", hours)
    watch, _ = listening(quiet=True)
    with Store(home) as store:
        story = Story(slug=slug, headline="A long day", text="Many spoke, one after the other.", language="en")
        stored = new_story(story, video, store=store, by="Anna", watch=watch)
        video.unlink()
        activity = listen(stored, 0, store=store, watch=watch).activity
        told = repeated_transcript(stored.video.duration_ms)
        run = store.transcripts.begin(
            slug, run_key="told", engine="sample", model="exact words", task="transcribe", by="Anna"
        )
        for number, segment in enumerate(told.segments):
            doubted = tuple(
                replace(word, probability=0.02 if place % 12 == 5 else 0.98) for place, word in enumerate(segment.words)
            )
            kept = replace(segment, words=doubted)
            run.save_section(number, Region(segment.start_ms, segment.end_ms), [kept])
        heard = run.finish(language="en", speech=activity.regions())
        profile = shipped_profile("web-news").at(stored.video.frame_rate)
        track = build_track(heard.transcript, profile, duration_ms=stored.video.duration_ms, label="English")
        if cues is not None:
            assert len(track.cues) >= cues, f"{hours} hours have only {len(track.cues)} captions"
            track = replace(track, cues=track.cues[:cues])
        return store.tracks.save_revision(
            slug,
            track,
            author="Anna",
            origin="automatic",
            made_by="sample",
            transcript_id=heard.id,
            profile="web-news",
        ).track_id
