"""Reading WebVTT: each rule of the W3C's parser, by its name in the house's standards."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.factories import read_one, read_settings
from workflow.captions.cue import CueSettings, Mark
from workflow.captions.track import Block
from workflow.errors import FormatError
from workflow.formats.webvtt import parse_webvtt

CUE = b"00:01.000 --> 00:02.000\nHello\n"


def read_texts(text: str) -> list[str]:
    return [cue.text for cue in parse_webvtt(text.encode()).cues]


def test_vtt_r01_decodes_utf8_drops_one_mark_and_replaces_bad_bytes() -> None:
    """Invalid bytes never raise; a second byte order mark is text."""
    (cue,) = parse_webvtt(b"\xef\xbb\xbfWEBVTT\n\n00:01.000 --> 00:02.000\n\xef\xbb\xbfa\xff\xe2\x82b\n").cues
    assert cue.text == "\ufeffa\ufffd\ufffdb"


def test_vtt_r02_knows_three_line_ends_and_no_other() -> None:
    """CRLF and CR end a line, NUL is replaced; U+0085, U+2028, VT and FF are text."""
    (cue,) = parse_webvtt("WEBVTT\r\r\n00:01.000 --> 00:02.000\r\na\0\rb\u0085c\u2028d\ve\ff".encode()).cues
    assert cue.lines == ("a\ufffd", "b\u0085c\u2028d\ve\ff")


@pytest.mark.parametrize("start", ["WEBVTT", "WEBVTT\n", "WEBVTT x\n", "WEBVTT\tx\n", "WEBVTT\r", "\ufeffWEBVTT"])
def test_vtt_r03_takes_the_signature(start: str) -> None:
    """Six letters, then nothing, a space, a tab or a line end."""
    assert parse_webvtt(start.encode()).cues == ()


@pytest.mark.parametrize(
    "start",
    [
        "",
        "WEBVT",
        "WEBVTTx",
        " WEBVTT",
        "webvtt",
        "\ufeff\ufeffWEBVTT",
        "WEBVTT\f",
        "WEBVTT\u00a0",
        "WEBVTT\0",
        "\nWEBVTT",
        "1",
    ],
)
def test_vtt_r03_refuses_anything_else(start: str) -> None:
    """The one error of the reader, in one sentence."""
    with pytest.raises(FormatError, match=r"^The file cannot be read: it is not WebVTT.*\.$"):
        parse_webvtt(start.encode() + b"\n\n" + CUE)


@pytest.mark.parametrize(
    ("head", "header"),
    [
        ("WEBVTT - Title\nKind: captions\n\n", "- Title\nKind: captions"),
        ("WEBVTT\nX-TIMESTAMP-MAP=LOCAL:0,MPEGTS:1\n\n", "\nX-TIMESTAMP-MAP=LOCAL:0,MPEGTS:1"),
        ("WEBVTT\nSTYLE\n::cue{}\n\n", "\nSTYLE\n::cue{}"),
        ("WEBVTT --> x\n", "--> x"),
        ("WEBVTT\nKind: captions\n", "\nKind: captions"),
        ("WEBVTT\n", ""),
    ],
)
def test_vtt_r04_keeps_the_header_and_shows_nothing_of_it(head: str, header: str) -> None:
    """The header ends at a blank line or at a timing line; an id cannot stand in it."""
    track = parse_webvtt(head.encode() + CUE)
    assert (track.header, [cue.id for cue in track.cues], track.blocks) == (header, [""], ())


def test_vtt_r05_an_id_is_the_line_above_the_times() -> None:
    """Any line without an arrow is an id, even a keyword; two lines above the times are no cue."""
    times = "00:01.000 --> 00:02.000"
    text = f"WEBVTT\n\n a b \n{times}\nx\n\nSTYLE\n{times}\ny\n\njunk\njunk\n{times}\nz"
    assert [(cue.id, cue.text) for cue in parse_webvtt(text.encode()).cues] == [
        (" a b ", "x"),
        ("STYLE", "y"),
        ("", "z"),
    ]


def test_vtt_r06_times_inside_a_payload_begin_a_new_cue() -> None:
    """A missing blank line loses no cue; the line above the times stays with the cue before."""
    assert read_texts("WEBVTT\n\n00:01.000 --> 00:02.000\na\n2\n00:02.000 --> 00:03.000\nb") == ["a\n2", "b"]
    assert read_texts("WEBVTT\n\n00:01.000 --> 00:02.000\na\nfoo-->\n00:02.000 --> 00:03.000\nb") == ["a", "b"]


def test_vtt_r07_only_an_empty_line_is_blank() -> None:
    """A line of spaces is text."""
    assert read_texts("WEBVTT\n\n00:01.000 --> 00:02.000\na\n \n\t\nb\n\nc") == ["a\n \n\t\nb"]


@pytest.mark.parametrize(
    ("stamp", "ms"),
    [
        ("00:00.000", 0),
        ("59:59.999", 3_599_999),
        ("00:00:01.500", 1500),
        ("1:00:00.000", 3_600_000),
        ("60:00:00.000", 216_000_000),
        ("000:00:01.000", 1000),
        ("100:00:00.000", 360_000_000),
    ],
)
def test_vtt_r08_reads_a_timestamp(stamp: str, ms: int) -> None:
    """Hours may be left out, or have any number of digits."""
    (cue,) = parse_webvtt(f"WEBVTT\n\n{stamp} --> {stamp}\n".encode()).cues
    assert (cue.start_ms, cue.end_ms) == (ms, ms)


BAD_STAMPS = [
    "0:00.000",
    "00:60.000",
    "60:00.000",
    "00:60:00.000",
    "00:00:60.000",
    "00:00,000",
    "00:00.00",
    "00:00.0000",
]
BAD_STAMPS += [
    "00:00",
    "00.000",
    "-00:01.000",
    "٠٠:٠١.٠٠٠",
    "00:00:00:00.000",
    "00:0.000",
    "00:00:0.000",
    "+00:01.000",
    "",
    "００:01.000",
]


@pytest.mark.parametrize("stamp", BAD_STAMPS)
def test_vtt_r08_refuses_what_is_nearly_a_timestamp(stamp: str) -> None:
    """Two digits, two digits, a dot, three digits; ASCII only; sixty is too many."""
    assert read_texts(f"WEBVTT\n\n{stamp} --> 00:02.000\nx\n\n{CUE.decode()}") == ["Hello"]
    assert parse_webvtt(f"WEBVTT\n\n00:00.000 --> {stamp}\nx".encode()).cues == ()


@pytest.mark.parametrize("line", ["00:01.000-->00:02.000align:start", "\f 00:01.000 \t-->\f00:02.000\talign:start \t"])
def test_vtt_r09_space_round_the_arrow_is_optional(line: str) -> None:
    """Settings may be glued to the end time."""
    (cue,) = parse_webvtt(f"WEBVTT\n\n{line}\nx".encode()).cues
    assert (cue.start_ms, cue.end_ms, cue.settings.align) == (1000, 2000, "start")


@pytest.mark.parametrize(
    "line",
    ["-->", "00:01.000 -->", "00:01.000 --->00:02.000", "\v00:01.000 --> 00:02.000", "00:01.000 --> --> 00:02.000"],
)
def test_vtt_r10_a_bad_timing_line_drops_its_cue_only(line: str) -> None:
    """Reading goes on with the next block."""
    assert read_texts(f"WEBVTT\n\n{line}\nlost\n\n{CUE.decode()}") == ["Hello"]


@pytest.mark.parametrize(
    ("text", "settings"),
    [
        ("line:5", CueSettings(line=5)),
        ("line:-1,end", CueSettings(line=-1, line_align="end")),
        ("line:1.5", CueSettings(line=1.5)),
        ("line:10.5%,center", CueSettings(line=10.5, snap_to_lines=False, line_align="center")),
        ("position:0%,line-left", CueSettings(position=0, position_align="line-left")),
        ("position:50%", CueSettings(position=50)),
        ("size:33.3%", CueSettings(size=33.3)),
        ("align:left", CueSettings(align="left")),
        ("vertical:rl", CueSettings(vertical="rl")),
        ("align:start\talign:end align:nonsense", CueSettings(align="end")),
        ("line:5% line:7,middle", CueSettings(line=5, snap_to_lines=False)),
        ("line:5%,end line:7", CueSettings(line=7, line_align="end")),
        ("align:start\fsize:50%", CueSettings(align="start", size=50)),
    ],
)
def test_vtt_r11_reads_valid_settings_the_last_one_wins(text: str, settings: CueSettings) -> None:
    """An invalid value does not undo a valid one before it."""
    assert read_settings(text) == settings


IGNORED = [
    "line:.5",
    "line:5.",
    "line:1..5",
    "line:--1",
    "line:1-",
    "line:-",
    "line:%",
    "line:-5%",
    "line:101%",
    "line:1e2",
    "line:+5",
    "line:٣",
]
IGNORED += [
    "line:5%,middle",
    "line:5,",
    "line:auto",
    "line:" + "9" * 400,
    "position:50",
    "position:101%",
    "position:50%,start",
    "position:50%,auto",
]
IGNORED += [
    "size:50",
    "size:100.1%",
    "size:50%%",
    "size:.5%",
    "align:middle",
    "align:Start",
    "Align:start",
    "vertical:up",
    "vertical:",
    ":rl",
    "junk",
]
IGNORED += ["align:start:", "align :start", "align: start", "a:b", "align:start\u00a0", "region:nobody", "align=start"]


@pytest.mark.parametrize("text", IGNORED)
def test_vtt_r11_ignores_settings_that_are_not_valid(text: str) -> None:
    """What is unknown or misspelt has no effect."""
    assert read_settings(text) == CueSettings()


REGION = "REGION\nid:a width:40%\n\n"


@pytest.mark.parametrize("after", ["", "align:start", "position:10%", "size:100%", "line:auto", "size:5", "vertical:x"])
def test_vtt_r12_a_defined_region_counts(after: str) -> None:
    """A region needs its block and nothing valid after it that takes the cue out of it."""
    assert read_settings(f"region:a {after}", REGION).region == "a"


@pytest.mark.parametrize("after", ["vertical:lr", "line:0", "line:5%", "size:50%", "region:nobody"])
def test_vtt_r12_a_region_is_dropped_by_a_place_of_its_own(after: str) -> None:
    """A direction, a line or a size takes the cue out of the region named before it."""
    assert read_settings(f"region:a {after}", REGION).region == ""


def test_vtt_r12_a_region_named_last_is_kept() -> None:
    """The W3C's parser goes from left to right, and so does every browser."""
    assert read_settings("vertical:rl line:0 size:50% region:a", REGION).region == "a"


