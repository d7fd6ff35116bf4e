"""Caption files that nobody should have written, made by joining and damaging pieces of good and bad ones."""

from __future__ import annotations

import random

SIGNATURES: tuple[str, ...] = (
    *["WEBVTT"] * 12,
    "WEBVTT ",
    "WEBVTT\t",
    "WEBVTTx",
    " WEBVTT",
    "webvtt",
    "WEBVT",
    "",
    "\ufeffWEBVTT",
)
SIGNATURES += ("\ufeff\ufeffWEBVTT", "WEBVTT - title", "WEBVTT\f", "WEBVTT\u00a0", "WEBVTT --> x", "WEBVTT\0")
HEADERS: tuple[str, ...] = (
    "",
    "",
    "",
    "",
    "\nKind: captions\nLanguage: en",
    "\nSTYLE\n::cue{}",
    "\nX-TIMESTAMP-MAP=LOCAL:0,MPEGTS:1",
    "\n ",
)
HEADERS += ("\n00:00.000 --> 00:01.000\nheader cue", "\nid\n00:00.000 --> 00:01.000\nheader cue", "\nREGION\nid:a")

TIMES: tuple[str, ...] = (
    "00:00.000",
    "00:01.000",
    "00:00:02.500",
    "01:00:00.000",
    "1:00:00.000",
    "100:00:00.000",
    "00:59.999",
    "59:59.999",
)
BAD_TIMES: tuple[str, ...] = (
    "0:00.000",
    "00:60.000",
    "60:00.000",
    "00:00:60.000",
    "00:60:00.000",
    "00:00,000",
    "00:00.00",
    "00:00.0000",
)
BAD_TIMES += (
    "00:00",
    "-00:01.000",
    "00.000",
    "٠٠:٠١.٠٠٠",
    "00:00:00:00.000",
    "0a:00.000",
    "00:0.000",
    "00:00\0.000",
    "",
)
ARROWS: tuple[str, ...] = (
    *[" --> "] * 8,
    "-->",
    " -->",
    "--> ",
    "\t-->\t",
    " --->",
    " -- >",
    " -> ",
    "\f-->\f",
    " --\0> ",
    " --> --> ",
    "\v-->",
)

SETTINGS: tuple[str, ...] = (
    "line:0",
    "line:-1",
    "line:-0",
    "line:5%",
    "line:100%",
    "line:101%",
    "line:1.5",
    "line:.5",
    "line:5.",
    "line:--1",
)
SETTINGS += (
    "line:5%,end",
    "line:5,center",
    "line:5%,middle",
    "line:5%,",
    "line:1e2",
    "line:٣",
    "line:%",
    "line:-5%",
    "line:+5",
)
SETTINGS += (
    "position:50%",
    "position:50%,line-left",
    "position:10.5%,center",
    "position:1",
    "position:50%,start",
    "position:0%",
)
SETTINGS += (
    "position:50%,auto",
    "position:101%,center",
    "position:50%,line-right",
    "size:50%",
    "size:0%",
    "size:100%",
    "size:50",
)
SETTINGS += (
    "size:101%",
    "size:1.25%",
    "align:start",
    "align:end",
    "align:left",
    "align:right",
    "align:center",
    "align:middle",
)
SETTINGS += (
    "vertical:rl",
    "vertical:lr",
    "vertical:",
    ":rl",
    "vertical:rl:",
    "Align:start",
    "align:Start",
    "junk",
    "a:b",
    "::",
)
SETTINGS += (
    "region:a",
    "region:b",
    "region:nobody",
    "align:start,end",
    "line:1:2",
    "size:50%%",
    "line:00007",
    "position:007%",
)
BETWEEN: tuple[str, ...] = (*[" "] * 8, "\t", "  ", "\v", "\u00a0", " \t ", "", "\u2003")

