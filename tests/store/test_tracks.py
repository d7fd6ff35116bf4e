"""Tracks, their revisions, and where they were published."""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from tests.store.factories import stored_story, track
from workflow.captions.cue import Cue, CueSettings, Mark
from workflow.captions.track import Block, Track
from workflow.errors import CorrectedByHand, StoreError, UnknownTrack
from workflow.store import Origin, Revision, Status, Store


def save(store: Store, *texts: str, origin: Origin = "automatic", language: str = "uk") -> Revision:
    return store.tracks.save_revision("a-story", track(*texts, language=language), author="Anna", origin=origin)


@pytest.fixture(autouse=True)
def story(store: Store, tmp_path: Path) -> None:
    stored_story(store, tmp_path)


def test_a_revision_gives_the_track_back(store: Store) -> None:
    """Settings, voices, marks and blocks come through the stored WebVTT, and its hash is the WebVTT's."""
    full = Track(
        (
            Cue(
                "1",
                0,
                1500,
                ("— Так & <ні>", "Ї 😀"),
                voice="Лутфіє",
                settings=CueSettings(line=-2, align="start"),
                marks=(Mark(2, 5, "i"),),
            ),
        ),
        kind="subtitles",
        language="uk",
        label="Українська",
        blocks=(Block("NOTE", " by hand", 0),),
    )
    saved = store.tracks.save_revision("a-story", full, author="Anna", origin="person", profile="web-news")
    assert saved.track == full
    assert saved.sha256 == hashlib.sha256(saved.webvtt.encode()).hexdigest()
    assert store.tracks.latest("a-story", "uk", "subtitles") == saved
    assert [(t.label, t.profile) for t in store.tracks.list("a-story")] == [("Українська", "web-news")]


def test_revisions_are_numbered_in_each_track(store: Store) -> None:
    """Every track counts for itself from 1, and every number stays readable."""
    assert [save(store, text).number for text in ("Так", "Ні", "Так")] == [1, 2, 3]
    assert save(store, "Yes", language="en").number == 1
    assert store.tracks.revision("a-story", "uk", number=2).track.cues[0].lines == ("Ні",)
    assert store.tracks.latest("a-story", "uk").number == 3


def test_the_same_content_makes_no_new_revision(store: Store) -> None:
    """A repeated run leaves the numbers alone; a new label is the track's, not the revision's."""
    first = save(store, "Так")
    again = store.tracks.save_revision("a-story", track("Так", label="Ukrainian"), author="Olha", origin="automatic")
    assert again.id == first.id
    assert again.track.label == "Ukrainian"
    assert [event.action for event in store.events.of("a-story")].count("saved a revision") == 1


def test_automatic_captions_never_replace_a_persons(store: Store) -> None:
    """Running the engine again over corrected captions is refused unless somebody says so."""
    save(store, "Тк")
    save(store, "Так", origin="person")
    with pytest.raises(CorrectedByHand, match=r"Revision 2 of the uk captions track of 'a-story' is Anna's own work"):
        save(store, "Тк")
    assert store.tracks.latest("a-story", "uk").number == 2
    over = store.tracks.save_revision("a-story", track("Тк"), author="Anna", origin="automatic", over_corrections=True)
    assert over.number == 3
    assert save(store, "Так", origin="person").number == 4


def test_an_unknown_track_names_those_there_are(store: Store) -> None:
    """So does a number that does not exist."""
    with pytest.raises(UnknownTrack, match="no uk captions track: run `storytrack transcribe a-story` first"):
        store.tracks.latest("a-story", "uk")
    save(store, "Так")
    with pytest.raises(UnknownTrack, match="no en subtitles track: it has uk captions"):
        store.tracks.latest("a-story", "en", "subtitles")
    with pytest.raises(UnknownTrack, match="no uk captions revision 9 track"):
        store.tracks.revision("a-story", "uk", number=9)


def test_publishing_makes_a_revision_live_and_editing_leaves_it_live(store: Store) -> None:
    """Readers keep the published revision while the next is written."""
    first = save(store, "Так")
    store.publications.record("a-story", first, destination="folder", url="/srv", by="Anna", receipt={"files": 3})
    assert [(t.status, t.draft, t.live) for t in store.tracks.list("a-story")] == [(Status.PUBLISHED, 1, 1)]
    save(store, "Ні")
    assert [(t.status, t.draft, t.live) for t in store.tracks.list("a-story")] == [(Status.DRAFT, 2, 1)]


def test_a_publication_replaces_the_last_at_the_same_place(store: Store) -> None:
    """The second one to a destination is a correction; elsewhere, or after a failure, it is a first."""
    revision = save(store, "Так")
    publish = store.publications.record
    failed = publish("a-story", revision, destination="folder", url="/srv", by="Anna", state="failed")
    first = publish("a-story", revision, destination="folder", url="/srv", by="Anna")
    elsewhere = publish("a-story", revision, destination="folder", url="/other", by="Anna")
    second = publish("a-story", save(store, "Ні"), destination="folder", url="/srv", by="Anna")
    assert [one.replaces for one in (failed, first, elsewhere, second)] == [None, None, None, first.id]
    assert store.publications.list("a-story") == (failed, first, elsewhere, second)
    assert [event.action for event in store.events.of("a-story")][1:] == [
        "saved a revision",
        "failed to publish a revision",
        "published a revision",
        "published a revision",
        "saved a revision",
        "published a revision",
    ]


def test_only_the_storys_own_revisions_can_be_published_for_it(store: Store, tmp_path: Path) -> None:
    """A revision of another story, or of none, leaves no trace."""
    revision = save(store, "Так")
    stored_story(store, tmp_path, "other")
    with pytest.raises(StoreError, match="'other' has no revision 1"):
        store.publications.record("other", revision, destination="folder", url="/srv", by="Anna")
    gone = replace(revision, id=99)
    with pytest.raises(StoreError, match="'a-story' has no revision 1"):
        store.publications.record("a-story", gone, destination="folder", url="/srv", by="Anna")
    assert store.publications.list("other") == store.publications.list("a-story") == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE revisions SET webvtt = 'forged'",
        "DELETE FROM revisions",
        "UPDATE audit_events SET actor = 'nobody'",
        "DELETE FROM audit_events",
    ],
)
def test_history_cannot_be_changed_from_outside(store: Store, home: Path, statement: str) -> None:
    """Not even with another program on the database file."""
    save(store, "Так")
    outside = sqlite3.connect(home / "storytrack.db")
    with pytest.raises(sqlite3.IntegrityError, match="is never"):
        outside.execute(statement)
    outside.close()
