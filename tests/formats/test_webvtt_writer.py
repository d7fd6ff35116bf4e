"""Writing WebVTT: each rule by its name, and the way there and back for any track."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.formats.factories import make_cue, read_one, survives, track_of, written
from tests.formats.strategies import tracks
from workflow.captions.cue import Cue, CueSettings, Mark
from workflow.captions.track import Block, Track
from workflow.errors import CannotWrite, FormatError
from workflow.formats.webvtt import format_webvtt, parse_webvtt


def refusal(*cues: Cue, **rest: Any) -> CannotWrite:
    with pytest.raises(FormatError) as caught:
        format_webvtt(track_of(*cues, **rest))
    assert isinstance(caught.value, CannotWrite)
    return caught.value


def test_vtt_w01_begins_with_the_signature_and_a_blank_line() -> None:
    """Nothing else, unless the file that was read had a header."""
    assert format_webvtt(track_of(make_cue())) == "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nHello\n"
    assert format_webvtt(track_of()) == "WEBVTT\n"


@pytest.mark.parametrize("header", ["- Title", "\nKind: captions\nLanguage: uk", "--> x", "  spaced"])
def test_vtt_w01_keeps_a_header_that_was_read(header: str) -> None:
    """HLS segments carry their time map there."""
    assert parse_webvtt(format_webvtt(track_of(make_cue(), header=header)).encode()).header == header


@pytest.mark.parametrize("header", ["a\n\nb", "a\nx --> y", "\n", "a\rb"])
def test_vtt_w01_refuses_a_header_that_would_end_early(header: str) -> None:
    """A blank line or an arrow would make text of it."""
    assert refusal(header=header).rule == "VTT-W01"


@pytest.mark.parametrize(
    "text", ["AT&T says 3 < 5 & done", "look --> there", "<b>not markup", "&amp;", "&#10;", "a\rb", "<v Ann>"]
)
def test_vtt_w02_escapes_text(text: str) -> None:
    """What looks like markup is shown as it stands."""
    assert survives(make_cue(text))
    assert "-->" not in written(make_cue(text)).split("\n", 1)[1]


@pytest.mark.parametrize("name", ["A & B", "<Ann>", "&lt;", "Ann--", "Ann-->", "a > b", 'O\'Neil "Bo"'])
def test_vtt_w02_escapes_voices(name: str) -> None:
    """Also a name that would end in an arrow with its own tag."""
    assert survives(make_cue("Hello", voice=name))
    assert survives(make_cue("Hello there", marks=(Mark(0, 5, "v", (), name), Mark(6, 11, "c", ("a--",)))))
    assert "-->" not in written(make_cue(voice=name)).split("\n", 1)[1]


@pytest.mark.parametrize("text", ["a\n\nb", "\na", "a\n", "\n", "\n\n\n", "", " ", "a\n \nb"])
def test_vtt_w03_an_empty_line_survives(text: str) -> None:
    """An empty class span keeps the line, for a browser too."""
    assert survives(make_cue(text))
    assert "\n\n" not in written(make_cue(text)).rstrip("\n")


@pytest.mark.parametrize("name", ["a\nb", "a\rb", "a-->b", "\ud800"])
def test_vtt_w03_refuses_an_id_that_cannot_be_written(name: str) -> None:
    """The cue and the rule are named."""
    error = refusal(make_cue(), make_cue(id=name))
    assert (error.rule, error.what.startswith("cue 2")) == ("VTT-W03", True)


def test_vtt_w03_refuses_an_id_twice() -> None:
    """A script or a style could not tell the cues apart; cues without an id are fine."""
    error = refusal(make_cue(id="x"), make_cue(id="y"), make_cue(id="x"))
    assert str(error) == "cue 1 ('x') cannot be written as WebVTT: 2 cues have its id 'x' (VTT-W03)."
    assert format_webvtt(track_of(make_cue(), make_cue()))


def test_vtt_w04_writes_hours_always() -> None:
    """Two digits of hours, or more where there are more."""
    assert "00:00:00.001 --> 100:00:00.000\n" in written(make_cue(start_ms=1, end_ms=360_000_000))


def test_vtt_w04_writes_cues_in_order_of_their_start() -> None:
    """Those that start together stay as they stood, and a note stays before its cue."""
    late, first, second = make_cue("late", 5000, 6000), make_cue("first"), make_cue("second")
    notes = (
        Block("NOTE", "on late", 0),
        Block("NOTE", "on second", 2),
        Block("NOTE", "end", 3),
        Block("STYLE", "x", 1),
    )
    assert [line for line in written(late, first, second, blocks=notes).split("\n") if line and "-->" not in line] == [
        "STYLE", "x", "first", "NOTE on second", "second", "NOTE on late", "late", "NOTE end",
    ]  # fmt: skip


@pytest.mark.parametrize(("start", "end"), [(1000, 1000), (2000, 1000), (-1, 1000)])
def test_vtt_w04_refuses_a_cue_without_length(start: int, end: int) -> None:
    """A browser would never show it."""
    assert refusal(make_cue(start_ms=start, end_ms=end)).rule == "VTT-W04"


def test_vtt_w05_leaves_a_voice_over_the_whole_cue_open() -> None:
    """Its end tag is optional there; every other tag is closed."""
    cue = make_cue("Hi Bo", voice="Ann", marks=(Mark(3, 5, "i"),))
    assert written(cue).endswith("\n<v Ann>Hi <i>Bo</i>\n")
    assert written(make_cue("Hi Bo", marks=(Mark(0, 2, "v", (), "Ann"),))).endswith("\n<v Ann>Hi</v> Bo\n")


@pytest.mark.parametrize(
    "mark",
    [
        Mark(0, 2, "v", (), " "),
        Mark(0, 2, "v"),
        Mark(0, 2, "lang", (), "not a language"),
        Mark(0, 2, "lang"),
        Mark(0, 2, "lang", (), "en_GB"),
        Mark(0, 2, "c", ("a b",)),
        Mark(0, 2, "c", ("a.b",)),
        Mark(0, 2, "c", ("",)),
        Mark(0, 2, "c", ("a>b",)),
        Mark(0, 2, "rt"),
        Mark(3, 9, "b"),
        Mark(2, 1, "b"),
        Mark(-1, 1, "b"),
    ],
)
def test_vtt_w05_refuses_a_mark_that_would_not_arrive(mark: Mark) -> None:
    """Nameless voices, unknown languages, broken classes, places outside the text."""
    assert refusal(make_cue("Hello", marks=(mark,))).rule == "VTT-W05"


def test_vtt_w05_refuses_marks_that_cross_and_a_blank_voice() -> None:
    """Tags nest."""
    assert refusal(make_cue("Hello", marks=(Mark(0, 3, "b"), Mark(2, 5, "i")))).rule == "VTT-W05"
    assert refusal(make_cue("Hello", voice=" \n")).rule == "VTT-W05"


@pytest.mark.parametrize("moments", [("1000",), ("2000",), ("1500", "1500"), ("1600", "1500"), ("x",), ("",), ("-5",)])
def test_vtt_w06_refuses_inner_times_out_of_order(moments: tuple[str, ...]) -> None:
    """They lie inside the cue and follow each other."""
    marks = tuple(Mark(place, place, "time", (), moment) for place, moment in enumerate(moments))
    assert refusal(make_cue("Hello", marks=marks)).rule == "VTT-W06"


def test_vtt_w06_writes_inner_times() -> None:
    """One millisecond inside either end is inside."""
    cue = make_cue("Hello", marks=(Mark(1, 1, "time", (), "1001"), Mark(5, 5, "time", (), "1999")))
    assert "\nH<00:00:01.001>ello<00:00:01.999>\n" in written(cue)
    assert survives(cue)


@pytest.mark.parametrize("text", ["a --> b", "a\n\nb", "\na", "a\n", "a\rb"])
@pytest.mark.parametrize(("kind", "rule"), [("STYLE", "VTT-W07"), ("NOTE", "VTT-W03"), ("REGION", "VTT-W03")])
def test_vtt_w07_refuses_a_block_that_would_end_early(kind: Any, rule: str, text: str) -> None:
    """A style with a blank line would spill into the captions."""
    assert refusal(blocks=(Block(kind, text),)).rule == rule


def test_vtt_w07_keeps_the_colour_classes_of_speakers() -> None:
    """The only styling that every player honours."""
    cue = make_cue("Hello", marks=(Mark(0, 5, "c", ("yellow", "bg_black")),))
    assert "<c.yellow.bg_black>Hello</c>" in written(cue)
    assert survives(cue)


@pytest.mark.slow
@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(tracks())
def test_vtt_w08_any_track_is_the_same_after_writing_and_reading(track: Track) -> None:
    """Any text, ids, settings, marks, voices and blocks."""
    assert parse_webvtt(format_webvtt(track).encode()) == track


@pytest.mark.parametrize("text", ["a\0b", "a\ud83d"])
def test_vtt_w08_refuses_what_no_file_can_hold(text: str) -> None:
    """NUL is replaced by every reader, and half a character has no bytes."""
    assert refusal(make_cue(text)).rule == "VTT-W08"


def test_vtt_w09_direction_marks_pass_as_the_author_wrote_them() -> None:
    """None is added, none is dropped."""
    text = "\u2067שלום\u2069 \u200fabc\u200e \u202bx\u202c"
    assert survives(make_cue(text))
    assert text in written(make_cue(text))


@pytest.mark.parametrize(
    "given_settings",
    [
        CueSettings(line_align="end"),
        CueSettings(snap_to_lines=False),
        CueSettings(position_align="center"),
        CueSettings(size=101),
        CueSettings(position=-1),
        CueSettings(line=101, snap_to_lines=False),
        CueSettings(line=float("nan")),
        CueSettings(line=float("inf")),
        CueSettings(region="nobody"),
    ],
)
def test_settings_that_would_have_no_effect_are_refused(given_settings: CueSettings) -> None:
    """Rather than lost without a word."""
    assert refusal(make_cue(settings=given_settings)).rule == "VTT-R11"


def test_vtt_r12_a_region_is_written_last() -> None:
    """A place after it would take the cue out of it."""
    text = written(make_cue(settings=CueSettings(region="a", line=1, size=50)), blocks=(Block("REGION", "id:a"),))
    assert text.startswith("REGION\nid:a\n\n00:00:01.000 --> 00:00:02.000 line:1 size:50% region:a\n")


def test_what_a_browser_would_read_can_be_written_again() -> None:
    """A sloppy file becomes a clean one with the same cue."""
    cue = read_one("<b><i>x</b>y</i> AT&T <v.a>z<ruby>1<rt>2", "line:5% size:50% junk align:middle")
    again = parse_webvtt(format_webvtt(track_of(cue)).encode()).cues[0]
    assert again == replace(cue)