TEXTS: tuple[str, ...] = (
    "Hello",
    "two\nlines",
    "AT&amp;T",
    "AT&T says 3 < 5 & done",
    "a &lt; b",
    "<b>bold</b>",
    "<i>open",
    "</i>closed",
    " ",
)
TEXTS += (
    "<v Ann>Hi",
    "<v.loud Ann Lee>Hi</v> there",
    "<v  Ann\t B\n>x</v>",
    "<v>nobody",
    "<v a&amp;b>x",
    "<v a&lt;b>x</v>y",
)
TEXTS += (
    "<c.yellow.bg_blue>y</c>",
    "<c..a. b>x",
    "<c",
    "<",
    ">",
    "<>",
    "</>",
    "</c >x",
    "a<b",
    "a<b c>d",
    "<rt>x",
    "<lang en>x",
)
TEXTS += (
    "<ruby>a<rt>b</rt></ruby>c",
    "<ruby>a<rt>b</ruby>c",
    "<ruby>a<rt><b>b</ruby>c",
    "<ruby><b>a<rt>b",
    "<b><i>x</b>y</i>z",
)
TEXTS += (
    "a<00:00:01.000>b",
    "a<00:01.000>b",
    "a<00:01.00>b",
    "a<1>b",
    "a<00:00:01.000 >b",
    "a<99:99:99.999>b",
    "<i/>x",
    "<br>x",
)
TEXTS += (
    "&nbsp;&lrm;&rlm;&copy;&AMP;&amp&ampx",
    "&notit;&notin;&not",
    "&#65;&#x41;&#65&#x41z&#;&#x;",
    "&#0;&#1;&#128;&#150;",
)
TEXTS += (
    "&#55296;&#1114112;&#99999999999;&#xFFFE;",
    "&;&&amp;&<b>x",
    "&NotEqualTilde;&CounterClockwiseContourIntegral;&fjlig;",
)
TEXTS += (
    "é e\u0301 ♪ 😀",
    "a\u2028b\u2029c\u0085d",
    "a\vb\fc",
    "\u202bעברית\u202c",
    "x\0y",
    "NOTE x",
    "STYLE",
    "WEBVTT",
    "1",
    "<I>x</I>",
)
TEXTS += (
    "<v Ann>a</v> <v Bob>b</v>",
    "<lang ru>Да</lang> <lang>x</lang>",
    "<u>a<c>b</u>c",
    "<v\nAnn>x",
    "<c.a\nb>x",
    "a &#10;&#13; b",
)
TEXTS += (
    "<v Ann",
    "<b.x",
    "<00:00:01.000",
    "</b",
    "<v &quot;Ann&quot;>x",
    "tab\there",
    "x &l",
    "x &lt",
    "x &#",
    "  pad  ",
    "<v.a>z",
)

IDS: tuple[str, ...] = (
    *[""] * 6,
    "1\n",
    "intro\n",
    "NOTE\n",
    "STYLE\n",
    "REGION\n",
    " \n",
    "id with space\n",
    "-- >\n",
    "é\0\n",
    "WEBVTT\n",
    "x-->\n",
)
BLOCKS: tuple[str, ...] = (
    "NOTE a comment",
    "NOTE\nlong\ncomment",
    "NOTEx",
    "STYLE\n::cue{color:red}",
    "STYLE",
    "REGION\nid:a\nwidth:40%",
    "junk\njunk",
)
BLOCKS += (
    "REGION \nid:b lines:3",
    "REGION\nid:a\n\nREGION\nid:b",
    "NOTE\n00:00.000 --> 00:01.000\nnot a note",
    "REGION\nid:a-->\nx",
    "--> x",
)
BLOCKS += ("STYLE\n::cue{}\n-->\n}", "STYLE x\n::cue{}", "NOTE --> x", "REGION\n--->\nid:a", "1\n\n", "\n\n\n")
ENDS: tuple[str, ...] = (
    *["\n\n"] * 10,
    "\n",
    "\n",
    "\r\n\r\n",
    "\r\r",
    "\n \n",
    "\n\n\n",
    "",
    "\n\r",
    "\u2028\u2028",
    "\f\n\f",
)


def hostile_file(rng: random.Random) -> bytes:
    """One file, the same for the same state of `rng`."""
    parts = [rng.choice(SIGNATURES), rng.choice(HEADERS), rng.choice(ENDS)]
    for _ in range(rng.randint(0, 6)):
        parts.append(rng.choice(BLOCKS) if rng.random() < 0.25 else _cue(rng))
        parts.append(rng.choice(ENDS))
    data = "".join(parts).encode()
    return _damage(data, rng) if rng.random() < 0.25 else data


def _cue(rng: random.Random) -> str:
    start, end = (rng.choice(BAD_TIMES if rng.random() < 0.12 else TIMES) for _ in range(2))
    settings = "".join(rng.choice(BETWEEN) + rng.choice(SETTINGS) for _ in range(rng.choice((0, 0, 1, 1, 2, 4))))
    text = "".join(rng.choice(TEXTS) for _ in range(rng.randint(0, 3)))
    lead = rng.choice(("", "", "", "", " ", "\t", "\f"))
    return f"{rng.choice(IDS)}{lead}{start}{rng.choice(ARROWS)}{end}{settings}{rng.choice(('', ' '))}\n{text}"


def _damage(data: bytes, rng: random.Random) -> bytes:
    damaged = bytearray(data)
    for _ in range(rng.randint(1, 3)):
        place = rng.randrange(len(damaged) + 1)
        if rng.random() < 0.5:
            damaged[place:place] = rng.choice(
                (b"\xff", b"\xc3", b"\xe2\x82", b"\0", b"<", b"&", b"\n", b"\r", b"-->", b">")
            )
        else:
            del damaged[place : place + rng.randint(1, 4)]
    return bytes(damaged)
