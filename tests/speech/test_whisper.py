"""openai-whisper from end to end on random weights: what it says is nonsense, what it promises is not."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch
import whisper

from tests.speech.synthetic import babble, silence
from tests.speech.whisper_checkpoint import make_checkpoint
from workflow.errors import BrokenModel, CannotTranslate, UnknownModel, UnsupportedLanguage, WeightsMissing
from workflow.speech.engine import SAMPLE_RATE, Hint, Request
from workflow.speech.engines import weights
from workflow.speech.engines.whisper import WhisperEngine

pytestmark = pytest.mark.slow  # torch takes seconds to import, and the word aligner to compile

VOICE = babble(6, seed=1)
UKRAINIAN = Request(language="uk")


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Weights whose nonsense has many words."""
    return make_checkpoint(tmp_path_factory.mktemp("models") / "nonsense.pt", seed=9)


@pytest.fixture(scope="module")
def engine(checkpoint: Path) -> WhisperEngine:
    return one_thread(checkpoint)


def one_thread(checkpoint: Path) -> WhisperEngine:
    """An engine that leaves the machine's other cores to other tests."""
    return WhisperEngine(str(checkpoint), threads=1)


def test_a_checkpoint_is_heard_from_file_to_words(engine: WhisperEngine) -> None:
    """Load, check, hear: segments with words in order, inside the sound, their evidence with them."""
    engine.check(UKRAINIAN)
    segments = engine.hear(VOICE, UKRAINIAN)
    words = [word for segment in segments for word in segment.words]
    assert len(words) > 5
    assert all(before.end_ms <= after.start_ms for before, after in pairwise(words))
    assert words[0].start_ms >= 0
    assert words[-1].end_ms <= 6_000
    assert all(word.start_ms < word.end_ms and not any(map(str.isspace, word.text)) for word in words)
    assert all(word.probability is not None and 0 <= word.probability <= 1 for word in words)
    for segment in segments:
        assert segment.language == "uk"
        assert None not in (segment.no_speech, segment.compression_ratio, segment.mean_logprob, segment.temperature)


def test_the_same_section_gives_the_same_answer_in_any_order(checkpoint: Path) -> None:
    """Sections heard before, and the caller's own random numbers, change nothing; nor are those disturbed."""
    first, second = VOICE, babble(4, seed=5)
    one = one_thread(checkpoint)
    forwards = [one.hear(first, UKRAINIAN), one.hear(second, UKRAINIAN)]
    other = one_thread(checkpoint)
    other.check(UKRAINIAN)
    torch.manual_seed(99)
    expected = torch.random.get_rng_state()
    backwards = [other.hear(second, UKRAINIAN), other.hear(first, UKRAINIAN)]
    assert forwards == backwards[::-1]
    assert torch.equal(torch.random.get_rng_state(), expected)


def test_a_translation_is_written_in_english(engine: WhisperEngine) -> None:
    """Task translate: the segments are English, and the words have times as well."""
    request = replace(UKRAINIAN, task="translate")
    engine.check(request)
    segments = engine.hear(VOICE, request)
    assert {segment.language for segment in segments} == {"en"}
    assert segments != engine.hear(VOICE, UKRAINIAN)


@pytest.mark.parametrize(
    ("candidates", "languages"), [(("uk-UA",), {"uk-UA"}), (("ru", "uk", "crh"), {"ru", "uk"}), ((), None)]
)
def test_the_language_is_detected_in_the_section(
    engine: WhisperEngine, candidates: tuple[str, ...], languages: set[str] | None
) -> None:
    """Only the candidates that Whisper knows are considered, by the tags they were given under; else all of them."""
    found = {segment.language for segment in engine.hear(VOICE, Request(candidates=candidates))}
    assert len(found) == 1
    assert languages is None or found <= languages


def test_beam_search_is_used_when_asked_for(engine: WhisperEngine) -> None:
    """A beam is another search: it runs, and keeps the same promises."""
    segments = engine.hear(VOICE, replace(UKRAINIAN, beam=2))
    assert all(0 <= segment.start_ms < segment.end_ms <= 6_000 for segment in segments)


