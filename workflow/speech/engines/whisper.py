"""openai-whisper, the engine of record: one section at a time, given as an array, so that no ffmpeg program is needed.

This module imports torch and takes seconds to import; import it when the engine is used.
"""

from __future__ import annotations

import http.client
import pickle
import urllib.error
from collections.abc import Mapping
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

import torch
import whisper
from whisper.tokenizer import LANGUAGES, Tokenizer, get_tokenizer

from workflow.errors import BrokenModel, NoDevice, UnknownModel, UnsupportedLanguage, WeightsMissing
from workflow.speech.engine import SAMPLE_RATE, Request, Samples
from workflow.speech.engines.guards import MAX_COMPRESSION, TEMPERATURES, Pass, hear_with_guards
from workflow.speech.engines.heard import as_segments
from workflow.speech.engines.prompt import MAX_TOKENS, prompt_for
from workflow.speech.engines.weights import (
    ALIASES,
    MODELS,
    can_fetch,
    default_root,
    is_path,
    weights_available,
    weights_file,
    weights_source,
)
from workflow.speech.engines.whisper_request import allowed_codes, check_request, written_language
from workflow.speech.engines.whisper_section import MIN_LOGPROB, SILENCE_NO_SPEECH, SectionSound, hear_section
from workflow.speech.languages import check_language, whisper_code
from workflow.speech.transcript import Option, Segment, Task

_SHORTEST_MS = 100  # less sound holds no word, and Whisper pads it to 30 s of silence
_ENGLISH_ONLY_VOCABULARY = 51_864
_VOCABULARIES = {_ENGLISH_ONLY_VOCABULARY, 51_865, 51_866}  # English only; 99 languages; 100, from large-v3 on


class WhisperEngine:
    """A Whisper model by name, or the path of a checkpoint in openai-whisper's format; loaded by `check` or `hear`.

    `device` is "auto", "cpu", "cuda", "cuda:1", "mps"; `download_root` is where named models lie or are downloaded to,
    None for openai-whisper's own folder. `threads` limits torch, None leaves it as it is.
    """

    def __init__(
        self, model: str, *, device: str = "auto", download_root: Path | None = None, threads: int | None = None
    ) -> None:
        self._model_name = model
        self._root = download_root or default_root()
        self._device = best_device() if device == "auto" else _there(device)
        self._threads = threads

    @property
    def name(self) -> str:
        return "whisper"

    @property
    def model(self) -> str:
        return self._model_name

    @property
    def notice(self) -> str:
        return ""

    @property
    def options(self) -> Mapping[str, Option]:
        return {
            "library": f"openai-whisper {version('openai-whisper')}, torch {version('torch')}",
            "device": self._device,
            "precision": "float16" if self._half else "float32",
            "temperatures": " ".join(map(str, TEMPERATURES)),
            "condition_on_previous_text": False,
            "compression_ratio_threshold": MAX_COMPRESSION,
            "logprob_threshold": MIN_LOGPROB,
            "no_speech_threshold": SILENCE_NO_SPEECH,
            "prompt_tokens": MAX_TOKENS,
        }

    def check(self, request: Request) -> None:
        """Raise what stands in the way of this request; loads the model, after downloading it where it is missing.

        What the model's name tells is said before anything is downloaded.
        """
        named = ALIASES.get(self.model, self.model)
        if not is_path(self.model):
            weights_file(self.model)
            english_only = named.endswith(".en")
            check_request(request, self.name, self.model, turbo="turbo" in named, english_only=english_only)
        dims = self._loaded.dims
        # large-v3-turbo is large-v3 with 4 of its 32 decoder layers.
        turbo = (dims.n_audio_layer, dims.n_text_layer) == (32, 4)
        english_only = dims.n_vocab == _ENGLISH_ONLY_VOCABULARY
        check_request(request, self.name, self.model, turbo=turbo, english_only=english_only)
        if request.language is not None and check_language(request.language, self.name) not in self._codes:
            raise UnsupportedLanguage(
                request.language, f"the model {self.model} was made before Whisper knew it; use large-v3"
            )

    def hear(self, samples: Samples, request: Request) -> tuple[Segment, ...]:
        """The segments in at most 30 s of sound; the same sound and request give the same answer on one machine."""
        duration_ms = len(samples) * 1000 // SAMPLE_RATE
        if duration_ms < _SHORTEST_MS:
            return ()
        sound = SectionSound(self._loaded, samples, half=self._half)
        code = self._language_of(sound, request)
        written = written_language(code, request)
        tokenizer = self._tokenizer(code, request.task)
        prompt = prompt_for(request.hint, written, lambda text: len(tokenizer.encode(" " + text)))

        def listen(hearing: Pass) -> tuple[Segment, ...]:
            raw = hear_section(sound, tokenizer, request.beam, hearing)
            return as_segments(raw, duration_ms=duration_ms, language=written)

        with torch.random.fork_rng():  # sampling must not depend on what was sampled before, nor disturb the caller
            torch.manual_seed(request.seed)
            return hear_with_guards(listen, prompt)

    def _language_of(self, sound: SectionSound, request: Request) -> str:
        """Whisper's code of the language: the one given, or the most probable of those allowed."""
        if request.language is not None:
            return whisper_code(request.language)
        if not self._loaded.is_multilingual:
            return "en"
        allowed = allowed_codes(request, self._codes)
        if len(allowed) == 1:
            return next(iter(allowed))
        probabilities = sound.language_probabilities()
        return max(sorted(allowed), key=probabilities.__getitem__)

    @property
    def _half(self) -> bool:
        """Half precision pays on CUDA only; a CPU computes it slowly or not at all."""
        return self._device.startswith("cuda")

    @cached_property
    def _codes(self) -> set[str]:
        """The languages of this model: those before large-v3 lack the last one."""
        return set(list(LANGUAGES)[: self._loaded.num_languages])

    def _tokenizer(self, code: str, task: Task) -> Tokenizer:
        return get_tokenizer(
            self._loaded.is_multilingual, num_languages=self._loaded.num_languages, language=code, task=task
        )

    @cached_property
    def _loaded(self) -> Any:
        """The `whisper.Whisper` model."""
        if self._threads is not None:
            torch.set_num_threads(self._threads)
        return _load_file(self.model, self._device) if is_path(self.model) else self._load_named()

    def _load_named(self) -> Any:
        file, source = weights_file(self.model, self._root), weights_source(self.model)
        missing = WeightsMissing(self.model, file, source, alternative="pocketsphinx")
        if not weights_available(self.model, self._root) and not can_fetch(self.model):
            raise missing
        try:
            return whisper.load_model(self.model, device=self._device, download_root=str(self._root))
        except (urllib.error.URLError, http.client.HTTPException) as error:
            raise missing from error
        except (OSError, RuntimeError) as error:
            raise BrokenModel(self.name, file, f"{_first_line(error)}; delete it, or fetch {source} again") from error


