"""The drawings on the cards: plain shapes in the right half, between 90 and 510 of the card's 720 rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import cos, pi, radians, sin

from PIL import ImageDraw

Colour = tuple[int, int, int]
Pen = ImageDraw.ImageDraw


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one story: background from top to bottom, text, one accent, one soft second."""

    top: Colour
    bottom: Colour
    text: Colour
    accent: Colour
    soft: Colour


Drawing = Callable[[Pen, Palette, int], None]
"""Draws on a card that is so many times larger than it will be."""

_CENTRE = (960, 300)


def sunrise(pen: Pen, palette: Palette, fine: int) -> None:
    """The sun over the sea."""
    x, y = _CENTRE
    pen.pieslice(_box(fine, x - 130, y - 130, x + 130, y + 130), 180, 360, fill=palette.accent)
    for row, half in enumerate((210, 180, 140, 95, 45)):
        _stroke(pen, fine, (x - half, y + 26 + 34 * row), (x + half, y + 26 + 34 * row), palette.soft, width=7)


def hundred(pen: Pen, palette: Palette, fine: int) -> None:
    """A hundred dots, and more of them beginning."""
    for place in range(110):
        column, row = divmod(place, 10)
        x, y = 770 + 38 * column, 120 + 38 * row
        if column == 10:
            pen.ellipse(_box(fine, x - 11, y - 11, x + 11, y + 11), outline=palette.accent, width=3 * fine)
        else:
            pen.ellipse(_box(fine, x - 12, y - 12, x + 12, y + 12), fill=palette.soft)


