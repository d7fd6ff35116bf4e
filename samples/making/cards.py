"""The title cards: a headline on the left, a drawing on the right, and the lower quarter left free for captions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from samples.making import drawings
from samples.making.drawings import Drawing, Palette
from samples.making.film import Picture

SIZE = (1280, 720)
CAPTIONS_FROM = 520
"""Below this row stands nothing: captions go there."""
_FINE = 4  # drawn four times as large and reduced, for smooth edges
_FONTS = Path("/usr/share/fonts/truetype/dejavu")
_LEFT = 96

SEA = Palette(top=(14, 36, 56), bottom=(24, 62, 86), text=(246, 242, 233), accent=(233, 180, 76), soft=(122, 178, 204))
DUSK = Palette(top=(33, 30, 48), bottom=(72, 54, 74), text=(247, 240, 232), accent=(240, 154, 96), soft=(158, 148, 190))


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on a card. `headline` is broken by hand."""

    kicker: str
    headline: str
    note: str
    drawing: Drawing
    palette: Palette


CARDS: Mapping[str, Card] = {
    "crimean-solidarity/title": Card("CRIMEA", "Crimean\nSolidarity", "The women who carry on", drawings.sunrise, SEA),
    "crimean-solidarity/prisoners": Card(
        "POLITICAL PRISONERS", "More than\n100 men", "Crimean Tatars behind bars", drawings.hundred, SEA
    ),
    "crimean-solidarity/sentences": Card(
        "THE SENTENCES", "Up to\n20 years", "for men falsely labelled as terrorists", drawings.tally, SEA
    ),
    "crimean-solidarity/families": Card(
        "AT HOME", "Left to\nprovide", "Wives and children of the prisoners", drawings.house, SEA
    ),
    "crimean-solidarity/court": Card(
        "AT THE TRIALS", "They come\nto support", "Women beside their husbands", drawings.scales, SEA
    ),
    "crimean-solidarity/solidarity": Card(
        "THE ORGANIZATION", "Crimean\nSolidarity", "Formed by the community", drawings.circle, SEA
    ),
    "crimean-solidarity/film": Card(
        "THE FILM",
        "Crimean\nSolidarity",
        "The Fight for Freedom\nin Russian-Occupied Crimea",
        drawings.film_strip,
        SEA,
    ),
    "crimean-solidarity/close": Card(
        "CRIMEAN SOLIDARITY",
        "The women\ncarry on",
        "Pictures and text: Storytrack\nSynthetic voice: flite, rms",
        drawings.people,
        SEA,
    ),
    "harbour-noise/harbour": Card("PORT ELLERY", "The night\nferry", "A harbour and its noise", drawings.ferry, DUSK),
    "harbour-noise/numbers": Card("DOCK STREET", "74\ndecibels", "measured last night", drawings.gauge, DUSK),
    "harbour-noise/quay": Card("ON THE QUAY", "Irene\nKoval", "Resident of Port Ellery", drawings.wind, DUSK),
    "harbour-noise/petition": Card("THE PETITION", "1,186\nsignatures", "in nine days", drawings.signatures, DUSK),
    "harbour-noise/vote": Card("THE HARBOUR BOARD", "Tuesday,\n7:30 p.m.", "A vote on the wall", drawings.clock, DUSK),
    "harbour-noise/close": Card(
        "PORT ELLERY",
        "A place\nmade up",
        "Pictures, text and music: Storytrack\nSynthetic voices: flite, festival",
        drawings.waves,
        DUSK,
    ),
}


def missing_packages() -> tuple[str, ...]:
    """The Debian packages that are needed and not installed."""
    return () if (_FONTS / "DejaVuSerif-Bold.ttf").is_file() else ("fonts-dejavu-core",)


def draw(name: str) -> Picture:
    """The card `STORY/CARD` as red, green and blue."""
    card = CARDS[name]
    image = _background(card.palette)
    pen = ImageDraw.Draw(image)
    card.drawing(pen, card.palette, _FINE)
    _write(pen, card)
    return _reduced(image)


def draw_background(name: str) -> Picture:
    """What lies behind the card `STORY/CARD`."""
    return _reduced(_background(CARDS[name].palette))


def _reduced(image: Image.Image) -> Picture:
    return np.asarray(image.resize(SIZE, Image.Resampling.LANCZOS), dtype=np.uint8)


def _background(palette: Palette) -> Image.Image:
    """From the top colour to the bottom one. Drawn coarsely and enlarged, so that it stays a smooth ramp."""
    ramp = Image.new("RGB", (1, 2))
    ramp.putpixel((0, 0), palette.top)
    ramp.putpixel((0, 1), palette.bottom)
    return ramp.resize((SIZE[0] * _FINE, SIZE[1] * _FINE), Image.Resampling.BILINEAR)


def _write(pen: ImageDraw.ImageDraw, card: Card) -> None:
    _spaced(pen, (_LEFT, 112), card.kicker, _font("DejaVuSans-Bold", 21), card.palette.accent)
    pen.line([_scaled(_LEFT, 152), _scaled(_LEFT + 56, 152)], fill=card.palette.accent, width=4 * _FINE)
    headline = _font("DejaVuSerif-Bold", 74)
    pen.multiline_text(_scaled(_LEFT, 184), card.headline, font=headline, fill=card.palette.text, spacing=18 * _FINE)
    note = _font("DejaVuSans", 27)
    pen.multiline_text(_scaled(_LEFT, 412), card.note, font=note, fill=card.palette.soft, spacing=10 * _FINE)


def _spaced(
    pen: ImageDraw.ImageDraw, at: tuple[int, int], text: str, font: ImageFont.FreeTypeFont, fill: tuple[int, int, int]
) -> None:
    """Capitals with air between them."""
    left, top = _scaled(*at)
    for letter in text:
        pen.text((left, top), letter, font=font, fill=fill)
        left += round(font.getlength(letter)) + 4 * _FINE


def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FONTS / f"{name}.ttf"), size * _FINE)


def _scaled(left: int, top: int) -> tuple[int, int]:
    return left * _FINE, top * _FINE
