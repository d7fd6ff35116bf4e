"""From a media file to the WAV every engine reads: the loop behind `audio.decode_audio`."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av

from workflow.errors import BrokenMedia, NoAudio
from workflow.files import atomic
from workflow.media.guard import open_media
from workflow.media.place import Placer
from workflow.media.probe import audio_streams
from workflow.media.progress import Progress, Steps
from workflow.media.timeline import MAX_SECONDS, check_whole, claimed_end, cut_short, family, seconds, zero_of
from workflow.media.wav import WavWriter
from workflow.speech.engine import SAMPLE_RATE

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from av.packet import Packet

# Formats in which the last packet must reach the length that the header tells. An mp4, mov or wav is checked before,
# by its header; an mp3, ogg or aac does not know its length.
_KNOW_THEIR_LENGTH = frozenset({"matroska", "flac"})


def decode(source: Path, target: Path, *, stream: int, progress: Progress | None) -> tuple[int, int]:
    """Write `target`; how many samples it holds and how many of them are silence for lost sound.

    Errors as `audio.decode_audio`.
    """
    # The source inside the target: an error of libav is also an OSError, and `atomic` must not take it for the disk's.
    with atomic(target) as file, open_media(source) as container:
        track = _choose(source, container, stream)
        check_whole(source, container)
        wav, time_base = WavWriter(file), track.time_base or Fraction(1, track.rate)
        reading = _Reading(
            source, container, track, Placer(wav, time_base=time_base, zero=zero_of(container)), Steps(progress)
        )
        reading.run()
        wav.finish(lost_ms=reading.placer.lost // (SAMPLE_RATE // 1000))
        reading.steps.finish()
        return wav.position, reading.placer.lost


def _choose(source: Path, container: InputContainer, stream: int) -> AudioStream:
    streams = audio_streams(container)
    if not streams:
        raise NoAudio(source, "it has a picture but no sound" if container.streams.video else "it holds no sound")
    if not 0 <= stream < len(streams):
        there = ", ".join(f"{s.index} ({s.language or 'language not said'}, {s.codec})" for s in streams)
        raise NoAudio(source, f"there is no audio stream {stream}; it has {there}")
    track = container.streams.audio[stream]
    if not track.codec_context:
        raise NoAudio(source, f"audio stream {stream} is in a codec that cannot be decoded here")
    return track


@dataclass(slots=True)
class _Reading:
    source: Path
    container: InputContainer
    track: AudioStream
    placer: Placer
    steps: Steps
    damaged: bool = False
    """Whether packets since the last good frame could not be decoded."""
    packets: int = 0
    sound_end: int = 0
    """Output sample at which the last packet of the track ends."""
    ends: dict[int, int] = field(default_factory=dict)
    """Where the last packet of each stream ends, in its own time base."""

    def run(self) -> None:
        knows_length = family(self.container) in _KNOW_THEIR_LENGTH
        claimed = claimed_end(self.container, self.container.size)
        limit = SAMPLE_RATE * (int(claimed) + 60 if claimed else MAX_SECONDS)
        total = int((claimed or 0) * SAMPLE_RATE)
        # Only where the end must be watched are the pictures read too: an mp4 of 10 GB is mostly pictures.
        for packet in self.container.demux() if knows_length else self.container.demux(self.track):
            if knows_length and packet.pts is not None:
                end = packet.pts + (packet.duration or 0)
                self.ends[packet.stream_index] = max(end, self.ends.get(packet.stream_index, end))
            if packet.stream_index == self.track.index:
                self._take(packet, limit)
                self.steps.reach(self.sound_end, total)
        self._check_heard()
        self.placer.end(self.sound_end if self.damaged else 0)
        if knows_length and claimed:
            self._check_end(claimed)

    def _check_end(self, claimed: Fraction) -> None:
        last = [seconds(self.container.streams[index], end) for index, end in self.ends.items()]
        reached = max((end for end in last if end is not None), default=Fraction(0))
        if claimed - reached > 1:
            raise cut_short(self.source, reached, claimed)

    def _take(self, packet: Packet[Any], limit: int) -> None:
        """Decode one packet; whatever cannot be used leaves `damaged` behind."""
        if packet.size:
            self.packets += 1
        if packet.pts is not None:
            start = self.placer.sample_at(packet.pts)
            end = self.placer.sample_at(packet.pts + (packet.duration or 0))
            if start > limit:  # a time that cannot be, and so no place to put the sound
                self.placer.lost += min(end - start, SAMPLE_RATE)
                return
            self.sound_end = min(limit, max(self.sound_end, end))
        for frame in self._decoded(packet):
            self.placer.add(frame, after_damage=self.damaged)
            self.damaged = False

    def _decoded(self, packet: Packet[Any]) -> list[AudioFrame]:
        if packet.is_corrupt:
            self.damaged = True
            return []
        try:
            return self.track.decode(packet)
        except av.FFmpegError:
            self.damaged = True
            return []

    def _check_heard(self) -> None:
        if not self.packets:
            raise NoAudio(self.source, "its sound is empty, 0 seconds long")
        if not self.placer.started:
            raise BrokenMedia(self.source, "none of its sound could be decoded")
