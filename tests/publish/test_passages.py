"""The transcript below the video: cues joined into sentences, as text and as HTML."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.publish.factories import a_cue
from workflow.captions.cue import Cue, Mark
from workflow.captions.track import Track
from workflow.publish.page.passages import MAX_CHARACTERS, MAX_PAUSE_MS, Passage, passage_html, passages, plain_text


def texts(*cues: Cue, language: str = "en") -> list[str]:
    return [plain_text(passage, language) for passage in passages(Track(cues, language=language))]


def test_a_sentence_over_two_cues_is_one_passage() -> None:
    """Readers read sentences; captions are cut by time."""
    first, second = a_cue(1, 0, 1000, "The families meet\nevery month"), a_cue(2, 1080, 2000, "in another town.")
    assert texts(first, second) == ["The families meet every month in another town."]


@pytest.mark.parametrize("ending", [".", "?", "!", "…", ".”", "。", "؟", "♪", "]"])
def test_a_sentence_ends_its_passage(ending: str) -> None:
    """The mark at the end, inside or outside quotes, in any script."""
    assert len(texts(a_cue(1, 0, 1000, f"One{ending}"), a_cue(2, 1000, 2000, "two"))) == 2


@pytest.mark.parametrize(("pause_ms", "found"), [(MAX_PAUSE_MS, 1), (MAX_PAUSE_MS + 1, 2)])
def test_a_long_pause_ends_a_passage(pause_ms: int, found: int) -> None:
    """A pause at the limit is still the same thought."""
    assert len(texts(a_cue(1, 0, 1000, "One"), a_cue(2, 1000 + pause_ms, 4000, "two"))) == found


@pytest.mark.parametrize("start", ["[door slams]", "– Who?", "♪ song ♪", "(laughs)"])
def test_sounds_songs_and_answers_stand_alone(start: str) -> None:
    """What is no continuation begins a passage of its own."""
    assert len(texts(a_cue(1, 0, 1000, "She said"), a_cue(2, 1000, 2000, start))) == 2


def test_a_passage_stays_short_enough_to_seek() -> None:
    """A speaker without full stops does not become one endless paragraph."""
    cues = [a_cue(n, n * 1000, n * 1000 + 1000, "word " * 9 + "word") for n in range(20)]
    assert all(len(text) <= MAX_CHARACTERS + 20 for text in texts(*cues))


def test_a_voice_is_named_where_it_begins() -> None:
    """Not at every sentence, and not when the caption itself already names the speaker."""
    cues = (
        a_cue(1, 0, 900, "One.", voice="Ayshe"),
        a_cue(2, 1000, 1900, "Two.", voice="Ayshe"),
        a_cue(3, 2000, 2900, "LUTFIYE: Three.", voice="Lutfiye"),
    )
    assert texts(*cues) == ["Ayshe: One.", "Two.", "LUTFIYE: Three."]


def test_lines_of_a_dialogue_stay_lines() -> None:
    """Dashes at two lines mean two speakers."""
    cue = a_cue(text="– Who?\n– Me.")
    assert texts(cue) == ["– Who?\n– Me."]
    assert passage_html(Passage((cue,)), "en") == "– Who?<br>– Me."


def test_chinese_is_joined_without_spaces() -> None:
    """A language without word spaces gets none at the line ends."""
    assert texts(a_cue(text="我们\n在这里。"), language="zh-Hans") == ["我们在这里。"]


def test_a_cue_without_text_is_left_out() -> None:
    """There is nothing to read in it."""
    assert texts(a_cue(text=" "), a_cue(2, 3000, 4000, "Hi.")) == ["Hi."]


def test_formatting_and_languages_are_kept_and_text_is_escaped() -> None:
    """Marks become elements; everything a speaker can say stays text."""
    cue = Cue(
        "1", 0, 1000, ("<b> & مرحبا ok",), marks=(Mark(6, 11, "lang", value="ar"), Mark(12, 14, "i", classes=("x",)))
    )
    assert passage_html(Passage((cue,)), "en") == ('&lt;b&gt; &amp; <span lang="ar" dir="rtl">مرحبا</span> <i>ok</i>')


def test_a_voice_inside_a_cue_is_named() -> None:
    """Two speakers in one cue are both named, and a hostile name is only a name."""
    cue = Cue("1", 0, 1000, ("Hi there",), marks=(Mark(3, 8, "v", value="<img>"),))
    assert passage_html(Passage((cue,)), "en") == ('Hi <span><b class="voice"><bdi>&lt;img&gt;</bdi>:</b> there</span>')


class Nesting(HTMLParser):
    """Collects text and checks that every element that opens is closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002  the parser's signature
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@st.composite
def nested_marks(draw: st.DrawFn) -> Cue:
    text = draw(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30))
    low, high = 0, len(text)
    marks = []
    for tag in draw(st.lists(st.sampled_from(["i", "b", "u", "c", "lang", "ruby", "rt"]), max_size=4)):
        low = draw(st.integers(low, high))
        high = draw(st.integers(low, high))
        marks.append(Mark(low, high, tag, value=draw(st.sampled_from(["uk", '"><script>', ""]))))  # type: ignore[arg-type]  # tags above
    return Cue("1", 0, 1000, (text,), marks=tuple(marks))


@given(nested_marks())
def test_whatever_the_marks_the_html_nests_and_the_text_is_whole(cue: Cue) -> None:
    """No formatting can break the page or lose a character."""
    page = Nesting()
    page.feed(str(passage_html(Passage((cue,)), "en")))
    page.close()
    assert page.open == []
    assert page.text == cue.text
