"""openai-whisper from the command line, for real, on a checkpoint with random weights that the test makes."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.cli_support import SAMPLES, command, storytrack
from tests.speech.whisper_checkpoint import make_checkpoint

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_checkpoint(tmp_path_factory.mktemp("models") / "tiny-random.pt")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    sample = SAMPLES / "harbour-noise"
    added = storytrack(tmp_path / "home", "new", sample / "story.md", sample / "video.mp4", "--slug", "harbour")
    assert added.code == 0, added.err
    return tmp_path / "home"


def heard(home: Path, checkpoint: Path, *words: str) -> dict[str, object]:
    """One run without any program on the PATH: no ffmpeg can be called."""
    bare = {name: value for name, value in os.environ.items() if name in ("HOME", "XDG_CACHE_HOME")} | {"PATH": ""}
    run = command(
        home, "transcribe", "harbour", "--engine", "whisper", "--model", checkpoint, "--device", "cpu", *words
    )
    done = subprocess.run([*run, "--json"], capture_output=True, text=True, env=bare, check=False)
    assert done.returncode == 0, done.stderr
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def test_whisper_hears_each_section_in_its_own_language(home: Path, checkpoint: Path) -> None:
    """A model file is loaded, every section gets one of the languages allowed, every word its times and probability."""
    answer = heard(home, checkpoint, "--language", "uk,ru,en")
    assert answer["made_by"] == "whisper tiny-random.pt"
    transcript = json.loads(storytrack(home, "export", "harbour", "--format", "json").out)

    assert transcript["options"]["condition_on_previous_text"] is False
    assert transcript["segments"], "random weights babble, but they say something"
    assert {segment["language"] for segment in transcript["segments"]} <= {"uk", "ru", "en"}
    for segment in transcript["segments"]:
        assert segment["no_speech"] is not None
        for word in segment["words"]:
            assert segment["start_ms"] <= word["start_ms"] < word["end_ms"] <= segment["end_ms"]
            assert 0 <= word["probability"] <= 1


def test_translation_makes_an_english_subtitle_track_beside_the_captions(home: Path, checkpoint: Path) -> None:
    """The original's captions and the translation are two tracks of two kinds."""
    heard(home, checkpoint, "--language", "uk")
    heard(home, checkpoint, "--language", "uk", "--task", "translate")
    tracks = json.loads(storytrack(home, "show", "harbour", "--json").out)["tracks"]
    assert {(track["kind"], track["language"]) for track in tracks} == {("captions", "uk"), ("subtitles", "en")}


def test_same_model_file_gives_the_same_words_again(home: Path, checkpoint: Path, tmp_path: Path) -> None:
    """Sampling is seeded by section: two homes, two processes, one transcript."""
    other = tmp_path / "other"
    sample = SAMPLES / "harbour-noise"
    assert storytrack(other, "new", sample / "story.md", sample / "video.mp4", "--slug", "harbour").code == 0
    texts = []
    for place in (home, other):
        heard(place, checkpoint, "--language", "uk")
        texts.append(storytrack(place, "export", "harbour", "--format", "json").out)
    assert texts[0] == texts[1]


def test_missing_weights_are_told_with_where_to_put_them(home: Path, tmp_path: Path) -> None:
    """No weights and no way to fetch them: which file, from where, to where, and which engine works without."""
    words = ("transcribe", "harbour", "--engine", "whisper", "--model", "tiny", "--language", "uk")
    done = subprocess.run(
        command(home, *words), capture_output=True, text=True, check=False,
        env=os.environ | {"STORYTRACK_WHISPER_MODELS": str(tmp_path / "models"), "https_proxy": "http://127.0.0.1:9"},
    )  # fmt: skip
    assert done.returncode == 2
    for told in ("tiny.pt", "https://", str(tmp_path / "models"), "pocketsphinx"):
        assert told in done.stderr


def test_automatic_choice_names_what_is_lost(home: Path, tmp_path: Path) -> None:
    """Without weights `auto` falls back to the embedded engine, loudly; it refuses a language that one cannot hear."""
    nowhere = os.environ | {
        "STORYTRACK_WHISPER_MODELS": str(tmp_path / "models"),
        "https_proxy": "http://127.0.0.1:9",
    }
    done = subprocess.run(
        command(home, "transcribe", "harbour", "--quiet"), capture_output=True, text=True, env=nowhere, check=False
    )
    assert done.returncode == 0
    assert "warning" in done.stderr
    assert "Whisper" in done.stderr
    assert "stand-in" in done.stderr
    refused = subprocess.run(
        command(home, "transcribe", "harbour", "--language", "uk"),
        capture_output=True, text=True, env=nowhere, check=False,
    )  # fmt: skip
    assert refused.returncode == 2
    assert "weights" in refused.stderr
