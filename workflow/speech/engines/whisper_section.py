"""One section through openai-whisper's own decoder and word aligner, in a bounded number of steps.

`whisper.transcribe` is made for whole files. Over a section of 30 s it would do three things we cannot have: it may
move on by hundredths of a second and decode hundreds of times (seen with a weak checkpoint: minutes for 6 s of sound),
it drops segments that it takes for silence or for invented words without a trace, and it runs the encoder anew for
every temperature, which is a third to half of the cost on a CPU. The steps here are the same ones otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

import torch
from whisper.audio import FRAMES_PER_SECOND, HOP_LENGTH, N_FRAMES, N_SAMPLES, log_mel_spectrogram, pad_or_trim
from whisper.decoding import DecodingOptions, DecodingResult, decode
from whisper.timing import add_word_timestamps
from whisper.tokenizer import Tokenizer

from workflow.speech.engine import SAMPLE_RATE, Samples
from workflow.speech.engines.guards import MAX_COMPRESSION, Pass
from workflow.speech.engines.heard import RawSegment, RawWord

MIN_LOGPROB = -1.0
SILENCE_NO_SPEECH = 0.6
"""Whisper's own limits: text less probable than this is tried again at a higher temperature, or taken for silence."""
_LEAST_ADVANCE = 100  # frames: a second, so that a section of 30 s is never decoded more than 30 times
_SHORTEST_REST = 10  # frames: a tenth of a second holds no word
_FRAMES_PER_STAMP = 2  # Whisper's clock ticks every 20 ms


@dataclass(frozen=True, slots=True)
class _Cut:
    """The tokens of one window as segments (first tick, last tick, tokens), and how many frames they account for."""

    segments: list[tuple[int, int, list[int]]]
    frames: int


class SectionSound:
    """A section as Whisper's encoder sees it; every window is encoded once, however often it is decoded."""

    def __init__(self, model: Any, samples: Samples, *, half: bool) -> None:
        self.model = model
        self.half = half
        self._samples = samples
        self._encoded: dict[int, torch.Tensor] = {}

    @cached_property
    def _mel(self) -> torch.Tensor:
        return log_mel_spectrogram(self._samples, self.model.dims.n_mels, padding=N_SAMPLES)

    @property
    def frames(self) -> int:
        """Frames of 10 ms in the section, without the silence that fills up the last window."""
        return len(self._samples) // int(HOP_LENGTH)

    def window(self, start: int) -> torch.Tensor:
        """The mel spectrogram of 30 s from a frame on; what lies behind the section is silence."""
        mel = self._mel[:, start : min(start + N_FRAMES, self.frames)]
        return pad_or_trim(mel, N_FRAMES).to(self.model.device).to(torch.float16 if self.half else torch.float32)

    def encoded(self, start: int) -> torch.Tensor:
        """The encoder's answer to the window."""
        if start not in self._encoded:
            with torch.no_grad():
                self._encoded[start] = self.model.embed_audio(self.window(start)[None])[0]
        return self._encoded[start]

    def language_probabilities(self) -> dict[str, float]:
        """How probable each of the model's languages is, from the first 30 s."""
        _, probabilities = self.model.detect_language(self.encoded(0))
        return dict(probabilities)


def hear_section(sound: SectionSound, tokenizer: Tokenizer, beam: int | None, hearing: Pass) -> list[RawSegment]:
    """The segments that Whisper finds in the section, with word times. `tokenizer` holds language and task."""
    options = DecodingOptions(
        task=tokenizer.task or "transcribe",  # an English-only tokenizer names neither
        language=tokenizer.language or "en",
        beam_size=beam,
        fp16=sound.half,
        # Whisper forgets a prompt after the first window; the names are wanted in all of them.
        prompt=tokenizer.encode(" " + hearing.prompt) if hearing.prompt else None,
    )
    found: list[RawSegment] = []
    start, last_end_s = 0, 0.0
    while sound.frames - start >= _SHORTEST_REST:
        result = _decode(sound.encoded(start), sound.model, options, hearing.temperatures)
        if hearing.skip_silence and _is_silence(result):
            start += N_FRAMES
            continue
        frames = min(N_FRAMES, sound.frames - start)
        cut = _cut(result.tokens, tokenizer.timestamp_begin, frames)
        segments = _with_words(sound, tokenizer, cut, start, last_end_s)
        found.extend(_raw(segment, result) for segment in segments)
        last_end_s = max((word.end_s for segment in found for word in segment.words), default=last_end_s)
        start += _advance(cut, frames, round(last_end_s * FRAMES_PER_SECOND) - start)
    return found


