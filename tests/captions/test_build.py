"""A transcript becomes a track."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.captions.factories import segment, transcript
from tests.counting import calls
from workflow.captions.build import build_track
from workflow.captions.profile import SHIPPED, Profile, shipped_profile
from workflow.captions.track import Track
from workflow.captions.width import width
from workflow.speech.transcript import Segment, Task, Transcript, Word

WEB_NEWS = shipped_profile("web-news")
PLAIN = Profile("plain", "Plain", max_cpl=42, max_lines=2)


def texts(track: Track) -> list[str]:
    return [" ".join(cue.lines) for cue in track.cues]


def test_a_transcript_without_words_gives_a_track_without_cues() -> None:
    """Silence is no error here; the checks say what is missing."""
    track = build_track(transcript(), WEB_NEWS, duration_ms=10_000, label="English")
    assert track == Track((), kind="captions", language="en", label="English")


@pytest.mark.parametrize(("task", "kind"), [("transcribe", "captions"), ("translate", "subtitles")])
def test_a_translation_gives_subtitles(task: Task, kind: str) -> None:
    """Captions are for deaf readers, in the language that is spoken; subtitles translate."""
    heard = replace(transcript(segment("Hello there.")), task=task)
    assert build_track(heard, WEB_NEWS).kind == kind


def test_each_sentence_is_a_caption() -> None:
    """Sentences that fit are not cut, and ids count from 1."""
    heard = transcript(segment("We waited for three hours. Nobody came to tell us why the gates were locked."))
    track = build_track(heard, WEB_NEWS)
    assert texts(track) == ["We waited for three hours.", "Nobody came to tell us why the gates were locked."]
    assert [cue.id for cue in track.cues] == ["1", "2"]


def test_very_short_sentences_share_a_caption() -> None:
    """A caption too brief to be noticed is joined to its neighbour."""
    heard = transcript(segment("No. Yes. Maybe.", word_ms=250))
    assert texts(build_track(heard, WEB_NEWS)) == ["No. Yes. Maybe."]


def test_a_long_sentence_is_cut_between_its_clauses() -> None:
    """It is cut where a line would be broken: after the comma, before the conjunction."""
    said = (
        "The women take turns driving the lawyers to the court and back, "
        "and their neighbors look after the children until they come home."
    )
    first, second = texts(build_track(transcript(segment(said)), WEB_NEWS))
    assert first.endswith("back,")
    assert second.startswith("and their")


def test_a_long_pause_ends_a_caption() -> None:
    """Nobody reads words that will be spoken two seconds later."""
    heard = transcript(segment("I remember"), segment("the door.", start_ms=3000))
    assert texts(build_track(heard, WEB_NEWS)) == ["I remember", "the door."]


@pytest.mark.parametrize(
    ("profile", "first", "second"),
    [
        ("web-news", ("ANN LEE: We waited.",), ("BO: Nobody came.",)),
        ("netflix-en", ("[Ann Lee] We waited.",), ("[Bo] Nobody came.",)),
        ("dcmp", ("(Ann Lee)", "We waited."), ("(Bo)", "Nobody came.")),
    ],
)
def test_a_change_of_speaker_is_seen(profile: str, first: tuple[str, ...], second: tuple[str, ...]) -> None:
    """Each speaker begins a caption, with the label as the profile writes it; the voice is the name itself."""
    heard = transcript(
        segment("We waited.", word_ms=600, speaker="Ann Lee"),
        segment("Nobody came.", start_ms=1200, word_ms=600, speaker="Bo"),
        segment("Then they left.", start_ms=3000, word_ms=600, speaker="Bo"),
    )
    cues = build_track(heard, shipped_profile(profile)).cues
    assert [cue.lines for cue in cues] == [first, second, ("Then they left.",)]
    assert [cue.voice for cue in cues] == ["Ann Lee", "Bo", "Bo"]


def test_words_of_nobody_known_are_no_change() -> None:
    """The same speaker after an unnamed stretch gets no second label."""
    heard = transcript(
        segment("We waited outside.", speaker="Ann"),
        segment("The gate stayed closed.", start_ms=2000),
        segment("We went home then.", start_ms=4000, speaker="Ann"),
    )
    assert texts(build_track(heard, WEB_NEWS)) == [
        "ANN: We waited outside.",
        "The gate stayed closed.",
        "We went home then.",
    ]


def test_a_label_too_long_for_a_line_is_left_to_the_voice() -> None:
    """The name is kept as the cue's voice."""
    name = "The Deputy Minister of Regional Development and Housing"
    (cue,) = build_track(transcript(segment("No comment.", speaker=name)), WEB_NEWS).cues
    assert (cue.lines, cue.voice) == (("No comment.",), name)


def test_a_caption_begins_with_its_first_word() -> None:
    """It appears on the millisecond when there is time to read it."""
    heard = transcript(segment("They came home in the evening.", start_ms=5000, word_ms=400))
    assert build_track(heard, WEB_NEWS).cues[0].start_ms == 5000


def test_a_caption_stays_until_it_is_read() -> None:
    """17 characters a second, the speed at which web-news warns; not longer than the profile's tail."""
    heard = transcript(segment("Thirty-four characters, all in all.", word_ms=100))
    (cue,) = build_track(heard, PLAIN).cues
    assert len(cue.text) == 35
    assert cue.duration_ms == 2000  # the last word ends at 500 ms, and the tail is 1500 ms


