"""Loops and echoes are recognised by their shapes, heard again, and never dropped without a trace."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.speech.engine import Hint
from workflow.speech.engines.guards import TEMPERATURES, Pass, echoes, hear_with_guards, is_echo, is_loop, repeats
from workflow.speech.engines.heard import MIN_WORD_MS, RawSegment, RawWord, as_segments
from workflow.speech.engines.prompt import MAX_TOKENS, prompt_for
from workflow.speech.transcript import Segment, Word

PROMPT = "Mumine Saliieva, Server Mustafayev. Wives of political prisoners stand together."


def heard(text: str, *, no_speech: float = 0.0, mean_logprob: float = -0.3, ratio: float = 1.2) -> tuple[Segment, ...]:
    """One segment of these words, half a second each."""
    words = tuple(Word(word, at * 500, at * 500 + 500, 0.9) for at, word in enumerate(text.split()))
    end = len(words) * 500
    return (Segment(0, end, words, "en", "", no_speech, ratio, mean_logprob, 0.0),) if words else ()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("we stand together and we wait", 0),
        ("no no no", 0),
        ("No, no, no, no!", 4),
        ("so you have to go you have to go you have to go you have to go home", 16),
        ("a b c d e f g a b c d e f g a b c d e f g a b c d e f g", 0),
        ("", 0),
    ],
)
def test_a_phrase_four_times_in_a_row_is_a_loop(text: str, count: int) -> None:
    """Up to six words, four times, whatever their case and punctuation; less often or longer is speech."""
    assert repeats(text.split()) == count


def test_text_that_compresses_too_well_is_a_loop() -> None:
    """Whisper's own measure counts as well, from above 2.4."""
    assert is_loop(heard("okay", ratio=2.41))
    assert not is_loop(heard("okay", ratio=2.4))


@pytest.mark.parametrize(
    ("text", "echo"),
    [
        ("Mumine Saliieva, Server Mustafayev.", True),
        ("and the wives of political prisoners came", True),
        ("political prisoners", True),
        ("wives of soldiers stand here", False),
        ("", False),
    ],
)
def test_words_of_the_prompt_in_a_row_are_an_echo(text: str, *, echo: bool) -> None:
    """Three words of the prompt in a row, or nothing but words of it."""
    assert echoes(text, PROMPT) is echo


def test_the_story_read_aloud_is_no_echo() -> None:
    """The same words where Whisper is sure of speech are speech: radio noise begins at 0.25, speech ends at 0.20."""
    text = "Wives of political prisoners stand together"
    assert not is_echo(heard(text, no_speech=0.2), PROMPT)
    assert is_echo(heard(text, no_speech=0.3), PROMPT)
    assert not is_echo(heard(text, no_speech=0.9), "")


class Listener:
    """Gives these answers one after another and remembers what it was asked."""

    def __init__(self, *answers: tuple[Segment, ...]) -> None:
        self.asked: list[Pass] = []
        self._answers = iter(answers)

    def __call__(self, hearing: Pass) -> tuple[Segment, ...]:
        self.asked.append(hearing)
        return next(self._answers)


def test_good_text_is_heard_once() -> None:
    """Nothing doubtful: one hearing, with the prompt."""
    good = heard("we stand together")
    listener = Listener(good)
    assert hear_with_guards(listener, PROMPT) == good
    assert listener.asked == [Pass(PROMPT)]


def test_a_loop_is_heard_again_without_the_prompt() -> None:
    """The second hearing is better and is kept."""
    listener = Listener(heard("no no no no no"), heard("no we wait", mean_logprob=-0.9))
    result = hear_with_guards(listener, PROMPT)
    assert result[0].text == "no we wait"
    assert listener.asked[1] == Pass("", TEMPERATURES, retry=True)


def test_without_a_prompt_a_loop_is_heard_again_at_a_higher_temperature() -> None:
    """The same question would give the same answer."""
    listener = Listener(heard("no no no no no"), heard("no we wait"))
    hear_with_guards(listener, "")
    assert listener.asked[1].temperatures == TEMPERATURES[1:]


def test_a_worse_second_hearing_is_not_taken() -> None:
    """A chant that is heard again as a chant, less probable, stays as it was, its numbers with it."""
    chant = heard("freedom freedom freedom freedom", ratio=2.9)
    listener = Listener(chant, heard("freedom freedom freedom freedom freedom", mean_logprob=-2.0))
    assert hear_with_guards(listener, PROMPT) == chant


def test_a_loop_survives_when_nothing_else_is_heard() -> None:
    """It may hide speech: it is kept for a person to see."""
    loop = heard("no no no no no")
    listener = Listener(loop, ())
    assert hear_with_guards(listener, PROMPT) == loop


def test_an_echo_gives_way_to_what_is_heard_without_the_prompt() -> None:
    """Nothing at first, then what Whisper would have skipped as silence, with its doubt on it."""
    kept = heard("Thank you.", no_speech=0.8)
    listener = Listener(heard("Mumine Saliieva, Server Mustafayev.", no_speech=0.7), (), kept)
    assert hear_with_guards(listener, PROMPT) == kept
    assert listener.asked[2] == Pass("", TEMPERATURES[:1], skip_silence=False)


def test_what_was_skipped_as_silence_is_asked_for() -> None:
    """An empty answer leads to one greedy hearing that skips nothing."""
    kept = heard("Thank you.", no_speech=0.8)
    listener = Listener((), kept)
    assert hear_with_guards(listener, "") == kept


