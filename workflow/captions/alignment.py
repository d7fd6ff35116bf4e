"""What two rows of words have in common, exactly, and how far apart they are. Pure.

All answers are computed for a whole row of the table at once, as the bits of one integer (Hyyrö 2004), so that two
texts of 25,000 words take a fraction of a second whatever they hold. difflib needs minutes when words repeat.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from itertools import accumulate

Pair = tuple[int, int]
Step = tuple[int | None, int | None]

_MOST_BITS = 1 << 28
"""Bits kept for the way back, 32 MB; a larger table is halved first."""


def common(one: Sequence[Hashable], other: Sequence[Hashable]) -> list[Pair]:
    """Places (in `one`, in `other`) of a longest row of equal items, both rising."""
    head, tail = _ends(one, other)
    middle = _longest(one[head : len(one) - tail], other[head : len(other) - tail])
    return [
        *((place, place) for place in range(head)),
        *((head + row, head + column) for row, column in middle),
        *((len(one) - place, len(other) - place) for place in range(tail, 0, -1)),
    ]


def gaps(pairs: Sequence[Pair], lengths: Pair) -> list[tuple[range, range]]:
    """What lies before, between and after the pairs: places in the one and in the other row, either may be empty."""
    before, after = [(-1, -1), *pairs], [*pairs, lengths]
    return [
        (range(row + 1, next_row), range(column + 1, next_column))
        for (row, column), (next_row, next_column) in zip(before, after, strict=True)
    ]


def distance(one: Sequence[Hashable], other: Sequence[Hashable]) -> int:
    """The least number of items to put in, take out or exchange to make `one` the `other` (Levenshtein)."""
    head, tail = _ends(one, other)
    rows, columns = other[head : len(other) - tail], one[head : len(one) - tail]
    if not rows or not columns:
        return len(rows) + len(columns)
    last = 1 << (len(columns) - 1)
    return len(columns) + sum(bool(more & last) - bool(less & last) for *_, more, less in _deltas(rows, columns))


def steps(one: Sequence[Hashable], other: Sequence[Hashable]) -> list[Step]:
    """The least changes that make `one` the `other`, in order: (place in `one`, place in `other`).

    Items that are equal or exchanged have both places; one that is taken out has None for the second, one that is put
    in None for the first.
    """
    head, tail = _ends(one, other)
    middle = _fewest(one[head : len(one) - tail], other[head : len(other) - tail])
    return [
        *((place, place) for place in range(head)),
        *((_later(row, head), _later(column, head)) for row, column in middle),
        *((len(one) - place, len(other) - place) for place in range(tail, 0, -1)),
    ]


def _ends(one: Sequence[Hashable], other: Sequence[Hashable]) -> Pair:
    """How many items are equal at the beginning, and how many of the rest at the end."""
    shorter = min(len(one), len(other))
    head = 0
    while head < shorter and one[head] == other[head]:
        head += 1
    tail = 0
    while tail < shorter - head and one[-1 - tail] == other[-1 - tail]:
        tail += 1
    return head, tail


def _places(items: Sequence[Hashable]) -> dict[Hashable, int]:
    """For each item a bit wherever it stands."""
    places: dict[Hashable, int] = {}
    for place, item in enumerate(items):
        places.setdefault(item, 0)
        places[item] |= 1 << place
    return places


def _longest(one: Sequence[Hashable], other: Sequence[Hashable]) -> list[Pair]:
    if not one or not other:
        return []
    if len(one) * len(other) > _MOST_BITS and len(one) > 1:
        return _halved(one, other)
    return _way_back(_rows(one, other), len(other))


def _rows(one: Sequence[Hashable], other: Sequence[Hashable]) -> list[int]:
    """For each item of `one` the table's row: a bit is 0 where one more item of `other` makes the common row longer."""
    places = _places(other)
    mask = (1 << len(other)) - 1
    row = mask
    rows = []
    for item in one:
        equal = row & places.get(item, 0)
        row = (row + equal | row - equal) & mask
        rows.append(row)
    return rows


