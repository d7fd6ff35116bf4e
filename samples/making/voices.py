"""Synthetic voices that say when each word begins and ends.

`rms` is a male voice of flite, driven through its library because the program prints segments without words; `slt` is
a female HTS voice of festival. Both come from Debian packages.
"""

from __future__ import annotations

import ctypes
import re
import shutil
import subprocess
import tempfile
import wave
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Sound = npt.NDArray[np.float64]

RATE = 48_000
"""Samples a second of everything made here: what AAC in a video is expected to have."""
PACKAGES = ("flite", "festival", "festlex-cmu", "festvox-us-slt-hts", "fonts-dejavu-core")
_STRETCH = 1.12  # rms is quick; 1.1 to 1.15 is how recognisers hear it best
_LEVEL = 10 ** (-20 / 20)  # RMS over the spoken part: -20 dBFS leaves the peaks near -4
_FLITE_LIBRARIES = ("libflite.so.1", "libflite_usenglish.so.1", "libflite_cmulex.so.1", "libflite_cmu_us_rms.so.1")
_SLT = Path("/usr/share/festival/voices/us/cmu_us_slt_arctic_hts")


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """A word of the script, in samples from the start of its sound.

    `said` is what the voice read where one word is read as several ("2014": "twenty fourteen"), else "".
    """

    text: str
    said: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Speech:
    """A sentence as sound, at `RATE`, mono."""

    sound: Sound
    words: tuple[SpokenWord, ...]


@dataclass(frozen=True, slots=True)
class _Token:
    """A word as the synthesiser took it, in seconds."""

    name: str
    said: tuple[str, ...]
    start: float
    end: float


def missing_packages() -> tuple[str, ...]:
    """The Debian packages that are needed and not installed."""
    missing = [name for name in ("flite", "festival") if shutil.which(name) is None]
    if not _SLT.is_dir():
        missing.append("festvox-us-slt-hts")
    return tuple(missing)


def speak(words: Sequence[str], voice: str) -> Speech:
    """One sentence in the voice "rms" or "slt". Raises `ValueError` when the voice does not read these words."""
    text = " ".join(_plain(word) for word in words)
    samples, rate, tokens = VOICES[voice](text)
    sound = _resample(samples, rate)
    spoken = tuple(
        SpokenWord(word, _unlike(word, token.said), round(token.start * RATE), round(token.end * RATE))
        for word, token in zip(words, _matched(words, tokens), strict=True)
    )
    level = float(np.sqrt(np.mean(sound[spoken[0].start : spoken[-1].end] ** 2)))
    return Speech(sound * (_LEVEL / level), spoken)


def _unlike(word: str, said: Sequence[str]) -> str:
    """What the voice said, where it is not simply the word itself."""
    return "" if _letters("".join(said)) == _letters(word) and len(said) == 1 else " ".join(said)


def _letters(text: str) -> str:
    return re.sub(r"\W", "", text).lower()


def _plain(word: str) -> str:
    """A word as the synthesisers read it: without typographic quotes, which they would spell out or drop."""
    return word.replace("’", "'").replace("“", "").replace("”", "")


def _matched(words: Sequence[str], tokens: Sequence[_Token]) -> Iterator[_Token]:
    """One token for each written word."""
    if len(words) != len(tokens):
        raise ValueError(f"the voice read {[token.name for token in tokens]} for {list(words)}")
    for word, token in zip(words, tokens, strict=True):
        if _letters(token.name) not in _letters(word):
            raise ValueError(f"the voice read {token.name!r} for {word!r}")
        yield token


def _resample(samples: Sound, rate: int) -> Sound:
    """The same sound at `RATE`, by its spectrum: exact in time, and the same on every machine."""
    length = len(samples) * RATE // rate
    resampled: Sound = np.fft.irfft(np.fft.rfft(samples), length) * (length / len(samples))
    return resampled


class _Wave(ctypes.Structure):
    """cst_wave of flite 2.2 (cst_wave.h)."""

    _fields_ = [
        ("type", ctypes.c_char_p),
        ("sample_rate", ctypes.c_int),
        ("num_samples", ctypes.c_int),
        ("num_channels", ctypes.c_int),
        ("samples", ctypes.POINTER(ctypes.c_short)),
    ]


class _Voice(ctypes.Structure):
    """The head of cst_voice of flite 2.2 (cst_voice.h)."""

    _fields_ = [("name", ctypes.c_char_p), ("features", ctypes.c_void_p)]


