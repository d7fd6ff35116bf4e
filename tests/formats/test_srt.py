"""SRT, read tolerantly and written plainly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.factories import make_cue, track_of
from workflow.captions.cue import CueSettings, Mark
from workflow.errors import FormatError
from workflow.formats.srt import format_srt, parse_srt

PLAIN = "1\n00:00:01,000 --> 00:00:02,500\nHello\nthere\n\n2\n00:00:03,000 --> 00:00:04,000\nBye\n"


def read(text: str) -> list[tuple[int, int, str]]:
    return [(cue.start_ms, cue.end_ms, cue.text) for cue in parse_srt(text.encode()).cues]


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        "\ufeff" + PLAIN,
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace(",", "."),
        PLAIN.replace("\n\n2\n", "\n2\n"),
        PLAIN.replace("1\n00", "00", 1).replace("\n2\n", "\n"),
        PLAIN.replace("00:00:0", "0:0:"),
        PLAIN.replace("00:00:", "00:"),
        PLAIN.replace(",500", ",5").replace(" --> ", "-->"),
        PLAIN.replace(",000\n", ",000  X1:10 X2:20 Y1:5 Y2:9\n"),
        "\n\n\n" + PLAIN.replace("\n\n", "\n \n\n\n"),
    ],
)
def test_sloppy_files_are_read_alike(text: str) -> None:
    """Byte order marks, line ends, dots, and what is missing or too much."""
    assert read(text) == [(1000, 2500, "Hello\nthere"), (3000, 4000, "Bye")]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_with_its_mark_is_read(encoding: str) -> None:
    """As old Windows editors save it."""
    assert [cue.text for cue in parse_srt(("\ufeff" + PLAIN).encode(encoding)).cues] == ["Hello\nthere", "Bye"]


@pytest.mark.parametrize(
    "data", ["1\n00:00:01,000 --> 00:00:02,000\nПривет".encode("cp1251"), b"\xff\xfe\x00", b"\x00\xd8\xff"]
)
def test_other_encodings_are_one_clear_sentence(data: bytes) -> None:
    """The sentence tells what to do."""
    with pytest.raises(FormatError, match=r"^The file cannot be read: it is not UTF-8 text: .* save it as UTF-8\.$"):
        parse_srt(data)


@pytest.mark.parametrize("text", ["", "Hello", "1\n\n2\n", "00:00:01,000 -> there"])
def test_a_file_without_times_is_refused(text: str) -> None:
    """Text is not captions."""
    with pytest.raises(FormatError, match="no SRT timing line"):
        parse_srt(text.encode())


def test_a_number_that_is_said_stays() -> None:
    """Only a cue's own number is dropped, and a blank line in a text ends nothing."""
    times = "00:00:01,000 --> 00:00:02,000"
    text = f"1\n{times}\n2014\n\n2\n{times}\na\n\nb\n2021\n{times}\nc"
    assert [said for _, _, said in read(text)] == ["2014", "a\n\nb\n2021", "c"]


def test_tags_become_marks_and_places() -> None:
    """Italic, bold, underlined and the place are kept; fonts and unknown overrides are dropped."""
    (cue,) = parse_srt(
        b"00:00:01,000 --> 00:00:02,000\n{\\an8}<I>a</I><font color='red'>b</font> <b>c<u>d</b>e{\\pos(1,2)}</u>"
    ).cues
    assert (cue.text, cue.settings) == ("ab cde", CueSettings(line=0))
    assert cue.marks == (Mark(0, 1, "i"), Mark(3, 5, "b"), Mark(4, 5, "u"), Mark(5, 6, "u"))


@given(st.text() | st.text("<>/ib{}\\an8 0:,->\n1", max_size=80))
def test_no_text_after_a_timing_line_raises(text: str) -> None:
    """Whatever a stranger sends is read somehow."""
    parse_srt(b"00:00:01,000 --> 00:00:02,000\n" + text.encode("utf-8", "ignore"))


def test_hostile_text_is_read_in_linear_time() -> None:
    """Nothing hangs."""
    for piece in (
        "<i>",
        "</i>",
        "<i><b></i>",
        "<font",
        "{\\",
        "0:",
        "-->\n",
        "9\n",
        "\n",
        "00:00:01,000 --> 00:00:02,000\n1\n",
    ):
        parse_srt(f"00:00:01,000 --> 00:00:02,000\n{piece * (300_000 // len(piece))}".encode())


def test_it_is_written_as_players_expect() -> None:
    """Numbered from 1, commas, in order; tags and place kept, blank lines and arrows gone."""
    moved = make_cue(
        "a\n\nb --> c", 3000, 4000, settings=CueSettings(line=0), marks=(Mark(0, 1, "i"), Mark(0, 1, "c", ("x",)))
    )
    assert format_srt(track_of(moved, make_cue("Hello"))) == (
        "1\n00:00:01,000 --> 00:00:02,000\nHello\n\n2\n00:00:03,000 --> 00:00:04,000\n{\\an8}<i>a</i>\nb → c\n"
    )


def test_a_speaker_is_named_where_the_speaker_changes() -> None:
    """Once, and not where the text does it itself."""
    cues = [
        make_cue("Hello", 1000, 2000, voice="Ann"),
        make_cue("again", 2000, 3000, voice="Ann"),
        make_cue("BO: Yes", 3000, 4000, voice="Bo"),
        make_cue("– No\n– Why", 4000, 5000, marks=(Mark(0, 4, "v", (), "Ann"), Mark(5, 10, "v", (), "Bo"))),
    ]
    lines = format_srt(track_of(*cues)).split("\n")
    assert [line for line in lines if line and not line.isdigit() and "-->" not in line] == [
        "Ann: Hello", "again", "BO: Yes", "Ann: – No", "Bo: – Why",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "cue", [make_cue(start_ms=5, end_ms=5), make_cue(start_ms=-5), make_cue("a\0"), make_cue("\ud800")]
)
def test_what_no_player_could_show_is_refused(cue: object) -> None:
    """By the cue's number."""
    with pytest.raises(FormatError, match=r"^cue 1 cannot be written as SRT: .*\.$"):
        format_srt(track_of(cue))  # type: ignore[arg-type] # parametrize knows no types


lines = st.text(st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="<{>-"), min_size=1, max_size=9)
lines = lines.filter(lambda line: bool(line.strip()) and not line.startswith("\ufeff"))


@given(st.lists(st.tuples(st.lists(lines, min_size=1, max_size=3), st.integers(1, 10**7)), min_size=1, max_size=5))
def test_times_and_plain_text_survive(said: list[tuple[list[str], int]]) -> None:
    """Also lines that are numbers."""
    start, cues = 0, []
    for text, length in said:
        cues.append(make_cue("\n".join(text), start, start + length))
        start += length
    assert parse_srt(format_srt(track_of(*cues)).encode()) == track_of(*cues)


@pytest.mark.parametrize("number", range(1, 10))
def test_places_survive(number: int) -> None:
    """All nine of them."""
    text = f"1\n00:00:01,000 --> 00:00:02,000\n{{\\an{number}}}x\n"
    assert format_srt(parse_srt(text.encode())) == (text if number != 2 else text.replace("{\\an2}", ""))
