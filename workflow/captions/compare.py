"""What is different between two texts, and between two tracks, word by word. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal

from workflow.captions.alignment import common, distance, gaps
from workflow.captions.cue import Cue
from workflow.captions.word_times import Token, same_word, words_of

Kind = Literal["same", "gone", "new"]
Part = tuple[Kind, str]

_NEAR_MS = 1000
"""Captions closer than this are neighbours: a word may have been moved from the one to the other."""


@dataclass(frozen=True, slots=True)
class Row:
    """A caption of the new track beside what it was; or, where `new` is None, a caption of the old that is gone.

    `old` are the places of the old captions that it came from, `new` its own place, counted from 0. `parts` are its
    words and, among them, the words that are gone from it. `times` (start, end) and `voices` are old and new, None
    where they did not change; `looks` says that its place on the picture or its formatting did.
    """

    old: tuple[int, ...]
    new: int | None
    start_ms: int
    end_ms: int
    parts: tuple[Part, ...]
    times: tuple[tuple[int, int], tuple[int, int]] | None = None
    voices: tuple[str, str] | None = None
    looks: bool = False

    @property
    def is_changed(self) -> bool:
        return bool(self.times or self.voices or self.looks) or any(kind != "same" for kind, _ in self.parts)

    @property
    def words_changed(self) -> int:
        """How many words were put in, taken out, or exchanged."""
        changed = 0
        for same, stretch in groupby(self.parts, key=lambda part: part[0] == "same"):
            if not same:
                counts = Counter({"gone": 0, "new": 0})
                for kind, text in stretch:
                    counts[kind] += len(words_of(text))
                changed += max(counts.values())
        return changed


def diff_words(old: str, new: str) -> tuple[Part, ...]:
    """The words of both texts in order, those that are gone before those that stand instead.

    Each part ends with the white space after it: "same" and "new" together are the new text. A text that is only
    broken into other lines is the same.
    """
    return _merged(_steps(old, new))


def words_changed(old: str, new: str) -> tuple[int, int]:
    """The least number of words to put in, take out or exchange to make `old` the `new` text; the words of `old`."""
    words = [word.text for word in words_of(old)]
    return distance(words, [word.text for word in words_of(new)]), len(words)


def compare_tracks(old: Sequence[Cue], new: Sequence[Cue]) -> tuple[Row, ...]:
    """Every caption of the new track and every one that is gone, in the order of time.

    Captions belong together when they say the same words in the same order, also when they were moved, parted or
    merged; or, saying nothing that stands elsewhere, when they stand at the same time.
    """
    links = _links(old, new)
    linked_old, linked_new = {at for at, _ in links}, {at for _, at in links}
    rows = [_gone(at, cue) for at, cue in enumerate(old) if at not in linked_old]
    rows += [_come(at, cue) for at, cue in enumerate(new) if at not in linked_new]
    shared: dict[int, dict[int, int]] = {}
    for (one, other), count in links.items():
        shared.setdefault(other, {})[one] = count
    for olds, news in _groups(links):
        rows += _rows(olds, news, shared, old, new)
    return tuple(sorted(rows, key=lambda row: (row.start_ms, row.new is not None, row.new or 0)))


def _steps(old: str, new: str) -> Iterator[Part]:
    """The difference word by word."""
    gone, come = _pieces(old), _pieces(new)
    pairs = common([word for word, _ in gone], [word for word, _ in come])
    between = gaps(pairs, (len(gone), len(come)))
    for (olds, news), (_, place) in zip(between, [*pairs, (0, -1)], strict=True):
        yield from (("gone", gone[at][1]) for at in olds)
        yield from (("new", come[at][1]) for at in news)
        if place >= 0:
            yield "same", come[place][1]


def _pieces(text: str) -> list[tuple[str, str]]:
    """Each word with the text from it to the next; white space before the first is the first's."""
    words = words_of(text)
    edges = [0, *(word.start for word in words[1:]), len(text)]
    return [(word.text, text[start:end]) for word, (start, end) in zip(words, pairwise(edges), strict=False)]


def _merged(steps: Iterable[Part]) -> tuple[Part, ...]:
    return tuple(
        (kind, "".join(text for _, text in stretch)) for kind, stretch in groupby(steps, key=lambda step: step[0])
    )


def _links(old: Sequence[Cue], new: Sequence[Cue]) -> dict[tuple[int, int], int]:
    """Which old captions became which new ones, with the number of words they share.

    A word that two captions far apart have in common does not make them one; of neighbours it was moved.
    """
    old_words, new_words = [words_of(cue.text) for cue in old], [words_of(cue.text) for cue in new]
    old_places = [at for at, words in enumerate(old_words) for _ in words]
    new_places = [at for at, words in enumerate(new_words) for _ in words]
    pairs = common(_compared(old_words), _compared(new_words))
    shared = Counter((old_places[one], new_places[other]) for one, other in pairs)
    links = {
        (one, other): count
        for (one, other), count in shared.items()
        if 2 * count >= min(len(old_words[one]), len(new_words[other])) or _overlap(old[one], new[other]) > -_NEAR_MS
    }
    left_old = [at for at in range(len(old)) if at not in {one for one, _ in links}]
    left_new = [at for at in range(len(new)) if at not in {other for _, other in links}]
    return links | dict.fromkeys(_at_one_time(left_old, left_new, old, new), 0)


