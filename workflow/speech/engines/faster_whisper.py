"""faster-whisper: Whisper's weights run by CTranslate2, four to ten times as fast on a CPU (8-bit whole numbers).

An extra: `pip install 'storytrack[fast]'`. The package is imported when the engine is first used.

CTranslate2 draws its random numbers from a generator that each of its threads seeds once, so that a sampled section
could not be heard the same way twice. Nothing is sampled here: where openai-whisper raises the temperature, this engine
searches with a beam and forbids repeated phrases, which is repeatable.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from importlib.metadata import version
from importlib.util import find_spec
from math import ceil
from pathlib import Path
from typing import Any

from workflow.errors import (
    BrokenModel,
    EngineNotInstalled,
    UnknownModel,
    WeightsMissing,
)
from workflow.speech.engine import SAMPLE_RATE, Request, Samples
from workflow.speech.engines.guards import MAX_COMPRESSION, Pass, hear_with_guards
from workflow.speech.engines.heard import RawSegment, RawWord, as_segments
from workflow.speech.engines.prompt import MAX_TOKENS, prompt_for
from workflow.speech.engines.whisper_request import allowed_codes, check_request, written_language
from workflow.speech.languages import whisper_code
from workflow.speech.transcript import Option, Segment

_RETRY_BEAM = 5
_NO_REPEAT = 6  # tokens in a phrase that may not come twice when a section is heard again
_WINDOW_S = 30
_SHORTEST_MS = 100  # less sound holds no word


class FasterWhisperEngine:
    """A model by name (`tiny` to `large-v3`, `turbo`) or the folder of one converted for CTranslate2.

    `device` is "auto", "cpu" or "cuda"; `threads` is how many a section uses, None for CTranslate2's own choice. A
    named model is taken from the Hugging Face cache, or from `download_root`, before anything is asked of the network.
    """

    def __init__(
        self, model: str, *, device: str = "auto", download_root: Path | None = None, threads: int | None = None
    ) -> None:
        self._model_name = model
        self._device = device
        self._root = download_root
        self._threads = threads

    @property
    def name(self) -> str:
        return "faster-whisper"

    @property
    def model(self) -> str:
        return self._model_name

    @property
    def notice(self) -> str:
        return ""

    @property
    def options(self) -> Mapping[str, Option]:
        self._check_installed()
        return {
            "library": f"faster-whisper {version('faster-whisper')}, ctranslate2 {version('ctranslate2')}",
            "device": self._device,
            "precision": "int8 on CPU, float16 on CUDA",
            "temperatures": "0.0",
            "retry": f"beam {_RETRY_BEAM}, no phrase of {_NO_REPEAT} tokens twice",
            "condition_on_previous_text": False,
            "compression_ratio_threshold": MAX_COMPRESSION,
            "prompt_tokens": MAX_TOKENS,
        }

    def check(self, request: Request) -> None:
        """Raise what stands in the way of this request; loads the model, after downloading it where it is missing."""
        self._check_installed()
        named = self.model.rpartition("/")[2]
        turbo = "turbo" in named
        check_request(request, self.name, self.model, turbo=turbo, english_only=named.endswith(".en"))
        english_only = not self._loaded.model.is_multilingual
        check_request(request, self.name, self.model, turbo=turbo, english_only=english_only)

    def hear(self, samples: Samples, request: Request) -> tuple[Segment, ...]:
        """The segments in at most 30 s of sound; the same sound and request give the same answer on one machine."""
        duration_ms = len(samples) * 1000 // SAMPLE_RATE
        if duration_ms < _SHORTEST_MS:
            return ()
        code = self._language_of(samples, request)
        written = written_language(code, request)
        prompt = prompt_for(request.hint, written, lambda text: len(self._loaded.hf_tokenizer.encode(text).ids))

        def listen(hearing: Pass) -> tuple[Segment, ...]:
            raw = self._transcribe(samples, code, request, hearing)
            return as_segments(raw, duration_ms=duration_ms, language=written)

        return hear_with_guards(listen, prompt)

    def _transcribe(self, samples: Samples, code: str, request: Request, hearing: Pass) -> list[RawSegment]:
        """The pipeline for cut sound hears each window exactly once, to its end, and skips nothing."""
        from faster_whisper import BatchedInferencePipeline  # noqa: PLC0415  (an extra, and heavy)

        length_s = len(samples) / SAMPLE_RATE
        windows = [
            {"start": float(at), "end": min(at + _WINDOW_S, length_s)} for at in range(0, ceil(length_s), _WINDOW_S)
        ]
        # A new pipeline, because one remembers where the speech before ended.
        segments, _ = BatchedInferencePipeline(self._loaded).transcribe(
            samples,
            language=code,
            task=request.task,
            beam_size=max(_RETRY_BEAM, request.beam or 1) if hearing.retry else request.beam or 1,
            no_repeat_ngram_size=_NO_REPEAT if hearing.retry else 0,
            temperature=0.0,
            initial_prompt=hearing.prompt or None,
            word_timestamps=True,
            vad_filter=False,
            clip_timestamps=windows,
            batch_size=len(windows),
        )
        return [_raw(segment) for segment in segments]

    def _language_of(self, samples: Samples, request: Request) -> str:
        """Whisper's code of the language: the one given, or the most probable of those allowed."""
        if request.language is not None:
            return whisper_code(request.language)
        if not self._loaded.model.is_multilingual:
            return "en"
        _, _, probabilities = self._loaded.detect_language(samples)
        found = dict(probabilities)
        allowed = allowed_codes(request, found.keys())
        return str(max(sorted(allowed), key=found.__getitem__))

    def _check_installed(self) -> None:
        if find_spec("faster_whisper") is None:
            raise EngineNotInstalled(self.name, "fast")

    @cached_property
    def _loaded(self) -> Any:
        """The `faster_whisper.WhisperModel`."""
        self._check_installed()
        if Path(self.model).is_dir():
            return self._load(self.model)
        return self._load(str(self._fetched()))

    def _load(self, folder: str) -> Any:
        from faster_whisper import WhisperModel  # noqa: PLC0415  (an extra, and heavy)

        if not (Path(folder) / "model.bin").is_file():
            raise BrokenModel(self.name, folder, "the folder holds no model.bin; convert the model for CTranslate2")
        if not (Path(folder) / "tokenizer.json").is_file():
            # faster-whisper would download one, and meet strangers' networks with a traceback.
            raise BrokenModel(self.name, folder, "the folder holds no tokenizer.json; copy it from the original model")
        try:
            # "default" would keep the weights' own precision; "auto" is the fastest that the device has, int8 on a CPU.
            return WhisperModel(
                folder, device=self._device, compute_type="auto", cpu_threads=self._threads or 0, num_workers=1
            )
        except (RuntimeError, ValueError, OSError) as error:
            raise BrokenModel(self.name, folder, str(error).strip().splitlines()[0].rstrip(".")) from error

    def _fetched(self) -> str:
        """The folder of a named model: from this machine, or else downloaded."""
        from faster_whisper.utils import _MODELS as REPOSITORIES  # noqa: PLC0415  (an extra, and heavy)
        from faster_whisper.utils import download_model  # noqa: PLC0415
        from huggingface_hub.errors import LocalEntryNotFoundError  # noqa: PLC0415

        if self.model not in REPOSITORIES:
            raise UnknownModel(self.name, self.model, REPOSITORIES)
        cache = str(self._root) if self._root else None
        try:
            return str(download_model(self.model, local_files_only=True, cache_dir=cache))
        except LocalEntryNotFoundError:
            pass
        try:
            return str(download_model(self.model, cache_dir=cache))
        except Exception as error:  # the hub's client raises classes of three HTTP libraries
            source = f"https://huggingface.co/{REPOSITORIES[self.model]}"
            raise WeightsMissing(
                self.model, "a folder given as `--model FOLDER`", source, alternative="pocketsphinx"
            ) from error


def _raw(segment: Any) -> RawSegment:
    words = tuple(RawWord(word.word, word.start, word.end, word.probability) for word in segment.words or ())
    return RawSegment(
        segment.text,
        segment.start,
        segment.end,
        words,
        segment.no_speech_prob,
        segment.compression_ratio,
        segment.avg_logprob,
        segment.temperature or 0.0,
    )
