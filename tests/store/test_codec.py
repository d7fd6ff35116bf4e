"""Values to JSON and back."""

from __future__ import annotations

import json
import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from workflow.speech.transcript import Region, Segment, Transcript, Word
from workflow.store.codec import (
    audio_streams_from_json,
    audio_streams_to_json,
    links_from_json,
    links_to_json,
    segments_from_json,
    segments_to_json,
    transcript_from_json,
    transcript_to_json,
)
from workflow.story import AudioStream, Link

times = st.integers(min_value=0, max_value=10**9)
numbers = st.none() | st.floats(allow_nan=False, allow_infinity=False)
words = st.builds(Word, st.text(), times, times, numbers, st.booleans())
segments = st.builds(
    Segment,
    times,
    times,
    st.lists(words, max_size=4).map(tuple),
    st.text(),
    st.text(),
    numbers,
    numbers,
    numbers,
    numbers,
)
regions = st.lists(st.builds(Region, times, times), max_size=3).map(tuple)
options = st.dictionaries(st.text(), st.none() | st.booleans() | st.integers() | st.text() | numbers, max_size=4)
transcripts = st.builds(
    Transcript,
    language=st.text(),
    task=st.sampled_from(["transcribe", "translate"]),
    engine=st.text(),
    model=st.text(),
    segments=st.lists(segments, max_size=3).map(tuple),
    options=options,
    speech=regions,
    unheard=regions,
    warnings=st.lists(st.text()).map(tuple),
)


@given(transcripts)
def test_a_transcript_loses_nothing(transcript: Transcript) -> None:
    """Every float to its last bit, every character."""
    assert transcript_from_json(json.loads(json.dumps(transcript_to_json(transcript)))) == transcript


@given(
    st.lists(st.builds(AudioStream, st.integers(), st.text(), st.text(), st.integers(), st.integers())).map(tuple),
    st.lists(st.builds(Link, st.text(), st.text())).map(tuple),
)
def test_streams_and_links_lose_nothing(streams: tuple[AudioStream, ...], links: tuple[Link, ...]) -> None:
    """The same for the facts of a story and its video."""
    assert audio_streams_from_json(json.loads(json.dumps(audio_streams_to_json(streams)))) == streams
    assert links_from_json(json.loads(json.dumps(links_to_json(links)))) == links


def test_an_engines_numbers_become_plain_ones() -> None:
    """NumPy's floats are written as numbers, and a number that is none as nothing."""
    heard = Segment(
        0, 10, (Word("так", 0, 10, float(np.float32(0.5))),), "uk", no_speech=math.nan, mean_logprob=-math.inf
    )
    (back,) = segments_from_json(json.loads(json.dumps(segments_to_json([heard]), allow_nan=False)))
    assert (back.words[0].probability, back.no_speech, back.mean_logprob) == (0.5, None, None)