def test_a_short_caption_stands_for_the_least_time() -> None:
    """One quick word is there for the second that web-news asks for."""
    assert build_track(transcript(segment("Stop.", word_ms=100)), WEB_NEWS).cues[0].duration_ms == 1000


def test_a_caption_cut_short_by_the_next_begins_early() -> None:
    """It uses the silence before it, up to the 250 ms that web-news allows without a warning."""
    heard = transcript(
        segment("Stop it.", start_ms=5000, word_ms=200, speaker="Ann"),
        segment("They came home in the evening.", start_ms=5600, speaker="Bo"),
    )
    assert build_track(heard, WEB_NEWS).cues[0].start_ms == 4750


def test_gaps_that_flicker_are_closed() -> None:
    """Captions less than half a second apart are set two frames apart."""
    heard = transcript(
        segment("They came home in the evening.", word_ms=500),
        segment("Nobody asked where they had been.", start_ms=3300, word_ms=500),
    )
    first, second = build_track(heard, WEB_NEWS).cues
    assert second.start_ms - first.end_ms == 80
    assert second.start_ms == 3300


def test_the_bbc_leaves_no_gap_or_a_second() -> None:
    """A pause of 0.8 seconds is bridged."""
    heard = transcript(
        segment("They came home in the evening.", word_ms=500),
        segment("Nobody asked where they had been.", start_ms=3800, word_ms=500),
    )
    first, second = build_track(heard, shipped_profile("bbc")).cues
    assert first.end_ms == second.start_ms


def test_the_last_caption_ends_with_the_video() -> None:
    """The tail is cut where the video ends."""
    assert build_track(transcript(segment("The end.")), WEB_NEWS, duration_ms=700).cues[0].end_ms == 700


def test_japanese_words_are_joined_without_spaces() -> None:
    """A glued word has no space before it, and lines break by characters."""
    said = "多くの人々がこの町から逃げて、今も家に帰ることができません。"
    row = tuple(Word(sign, place * 100, place * 100 + 100, glued=place > 0) for place, sign in enumerate(said))
    profile = replace(PLAIN, max_cpl=16)
    (cue,) = build_track(Transcript("ja", "transcribe", "t", "t", (Segment(0, 3000, row, "ja"),)), profile).cues
    assert cue.lines == ("多くの人々がこの町から逃げて、", "今も家に帰ることができません。")


word = st.builds(
    Word,
    text=st.text(
        st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp", "Mn", "Mc", "Me", "Cf"]),
        min_size=1,
        max_size=14,
    ),
    start_ms=st.integers(-50, 9000),
    end_ms=st.integers(-50, 9000),
    glued=st.booleans(),
)
said_by = st.builds(
    lambda row, language, speaker: Segment(0, 0, tuple(row), language, speaker),
    st.lists(word, max_size=25),
    st.sampled_from(["en", "uk", "ja", ""]),
    st.sampled_from(["", "Ann", "Bo Li"]),
)
SPOKEN = "SPEAKER"


@settings(deadline=None)
@given(
    st.lists(said_by, max_size=4),
    st.sampled_from(SHIPPED),
    st.one_of(st.none(), st.integers(200, 9000)),
)
def test_any_transcript_gives_a_track_that_can_be_shown(
    segments: list[Segment], key: str, duration_ms: int | None
) -> None:
    """Words in disorder, overlapping, without length, of any script: each appears once, in order, and every cue is in
    its place, in time, in the lines and in the width that the profile allows."""
    profile = shipped_profile(key)
    nameless = tuple(replace(one, speaker="") for one in segments)
    track = build_track(transcript(*nameless), profile, duration_ms=duration_ms)
    shown = "".join("".join(cue.text for cue in track.cues).split())
    assert shown == "".join("".join(word.text for one in segments for word in one.words).split())
    shown_well(build_track(transcript(*segments), profile, duration_ms=duration_ms), profile, duration_ms)
    shown_well(track, profile, duration_ms)


def shown_well(track: Track, profile: Profile, duration_ms: int | None) -> None:
    for before, after in pairwise(track.cues):
        assert before.end_ms <= after.start_ms
    for cue in track.cues:
        assert 0 <= cue.start_ms < cue.end_ms
        assert duration_ms is None or cue.end_ms <= duration_ms
        assert 1 <= len(cue.lines) <= profile.max_lines
        assert all(0 < width(line) <= profile.max_cpl for line in cue.lines)


def test_a_word_longer_than_the_screen_is_shown_whole() -> None:
    """It is cut into lines, more than the profile allows, and the checks say so."""
    (cue,) = build_track(transcript(segment("a" * 100)), WEB_NEWS).cues
    assert [len(line) for line in cue.lines] == [42, 42, 16]


@pytest.mark.slow
def test_three_hours_are_built_in_proportion() -> None:
    """25,000 words take about four times the calls that a quarter of them takes."""
    said = "They told us that we could stay, as long as we paid the rent. Nobody asked where we had been. "
    quarter, whole = (transcript(segment(said * times)) for times in (310, 1240))
    build_track(quarter, WEB_NEWS)  # what is made once is made
    assert calls(lambda: build_track(whole, WEB_NEWS)) < 6 * calls(lambda: build_track(quarter, WEB_NEWS))