def tally(pen: Pen, palette: Palette, fine: int) -> None:
    """Twenty strokes, as somebody counts years on a wall."""
    for group in range(4):
        left, top = 770 + 215 * (group % 2), 125 + 195 * (group // 2)
        for stroke in range(4):
            x = left + 24 + 34 * stroke
            _stroke(pen, fine, (x, top), (x - 6, top + 140), palette.soft, width=9)
        _stroke(pen, fine, (left - 4, top + 112), (left + 150, top + 28), palette.accent, width=9)


def house(pen: Pen, palette: Palette, fine: int) -> None:
    """A house with one window lit, a woman and three children before it."""
    walls = [(800, 490), (800, 250), (960, 120), (1120, 250), (1120, 490)]
    pen.line(_points(fine, walls), fill=palette.soft, width=7 * fine, joint="curve")
    _stroke(pen, fine, (770, 490), (1150, 490), palette.soft, width=7)
    pen.rounded_rectangle(_box(fine, 925, 212, 995, 282), 6 * fine, fill=palette.accent)
    _person(pen, fine, (880, 490), size=1.0, fill=palette.text)
    for x, size in ((945, 0.72), (1000, 0.6), (1050, 0.48)):
        _person(pen, fine, (x, 490), size=size, fill=palette.text)


def scales(pen: Pen, palette: Palette, fine: int) -> None:
    """The scales of a court, out of balance."""
    _stroke(pen, fine, (960, 150), (960, 470), palette.soft, width=9)
    _stroke(pen, fine, (880, 474), (1040, 474), palette.soft, width=11)
    _stroke(pen, fine, (800, 215), (1120, 145), palette.soft, width=9)
    for x, y, colour in ((800, 215, palette.accent), (1120, 145, palette.soft)):
        pen.line(_points(fine, [(x - 66, y + 150), (x, y), (x + 66, y + 150)]), fill=colour, width=4 * fine)
        pen.chord(_box(fine, x - 78, y + 108, x + 78, y + 192), 0, 180, fill=colour)
    pen.ellipse(_box(fine, 942, 132, 978, 168), fill=palette.accent)


def circle(pen: Pen, palette: Palette, fine: int) -> None:
    """People in a ring, each joined to the others."""
    x, y = _CENTRE
    places = [(x + 180 * cos(radians(45 * step)), y + 180 * sin(radians(45 * step))) for step in range(8)]
    for place, begin in enumerate(places):
        for end in places[place + 1 :]:
            pen.line(_points(fine, [begin, end]), fill=_between(palette.bottom, palette.soft), width=2 * fine)
    for place, (left, top) in enumerate(places):
        fill = palette.accent if place % 2 else palette.soft
        pen.ellipse(_box(fine, left - 27, top - 27, left + 27, top + 27), fill=fill)


def film_strip(pen: Pen, palette: Palette, fine: int) -> None:
    """One picture of a film, with the sea in it."""
    pen.rounded_rectangle(_box(fine, 750, 130, 1170, 470), 14 * fine, outline=palette.soft, width=6 * fine)
    for x in range(778, 1150, 47):
        for y in (148, 428):
            pen.rounded_rectangle(_box(fine, x, y, x + 24, y + 24), 5 * fine, fill=palette.soft)
    pen.rectangle(_box(fine, 778, 196, 1142, 404), fill=_between(palette.bottom, palette.soft))
    pen.pieslice(_box(fine, 905, 262, 1015, 372), 180, 360, fill=palette.accent)
    pen.rectangle(_box(fine, 778, 318, 1142, 404), fill=palette.top)


def people(pen: Pen, palette: Palette, fine: int) -> None:
    """Women side by side, hand in hand."""
    places = range(750, 1184, 84)
    for x in places[:-1]:
        _stroke(pen, fine, (x + 30, 425), (x + 54, 425), palette.soft, width=9)
    for number, x in enumerate(places):
        _person(pen, fine, (x, 490), size=1.3, fill=palette.accent if number == 2 else palette.soft)


def ferry(pen: Pen, palette: Palette, fine: int) -> None:
    """A ship with its lights on, and the moon."""
    pen.ellipse(_box(fine, 1090, 110, 1150, 170), fill=palette.text)
    pen.polygon(_points(fine, [(750, 350), (1170, 350), (1120, 425), (800, 425)]), fill=palette.soft)
    pen.rounded_rectangle(_box(fine, 810, 275, 1080, 352), 8 * fine, fill=_between(palette.bottom, palette.soft))
    pen.rectangle(_box(fine, 985, 205, 1030, 276), fill=palette.accent)
    for x in range(832, 1060, 42):
        pen.ellipse(_box(fine, x, 300, x + 20, 320), fill=palette.accent)
    waves(pen, palette, fine, rows=2)


def waves(pen: Pen, palette: Palette, fine: int, *, rows: int = 6) -> None:
    """The sea in rows, from below upwards."""
    for row in range(rows):
        y = 480 - 36 * row
        points = [(x, y + 9 * sin(2 * pi * (x - 740) / 90 + row)) for x in range(740, 1184, 4)]
        pen.line(_points(fine, points), fill=palette.soft, width=5 * fine, joint="curve")


def gauge(pen: Pen, palette: Palette, fine: int) -> None:
    """Bars that rise; the last ones are too loud."""
    for step in range(12):
        x, height = 748 + 36 * step, 40 + 30 * step
        fill = palette.accent if step > 7 else palette.soft
        pen.rounded_rectangle(_box(fine, x, 480 - height, x + 24, 480), 5 * fine, fill=fill)


def wind(pen: Pen, palette: Palette, fine: int) -> None:
    """Gusts of wind."""
    for y, right, size in ((210, 1100, 44), (300, 1150, 36), (390, 1060, 40)):
        colour = palette.accent if y == 300 else palette.soft
        _stroke(pen, fine, (750, y), (right, y), colour, width=9)
        up = -1 if y < 390 else 1
        middle = y + up * size
        box = _box(fine, right - size - 4, middle - size - 4, right + size + 4, middle + size + 4)
        first, last = (180, 450) if up < 0 else (270, 180)
        pen.arc(box, first, last, fill=colour, width=9 * fine)


def signatures(pen: Pen, palette: Palette, fine: int) -> None:
    """A list of names, signed by hand."""
    pen.rounded_rectangle(_box(fine, 800, 105, 1120, 500), 12 * fine, fill=palette.text)
    for row in range(6):
        y = 165 + 56 * row
        pen.line(_box(fine, 835, y + 14, 1085, y + 14), fill=palette.soft, width=2 * fine)
        length = (170, 210, 140, 190, 160, 120)[row]
        points = [
            (845 + x, y - (9 + 4 * sin(x / 23 + row)) * sin(x / (5.5 + row % 3) + 2 * row)) for x in range(0, length, 2)
        ]
        ink = palette.accent if row == 5 else palette.top
        pen.line(_points(fine, points), fill=ink, width=3 * fine, joint="curve")


def clock(pen: Pen, palette: Palette, fine: int) -> None:
    """Half past seven."""
    x, y = _CENTRE
    pen.ellipse(_box(fine, x - 185, y - 185, x + 185, y + 185), outline=palette.soft, width=9 * fine)
    for hour in range(12):
        angle = radians(30 * hour)
        near, far = (148, 164) if hour % 3 else (138, 164)
        begin, end = ((x + reach * sin(angle), y - reach * cos(angle)) for reach in (near, far))
        _stroke(pen, fine, begin, end, palette.soft, width=6)
    for angle, reach, colour in ((225, 92, palette.text), (180, 132, palette.accent)):
        tip = (x + reach * sin(radians(angle)), y - reach * cos(radians(angle)))
        _stroke(pen, fine, (x, y), tip, colour, width=11)
    pen.ellipse(_box(fine, x - 12, y - 12, x + 12, y + 12), fill=palette.accent)


def _person(pen: Pen, fine: int, feet: tuple[float, float], *, size: float, fill: Colour) -> None:
    """A head over a long coat, 110 rows tall at size 1."""
    x, ground = feet
    head = 17 * size
    top = ground - 110 * size
    pen.ellipse(_box(fine, x - head, top, x + head, top + 2 * head), fill=fill)
    shoulder, hem, neck = 20 * size, 30 * size, top + 2 * head + 4 * size
    pen.polygon(
        _points(fine, [(x - shoulder, neck), (x + shoulder, neck), (x + hem, ground), (x - hem, ground)]), fill=fill
    )


def _stroke(
    pen: Pen, fine: int, begin: tuple[float, float], end: tuple[float, float], fill: Colour, *, width: int
) -> None:
    """A line with round ends."""
    pen.line(_points(fine, [begin, end]), fill=fill, width=width * fine)
    for x, y in (begin, end):
        pen.ellipse(_box(fine, x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=fill)


def _box(fine: int, *sides: float) -> tuple[float, float, float, float]:
    left, top, right, bottom = (side * fine for side in sides)
    return left, top, right, bottom


def _points(fine: int, points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    return [(x * fine, y * fine) for x, y in points]


def _between(one: Colour, other: Colour) -> Colour:
    red, green, blue = ((a + b) // 2 for a, b in zip(one, other, strict=True))
    return red, green, blue