def _way_back(rows: Sequence[int], columns: int) -> list[Pair]:
    pairs: list[Pair] = []
    row, column = len(rows), columns
    while row and column:
        if rows[row - 1] >> (column - 1) & 1:
            column -= 1
        else:
            row -= 1
            if not row or rows[row - 1] >> (column - 1) & 1:
                column -= 1
                pairs.append((row, column))
    return pairs[::-1]


def _halved(one: Sequence[Hashable], other: Sequence[Hashable]) -> list[Pair]:
    """The two halves of `one` apart, `other` cut where the two together are longest (Hirschberg)."""
    middle = len(one) // 2
    left = _lengths(_last_row(one[:middle], other), len(other))
    right = _lengths(_last_row(one[: middle - 1 : -1], other[::-1]), len(other))[::-1]
    cut = max(range(len(other) + 1), key=lambda place: left[place] + right[place])
    below = _longest(one[middle:], other[cut:])
    return [*_longest(one[:middle], other[:cut]), *((middle + row, cut + column) for row, column in below)]


def _last_row(one: Sequence[Hashable], other: Sequence[Hashable]) -> int:
    places = _places(other)
    mask = row = (1 << len(other)) - 1
    for item in one:
        equal = row & places.get(item, 0)
        row = (row + equal | row - equal) & mask
    return row


def _lengths(row: int, columns: int) -> list[int]:
    """The length of the common row for every beginning of the columns, the empty one first."""
    bits = f"{row:0{columns}b}"
    return list(accumulate((bit == "0" for bit in reversed(bits)), initial=0))


def _deltas(rows: Sequence[Hashable], columns: Sequence[Hashable]) -> Iterator[tuple[int, int, int, int]]:
    """For each row of the table of distances four sets of bits, one bit a column: where it is 1 more, and 1 less, than
    in the column before; and where it is 1 more, and 1 less, than in the row before.
    """
    places = _places(columns)
    mask = (1 << len(columns)) - 1
    up, down = mask, 0
    for item in rows:
        equal = places.get(item, 0)
        vertical = equal | down
        horizontal = (((equal & up) + up) ^ up) | equal
        more = (down | ~(horizontal | up)) & mask
        less = up & horizontal
        shifted = more << 1 | 1
        up = (less << 1 | ~(vertical | shifted)) & mask
        down = shifted & vertical & mask
        yield up, down, more, less


def _fewest(one: Sequence[Hashable], other: Sequence[Hashable]) -> list[Step]:
    if 2 * len(one) * len(other) > _MOST_BITS and len(other) > 1:
        middle = len(other) // 2
        left = _distances(other[:middle], one)
        right = _distances(other[: middle - 1 : -1], one[::-1])[::-1]
        cut = min(range(len(one) + 1), key=lambda place: left[place] + right[place])
        below = _fewest(one[cut:], other[middle:])
        return [*_fewest(one[:cut], other[:middle]), *((_later(row, cut), _later(at, middle)) for row, at in below)]
    table = [(up, down) for up, down, *_ in _deltas(other, one)]
    way: list[Step] = []
    row, column = len(other), len(one)
    while row and column:
        if table[row - 1][0] >> (column - 1) & 1:
            column -= 1
            way.append((column, None))
        elif row > 1 and table[row - 2][1] >> (column - 1) & 1:
            row -= 1
            way.append((None, row))
        else:
            row, column = row - 1, column - 1
            way.append((column, row))
    return [*((place, None) for place in range(column)), *((None, place) for place in range(row)), *way[::-1]]


def _distances(rows: Sequence[Hashable], columns: Sequence[Hashable]) -> list[int]:
    """How far all rows are from every beginning of the columns, the empty one first."""
    up, down = (1 << len(columns)) - 1, 0
    for up, down, *_ in _deltas(rows, columns):  # noqa: B007  the last row is what is wanted
        pass
    deltas = ((up >> place & 1) - (down >> place & 1) for place in range(len(columns)))
    return list(accumulate(deltas, initial=len(rows)))


def _later(place: int | None, by: int) -> int | None:
    return None if place is None else place + by