def words_of(text: str) -> int:
    """A count of tokens for tests: two a word."""
    return 2 * len(text.split())


def test_the_prompt_names_first_and_is_punctuated() -> None:
    """Names as a list, then the text's sentences."""
    hint = Hint("Wives wait.\nThey  stand together! ", ("Mumine Saliieva", "Crimean Solidarity"))
    assert prompt_for(hint, "en", words_of) == "Mumine Saliieva, Crimean Solidarity. Wives wait. They stand together!"


def test_the_prompt_is_cut_between_sentences() -> None:
    """Whole sentences as long as they fit into the limit; names alone may fill it."""
    hint = Hint(" ".join(f"Sentence number {number} is here." for number in range(100)), ("Kyiv",))
    prompt = prompt_for(hint, "en", words_of)
    assert MAX_TOKENS - 10 <= words_of(prompt) <= MAX_TOKENS
    assert prompt.endswith("is here.")
    many = prompt_for(Hint("Text.", tuple(f"Name{number}" for number in range(500))), "en", words_of)
    assert words_of(many) == MAX_TOKENS


def test_only_what_is_in_the_languages_own_script_is_a_prompt() -> None:
    """An English story does not make Whisper write Ukrainian speech in English, but helps a translation."""
    hint = Hint("Wives wait. Дружини чекають.", ("Mumine Saliieva", "Муміне Салієва"))
    assert prompt_for(hint, "uk", words_of) == "Муміне Салієва. Дружини чекають."
    assert prompt_for(hint, "en", words_of) == "Mumine Saliieva. Wives wait."
    assert prompt_for(Hint(), "en", words_of) == ""


def test_marks_of_whisper_in_a_story_are_no_commands() -> None:
    """A story that holds Whisper's own marks loses them: its tokenizer would refuse the prompt."""
    assert prompt_for(Hint("He said <|endoftext|> stop."), "en", words_of) == "He said stop."


def raw(*words: tuple[str, float, float], text: str = "") -> RawSegment:
    """A raw segment of these words."""
    return RawSegment(text, 0.0, 4.0, tuple(RawWord(*word, 0.5) for word in words), 0.1, 1.0, -0.5, 0.0)


@pytest.mark.parametrize(
    ("pieces", "language", "texts", "line"),
    [
        ([" Hello", ",", " world", "!"], "en", ["Hello,", "world!"], "Hello, world!"),
        ([' "', "Hello", '"'], "en", ['"Hello"'], '"Hello"'),
        ([" - Hello"], "en", ["-", "Hello"], "- Hello"),
        ([" Київ", " –", " столиця"], "uk", ["Київ", "–", "столиця"], "Київ – столиця"),
        ([" Bonjour", " !"], "fr", ["Bonjour", "!"], "Bonjour !"),
        (["你", "好", "，", "「", "世", "界", "」"], "zh", ["你", "好，", "「世", "界」"], "你好，「世界」"),
        ([" a\x00b", " ", "\n"], "en", ["ab"], "ab"),
    ],
)
def test_punctuation_stays_with_its_word(pieces: list[str], language: str, texts: list[str], line: str) -> None:
    """Words have no space in them, and joined they are the text as Whisper wrote it."""
    segment = raw(*((piece, at * 0.5, at * 0.5 + 0.5) for at, piece in enumerate(pieces)))
    (result,) = as_segments([segment], duration_ms=4_000, language=language)
    assert [word.text for word in result.words] == texts
    assert result.text == line


def test_a_text_without_words_gets_words() -> None:
    """A segment that the aligner left without words keeps its text, spread over its time."""
    (result,) = as_segments([raw(text=" we wait here")], duration_ms=4_000, language="en")
    assert [(word.start_ms, word.end_ms, word.probability) for word in result.words] == [
        (0, 1333, None),
        (1333, 2667, None),
        (2667, 4000, None),
    ]


def test_good_times_are_left_as_they_are() -> None:
    """What is in order and has length is not touched."""
    (result,) = as_segments([raw((" we", 0.5, 0.8), (" wait", 1.0, 1.5))], duration_ms=4_000, language="en")
    assert [(word.start_ms, word.end_ms) for word in result.words] == [(500, 800), (1_000, 1_500)]


@given(
    st.lists(st.tuples(st.floats(-5, 40), st.floats(-5, 40)), min_size=1, max_size=60),
    st.integers(100, 30_000),
    st.integers(1, 4),
)
def test_repaired_times_are_in_order_with_length_and_inside(
    times: list[tuple[float, float]], duration_ms: int, parts: int
) -> None:
    """Whatever the aligner says: order, no overlap, no word without length, nothing outside the sound, no word lost."""
    size = -(-len(times) // parts)
    segments = [raw(*((" w", *time) for time in times[at : at + size])) for at in range(0, len(times), size)]
    result = as_segments(segments, duration_ms=duration_ms, language="en")
    words = [word for segment in result for word in segment.words]
    assert len(words) == len(times)
    edges = [edge for word in words for edge in (word.start_ms, word.end_ms)]
    assert edges == sorted(edges)
    assert edges[0] >= 0
    assert edges[-1] <= duration_ms
    assert all(word.end_ms - word.start_ms >= min(MIN_WORD_MS, duration_ms // len(words)) for word in words)
    assert all((part.start_ms, part.end_ms) == (part.words[0].start_ms, part.words[-1].end_ms) for part in result)