def _decode(
    encoded: torch.Tensor, model: Any, options: DecodingOptions, temperatures: Sequence[float]
) -> DecodingResult:
    """The first answer up Whisper's ladder of temperatures that neither repeats itself nor is improbable."""
    result: DecodingResult
    for temperature in temperatures:
        beam = options.beam_size
        chosen = replace(options, beam_size=None, best_of=beam) if temperature > 0 else options
        result = decode(model, encoded, replace(chosen, temperature=temperature))
        if _is_silence(result):
            break
        if result.compression_ratio <= MAX_COMPRESSION and result.avg_logprob >= MIN_LOGPROB:
            break
    return result


def _is_silence(result: DecodingResult) -> bool:
    return bool(result.no_speech_prob > SILENCE_NO_SPEECH and result.avg_logprob < MIN_LOGPROB)


def _cut(tokens: Sequence[int], first_stamp: int, frames: int) -> _Cut:
    """Tokens at their time stamps: a pair of stamps ends one segment and begins the next.

    Text behind the last pair was not finished in this window: the next window begins there.
    """
    stamps = [token >= first_stamp for token in tokens]
    pairs = [place for place in range(1, len(tokens)) if stamps[place - 1] and stamps[place]]
    ends_in_one_stamp = stamps[-2:] == [False, True]
    if pairs and not ends_in_one_stamp:
        accounted = (tokens[pairs[-1] - 1] - first_stamp) * _FRAMES_PER_STAMP
        if accounted >= _LEAST_ADVANCE:
            return _Cut(_between(tokens, [0, *pairs], first_stamp, frames), accounted)
    return _Cut(_between(tokens, [0, *pairs, len(tokens)], first_stamp, frames), frames)


def _between(
    tokens: Sequence[int], places: Sequence[int], first_stamp: int, frames: int
) -> list[tuple[int, int, list[int]]]:
    segments = []
    for begin, end in pairwise(places):
        piece = list(tokens[begin:end])
        stamps = [token - first_stamp for token in piece if token >= first_stamp]
        text = [token for token in piece if token < first_stamp]
        first = stamps[0] if stamps and piece[0] >= first_stamp else 0
        last = stamps[-1] if stamps and piece[-1] >= first_stamp and stamps[-1] > first else frames // _FRAMES_PER_STAMP
        if text:
            segments.append((first, last, text))
    return segments


def _with_words(
    sound: SectionSound, tokenizer: Tokenizer, cut: _Cut, start: int, last_end_s: float
) -> list[dict[str, Any]]:
    """The segments as openai-whisper's aligner takes and completes them; it adds the words' times in place."""
    offset_s = start * HOP_LENGTH / SAMPLE_RATE
    segments: list[dict[str, Any]] = [
        {
            "seek": start,
            "start": offset_s + first * _FRAMES_PER_STAMP / FRAMES_PER_SECOND,
            "end": offset_s + last * _FRAMES_PER_STAMP / FRAMES_PER_SECOND,
            "text": tokenizer.decode(tokens),
            "tokens": tokens,
        }
        for first, last, tokens in cut.segments
    ]
    if segments:
        add_word_timestamps(
            segments=segments,
            model=sound.model,
            tokenizer=tokenizer,
            mel=sound.window(start),
            num_frames=min(N_FRAMES, sound.frames - start),
            last_speech_timestamp=last_end_s,
        )
    return segments


def _advance(cut: _Cut, frames: int, last_word: int) -> int:
    """Frames to the next window: to the last word's end if text was left unfinished, as word times are the better."""
    if cut.frames == frames:
        return frames
    return last_word if _LEAST_ADVANCE <= last_word <= cut.frames else cut.frames


def _raw(segment: dict[str, Any], result: DecodingResult) -> RawSegment:
    words = (RawWord(word["word"], word["start"], word["end"], word["probability"]) for word in segment["words"])
    return RawSegment(
        segment["text"],
        segment["start"],
        segment["end"],
        tuple(words),
        result.no_speech_prob,
        result.compression_ratio,
        result.avg_logprob,
        result.temperature,
    )
