"""Where somebody speaks: the voice activity of a whole video, in 32 ms frames, as evidence.

The probabilities come from the silero network (its weights are files of the silero-vad package, MIT), run by
onnxruntime. The network keeps a memory from frame to frame, and after a long silence or noise it goes on missing loud
speech (measured: a sentence at 0.06 that scores 0.96 alone). So it is run over windows of 20 s that begin afresh every
15 s, and of two answers for one frame the higher one counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workflow.errors import SpeechError
from workflow.speech.activity import FLOOR_DBFS, FRAME, FRAME_MS, VoiceActivity
from workflow.speech.engine import SAMPLE_RATE, Samples

_WINDOW = 625  # frames: 20 s
_HOP = 469  # frames: 15 s
_CONTEXT = 64  # samples of the frame before, which the network takes with each frame


def find_speech(blocks: Iterable[Samples], *, progress: Callable[[int], None] | None = None) -> VoiceActivity:
    """The voice activity of sound that comes in blocks of any length; memory does not grow with them but for 8 bytes a
    frame (3 hours: 2.7 MB).

    `progress` is called with the milliseconds done. Raises `SpeechError` when the network's weights cannot be loaded.
    """
    network = _Network()
    probabilities: list[NDArray[np.float32]] = []
    levels: list[NDArray[np.float32]] = []
    overlap = np.zeros(0, np.float32)
    frames = samples = 0
    for window in _windows(blocks):
        heard = network.run(window.frames)
        shared = min(len(overlap), len(heard))
        heard[:shared] = np.maximum(heard[:shared], overlap[:shared])
        fresh = len(heard) if window.last else _HOP
        probabilities.append(heard[:fresh])
        levels.append(_levels(window.frames[:fresh, _CONTEXT:]))
        overlap = heard[fresh:]
        frames, samples = frames + fresh, window.samples
        if progress is not None:
            progress(frames * FRAME_MS)
    if not probabilities:
        return VoiceActivity(np.zeros(0, np.float32), np.zeros(0, np.float32), 0)
    return VoiceActivity(np.concatenate(probabilities), np.concatenate(levels), samples * 1000 // SAMPLE_RATE)


@dataclass(frozen=True, slots=True)
class _Window:
    """Frames with their context, shape (n, _CONTEXT + FRAME); `samples` counts the sound up to the window's end."""

    frames: NDArray[np.float32]
    samples: int
    last: bool


def _windows(blocks: Iterable[Samples]) -> Iterator[_Window]:
    """Overlapping windows; the last one holds what is left, filled up with silence to whole frames."""
    pending = np.zeros(_CONTEXT, np.float32)  # the context of the first frame, then sound not yet let go
    arrived: list[Samples] = []
    samples = 0
    size = _CONTEXT + _WINDOW * FRAME
    for block in blocks:
        arrived.append(block)
        samples += len(block)
        if len(pending) + sum(map(len, arrived)) <= size:
            continue  # joining once a window keeps small blocks cheap
        pending = np.concatenate((pending, *arrived), dtype=np.float32)
        arrived.clear()
        # More than a window must be there, so that the last window is known to be the last.
        while len(pending) > size:
            yield _Window(_framed(pending[:size]), samples, last=False)
            pending = pending[_HOP * FRAME :]
    pending = np.concatenate((pending, *arrived), dtype=np.float32)
    left = len(pending) - _CONTEXT
    if left > 0:
        filled = np.concatenate((pending, np.zeros(-left % FRAME, np.float32)))
        yield _Window(_framed(filled), samples, last=True)


def _framed(sound: Samples) -> NDArray[np.float32]:
    """Each frame behind the last samples of the one before; the first samples of `sound` are only context."""
    return np.lib.stride_tricks.sliding_window_view(sound, _CONTEXT + FRAME)[::FRAME].copy()


def _levels(frames: NDArray[np.float32]) -> NDArray[np.float32]:
    power = np.mean(np.square(frames, dtype=np.float64), axis=1)
    level: NDArray[np.float64] = 10 * np.log10(np.maximum(power, 10 ** (FLOOR_DBFS / 10)))
    return level.astype(np.float32)


class _Network:
    """The silero network over a whole window in one call."""

    def __init__(self) -> None:
        # Here, not above: the command line imports this module and must start without onnxruntime.
        import onnxruntime  # noqa: PLC0415

        options = onnxruntime.SessionOptions()
        options.inter_op_num_threads = options.intra_op_num_threads = 1
        options.log_severity_level = 3  # the file holds unused tensors, about which onnxruntime warns at every start
        weights = _weights()
        try:
            self._session: Any = onnxruntime.InferenceSession(
                str(weights), sess_options=options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # onnxruntime raises classes of its C++ module that share no base but Exception
            raise SpeechError(
                f"The voice activity weights at {weights} cannot be loaded: install silero-vad again."
            ) from error

    def run(self, frames: NDArray[np.float32]) -> NDArray[np.float32]:
        """The probability of speech in each frame, the memory empty before the first."""
        empty = np.zeros((1, 1, 128), np.float32)
        outputs = self._session.run(["speech_probs"], {"input": frames, "h": empty, "c": empty})
        probability: NDArray[np.float32] = np.asarray(outputs[0], np.float32)
        return probability


def _weights() -> Path:
    """The network's file, found without importing silero_vad, which would import torch."""
    package = find_spec("silero_vad")
    places = package.submodule_search_locations if package else None
    if not places:
        raise SpeechError("Voice activity needs the package silero-vad: run `pip install 'silero-vad>=6.2.3'`.")
    weights = Path(places[0]) / "data" / "silero_vad_16k_sequence.onnx"
    if not weights.is_file():
        raise SpeechError(
            f"The installed silero-vad {version('silero-vad')} lacks {weights.name}:"
            " run `pip install 'silero-vad>=6.2.3'`."
        )
    return weights
