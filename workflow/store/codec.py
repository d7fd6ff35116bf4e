"""Values to JSON and back, lossless. Keys are the fields' names: the database can be read without this module."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from workflow.speech.transcript import Region, Segment, Transcript, Word
from workflow.story import AudioStream, Link

Json = Any
"""None, bool, int, float, str, or lists and dicts of them, as `json` gives them."""


def links_to_json(links: Iterable[Link]) -> list[Json]:
    return [{"title": link.title, "url": link.url} for link in links]


def links_from_json(values: Iterable[Json]) -> tuple[Link, ...]:
    return tuple(Link(**value) for value in values)


def audio_streams_to_json(streams: Iterable[AudioStream]) -> list[Json]:
    return [
        {
            "index": stream.index,
            "codec": stream.codec,
            "language": stream.language,
            "channels": stream.channels,
            "sample_rate": stream.sample_rate,
        }
        for stream in streams
    ]


def audio_streams_from_json(values: Iterable[Json]) -> tuple[AudioStream, ...]:
    return tuple(AudioStream(**value) for value in values)


def regions_to_json(regions: Iterable[Region]) -> list[Json]:
    return [{"start_ms": region.start_ms, "end_ms": region.end_ms} for region in regions]


def regions_from_json(values: Iterable[Json]) -> tuple[Region, ...]:
    return tuple(Region(**value) for value in values)


def segments_to_json(segments: Iterable[Segment]) -> list[Json]:
    return [
        {
            "start_ms": segment.start_ms,
            "end_ms": segment.end_ms,
            "language": segment.language,
            "speaker": segment.speaker,
            "no_speech": _number(segment.no_speech),
            "compression_ratio": _number(segment.compression_ratio),
            "mean_logprob": _number(segment.mean_logprob),
            "temperature": _number(segment.temperature),
            "words": [_word_to_json(word) for word in segment.words],
        }
        for segment in segments
    ]


def segments_from_json(values: Iterable[Json]) -> tuple[Segment, ...]:
    return tuple(Segment(**{**value, "words": tuple(Word(**word) for word in value["words"])}) for value in values)


def transcript_to_json(transcript: Transcript) -> dict[str, Json]:
    """The whole transcript, as `transcript_from_json` reads it."""
    return {
        "language": transcript.language,
        "task": transcript.task,
        "engine": transcript.engine,
        "model": transcript.model,
        "options": dict(transcript.options),
        "segments": segments_to_json(transcript.segments),
        "speech": regions_to_json(transcript.speech),
        "unheard": regions_to_json(transcript.unheard),
        "warnings": list(transcript.warnings),
    }


def transcript_from_json(value: Mapping[str, Json]) -> Transcript:
    """The transcript that `transcript_to_json` wrote."""
    return Transcript(
        language=value["language"],
        task=value["task"],
        engine=value["engine"],
        model=value["model"],
        options=dict(value["options"]),
        segments=segments_from_json(value["segments"]),
        speech=regions_from_json(value["speech"]),
        unheard=regions_from_json(value["unheard"]),
        warnings=tuple(value["warnings"]),
    )


def _word_to_json(word: Word) -> dict[str, Json]:
    return {
        "text": word.text,
        "start_ms": word.start_ms,
        "end_ms": word.end_ms,
        "probability": _number(word.probability),
        "glued": word.glued,
    }


def _number(value: float | None) -> float | None:
    """A float that JSON can hold: NumPy's become Python's, and NaN, which says nothing and PostgreSQL refuses, None."""
    return float(value) if value is not None and math.isfinite(value) else None