def test_vtt_r13_style_and_region_count_before_the_first_cue_only() -> None:
    """A NOTE is kept wherever it stands; other blocks without times are nothing."""
    early = "STYLE\n::cue{}\n\nREGION \nid:a\n\nNOTE one\n\njunk\njunk\n\nSTYLE x\ny\n\n"
    text = early + CUE.decode() + "\nNOTE\ntwo\n lines\n\nSTYLE\nlate\n\nNOTEx"
    assert parse_webvtt(f"WEBVTT\n\n{text}".encode()).blocks == (
        Block("STYLE", "::cue{}"),
        Block("REGION", "id:a"),
        Block("NOTE", "one"),
        Block("NOTE", "two\n lines", 1),
    )


def test_vtt_r14_odd_times_are_kept_as_they_are() -> None:
    """Cues that end before they start, or stand out of order, are for the checks to find."""
    text = "WEBVTT\n\n00:09.000 --> 00:02.000\nlate\n\n00:01.000 --> 00:01.000\nearly"
    assert [(c.start_ms, c.end_ms) for c in parse_webvtt(text.encode()).cues] == [(9000, 2000), (1000, 1000)]


@pytest.mark.parametrize(
    ("payload", "text"),
    [
        ("a<b>c</b>d<font color=red>e</font>", "acde"),
        ("3 < 5 & 6 > 4", "3  4"),
        ("a<b", "a"),
        ("a <", "a "),
        ("a<>b</>c</i>d", "abcd"),
        ("a<00:01.500>b<1>c", "abc"),
        ("&amp;&lt;&gt;&nbsp;&lrm;&rlm;&copy;&hellip;", "&<>\u00a0\u200e\u200f©…"),
        ("&AMP &notit; &notin; &amp;lt; &; &x &#x41;&#65;&#x2014", "& ¬it; ∉ &lt; &; &x AA—"),
        ("&#0;&#55296;&#1114112;&#999999999999;&#128;&#x81;&#1;&#xFFFE;", "\ufffd\ufffd\ufffd\ufffd€\x81\x01\ufffe"),
        ("&CounterClockwiseContourIntegral;&NotEqualTilde;&fjlig;", "∳≂\u0338fj"),
        ("<rt>x</rt> <ruby>漢<rt>kan</rt></ruby>", "x 漢kan"),
        ("a&#10;&#13;b", "a\n\rb"),
    ],
)
def test_vtt_r15_plain_text_is_what_a_viewer_sees(payload: str, text: str) -> None:
    """Tags go, references are decoded, an unclosed `<` swallows."""
    assert read_one(payload).text == text


