"""Words that are known and were written down on a screen: they wait for the worker in a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli_support import CRIMEAN, storytrack
from workflow.bootstrap import Hearing, hearing_to_json
from workflow.jobs.uploads import keep_script, uploads_folder
from workflow.store import JobState, Store


@pytest.mark.parametrize(
    ("name", "kept"),
    [("words.txt", "script.txt"), ("Words.VTT", "script.vtt"), ("../../x.srt", "script.srt"), ("x.py", "script.txt")],
)
def test_only_the_ending_of_a_scripts_name_is_kept(tmp_path: Path, name: str, kept: str) -> None:
    """It says how the file is read; the rest is a stranger's."""
    file = keep_script(tmp_path, name, "Слова.")
    assert (file.name, file.parent.parent, file.read_text("utf-8")) == (kept, uploads_folder(tmp_path), "Слова.")


@pytest.mark.slow
def test_a_script_is_timed_by_the_worker_and_then_removed(tmp_path: Path) -> None:
    """The captions have the script's words; nothing is left of the file."""
    home = tmp_path / "home"
    assert storytrack(home, "new", CRIMEAN / "story.md", CRIMEAN / "video.mp4").code == 0
    script = keep_script(home, "script.txt", (CRIMEAN / "script.txt").read_text("utf-8"))
    with Store(home) as store:
        asked = hearing_to_json(Hearing(script=script, language="en"))
        job = store.jobs.add("crimean-solidarity", "A headline", asked, by="Anna")
        assert storytrack(home, "work").code == 0
        assert store.jobs.get(job.id).state is JobState.DONE
        text = " ".join(cue.text for cue in store.tracks.latest("crimean-solidarity", "en").track.cues)
    assert "Crimean Tatar" in text
    assert not list(uploads_folder(home).iterdir())
