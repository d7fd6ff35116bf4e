"""faster-whisper from end to end on the same random weights, converted for CTranslate2."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from tests.speech.synthetic import babble, silence
from tests.speech.whisper_checkpoint import make_converted
from workflow.errors import BrokenModel, CannotTranslate, UnknownModel, UnsupportedLanguage
from workflow.speech.engine import Hint, Request
from workflow.speech.engines.faster_whisper import FasterWhisperEngine

pytestmark = pytest.mark.slow  # the test weights are made with torch

VOICE = babble(6, seed=1)
UKRAINIAN = Request(language="uk")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_converted(tmp_path_factory.mktemp("models") / "nonsense", seed=3)


@pytest.fixture(scope="module")
def engine(folder: Path) -> FasterWhisperEngine:
    return FasterWhisperEngine(str(folder), device="cpu", threads=1)


def test_a_converted_model_is_heard_from_folder_to_words(engine: FasterWhisperEngine) -> None:
    """Load, check, hear: words in order, inside the sound, their evidence with them."""
    engine.check(UKRAINIAN)
    segments = engine.hear(VOICE, UKRAINIAN)
    words = [word for segment in segments for word in segment.words]
    assert len(words) > 5
    assert all(before.end_ms <= after.start_ms for before, after in pairwise(words))
    assert words[0].start_ms >= 0
    assert words[-1].end_ms <= 6_000
    assert all(word.start_ms < word.end_ms for word in words)
    for segment in segments:
        assert segment.language == "uk"
        assert None not in (segment.no_speech, segment.compression_ratio, segment.mean_logprob, segment.temperature)


def test_the_same_section_gives_the_same_answer_in_any_order(engine: FasterWhisperEngine, folder: Path) -> None:
    """What was heard before changes nothing."""
    first, second = VOICE, babble(4, seed=5)
    forwards = [engine.hear(first, UKRAINIAN), engine.hear(second, UKRAINIAN)]
    other = FasterWhisperEngine(str(folder), device="cpu", threads=1)
    assert forwards == [other.hear(second, UKRAINIAN), other.hear(first, UKRAINIAN)][::-1]


def test_a_translation_is_written_in_english(engine: FasterWhisperEngine) -> None:
    """Task translate: the segments are English."""
    request = replace(UKRAINIAN, task="translate")
    engine.check(request)
    assert {segment.language for segment in engine.hear(VOICE, request)} == {"en"}


def test_the_language_is_detected_among_the_candidates(engine: FasterWhisperEngine) -> None:
    """Only the candidates that Whisper knows are considered, by the tags they were given under."""
    request = Request(candidates=("uk-UA", "ru", "crh"))
    engine.check(request)
    assert {segment.language for segment in engine.hear(VOICE, request)} < {"uk-UA", "ru"}
    assert len({segment.language for segment in engine.hear(VOICE, Request())}) == 1


def test_beam_and_hint_change_the_search(engine: FasterWhisperEngine) -> None:
    """A beam runs; names in the language's script reach the model, those in another do not."""
    plain = engine.hear(VOICE, UKRAINIAN)
    assert engine.hear(VOICE, replace(UKRAINIAN, beam=3)) != ()
    assert engine.hear(VOICE, replace(UKRAINIAN, hint=Hint("", ("Муміне Салієва",)))) != plain
    assert engine.hear(VOICE, replace(UKRAINIAN, hint=Hint("", ("Mumine Saliieva",)))) == plain


def test_more_than_a_section_is_heard_to_its_end(engine: FasterWhisperEngine) -> None:
    """36 s are two windows; no sound at all is none."""
    segments = engine.hear(np.tile(VOICE, 6), UKRAINIAN)
    assert 30_000 < segments[-1].end_ms <= 36_000
    assert engine.hear(silence(0.05), UKRAINIAN) == ()


def test_an_english_only_model_says_so(tmp_path: Path) -> None:
    """The converted model tells by its vocabulary."""
    english = FasterWhisperEngine(str(make_converted(tmp_path / "en", multilingual=False)), device="cpu", threads=1)
    english.check(Request())
    with pytest.raises(UnsupportedLanguage, match="hears English only"):
        english.check(UKRAINIAN)
    with pytest.raises(CannotTranslate, match="hears English only"):
        english.check(Request(task="translate"))


@pytest.mark.parametrize(
    ("model", "request_", "error", "sentence"),
    [
        ("huge", UKRAINIAN, UnknownModel, "choose one of tiny.en, tiny"),
        ("turbo", Request(task="translate"), CannotTranslate, "turbo models were not trained for it"),
        ("small.en", UKRAINIAN, UnsupportedLanguage, "hears English only"),
        ("small", Request(language="crh"), UnsupportedLanguage, "Crimean Tatar"),
    ],
)
def test_what_cannot_work_is_said_at_once(model: str, request_: Request, error: type[Exception], sentence: str) -> None:
    """The name alone tells; nothing is downloaded for it."""
    with pytest.raises(error, match=sentence):
        FasterWhisperEngine(model).check(request_)


@pytest.mark.parametrize("kind", ["empty", "no tokenizer", "damaged"])
def test_a_folder_that_holds_no_model_is_refused(tmp_path: Path, folder: Path, kind: str) -> None:
    """An empty folder, one without a tokenizer, a damaged model: one sentence that names the folder."""
    if kind != "empty":
        (tmp_path / "model.bin").write_bytes((folder / "model.bin").read_bytes()[:5_000])
    if kind == "damaged":
        (tmp_path / "tokenizer.json").write_bytes((folder / "tokenizer.json").read_bytes())
    with pytest.raises(BrokenModel) as caught:
        FasterWhisperEngine(str(tmp_path), device="cpu").check(UKRAINIAN)
    assert str(tmp_path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_weights_and_a_missing_package_are_said_in_a_sentence(tmp_path: Path) -> None:
    """Offline, a named model cannot be had; without the extra, the command that installs it is named."""
    program = (
        "import sys; from pathlib import Path; from workflow.errors import SpeechError;"
        "from workflow.speech.engine import Request;"
        "from workflow.speech.engines import faster_whisper as here;"
        "here.find_spec = (lambda name: None) if sys.argv[2] == 'absent' else here.find_spec\n"
        "try: here.FasterWhisperEngine('small', download_root=Path(sys.argv[1])).check(Request())\n"
        "except SpeechError as error: print(error)"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", program, str(tmp_path), package],
            env={**os.environ, "HF_HUB_OFFLINE": "1"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for package in ("present", "absent")
    ]
    assert "Systran/faster-whisper-small" in said[0]
    assert "--engine pocketsphinx" in said[0]
    assert "pip install 'storytrack[fast]'" in said[1]
