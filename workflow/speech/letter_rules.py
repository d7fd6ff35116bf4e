"""What letters say: rules of English spelling, and of Slavic and Turkic names in Latin letters.

A rule is `before[letters]after=PHONES`, tried in order. `before` and `after` are regular expressions over the letters
around (a word has no others, so `^` and `$` are its ends); `V` in them stands for a vowel, `C` for a consonant.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Rule:
    """`letters` say `phones` where the letters before and after them match."""

    letters: str
    phones: tuple[str, ...]
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None

    def fits(self, word: str, place: int) -> bool:
        end = place + len(self.letters)
        return (
            word.startswith(self.letters, place)
            and (self.before is None or self.before.search(word[:place]) is not None)
            and (self.after is None or self.after.match(word[end:]) is not None)
        )


def _rules(table: str) -> dict[str, tuple[Rule, ...]]:
    """The rules by their first letter, in the table's order."""
    rules: dict[str, list[Rule]] = defaultdict(list)
    for written in table.split():
        context, phones = written.split("=")
        before, letters, after = re.split(r"<|>", context)
        rules[letters[0]].append(
            Rule(
                letters,
                tuple(phones.split("-")) if phones else (),
                _context(f"(?:{before})$" if before else ""),
                _context(after),
            )
        )
    return {letter: tuple(found) for letter, found in rules.items()}


def _context(written: str) -> re.Pattern[str] | None:
    if not written:
        return None
    return re.compile(written.replace("V", "[aeiouy]").replace("C", "[bcdfghjklmnpqrstvwxz]"))


LETTER_NAMES: Final = {
    "a": "EY", "b": "B IY", "c": "S IY", "d": "D IY", "e": "IY", "f": "EH F", "g": "JH IY", "h": "EY CH", "i": "AY",
    "j": "JH EY", "k": "K EY", "l": "EH L", "m": "EH M", "n": "EH N", "o": "OW", "p": "P IY", "q": "K Y UW",
    "r": "AA R", "s": "EH S", "t": "T IY", "u": "Y UW", "v": "V IY",
    "w": "D AH B AH L Y UW", "x": "EH K S", "y": "W AY",
    "z": "Z IY",
}  # fmt: skip