class _Flite:
    """The voice rms in flite's library."""

    def __init__(self) -> None:
        libraries = [ctypes.CDLL(name, mode=ctypes.RTLD_GLOBAL) for name in _FLITE_LIBRARIES]
        self._flite = libraries[0]
        pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_float
        register = self._function("register_cmu_us_rms", pointer, text, library=libraries[-1])
        set_float = self._function("flite_feat_set_float", None, pointer, text, number)
        self._synthesise = self._function("flite_synth_text", pointer, text, pointer)
        self._wave = self._function("utt_wave", ctypes.POINTER(_Wave), pointer)
        self._relation = self._function("utt_relation", pointer, pointer, text)
        self._head = self._function("relation_head", pointer, pointer)
        self._next = self._function("item_next", pointer, pointer)
        self._daughter = self._function("item_daughter", pointer, pointer)
        self._text = self._function("flite_ffeature_string", text, pointer, text)
        self._number = self._function("flite_ffeature_float", number, pointer, text)
        self._delete = self._function("delete_utterance", None, pointer)
        self._flite.flite_init()
        self._voice = register(None)
        set_float(ctypes.cast(self._voice, ctypes.POINTER(_Voice)).contents.features, b"duration_stretch", _STRETCH)

    def _function(self, name: str, result: object, *arguments: object, library: ctypes.CDLL | None = None) -> Any:
        function = getattr(library or self._flite, name)
        function.restype, function.argtypes = result, arguments
        return function

    def speak(self, text: str) -> tuple[Sound, int, list[_Token]]:
        utterance = self._synthesise(text.encode("ascii"), self._voice)
        wave_ = self._wave(utterance).contents
        samples = np.ctypeslib.as_array(wave_.samples, (wave_.num_samples,)).astype(np.float64) / 32768
        rate = int(wave_.sample_rate)
        tokens = [self._token(item) for item in self._items(self._head(self._relation(utterance, b"Token")))]
        self._delete(utterance)
        return samples, rate, tokens

    def _items(self, item: int | None) -> Iterator[int]:
        while item:
            yield item
            item = self._next(item)

    def _token(self, token: int) -> _Token:
        words = list(self._items(self._daughter(token)))
        first = b"R:SylStructure.daughter1.daughter1.R:Segment.p.end"
        last = b"R:SylStructure.daughtern.daughtern.R:Segment.end"
        return _Token(
            name=self._decode(token),
            said=tuple(self._decode(word) for word in words),
            start=float(self._number(words[0], first)),
            end=float(self._number(words[-1], last)),
        )

    def _decode(self, item: int) -> str:
        name: bytes = self._text(item, b"name")
        return name.decode("ascii")


@cache
def _flite() -> _Flite:
    return _Flite()


def _speak_rms(text: str) -> tuple[Sound, int, list[_Token]]:
    return _flite().speak(text)


_SCHEME = """
(voice_cmu_us_slt_arctic_hts)
(set! hts_engine_params (append hts_engine_params '(("-r" 0.88))))
(set! utt (utt.synth (Utterance Text "{text}")))
(utt.save.wave utt "{wave}" 'riff)
(set! token (utt.relation.first utt 'Token))
(while token
  (format t "token\\t%s\\n" (item.name token))
  (mapcar
    (lambda (word)
      (format t "word\\t%s\\t%f\\t%f\\n" (item.name word) (item.feat word "word_start") (item.feat word "word_end")))
    (item.daughters token))
  (set! token (item.next token)))
"""


def _speak_slt(text: str) -> tuple[Sound, int, list[_Token]]:
    with tempfile.TemporaryDirectory() as folder:
        target, program = Path(folder, "speech.wav"), Path(folder, "speech.scm")
        program.write_text(_SCHEME.format(text=text.replace("\\", "").replace('"', ""), wave=target), "ascii")
        told = subprocess.run(
            ["festival", "--batch", str(program)], check=True, capture_output=True, text=True, timeout=120
        ).stdout
        with wave.open(str(target)) as file:
            samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float64) / 32768
            return samples, file.getframerate(), list(_festival_tokens(told))


def _festival_tokens(told: str) -> Iterator[_Token]:
    """Festival's tokens; the punctuation that it counts as words is left out."""
    for block in told.split("token\t")[1:]:
        name, *rows = block.strip().split("\n")
        words = [row.split("\t")[1:] for row in rows if re.search(r"\w", row.split("\t")[1])]
        if words:
            yield _Token(name, tuple(word[0].lower() for word in words), float(words[0][1]), float(words[-1][2]))


VOICES: Mapping[str, Callable[[str], tuple[Sound, int, list[_Token]]]] = {"rms": _speak_rms, "slt": _speak_slt}
