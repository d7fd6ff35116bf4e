"""The recogniser inside the package `pocketsphinx`: the only module that knows its interface.

Its English acoustic model, dictionary (134 000 pronunciations) and language model come inside the package. Every
stretch of sound is one utterance heard whole (`full_utt`), its loudness normalised over itself (batch CMN) by a
front end made afresh, so that nothing is carried from one to the next.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np

from workflow.errors import SpeechError
from workflow.speech.engine import SAMPLE_RATE, Samples
from workflow.speech.pronounce import pronounce

FRAME_MS: Final = 10
MODEL: Final = "en-us"
_LOG_BASE: Final = math.log(1.0001)
_VARIANT = re.compile(r"\(\d+\)$")
_SHORTEST = SAMPLE_RATE // 20  # samples: less than 50 ms has too few frames for the features
_ALIGNING: Final = {
    "lm": None,
    # 5.1.1 loses words when it looks for the best path through the lattice of an alignment.
    "bestpath": False,
    # Measured: narrower beams lose the given words on music and breaths, wider ones gain nothing.
    "beam": 1e-80,
    "wbeam": 1e-60,
    "pbeam": 1e-80,
}


@dataclass(frozen=True, slots=True)
class HeardWord:
    """A word as the decoder gives it: lower case, milliseconds from the utterance's start, how sure it is (0 to 1).

    `fit` is the acoustic score per frame in the decoder's own unit. Of aligned words 0 is best; measured medians of a
    text are -14 (lowest of whole clips: -22) on its own sound and -56 on another's.
    """

    text: str
    start_ms: int
    end_ms: int
    probability: float
    fit: float


def package_version() -> str:
    """The version of pocketsphinx, whose model the words depend on."""
    return version("pocketsphinx")


class Sphinx:
    """One decoder with the bundled English model: 0.5 s to load, 100 MB."""

    def __init__(self, *, aligning: bool = False) -> None:
        # Here, not above: the command line must start without it.
        from pocketsphinx import Decoder  # noqa: PLC0415

        try:
            self._decoder: Any = Decoder(loglevel="FATAL", **(_ALIGNING if aligning else {}))
        except (RuntimeError, ValueError) as error:
            raise SpeechError("pocketsphinx's English model cannot be loaded: install pocketsphinx again.") from error

    def phones(self, word: str) -> str | None:
        """The dictionary's phones of a lower-case word, None when it does not hold it."""
        found: str | None = self._decoder.lookup_word(word)
        return found

    def learn(self, words: Iterable[str]) -> tuple[str, ...]:
        """Guess pronunciations for those of the words that the dictionary lacks; the words that got none.

        Learning the same words again changes nothing.
        """
        unsaid = []
        for word in dict.fromkeys(words):
            if self.phones(word) is not None:
                continue
            guesses = pronounce(word, self.phones)
            for number, guess in enumerate(guesses, 1):
                self._decoder.add_word(word if number == 1 else f"{word}({number})", guess, update=False)
            if not guesses:
                unsaid.append(word)
        return tuple(unsaid)

    def use_language_model(self, name: str, file: Path | None = None) -> None:
        """Decode with the language model in `file`, known as `name` from now on; without a file, with one known."""
        if file is not None:
            self._decoder.add_lm_file(name, str(file))
        self._decoder.activate_search(name)

    def forget_language_model(self, name: str) -> None:
        """Free a language model that is not in use."""
        self._decoder.remove_search(name)

    def hear(self, sound: Samples) -> list[HeardWord]:
        """The words in one utterance; silence, breaths and noise left out."""
        if len(sound) < _SHORTEST:
            return []
        self._run(sound)
        return self._words()

    def align(self, words: Sequence[str], sound: Samples) -> list[HeardWord] | None:
        """When each of the words is said; None when the sound does not hold them in this order.

        The words must be in the dictionary or learnt. Only for a decoder made for `aligning`. Measured against exact
        times: median 10 ms; up to 100 s at once.
        """
        if not words or len(sound) < _SHORTEST:
            return None
        try:
            self._decoder.set_align_text(" ".join(words))
            self._run(sound)
        except (RuntimeError, ValueError):
            return None
        found = self._words()
        return found if [word.text for word in found] == list(words) else None

    def _run(self, sound: Samples) -> None:
        pcm = (np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes()
        # Without this the front end carries a little of the last utterance into the first frames of the next (0.1 ms).
        self._decoder.reinit_feat()
        self._decoder.start_utt()
        try:
            self._decoder.process_raw(pcm, full_utt=True)
        finally:
            self._decoder.end_utt()

    def _words(self) -> list[HeardWord]:
        if self._decoder.hyp() is None:
            return []
        return [
            HeardWord(
                text=_VARIANT.sub("", piece.word),
                start_ms=piece.start_frame * FRAME_MS,
                end_ms=(piece.end_frame + 1) * FRAME_MS,
                probability=min(1.0, max(0.0, piece.prob)),
                fit=math.log(max(piece.ascore, 1e-300)) / _LOG_BASE / (piece.end_frame - piece.start_frame + 1),
            )
            for piece in self._decoder.seg()
            if not piece.word.startswith(("<", "[", "+"))
        ]


@cache
def language_model_file() -> Path:
    """The bundled language model: a trigram of 72 547 words."""
    from pocketsphinx import get_model_path  # noqa: PLC0415

    return Path(get_model_path("en-us/en-us.lm.bin"))