@pytest.mark.parametrize(
    ("payload", "marks"),
    [
        ("<i>a</i>b", [Mark(0, 1, "i")]),
        ("<c.yellow..bg_blue>a", [Mark(0, 1, "c", ("yellow", "bg_blue"))]),
        ("<v.loud Ann>a</v>", [Mark(0, 1, "v", ("loud",), "Ann")]),
        ("<v  Ann\t&amp;\nBo >a</v> b", [Mark(0, 1, "v", (), "Ann & Bo")]),
        ("<lang en-GB>a</lang>", [Mark(0, 1, "lang", (), "en-GB")]),
        ("a<00:01.500>b", [Mark(1, 1, "time", (), "1500")]),
        ("<b><i>a</b>b</i>c", [Mark(0, 3, "b"), Mark(0, 2, "i")]),
        ("<ruby>a<rt>b</ruby>c", [Mark(0, 2, "ruby"), Mark(1, 2, "rt")]),
        ("<ruby><b>a<rt>b", [Mark(0, 2, "ruby"), Mark(0, 2, "b")]),
        ("<ruby>a<rt><b>b</ruby>c", [Mark(0, 3, "ruby"), Mark(1, 3, "rt"), Mark(1, 3, "b")]),
        ("<c></c><v><lang>a", []),
        ("<v.x>a", [Mark(0, 1, "c", ("x",))]),
        ("<I>a</I><i/>b</ i>", []),
    ],
)
def test_vtt_r15_tags_become_marks(payload: str, marks: list[Mark]) -> None:
    """Nested as a browser nests them, the outer first."""
    assert list(read_one(payload).marks) == marks


