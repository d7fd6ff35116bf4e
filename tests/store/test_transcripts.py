"""Transcripts, stored section by section."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.store.factories import segment, stored_story
from workflow.errors import StoreError, UnknownStory
from workflow.speech.transcript import Region, Task, Transcript
from workflow.store import Run, Store


def begin(store: Store, run_key: str = "key", *, task: Task = "transcribe", afresh: bool = False) -> Run:
    return store.transcripts.begin(
        "a-story",
        run_key=run_key,
        engine="whisper",
        model="small",
        task=task,
        by="Anna",
        options={"beam": 5, "fp16": False, "prompt": None, "threshold": 0.6},
        afresh=afresh,
    )


def test_sections_become_the_transcript(store: Store, tmp_path: Path) -> None:
    """In the order of their numbers, whatever the order they were finished in, with all that was said of them."""
    stored_story(store, tmp_path)
    run = begin(store)
    run.save_section(1, Region(5000, 9000), [segment("два три", 5000)], warnings=["noisy"])
    run.save_section(0, Region(0, 5000), [segment("один")])
    stored = run.finish(
        language="uk", speech=[Region(0, 4000)], unheard=[Region(9000, 9500)], warnings=["fell back", "noisy"]
    )
    assert stored.transcript == Transcript(
        language="uk",
        task="transcribe",
        engine="whisper",
        model="small",
        segments=(segment("один"), segment("два три", 5000)),
        options={"beam": 5, "fp16": False, "prompt": None, "threshold": 0.6},
        speech=(Region(0, 4000),),
        unheard=(Region(9000, 9500),),
        warnings=("noisy", "fell back"),
    )
    assert store.transcripts.get(stored.id) == store.transcripts.latest("a-story") == stored


def test_an_unfinished_run_is_resumed(store: Store, tmp_path: Path) -> None:
    """The same key finds the sections that were done; another key begins anew."""
    stored_story(store, tmp_path)
    begin(store).save_section(3, Region(0, 5000), [segment("один")], warnings=["noisy"])
    resumed = begin(store)
    done = resumed.sections_done()
    assert list(done) == [3]
    assert (done[3].region, done[3].segments, done[3].warnings) == (Region(0, 5000), (segment("один"),), ("noisy",))
    assert begin(store, "another key").sections_done() == {}


def test_a_finished_run_is_given_back(store: Store, tmp_path: Path) -> None:
    """Asking again for what is done costs nothing; `afresh` does it again and leaves the first as it is."""
    stored_story(store, tmp_path)
    first = begin(store)
    first.finish(language="uk")
    again = begin(store)
    assert again.is_done
    assert again.id == first.id
    anew = begin(store, afresh=True)
    assert not anew.is_done
    assert anew.id != first.id
    assert begin(store).id == anew.id


def test_a_finished_transcript_is_never_changed(store: Store, tmp_path: Path) -> None:
    """Neither by a late section nor by a second finish."""
    stored_story(store, tmp_path)
    run = begin(store)
    stored = run.finish(language="uk")
    with pytest.raises(StoreError, match="finished already"):
        run.save_section(0, Region(0, 5000), [segment("один")])
    assert run.finish(language="ru", warnings=["late"]) == stored


def test_a_section_is_stored_once(store: Store, tmp_path: Path) -> None:
    """Two runs at the same section: the second is told, and the first's words stay."""
    stored_story(store, tmp_path)
    one, other = begin(store), begin(store)
    one.save_section(0, Region(0, 5000), [segment("один")])
    with pytest.raises(StoreError, match="Another run stored section 0"):
        other.save_section(0, Region(0, 5000), [segment("два")])
    assert one.sections_done()[0].segments == (segment("один"),)


def test_the_latest_is_chosen_by_language_and_task(store: Store, tmp_path: Path) -> None:
    """An unfinished run is never the latest."""
    stored_story(store, tmp_path)
    assert store.transcripts.latest("a-story") is None
    heard = begin(store).finish(language="uk")
    translated = begin(store, "translation", task="translate").finish(language="en")
    unfinished = begin(store, "unfinished")
    assert store.transcripts.latest("a-story") == translated
    assert store.transcripts.latest("a-story", language="uk") == heard
    assert store.transcripts.latest("a-story", task="transcribe") == heard
    assert store.transcripts.latest("a-story", language="ru") is None
    with pytest.raises(StoreError, match="not finished"):
        store.transcripts.get(unfinished.id)
    with pytest.raises(UnknownStory):
        store.transcripts.latest("nothing")


def test_a_run_whose_story_was_deleted_says_so(store: Store, tmp_path: Path) -> None:
    """The words of a deleted story are kept nowhere."""
    stored_story(store, tmp_path)
    run = begin(store)
    store.stories.delete("a-story", by="Anna")
    with pytest.raises(StoreError, match="deleted while it was worked on"):
        run.save_section(0, Region(0, 5000), [segment("один")])
    with pytest.raises(StoreError, match="deleted while it was worked on"):
        run.finish(language="uk")


def test_beginning_and_finishing_are_in_the_audit(store: Store, tmp_path: Path) -> None:
    """Resuming is not beginning."""
    stored_story(store, tmp_path)
    begin(store)
    begin(store).finish(language="uk")
    assert [event.action for event in store.events.of("a-story")] == [
        "added the story",
        "began a transcript",
        "finished a transcript",
    ]