def _there(device: str) -> str:
    """The device, when this machine has it. Raises `NoDevice`."""
    backends = {"cuda": torch.cuda.is_available, "mps": torch.backends.mps.is_available, "cpu": lambda: True}
    kind = device.partition(":")[0]
    if kind not in backends or not backends[kind]():
        raise NoDevice(device)
    return device


def best_device() -> str:
    """ "cuda" where there is one, "mps" where it can compute what word times need, else "cpu"."""
    if torch.cuda.is_available():
        return "cuda"
    if torch.backends.mps.is_available():
        try:
            # openai-whisper keeps a sparse tensor in the model and aligns words in 64 bits.
            torch.ones(2, dtype=torch.float64, device="mps")
            torch.eye(2, device="mps").to_sparse()
        except (TypeError, RuntimeError):  # NotImplementedError is a RuntimeError
            return "cpu"
        return "mps"
    return "cpu"


def _load_file(model: str, device: str) -> Any:
    """A checkpoint from a file. openai-whisper reads it with `weights_only`: a stranger's file cannot run code."""
    path = Path(model)
    if path.is_dir():
        raise BrokenModel("whisper", path, "it is a folder; name the .pt file in it")
    if not path.is_file():
        raise UnknownModel("whisper", model, MODELS)
    try:
        loaded = whisper.load_model(str(path), device=device)
    except (OSError, EOFError, RuntimeError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise BrokenModel(
            "whisper", path, f"it is no checkpoint of openai-whisper, or damaged ({_first_line(error)})"
        ) from error
    except pickle.UnpicklingError as error:
        why = "it is no checkpoint of openai-whisper, or holds more than weights and was therefore not opened"
        raise BrokenModel("whisper", path, why) from error
    if loaded.dims.n_vocab not in _VOCABULARIES:
        raise BrokenModel("whisper", path, f"its vocabulary of {loaded.dims.n_vocab} tokens is none of Whisper's")
    return loaded


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".:")