@pytest.mark.parametrize("payload", ["<v Ann>Hello", "<v Ann>Hello</v>", "<b><v Ann>Hello</v></b>"])
def test_vtt_r15_a_voice_over_the_whole_cue_is_its_voice(payload: str) -> None:
    """Who speaks is a fact about the cue, not formatting."""
    cue = read_one(payload)
    assert (cue.voice, cue.text) == ("Ann", "Hello")
    assert [mark.tag for mark in cue.marks if mark.tag == "v"] == []


def test_vtt_r16_characters_are_not_normalised() -> None:
    """A letter and its accent stay two."""
    assert read_one("e\u0301 é ﬁ").text == "e\u0301 é ﬁ"


@given(st.binary(max_size=200) | st.text("WEBVT\n\r ->0:.<>/&;#civ", max_size=200).map(str.encode))
def test_no_bytes_after_the_signature_raise(junk: bytes) -> None:
    """Whatever a stranger sends is read somehow."""
    for start in (b"WEBVTT\n\n", b"WEBVTT\n\n00:01.000 --> 00:02.000 ", b"WEBVTT\n\n00:01.000 --> 00:02.000\n"):
        parse_webvtt(start + junk)


SIZE = 300_000
BOMBS = [
    "<",
    "&",
    "-->",
    "-->\n",
    "<b>",
    "<v ",
    "&#",
    "&#9",
    "&aaaa",
    "<i></i>",
    "9",
    "0:",
    "region:a ",
    "align:start ",
    "\n",
    "\r",
    "a\n",
    "</ruby>",
]


@pytest.mark.timeout(60)
@pytest.mark.parametrize("piece", BOMBS)
def test_hostile_text_is_read_in_linear_time(piece: str) -> None:
    """A great deal of anything neither hangs nor overflows the stack, wherever it stands."""
    bomb = piece * (SIZE // len(piece))
    for text in (
        bomb,
        f"00:01.000 --> 00:02.000\n{bomb}",
        f"00:01.000 --> 00:02.000 {bomb}\nx",
        f"{bomb}\n00:01.000 --> 00:02.000\nx",
    ):
        parse_webvtt(f"WEBVTT\n\n{text}".encode())


def test_an_absurd_number_of_hours_still_fits_a_database() -> None:
    """Times stay within 64 bits."""
    (cue,) = parse_webvtt(b"WEBVTT\n\n00:00.000 --> " + b"9" * 5000 + b":00:00.000\nx").cues
    assert 2**61 < cue.end_ms < 2**63
