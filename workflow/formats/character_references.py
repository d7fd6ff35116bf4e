"""`&amp;`, `&#8212;`, `&notin`: HTML's character references, as browsers read them in cue text.

Python's `html.unescape` is close, but drops references to control characters and noncharacters, which browsers keep,
and raises an error on a decimal reference of more than 4300 digits.
"""

from __future__ import annotations

import re
from html.entities import html5

# Names are letters and digits after a first letter; the longest has 31 of them ("CounterClockwiseContourIntegral").
_REFERENCE = re.compile(r"&(?:#([0-9]++);?|#[xX]([0-9a-fA-F]++);?|([A-Za-z][A-Za-z0-9]{1,30}+;?))")
_LONGEST_WITHOUT_SEMICOLON = max(len(name) for name in html5 if not name.endswith(";"))

# "Numeric character reference end state" of the HTML standard: what Windows-1252 has in the place of the C1 controls.
_C1 = dict(
    zip(
        (*range(0x82, 0x8D), 0x8E, *range(0x91, 0x9D), 0x9E, 0x9F, 0x80),
        "‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ€",
        strict=True,
    )
)
_UNWRITABLE = "\N{REPLACEMENT CHARACTER}"


def decode_references(text: str) -> str:
    """`text` with every character reference replaced by what it stands for; what is no reference stays as it is."""
    return _REFERENCE.sub(_decode, text) if "&" in text else text


def _decode(found: re.Match[str]) -> str:
    decimal, hexadecimal, name = found.groups()
    if name is not None:
        return _named(name)
    return _numeric(decimal, 10) if decimal is not None else _numeric(hexadecimal, 16)


def _named(name: str) -> str:
    if name in html5:
        return html5[name]
    # Some old names count without a semicolon, and then whatever follows them: `&notit;` is `¬it;`.
    for length in range(min(len(name), _LONGEST_WITHOUT_SEMICOLON), 1, -1):
        if name[:length] in html5:
            return html5[name[:length]] + name[length:]
    return "&" + name


def _numeric(digits: str, base: int) -> str:
    digits = digits.lstrip("0")
    if not digits or len(digits) > 7:  # U+10FFFF has seven decimal digits
        return _UNWRITABLE
    code = int(digits, base)
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return _UNWRITABLE
    return _C1.get(code) or chr(code)