def _compared(words: Sequence[Sequence[Token]]) -> list[str]:
    return [same_word(word.text) for row in words for word in row]


def _overlap(one: Cue, other: Cue) -> int:
    return min(one.end_ms, other.end_ms) - max(one.start_ms, other.start_ms)


def _at_one_time(
    left_old: Sequence[int], left_new: Sequence[int], old: Sequence[Cue], new: Sequence[Cue]
) -> Iterator[tuple[int, int]]:
    """Pairs of captions, both in the order of their starts, of which one stands for half the time of the other."""
    news = sorted(left_new, key=lambda at: new[at].start_ms)
    first = 0
    for one in sorted(left_old, key=lambda at: old[at].start_ms):
        while first < len(news) and new[news[first]].end_ms <= old[one].start_ms:
            first += 1
        if first == len(news):
            return
        other = news[first]
        if 2 * _overlap(old[one], new[other]) >= max(1, min(old[one].duration_ms, new[other].duration_ms)):
            first += 1
            yield one, other


def _groups(links: Iterable[tuple[int, int]]) -> list[tuple[list[int], list[int]]]:
    """Old and new captions that hang together."""
    olds_of: dict[int, list[int]] = {}
    news_of: dict[int, list[int]] = {}
    for one, other in sorted(links):
        news_of.setdefault(one, []).append(other)
        olds_of.setdefault(other, []).append(one)
    groups: list[tuple[list[int], list[int]]] = []
    seen: set[int] = set()
    for first in news_of:
        olds, news = ([first], []) if first not in seen else ([], [])
        seen.add(first)
        for one in olds:  # grows while it is walked
            for other in news_of[one]:
                news.append(other)
                more = [old for old in olds_of[other] if old not in seen]
                seen.update(more)
                olds += more
        if olds:
            groups.append((sorted(olds), sorted(set(news))))
    return groups


def _gone(at: int, cue: Cue) -> Row:
    return Row((at,), None, cue.start_ms, cue.end_ms, (("gone", cue.text),) if cue.text else ())


def _come(at: int, cue: Cue) -> Row:
    return Row((), at, cue.start_ms, cue.end_ms, (("new", cue.text),) if cue.text else ())


def _rows(
    olds: Sequence[int],
    news: Sequence[int],
    shared: Mapping[int, Mapping[int, int]],
    old: Sequence[Cue],
    new: Sequence[Cue],
) -> Iterator[Row]:
    """Rows for the new captions of a group, each with its words and with the words gone after them."""
    steps = list(_steps("\n".join(old[at].text for at in olds), "\n".join(new[at].text for at in news)))
    for at, own in zip(news, _dealt(steps, [len(words_of(new[at].text)) for at in news]), strict=True):
        was = _came_from(shared[at], old)
        cue, before = new[at], [old[one] for one in was]
        old_times, times = (before[0].start_ms, max(one.end_ms for one in before)), (cue.start_ms, cue.end_ms)
        yield Row(
            old=was,
            new=at,
            start_ms=cue.start_ms,
            end_ms=cue.end_ms,
            parts=_merged(own),
            times=(old_times, times) if old_times != times else None,
            voices=(before[0].voice, cue.voice) if before[0].voice != cue.voice else None,
            looks=_looks(before[0]) != _looks(cue),
        )


def _came_from(shared: Mapping[int, int], old: Sequence[Cue]) -> tuple[int, ...]:
    """The old captions that a new one holds for the most part, or else the one that it has most of."""
    whole = tuple(sorted(at for at, count in shared.items() if 2 * count > len(words_of(old[at].text))))
    return whole or (max(shared, key=lambda at: shared[at]),)


def _dealt(steps: Sequence[Part], counts: Sequence[int]) -> list[list[Part]]:
    """The steps of several captions, parted where each of them has all its words."""
    dealt: list[list[Part]] = [[] for _ in counts]
    place, left = 0, counts[0]
    for kind, text in steps:
        if kind != "gone":
            while not left and place + 1 < len(counts):
                place, left = place + 1, counts[place + 1]
            left -= 1
        dealt[place].append((kind, text if left or kind == "gone" else text.rstrip("\n")))
    return dealt


def _looks(cue: Cue) -> object:
    return cue.settings, [(mark.tag, mark.classes, mark.value) for mark in cue.marks if mark.tag != "time"]
