"""The embedded engine, on the shipped samples."""

from __future__ import annotations

from pathlib import Path

import jiwer
import numpy as np
import pytest

from tests.speech.samples import Sample, sample, sound_of
from tests.speech.synthetic import silence
from workflow.errors import CannotTranslate, SpeechError, UnsupportedLanguage
from workflow.speech.engine import Hint, Request
from workflow.speech.engines.pocketsphinx import PocketsphinxEngine
from workflow.speech.engines.sphinx import language_model_file
from workflow.speech.engines.sphinx_model import mix
from workflow.speech.engines.sphinx_trie import read_trie, write_trie
from workflow.speech.spoken import spoken_tokens

ENGLISH = Request(language="en")


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """The narrated sample."""
    return sample("crimean-solidarity", tmp_path_factory.mktemp("sound"))


@pytest.fixture(scope="module")
def engine() -> PocketsphinxEngine:
    """One engine for all tests, as one run has."""
    return PocketsphinxEngine()


def word_errors(engine: PocketsphinxEngine, story: Sample, request: Request) -> float:
    """The share of wrong words over all sections, numbers compared as they are said."""
    heard = [
        segment.text
        for section in story.sections
        for segment in engine.hear(story.audio.read(section.start_ms, section.end_ms), request)
    ]
    return float(jiwer.wer(*(said(text) for text in (story.script.text, " ".join(heard)))))


def said(text: str) -> str:
    """The text in spoken words."""
    return " ".join(word for words in spoken_tokens(text.split()) for word in words)


@pytest.mark.parametrize(("language", "named"), [("uk", "Ukrainian"), ("ru", "Russian"), ("crh", "whisper")])
def test_other_languages_are_refused_with_the_engine_that_hears_them(
    engine: PocketsphinxEngine, language: str, named: str
) -> None:
    """It hears English only, and says what to use."""
    with pytest.raises(UnsupportedLanguage, match="English only") as refused:
        engine.check(Request(language=language))
    assert "whisper" in str(refused.value)
    assert named in str(refused.value)


def test_it_cannot_translate(engine: PocketsphinxEngine) -> None:
    """Translation needs Whisper."""
    with pytest.raises(CannotTranslate, match="whisper"):
        engine.check(Request(language="en", task="translate"))


@pytest.mark.parametrize("request_", [Request(), Request(language="en-GB"), Request(candidates=("uk", "en"))])
def test_english_is_heard_in_every_way_it_is_asked_for(engine: PocketsphinxEngine, request_: Request) -> None:
    """Unsaid, as a variety, or among others."""
    engine.check(request_)


def test_it_says_that_it_is_a_stand_in(engine: PocketsphinxEngine) -> None:
    """Whoever sees its transcript learns what it is."""
    assert "stand-in" in engine.notice


@pytest.mark.parametrize("seconds", [0, 0.01, 0.2, 2])
def test_silence_gives_no_segments(engine: PocketsphinxEngine, seconds: float) -> None:
    """Nothing is heard in nothing, however short."""
    assert engine.hear(silence(seconds), ENGLISH) == ()


@pytest.mark.slow
def test_a_section_does_not_depend_on_those_before(engine: PocketsphinxEngine, story: Sample) -> None:
    """Hearing A then B gives for B what B alone gives, with a fresh engine and in the other order."""
    one, two = sound_of(story, 0, 10), sound_of(story, 11, 20)
    engine.hear(one * np.float32(0.3), ENGLISH)
    after = engine.hear(two, ENGLISH)
    alone = PocketsphinxEngine().hear(two, ENGLISH)
    engine.hear(two, Request(language="en", hint=Hint("An entirely different story.")))
    hinted_between = engine.hear(two, ENGLISH)
    assert after == alone == hinted_between
    assert after


def test_words_are_in_order_within_the_section(engine: PocketsphinxEngine, story: Sample) -> None:
    """Times count from the section's first sample, and probabilities are probabilities."""
    sound = sound_of(story, 0, 20)
    words = [word for segment in engine.hear(sound, ENGLISH) for word in segment.words]
    times = [moment for word in words for moment in (word.start_ms, word.end_ms)]
    assert times == sorted(times)
    assert times[-1] <= len(sound) // 16
    assert all(word.probability is not None and 0 <= word.probability <= 1 for word in words)


@pytest.mark.slow
def test_the_story_as_a_hint_makes_fewer_errors(engine: PocketsphinxEngine, story: Sample) -> None:
    """Its words are expected; its names get a pronunciation and its spelling."""
    plain = word_errors(engine, story, ENGLISH)
    hinted = word_errors(engine, story, Request(language="en", hint=Hint(story.script.text, ("Crimean Solidarity",))))
    assert plain < 0.35
    assert hinted < min(0.06, plain)


@pytest.mark.slow
def test_a_wrong_story_as_a_hint_does_little_harm(engine: PocketsphinxEngine, story: Sample) -> None:
    """Words of the hint are not heard where they are not said."""
    wrong = Hint("The harbour board votes on Tuesday. A sound wall would cost millions. Trucks were leaving the ferry.")
    plain = word_errors(engine, story, ENGLISH)
    assert word_errors(engine, story, Request(language="en", hint=wrong)) <= plain + 0.03


@pytest.mark.slow
def test_a_mixed_model_is_read_as_it_was_written(tmp_path: Path) -> None:
    """The bundled model with new words survives its file, and holds the new word after its history."""
    mixed = mix(read_trie(language_model_file()), [["women", "of", "bakhchysarai"], ["the", "women"]])
    write_trie(mixed, tmp_path / "mixed.bin")
    again = read_trie(tmp_path / "mixed.bin")
    assert again.words == mixed.words
    assert again.words[-1] == "bakhchysarai"
    for field in ("two", "two_probability", "two_backoff", "three", "three_probability", "one_probability"):
        assert np.array_equal(getattr(again, field), getattr(mixed, field))


def test_another_file_is_no_language_model(tmp_path: Path) -> None:
    """A model in an unknown format is refused with what to do."""
    (tmp_path / "other.bin").write_bytes(b"ARPA" * 100)
    with pytest.raises(SpeechError, match="pocketsphinx"):
        read_trie(tmp_path / "other.bin")
