"""Stories and videos in the database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from tests.store.factories import STORY, VIDEO, media_file, segment, stored_story, track
from workflow.errors import SlugTaken, StoreError, UnknownStory
from workflow.speech.transcript import Region
from workflow.store import Status, Store


def test_a_story_comes_back_as_it_went_in(store: Store, tmp_path: Path) -> None:
    """Every fact, Unicode, sizes over 4 GB and a fractional frame rate included."""
    media = store.media.add(media_file(tmp_path))
    video = replace(VIDEO, sha256=media.sha256)
    store.stories.add(STORY, video, by="Anna")
    found = store.stories.get(STORY.slug)
    assert (found.story, found.video) == (STORY, video)
    assert datetime.now(UTC) - found.created_at < timedelta(minutes=1)


def test_sound_alone_has_no_frame_rate(store: Store, tmp_path: Path) -> None:
    """None stays None."""
    media = store.media.add(media_file(tmp_path))
    store.stories.add(STORY, replace(VIDEO, sha256=media.sha256, frame_rate=None, audio_streams=()), by="Anna")
    assert store.stories.get(STORY.slug).video.frame_rate is None


def test_a_moment_keeps_its_time_zone(tmp_path: Path, home: Path) -> None:
    """Whatever the clock's zone, what comes back is the same moment in UTC."""
    kyiv = datetime(2021, 3, 1, 12, 0, tzinfo=timezone(timedelta(hours=2)))
    with Store(home, clock=lambda: kyiv) as store:
        stored_story(store, tmp_path)
        created = store.stories.get("a-story").created_at
    assert created == kyiv
    assert created.tzinfo is UTC


def test_no_story_overwrites_another(store: Store, tmp_path: Path) -> None:
    """A taken slug is refused, and the story under it stays as it was."""
    stored_story(store, tmp_path)
    assert store.stories.has("a-story")
    with pytest.raises(SlugTaken, match="'a-story' is already here"):
        stored_story(store, tmp_path, content=b"another film")
    assert len(store.stories.list()) == 1


def test_a_revised_story_keeps_its_video_and_its_work(store: Store, tmp_path: Path) -> None:
    """New words under the same slug; what changed is in the audit, and words that are the same change nothing."""
    stored = stored_story(store, tmp_path)
    told = replace(stored.story, headline="Women carry on", related_videos=())
    revised = store.stories.revise(told, by="Bohdan")
    assert revised == replace(stored, story=told) == store.stories.get("a-story")
    assert store.stories.revise(told, by="Bohdan") == revised
    events = [(event.actor, event.action) for event in store.events.of("a-story")]
    assert events == [("Anna", "added the story"), ("Bohdan", "revised the story")]


def test_a_story_needs_its_video_in_the_media_folder(store: Store) -> None:
    """A story without a film would be found out only when it is published."""
    with pytest.raises(StoreError, match="is missing from"):
        store.stories.add(STORY, VIDEO, by="Anna")
    assert not store.stories.has(STORY.slug)
    assert store.events.of(STORY.slug) == ()


def test_an_unknown_story_is_named(store: Store) -> None:
    """Asking, listing its tracks and deleting all say the same."""
    for ask in (store.stories.get, store.tracks.list, store.publications.list):
        with pytest.raises(UnknownStory, match="no story 'nothing'"):
            ask("nothing")
    with pytest.raises(UnknownStory):
        store.stories.delete("nothing", by="Anna")


def test_the_list_has_the_newest_first_with_its_tracks(store: Store, tmp_path: Path) -> None:
    """One line a story: its languages and where each track stands."""
    stored_story(store, tmp_path, "first")
    stored_story(store, tmp_path, "second")
    store.tracks.save_revision("first", track("Так"), author="Anna", origin="automatic")
    second, first = store.stories.list()
    assert (second.slug, first.slug) == ("second", "first")
    assert [(t.language, t.kind, t.status, t.draft, t.live) for t in first.tracks] == [
        ("uk", "captions", Status.DRAFT, 1, None)
    ]
    assert first.duration_ms == VIDEO.duration_ms


def test_deleting_takes_the_work_and_leaves_the_audit(store: Store, tmp_path: Path) -> None:
    """Transcripts, tracks, revisions, publications and files go; who deleted it stays known."""
    sha256 = stored_story(store, tmp_path).video.sha256
    run = store.transcripts.begin("a-story", run_key="k", engine="e", model="m", task="transcribe", by="Anna")
    run.save_section(0, Region(0, 1000), [segment("Так")])
    made = run.finish(language="uk")
    for text in ("Так", "Ні"):
        saved = store.tracks.save_revision(
            "a-story", track(text), author="Anna", origin="automatic", transcript_id=made.id
        )
        store.publications.record("a-story", saved, destination="folder", url="/srv", by="Anna")
    peaks = store.media.derived(sha256, "peaks.bin")
    peaks.write_bytes(b"peaks")
    film = store.media.path(sha256)

    store.stories.delete("a-story", by="Olha")

    assert not store.stories.has("a-story")
    assert not film.exists()
    assert not peaks.parent.exists()
    assert [(event.actor, event.action) for event in store.events.of("a-story")][-1] == ("Olha", "deleted the story")
    stored_story(store, tmp_path)
    assert store.tracks.list("a-story") == ()
    assert store.transcripts.latest("a-story") is None


def test_deleting_leaves_a_film_that_another_story_uses(store: Store, tmp_path: Path) -> None:
    """The same film in two stories is one file."""
    sha256 = stored_story(store, tmp_path, "first").video.sha256
    stored_story(store, tmp_path, "second")
    store.stories.delete("first", by="Anna")
    assert store.media.path(sha256).read_bytes() == b"a film"
    store.stories.delete("second", by="Anna")
    with pytest.raises(StoreError):
        store.media.path(sha256)


def test_a_film_no_story_took_can_be_dropped(store: Store, tmp_path: Path) -> None:
    """After a story was refused its copy need not stay, unless another story has the same film."""
    used = stored_story(store, tmp_path).video.sha256
    unused = store.media.add(media_file(tmp_path, b"another film")).sha256
    store.stories.drop_unused(used)
    store.stories.drop_unused(unused)
    assert store.media.path(used).exists()
    with pytest.raises(StoreError):
        store.media.path(unused)
