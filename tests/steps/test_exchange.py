"""Caption files come in from other houses, mended where a strict file could not hold them, and go out again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.factories import stored_story
from tests.terminals import listening
from workflow.captions.track import TrackKind
from workflow.errors import FormatError, StoreError, UnsupportedLanguage
from workflow.formats.webvtt import parse_webvtt
from workflow.steps.exchange import export_track, import_track, write_text
from workflow.store import Revision, Store, StoredStory


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def story(store: Store, tmp_path: Path) -> StoredStory:
    return stored_story(store, tmp_path)


def take_in(
    text: str,
    store: Store,
    story: StoredStory,
    folder: Path,
    *,
    name: str = "theirs.vtt",
    language: str = "uk",
    kind: TrackKind = "captions",
    label: str = "",
) -> tuple[Revision, list[str]]:
    """The revision made of a file with this text, and the warnings."""
    file = folder / name
    file.write_text(text, "utf-8")
    terminal, said = listening(quiet=True)
    revision = import_track(
        story, file, language=language, kind=kind, label=label, store=store, by="Anna", watch=terminal
    )
    return revision, said.getvalue().splitlines()


CLEAN = """WEBVTT

NOTE who speaks: Mumine

1
00:01.000 --> 00:02.000 line:0
Добрий день

2
00:02.000 --> 00:03.000
Чекаю
"""


def test_clean_file_comes_in_as_it_is(store: Store, story: StoredStory, tmp_path: Path) -> None:
    """Nothing to mend, nothing told; the revision is a person's and holds every cue, setting and note."""
    revision, told = take_in(CLEAN, store, story, tmp_path, language="Ukrainian")
    assert told == []
    assert (revision.track.language, revision.track.label, revision.origin) == ("uk", "Українська", "person")
    read = parse_webvtt(CLEAN.encode())
    assert (revision.track.cues, revision.track.blocks) == (read.cues, read.blocks)


def test_cues_come_into_the_order_of_their_times_and_notes_move_with_them(
    store: Store, story: StoredStory, tmp_path: Path
) -> None:
    """A note stands before the cue it was written for, wherever that cue goes."""
    text = (
        "WEBVTT\n\nNOTE about the second\n\n00:05.000 --> 00:06.000\nSecond\n\n"
        "NOTE about the first\n\n00:01.000 --> 00:02.000\nFirst\n\nNOTE at the end\n"
    )
    revision, told = take_in(text, store, story, tmp_path)
    assert [cue.text for cue in revision.track.cues] == ["First", "Second"]
    assert [(block.text.strip(), block.before_cue) for block in revision.track.blocks] == [
        ("about the first", 0),
        ("about the second", 1),
        ("at the end", 2),
    ]
    assert [warning.endswith("they are now.") for warning in told] == [True]


def test_cue_that_ends_before_it_starts_is_left_out_and_told(store: Store, story: StoredStory, tmp_path: Path) -> None:
    """A player shows no such cue; a note before it stays, before the next."""
    text = "1\n00:00:03,000 --> 00:00:02,000\nNever seen\n\n2\n00:00:04,000 --> 00:00:05,000\nSeen\n"
    revision, told = take_in(text, store, story, tmp_path, name="theirs.srt")
    assert [cue.text for cue in revision.track.cues] == ["Seen"]
    assert len(told) == 1
    assert "left out" in told[0]


def test_ids_become_single_and_the_first_keeps_its_own(store: Store, story: StoredStory, tmp_path: Path) -> None:
    """An id that occurs twice finds no cue; the new one is free."""
    times = ("00:01.000 --> 00:02.000", "00:02.000 --> 00:03.000", "00:03.000 --> 00:04.000")
    text = "WEBVTT\n\n" + "\n\n".join(f"{name}\n{at}\nWords" for name, at in zip(("a", "a", "1"), times, strict=True))
    revision, told = take_in(text, store, story, tmp_path)
    assert [cue.id for cue in revision.track.cues] == ["a", "2", "1"]
    assert len(told) == 1


def test_label_and_kind_are_the_importers(store: Store, story: StoredStory, tmp_path: Path) -> None:
    """Subtitles stand beside captions of the same language; a label that is given is the label."""
    captions, _ = take_in(CLEAN, store, story, tmp_path)
    subtitles, _ = take_in(CLEAN, store, story, tmp_path, kind="subtitles", label="Переклад")
    assert (captions.number, subtitles.number) == (1, 1)
    assert (subtitles.track.kind, subtitles.track.label) == ("subtitles", "Переклад")


@pytest.mark.parametrize("text", ["WEBVTT\n\nNOTE nothing here\n", "WEBVTT\n"])
def test_file_without_cues_is_no_track(store: Store, story: StoredStory, tmp_path: Path, text: str) -> None:
    """The sentence names the file, and no revision is made."""
    with pytest.raises(FormatError, match=r"theirs\.vtt holds no captions"):
        take_in(text, store, story, tmp_path)
    assert store.tracks.list(story.story.slug) == ()


def test_language_that_is_none_makes_no_track(store: Store, story: StoredStory, tmp_path: Path) -> None:
    """Browsers would not offer it."""
    with pytest.raises(UnsupportedLanguage):
        take_in(CLEAN, store, story, tmp_path, language="klingonish")
    assert store.tracks.list(story.story.slug) == ()


def test_exports_say_the_same_in_each_format(store: Store, story: StoredStory, tmp_path: Path) -> None:
    """WebVTT comes back cue for cue, SRT and text hold the words; without a transcript there are no word times."""
    revision, _ = take_in(CLEAN, store, story, tmp_path)
    assert parse_webvtt(export_track(revision, "vtt", store=store).encode()).cues == revision.track.cues
    assert "00:00:02,000 --> 00:00:03,000\nЧекаю" in export_track(revision, "srt", store=store)
    assert "Чекаю" in export_track(revision, "txt", store=store)
    with pytest.raises(StoreError, match="export vtt, srt or txt"):
        export_track(revision, "json", store=store)


def test_export_into_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """One sentence, and nothing half-written."""
    with pytest.raises(StoreError, match="could not be written"):
        write_text(tmp_path / "nowhere" / "c.vtt", "WEBVTT\n")
    write_text(tmp_path / "c.vtt", "WEBVTT\n")
    assert [path.name for path in tmp_path.iterdir()] == ["c.vtt"]
