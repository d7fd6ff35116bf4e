"""A transcript becomes the next revision of its track, and never takes the place of a person's words unasked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.factories import segment, stored_story, track
from workflow.captions.profile import shipped_profile
from workflow.errors import CorrectedByHand, UnknownTrack
from workflow.speech.transcript import Region
from workflow.steps.captions import build_captions, find_track
from workflow.store import Store, StoredStory, StoredTranscript

SLUG = "a-story"
PROFILE = shipped_profile("web-news")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def story(store: Store, tmp_path: Path) -> StoredStory:
    return stored_story(store, tmp_path, SLUG)


@pytest.fixture
def heard(store: Store, story: StoredStory) -> StoredTranscript:
    """A finished transcript whose model is a file on this machine."""
    model = "/secret/models/tuned.pt"
    run = store.transcripts.begin(SLUG, run_key="k", engine="whisper", model=model, task="transcribe", by="Anna")
    run.save_section(0, Region(0, 10_000), [segment("Вони чекають біля суду.")])
    return run.finish(language="uk")


def test_captions_say_who_made_them_and_nothing_of_the_machine(
    store: Store, story: StoredStory, heard: StoredTranscript
) -> None:
    """The engine and the model file's name; its folder is the newsroom's own."""
    revision = build_captions(story, heard, PROFILE, store=store, by="Anna")
    assert (revision.made_by, revision.origin) == ("whisper tuned.pt", "automatic")
    assert (revision.track.kind, revision.track.language, revision.track.label) == ("captions", "uk", "Українська")
    assert revision.track.cues[0].text == "Вони чекають біля суду."


def test_engine_may_not_replace_a_persons_words(store: Store, story: StoredStory, heard: StoredTranscript) -> None:
    """Unless that is said; then the person's revision is still there."""
    store.tracks.save_revision(SLUG, track("Виправлено."), author="Anna", origin="person")
    with pytest.raises(CorrectedByHand, match="--over-corrections"):
        build_captions(story, heard, PROFILE, store=store, by="Bohdan")
    revision = build_captions(story, heard, PROFILE, store=store, by="Bohdan", over_corrections=True)
    assert (revision.number, revision.origin) == (2, "automatic")
    assert store.tracks.revision(SLUG, "uk", number=1).origin == "person"


def test_words_timed_anew_stay_a_persons(store: Store, story: StoredStory, heard: StoredTranscript) -> None:
    """Aligning takes no one's words away, and leaves them guarded against the next engine."""
    store.tracks.save_revision(SLUG, track("Виправлено."), author="Anna", origin="person")
    assert build_captions(story, heard, PROFILE, store=store, by="Anna", origin="person").number == 2
    store.tracks.save_revision(SLUG, track("Знову."), author="Anna", origin="person")
    with pytest.raises(CorrectedByHand):
        build_captions(story, heard, PROFILE, store=store, by="Anna")


def test_track_is_found_by_any_name_of_its_language(store: Store, story: StoredStory) -> None:
    """Captions come first where nothing else is said; what is not there is answered with what is."""
    store.tracks.save_revision(SLUG, track("A", kind="subtitles"), author="Anna", origin="person")
    store.tracks.save_revision(SLUG, track("B"), author="Anna", origin="person")
    assert find_track(SLUG, store=store).kind == "captions"
    assert find_track(SLUG, store=store, language="Ukrainian", kind="subtitles").kind == "subtitles"
    with pytest.raises(UnknownTrack, match="it has uk subtitles, uk captions"):
        find_track(SLUG, store=store, language="en")