def test_the_hint_reaches_the_model(engine: WhisperEngine) -> None:
    """A prompt in the language's script changes the words, one in another script is not given."""
    plain = engine.hear(VOICE, UKRAINIAN)
    names = engine.hear(VOICE, replace(UKRAINIAN, hint=Hint("", ("Муміне Салієва",))))
    foreign = engine.hear(VOICE, replace(UKRAINIAN, hint=Hint("Wives wait.", ("Mumine Saliieva",))))
    assert names != plain
    assert foreign == plain


@pytest.mark.parametrize("seed", range(4))
def test_weak_weights_do_not_make_it_run_on(tmp_path: Path, seed: int) -> None:
    """The number of decodings is bounded: a section ends in seconds, whatever the model says."""
    weak = one_thread(make_checkpoint(tmp_path / "weak.pt", seed=seed))
    began = time.monotonic()
    segments = weak.hear(babble(12, seed=seed), UKRAINIAN)
    assert time.monotonic() - began < 60
    assert all(segment.end_ms <= 12_000 for segment in segments)


@pytest.mark.parametrize("samples", [silence(0), silence(0.05)], ids=["none", "50 ms"])
def test_too_little_sound_has_no_words(engine: WhisperEngine, samples: np.ndarray) -> None:
    """Less than a tenth of a second is not padded with silence and guessed at."""
    assert engine.hear(samples, UKRAINIAN) == ()


def test_no_other_program_is_needed(checkpoint: Path) -> None:
    """With an empty PATH, where no ffmpeg can be found, a section is heard."""
    program = (
        "import sys; from tests.speech.synthetic import babble; from workflow.speech.engine import Request;"
        "from workflow.speech.engines.whisper import WhisperEngine;"
        "engine = WhisperEngine(sys.argv[1], threads=1); request = Request(language='uk'); engine.check(request);"
        "print(sum(len(segment.words) for segment in engine.hear(babble(6, seed=1), request)))"
    )
    environment = {**os.environ, "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", program, str(checkpoint)], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert int(done.stdout) > 5


def test_the_transcript_can_record_how_it_was_made(engine: WhisperEngine, checkpoint: Path) -> None:
    """Name, model and every option that changes the words."""
    assert (engine.name, engine.model) == ("whisper", str(checkpoint))
    assert engine.options["condition_on_previous_text"] is False
    assert "openai-whisper" in str(engine.options["library"])


@pytest.mark.parametrize(
    ("model", "request_", "error", "sentence"),
    [
        ("huge", UKRAINIAN, UnknownModel, "choose one of tiny.en, tiny"),
        ("/nowhere/model.pt", UKRAINIAN, UnknownModel, "no model '/nowhere/model.pt'"),
        ("turbo", Request(task="translate"), CannotTranslate, "turbo models were not trained for it; use"),
        ("large-v3-turbo", Request(task="translate"), CannotTranslate, "turbo"),
        ("small.en", Request(task="translate"), CannotTranslate, "it hears English only"),
        ("small.en", UKRAINIAN, UnsupportedLanguage, "small.en hears English only; use one without .en"),
        ("small", Request(language="crh"), UnsupportedLanguage, "Crimean Tatar is not among the 100"),
        ("small", Request(candidates=("crh",)), UnsupportedLanguage, "Crimean Tatar"),
        ("small", Request(language="klingonish"), UnsupportedLanguage, "it is no language"),
    ],
)
def test_what_cannot_work_is_said_before_anything_is_loaded(
    tmp_path: Path, model: str, request_: Request, error: type[Exception], sentence: str
) -> None:
    """No weights are here and none are asked for: the name alone tells."""
    with pytest.raises(error, match=sentence):
        WhisperEngine(model, download_root=tmp_path).check(request_)


def test_a_file_tells_that_it_is_english_only(tmp_path: Path) -> None:
    """A checkpoint with the smaller vocabulary hears English, without being told, and nothing else."""
    english = one_thread(make_checkpoint(tmp_path / "m.pt", seed=9, multilingual=False))
    english.check(Request())
    assert {segment.language for segment in english.hear(VOICE, Request())} <= {"en"}
    with pytest.raises(UnsupportedLanguage, match="hears English only"):
        english.check(UKRAINIAN)
    with pytest.raises(CannotTranslate, match="it hears English only"):
        english.check(Request(task="translate"))