ENGLISH: Final = _rules(
    """
    ^C*<a>$=AA <a>$=AH <ai>r=EH <air>=EH-R <ai>n$=EY <ai>=EY <ay>=EY <augh>=AO <aught>=AO-T <au>=AO <aw>=AO
    ^<a>$=EY <are>$=EH-R <ar>V=EH-R ^C*<ar>=AA-R w<ar>=AO-R <ar>$=ER V.*<ar>d=ER <ar>=AA-R <all>$=AO-L <alk>=AO-K
    <a>lC?$=AH w<a>[sntd]=AA <able>$=AH-B-AH-L <age>$=IH-JH <ange>=EY-N-JH <ally>$=AH-L-IY <ae>=IY
    <ate>$=EY-T <a>tion=EY <a>C(?:e$|es$|ed$|ing$|er$|or$)=EY ^C*<a>Cia=EY <a>C[iy]C?$=EY ^<a>(?:bo|ro|lo|mo|go|wa)=AH
    V.*<a>[nl](?:t|ce|d)?s?$=AH V.*<a>C?$=AH <a>=AE
    <bb>=B m<b>$= <b>=B
    <chr>=K-R <ch>[lmn]=K <tch>=CH <ch>=CH <cc>[ei]=K-S <cc>=K <ck>=K <cqu>=K-W <ci>(?:a|o|ous)=SH s<c>[eiy]= <c>[eiy]=S
    <cs>$=K-S <c>=K
    <ddge>=JH <dge>=JH <dg>=JH <dd>=D <dj>=JH <d>=D
    <eau>=OW <ear>C=ER <ear>=IH-R <ea>(?:d|th|lth|sure|v)=EH <ea>=IY <eer>=IH-R <ee>=IY <eigh>=EY <ei>[nr]=AY
    <ei>=IY <ew>=UW <eu>=UW <ey>$=IY <ey>=EY <ere>$=IH-R <er>V=EH-R <er>=ER [td]<ed>$=AH-D [^tdaeiou]<ed>$=D
    [szxcg]h?<es>$=AH-Z C<es>$=Z ^C*<e>$=IY C<e>$= V<e>$= <e>(?:ment|ful|less|ly|ness)=
    ^C*<e>C[aeiou]=IY <e>ous=IY <e>[ao]=IY V.*<e>l$=AH V.*<e>n(?:t|ce|s|d)?s?$=AH V.*<e>(?:t|ss)$=AH <e>=EH
    <ff>=F <f>=F
    <gg>=G <gh>V=G <gh>= ^<gn>=N <gn>$=N <gu>[ei]=G <ge>$=JH <ge>o=JH ^<g>e[bt]=G ^<g>i[fv]=G <g>[eiy]=JH
    n<g>$= <g>=G
    ^<h>=HH V<h>$= V<h>C= <h>V=HH <h>=
    <igh>=AY <ign>$=AY-N <ier>$=IY-ER <iest>$=IY-AH-S-T <ies>$=IY-Z <ied>$=IY-D <ie>$=IY <ie>=IY <ique>$=IY-K
    <ir>V=IH-R <ire>$=AY-ER <ir>=ER <i>nd$=AY <i>ld$=AY <io>us=IY-AH <ia>l?=IY-AH <io>n?=IY-AH
    <ine>$=AY-N <ite>$=AY-T <ive>$=IH-V <ise>$=AY-Z <ize>=AY-Z <ice>$=IH-S <i>C(?:e$|es$|ed$|er$|ing$)=AY
    ^C?<i>C[aou]=AY
    <i>$=IY <i>=IH
    <j>=JH
    ^<kn>=N <kk>=K <k>=K
    C<le>$=AH-L C<les>$=AH-L-Z C<led>$=AH-L-D <ll>=L <l>[mkf]$=L <l>=L
    <mm>=M ^<mc>=M-AH-K <m>=M
    <ng>$=NG <ng>(?:s|ed|er|ing|ton|ham|ly|ley|C)=NG <n>k=NG <n>g[ui]=NG <n>ga=NG <nn>=N <n>=N
    <oar>=AO-R <oa>=OW <oo>k=UH <oo>d=UH <oor>=AO-R <oo>=UW <ough>t=AO <ough>=AH-F <our>=AO-R <ould>=UH-D <ous>$=AH-S
    <ou>nd=AW <ou>p=UW <ou>=AW <ow>n$=AW <ow>$=OW <ow>er=AW <ow>=OW <oi>=OY <oy>=OY <oe>$=OW w<or>=ER V.*<or>$=ER
    <ore>=AO-R <or>=AO-R <old>=OW-L-D <ost>$=OW-S-T <oll>=OW-L <o>lC?$=OW V.*<o>n$=AH V.*<on>s$=AH-N <ome>$=AH-M
    <o>C(?:e$|es$|ed$|er$|ing$)=OW ^C*<o>C[aeiouy]=OW <o>ld=OW <o>$=OW <os>$=OW-Z <o>V=OW <o>w=AW <o>=AA
    <pph>=F <ph>=F ^<ps>=S ^<pn>=N <pp>=P <p>=P
    <que>$=K <qu>=K-W <q>=K
    <rr>=R <rh>=R <r>=R
    <sch>=SH <sci>=S-AY <sc>[eiy]=S <sh>=SH <ssion>=SH-AH-N V<sion>=ZH-AH-N <sion>=SH-AH-N <ssure>=SH-ER V<sure>=ZH-ER
    <ss>=S <sth>m=S <stle>$=S-AH-L V<s>m=Z [bdgvmnlrwyaeiou][aeiou]<s>e$=Z V<se>$=Z [bdgvmnlrw]<s>$=Z [aeouyi]<s>$=Z
    <s>ed$=Z V<s>[aeiou]V?C?=S <s>=S
    <tch>=CH <tion>=SH-AH-N <tial>=SH-AH-L <tious>=SH-AH-S <tian>=SH-AH-N <ture>=CH-ER <tures>=CH-ER-Z <tth>=TH
    <th>er=DH <the>$=DH <th>=TH <tt>=T <t>ual=CH <t>=T
    ^<un>=AH-N <ure>$=ER <ur>V=UH-R <ur>=ER <uy>=AY <ui>=UW [gq]<u>[aeiou]=W <ue>$=UW [rljsn]<u>CV=UW
    <u>C(?:e$|es$|ed$|er$|ing$)=Y-UW [bcfhkmp]<u>C[aeiouy]=Y-UW <u>$=UW <u>V=UW V.*<ul>$=AH-L <u>ll=UH <u>=AH
    <vv>=V <v>=V
    ^<wr>=R <wh>o=HH <wh>=W <w>V=W <w>$= <w>=
    ^<x>=Z <x>=K-S
    ^<y>V=Y ^C+<y>$=AY <y>C(?:e|es)$=AY ^C*<y>C[aeiou]=AY <y>$=IY <yr>=ER V<y>V=Y <y>V=IY <y>=IH
    <zz>=Z <z>=Z
    """
)

NAMES: Final = _rules(
    """
    <aa>=AA <ay>=AY <ai>=AY <ae>=AA-EH V.*<a>$=AH <a>=AA
    <bb>=B <b>=B
    <ch>=CH <ck>=K <c>[hk]= <c>[eiy]=S <c>=K
    <dzh>=JH <dj>=JH <dd>=D <d>=D
    <ey>=EY <ei>=EY <eu>=EH-UW <ee>=IY <e>=EH
    <ff>=F <f>=F
    <gh>=G <gg>=G <g>=G
    ^<h>=HH <h>$= <h>V=HH <h>=HH
    <iy>=IY <yi>=IY <iya>=IY-AH <ia>$=IY-AH <ie>=Y-EH <iu>=Y-UW <io>=Y-OW <ii>=IY <i>$=IY <i>=IY
    <jj>=JH <j>=JH
    <kh>=K <kk>=K <k>=K
    <ll>=L <l>=L
    <mm>=M <m>=M
    <nn>=N <n>[kq]=NG <n>=N
    <ou>=UW <oo>=UW <oy>=OY <or>=AO-R <ov>$=AO-V <o>=OW
    <ph>=F <pp>=P <p>=P
    <qq>=K <q>=K
    <rr>=R <er>C=ER <r>=R
    <shch>=SH <sch>=SH <sh>=SH <ss>=S <s>=S
    <ts>=T-S <tz>=T-S <th>=T <tt>=T <t>=T
    <uy>=UW-IY <u>=UW
    <v>=V
    <w>=V
    <x>=K-S
    <yyi>=IY <yi>$=IY <yi>=IY <yy>=IY <ye>=Y-EH <ya>=Y-AA <yu>=Y-UW <yo>=Y-OW <y>$=IY <y>V=Y <y>=IH
    <zh>=ZH <zz>=Z <z>=Z
    """
)
