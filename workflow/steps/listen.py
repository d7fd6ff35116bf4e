"""A video's sound made ready: decoded once, its peaks and its voice activity kept beside the video."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from workflow.errors import NoAudio
from workflow.files import atomic
from workflow.media.audio import Audio, decode_audio
from workflow.media.peaks import write_peaks
from workflow.progress import Progress, Reporter
from workflow.speech.activity import VoiceActivity
from workflow.speech.vad import find_speech
from workflow.store import Store, StoredStory


@dataclass(frozen=True, slots=True)
class Sound:
    """One audio stream of a story's video, and where somebody speaks in it."""

    audio: Audio
    activity: VoiceActivity

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is wrong with the sound itself, whoever hears it."""
        if not self.audio.lost_ms:
            return ()
        lost = f"{max(0.1, self.audio.lost_ms / 1000):.1f} s"
        return (f"{lost} of the sound are damaged or missing in the file: no captions can be made for them.",)


def listen(stored: StoredStory, stream: int, *, store: Store, watch: Reporter) -> Sound:
    """The sound of audio stream `stream`, from what was kept when it was heard before.

    Raises `NoAudio` for a stream that is not there, `BrokenMedia`, `StoreError`.
    """
    audio = _audio(stored, stream, store, lambda: watch.stage("Decoding"))
    speech = store.media.derived(stored.video.sha256, f"speech-{stream}.npz")
    if speech.exists():
        return Sound(audio, _load(speech))
    with watch.stage("Listening") as progress:
        activity = find_speech(audio.blocks(), progress=lambda ms: progress(ms / max(audio.duration_ms, 1)))
    _save(activity, speech)
    return Sound(audio, activity)


def outline(stored: StoredStory, stream: int, *, store: Store) -> Path:
    """The file with the waveform's outline, made first if nobody has listened to the video yet. Raises as `listen`."""
    peaks = store.media.derived(stored.video.sha256, f"peaks-{stream}.bin")
    if not peaks.exists():
        _audio(stored, stream, store, nullcontext)
    return peaks


def heard_before(sha256: str, stream: int, *, store: Store) -> VoiceActivity | None:
    """Where somebody speaks in a video's sound, if it was listened to before; None otherwise. Takes a moment."""
    speech = store.media.derived(sha256, f"speech-{stream}.npz")
    return _load(speech) if speech.exists() else None


def _audio(
    stored: StoredStory, stream: int, store: Store, decoding: Callable[[], AbstractContextManager[Progress | None]]
) -> Audio:
    """The stream decoded, its outline beside it."""
    if not 0 <= stream < len(stored.video.audio_streams):
        there = ", ".join(f"{one.index} ({one.language or 'language unsaid'})" for one in stored.video.audio_streams)
        raise NoAudio(stored.video.name, f"it has no audio stream {stream}, only {there}")
    sha256 = stored.video.sha256
    wav = store.media.derived(sha256, f"audio-{stream}.wav")
    if not wav.exists():
        with decoding() as progress:
            decode_audio(store.media.path(sha256), wav, stream=stream, progress=progress)
    audio = Audio.open(wav)
    peaks = store.media.derived(sha256, f"peaks-{stream}.bin")
    if not peaks.exists():
        write_peaks(audio, peaks)
    return audio


def _save(activity: VoiceActivity, target: Path) -> None:
    with atomic(target) as file:
        np.savez(
            file,
            probability=activity.probability,
            level_dbfs=activity.level_dbfs,
            duration_ms=np.int64(activity.duration_ms),
        )


def _load(source: Path) -> VoiceActivity:
    with np.load(source, allow_pickle=False) as kept:
        return VoiceActivity(kept["probability"], kept["level_dbfs"], int(kept["duration_ms"]))