def test_a_file_tells_that_it_is_turbo(tmp_path: Path) -> None:
    """32 encoder and 4 decoder layers are the turbo model's, whatever the file is called."""
    turbo = one_thread(make_checkpoint(tmp_path / "large.pt", audio_layers=32, text_layers=4))
    turbo.check(UKRAINIAN)
    with pytest.raises(CannotTranslate, match="turbo models were not trained for it"):
        turbo.check(replace(UKRAINIAN, task="translate"))


def test_an_older_model_lacks_cantonese(engine: WhisperEngine) -> None:
    """A language that only large-v3 has is refused by a model with 99 languages."""
    with pytest.raises(UnsupportedLanguage, match="use large-v3"):
        engine.check(Request(language="yue"))


class Stranger:
    """Unpickled carelessly, it makes a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (os.mkdir, (str(self.folder),))


def test_a_strangers_checkpoint_cannot_run_code(tmp_path: Path) -> None:
    """A .pt file that would act when it is read is refused, and has not acted."""
    torch.save({"dims": Stranger(tmp_path / "harm"), "model_state_dict": {}}, tmp_path / "zip.pt")
    (tmp_path / "plain.pt").write_bytes(pickle.dumps(Stranger(tmp_path / "harm")))
    for name in ("zip.pt", "plain.pt"):
        with pytest.raises(BrokenModel, match="holds more than weights"):
            WhisperEngine(str(tmp_path / name)).check(UKRAINIAN)
    assert not (tmp_path / "harm").exists()


@pytest.mark.parametrize("kind", ["empty", "text", "cut short", "other weights", "folder"])
def test_what_is_no_checkpoint_is_refused_in_one_sentence(tmp_path: Path, checkpoint: Path, kind: str) -> None:
    """Damaged and foreign files, and a folder: the file is named, and no traceback is in the sentence."""
    path = tmp_path / "model.pt"
    match kind:
        case "empty":
            path.touch()
        case "text":
            path.write_text("not a model\n" * 100)
        case "cut short":
            path.write_bytes(checkpoint.read_bytes()[:100_000])
        case "other weights":
            torch.save({"weight": torch.ones(3)}, path)
        case "folder":
            path.mkdir()
    with pytest.raises(BrokenModel) as caught:
        WhisperEngine(str(path)).check(UKRAINIAN)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_weights_say_where_to_get_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing can be reached: file, source and the engine that works without are named, within seconds."""
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    began = time.monotonic()
    with pytest.raises(WeightsMissing) as caught:
        WhisperEngine("small", download_root=tmp_path).check(UKRAINIAN)
    assert time.monotonic() - began < 5
    sentence = str(caught.value)
    for part in (str(tmp_path / "small.pt"), weights.weights_source("small"), "--engine pocketsphinx"):
        assert part in sentence
    assert list(tmp_path.iterdir()) == []


def test_the_table_of_weights_is_whispers_own() -> None:
    """Names, addresses and checksums are those of the installed package."""
    assert {model: weights.weights_source(model) for model in weights.MODELS} == whisper._MODELS


def test_weights_are_looked_for_where_whisper_keeps_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cache folder of the environment, a folder of one's own, or the file itself; an empty file is none."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert weights.weights_file("turbo") == tmp_path / "whisper" / "large-v3-turbo.pt"
    (tmp_path / "tiny.pt").write_bytes(b"x")
    (tmp_path / "base.pt").touch()
    assert weights.weights_available("tiny", tmp_path)
    assert not weights.weights_available("base", tmp_path)
    assert not weights.weights_available("small", tmp_path)
    assert weights.weights_available(str(tmp_path / "tiny.pt"))


def test_asking_for_weights_does_not_import_torch() -> None:
    """What `--engine auto` asks is answered without the seconds that torch takes."""
    program = "import sys, workflow.speech.engines.weights; assert not {'torch', 'whisper'} & set(sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_more_than_a_section_is_heard_to_its_end(engine: WhisperEngine) -> None:
    """More than a section is allowed: windows follow each other."""
    sound = np.tile(VOICE, 6)  # 36 s
    segments = engine.hear(sound, UKRAINIAN)
    assert segments[-1].end_ms > 30_000
    assert segments[-1].end_ms <= len(sound) * 1000 // SAMPLE_RATE
