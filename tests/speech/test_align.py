"""Scripts timed to their sound, against the exact times of the samples' synthesis."""

from __future__ import annotations

import itertools
from pathlib import Path
from statistics import median

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.speech.samples import Said, Sample, sample
from tests.speech.synthetic import chord, silence
from workflow.errors import CannotAlign
from workflow.speech.align import align_script
from workflow.speech.engine import SAMPLE_RATE, Samples
from workflow.speech.matching import match_words
from workflow.speech.script import parse_script
from workflow.speech.transcript import Region, Segment, Transcript, Word
from workflow.speech.vad import find_speech


class Memory:
    """Sound in memory, read as a video's is."""

    def __init__(self, samples: Samples) -> None:
        self.samples = samples

    @property
    def duration_ms(self) -> int:
        return len(self.samples) * 1000 // SAMPLE_RATE

    def read(self, start_ms: int, end_ms: int) -> Samples:
        return self.samples[start_ms * SAMPLE_RATE // 1000 : end_ms * SAMPLE_RATE // 1000]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """The narrated sample."""
    return sample("crimean-solidarity", tmp_path_factory.mktemp("sound"))


def aligned(text: str, samples: Samples) -> Transcript:
    """The English script timed to the samples."""
    speech = find_speech([samples]).regions()
    return align_script(parse_script(text), sound=Memory(samples), speech=speech, language="en")


def start_errors(transcript: Transcript, said: tuple[Said, ...], later_ms: int = 0) -> list[int]:
    """How far each word begins from its exact time; the words must be the same."""
    words = list(transcript.words)
    assert [word.text for word in words] == [word.text for word in said]
    return [abs(word.start_ms - later_ms - truth.start_ms) for word, truth in zip(words, said, strict=True)]


def test_words_begin_within_hundredths_of_their_time(story: Sample) -> None:
    """Median 15 ms and nineteen in twenty within 60 ms of the synthesis; the script's spelling is kept."""
    found = align_script(story.script, sound=story.audio, speech=story.speech, language="en")
    errors = start_errors(found, story.said)
    assert median(errors) <= 15
    assert np.quantile(errors, 0.95) <= 60
    assert found.engine == "script+pocketsphinx"
    assert [segment.text for segment in found.segments] == [line.text for line in story.script.lines]
    assert found.warnings == ()


@pytest.mark.slow
def test_speakers_noise_and_music_are_survived(tmp_path: Path) -> None:
    """Two voices, numbers, music and a noisy stretch: every word is timed, each line has its speaker."""
    harbour = sample("harbour-noise", tmp_path)
    found = align_script(harbour.script, sound=harbour.audio, speech=harbour.speech, language="en")
    errors = start_errors(found, harbour.said)
    assert median(errors) <= 20
    assert max(errors) <= 500
    assert [segment.speaker for segment in found.segments] == [line.speaker for line in harbour.script.lines]


@pytest.mark.slow
def test_words_that_nobody_spoke_are_left_out_and_told(story: Sample) -> None:
    """A paragraph that was cut from the video does not move the others."""
    opening = story.audio.read(0, story.said[21].end_ms + 500)
    text = " ".join(word.text for word in story.said[:12])
    rest = " ".join(word.text for word in story.said[12:22])
    found = aligned(f"{text} The quick brown fox jumps over the lazy dog and went home to its den. {rest}", opening)
    assert max(start_errors(found, story.said[:22])) < 300
    assert any("not spoken" in warning and "quick brown fox" in warning for warning in found.warnings)


@pytest.mark.slow
def test_a_script_for_the_part_after_music_is_found(story: Sample) -> None:
    """Silence and music before the words do not draw them."""
    samples = np.concatenate([chord(10), silence(1), story.audio.read(0, story.said[21].end_ms + 500)])
    found = aligned(" ".join(word.text for word in story.said[:22]), samples)
    assert max(start_errors(found, story.said[:22], later_ms=11_000)) < 300


@pytest.mark.slow
def test_another_videos_script_is_refused(story: Sample) -> None:
    """The sentence says how little was found."""
    opening = story.audio.read(0, story.said[21].end_ms + 500)
    with pytest.raises(CannotAlign, match="of its words were heard"):
        aligned("Heavy rain closed roads near our river, schools opened two hours late on Tuesday. " * 3, opening)


def test_a_script_without_words_is_refused() -> None:
    """Directions alone cannot be timed."""
    with pytest.raises(CannotAlign, match="no words"):
        aligned("[music]", silence(1))


def heard(text: str, language: str = "uk") -> Transcript:
    """An engine's words of 400 ms, 100 ms apart."""
    words = tuple(Word(word, 500 * n, 500 * n + 400, 0.8) for n, word in enumerate(text.split()))
    segment = Segment(words[0].start_ms, words[-1].end_ms, words, language)
    return Transcript(language, "transcribe", "whisper", "turbo", (segment,))


def matched(script: str, transcript: Transcript, speech: tuple[Region, ...] = ()) -> Transcript:
    """A Ukrainian script timed by an engine's words in ten seconds of sound."""
    return align_script(
        parse_script(script), sound=Memory(silence(10)), speech=speech, language="uk", transcript=transcript
    )


def test_other_languages_take_the_engines_times_and_keep_the_scripts_spelling() -> None:
    """A misheard name and lost punctuation come from the script, the times from the engine."""
    found = matched("АННА: Зудієва живе в Криму.", heard("зудиева живе в криму"))
    [segment] = found.segments
    assert segment.speaker == "АННА"
    assert [(word.text, word.start_ms) for word in segment.words] == [
        ("Зудієва", 0),
        ("живе", 500),
        ("в", 1000),
        ("Криму.", 1500),
    ]
    assert (found.engine, found.options["matched"]) == ("script+whisper", 1.0)


def test_a_word_that_was_not_heard_stands_between_its_neighbours() -> None:
    """Its place is estimated, and the warning says how many are."""
    transcript = heard("вони дуже довго чекали вдома")
    words = [word for word in transcript.words if word.text != "довго"]
    lost = Transcript("uk", "transcribe", "whisper", "turbo", (Segment(0, 2400, tuple(words), "uk"),))
    found = matched("Вони дуже довго чекали вдома.", lost)
    assert [word.text for word in found.words][2] == "довго"
    third = list(found.words)[2]
    assert 900 <= third.start_ms < third.end_ms <= 1500
    assert found.warnings == ("The times of 1 of 5 words are estimated from the words around them.",)


def test_a_dash_standing_alone_is_kept() -> None:
    """Punctuation between blanks takes the last moment of the word before."""
    texts = [word.text for word in matched("Крим — це дім", heard("крим це дім")).words]
    assert texts == ["Крим", "—", "це", "дім"]


def test_a_script_in_another_language_is_refused() -> None:
    """Below three in ten matched words nothing is timed."""
    with pytest.raises(CannotAlign, match="0% of its words"):
        matched("This is not what they say at all", heard("вони довго чекали вдома"))


def test_another_language_needs_an_engine() -> None:
    """Only English is aligned without an engine's words."""
    with pytest.raises(CannotAlign, match="uk"):
        align_script(parse_script("Так."), sound=Memory(silence(1)), speech=(), language="uk")


@given(
    st.lists(st.sampled_from(["abc", "dog", "cat", "the", "a"])),
    st.lists(st.sampled_from(["abc", "dog", "cat", "the", "a"])),
)
def test_matching_keeps_both_orders(script: list[str], engine: list[str]) -> None:
    """Pairs rise in both lists, whatever the words."""
    pairs = match_words(script, engine)
    assert all(one[0] < two[0] and one[1] < two[1] for one, two in itertools.pairwise(pairs))


@given(st.lists(st.text("abcdefgh", min_size=1, max_size=8), max_size=40))
def test_equal_lists_match_wholly(words: list[str]) -> None:
    """What is the same is matched word for word."""
    assert match_words(words, words) == [(place, place) for place in range(len(words))]
