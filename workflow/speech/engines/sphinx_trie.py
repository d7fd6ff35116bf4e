"""The file format of pocketsphinx's bundled language model: a trigram as a bit-packed trie, read and written.

Probabilities are logarithms to the base 1.0001. An n-gram is filed under its last word, then the word before, then the
first: bigrams (before, last) in the order of `last` and then `before`, trigrams likewise. Bigrams and trigrams hold a
16-bit code for each number, which stands in a table of the file. (pocketsphinx 5.1, src/lm/lm_trie*.c.)
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workflow.errors import SpeechError

_MAGIC: Final = b"Trie Language Model"
_HEADER: Final = struct.Struct("<B3II")  # order, three counts, kind of quantisation
_CODES: Final = 1 << 16
_UNIGRAM: Final = np.dtype([("probability", "<f4"), ("backoff", "<f4"), ("next", "<u4")])
_SPARE: Final = 8  # bytes after each bit-packed array, for readers of whole 64-bit words

Codes = NDArray[np.uint16]
Keys = NDArray[np.int64]
Logs = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Trie:
    """A trigram model. `two` are keys `last * V + before`, `three` keys `(last * V + middle) * V + first`, both rising;
    V is the number of words and a word's number its place in `words`.

    `tables` are the values of the codes: bigram probability, bigram back-off, trigram probability, each rising.
    """

    words: tuple[str, ...]
    one_probability: Logs
    one_backoff: Logs
    two: Keys
    two_probability: Codes
    two_backoff: Codes
    three: Keys
    three_probability: Codes
    tables: NDArray[np.float32]


def read_trie(file: Path) -> Trie:
    """Raises `SpeechError` when the file is not a trigram in this format."""
    try:
        data = np.fromfile(file, np.uint8)
        return _parsed(data)
    except (OSError, ValueError, struct.error, UnicodeDecodeError) as error:
        raise SpeechError(
            f"The language model {file} is not in the format that pocketsphinx 5.1 has: install `pocketsphinx~=5.1.1`,"
            " or leave the story out as a hint (--no-hint)."
        ) from error


def encode(table: Logs, values: Logs) -> Codes:
    """The codes of the nearest values in a rising table."""
    after = np.clip(np.searchsorted(table, values), 1, _CODES - 1)
    nearer_before = values - table[after - 1] < table[after] - values
    return (after - nearer_before).astype(np.uint16)


def write_trie(trie: Trie, file: Path) -> None:
    """Write a model that `read_trie` and pocketsphinx read."""
    size = len(trie.words)
    counts = (size, len(trie.two), len(trie.three))
    word_bits, next_bits = size.bit_length(), counts[2].bit_length()
    unigrams = np.zeros(size + 1, _UNIGRAM)
    unigrams["probability"][:size], unigrams["backoff"][:size] = trie.one_probability, trie.one_backoff
    unigrams["next"] = np.searchsorted(trie.two // size, np.arange(size + 1))
    first_three = np.searchsorted(trie.three // size, np.append(trie.two, size * size))
    middle = _pack(
        (_sentinel(trie.two % size), word_bits), (_sentinel(trie.two_backoff), 16),
        (_sentinel(trie.two_probability), 16), (first_three, next_bits),
    )  # fmt: skip
    longest = _pack((_sentinel(trie.three % size), word_bits), (_sentinel(trie.three_probability), 16))
    names = b"".join(word.encode() + b"\0" for word in trie.words)
    with file.open("wb") as out:
        out.write(_MAGIC + _HEADER.pack(3, *counts, 1))
        for part in (trie.tables.tobytes(), unigrams.tobytes(), middle, longest):
            out.write(part)
        out.write(struct.pack("<I", len(names)) + names)


def _parsed(data: NDArray[np.uint8]) -> Trie:
    head = data[: len(_MAGIC) + _HEADER.size].tobytes()
    order, size, twos, threes, kind = _HEADER.unpack(head[len(_MAGIC) :])
    if not head.startswith(_MAGIC) or order != 3 or kind != 1:
        raise ValueError("not a quantised trigram")
    place = len(head)
    tables = data[place : place + 3 * _CODES * 4].view("<f4").reshape(3, _CODES)
    place += tables.nbytes
    unigrams = data[place : place + (size + 1) * _UNIGRAM.itemsize].view(_UNIGRAM)
    place += unigrams.nbytes
    widths = (size.bit_length(), 16, 16, threes.bit_length())
    before, backoff, two_probability, following = _unpack(data[place:], twos + 1, widths)
    place += _packed_size(twos + 1, sum(widths))
    first, three_probability = _unpack(data[place:], threes, widths[:2])
    place += _packed_size(threes + 1, sum(widths[:2]))
    words = data[place + 4 :].tobytes().decode().split("\0")[:-1]
    if len(words) != size:
        raise ValueError("the words do not follow where they should")
    # The bundled file's last bigrams are counted but belong to no word: neither it nor we can reach them.
    reached = int(unigrams["next"][-1])
    two = np.repeat(np.arange(size), _lengths(unigrams["next"])) * size + before[:reached]
    three = np.repeat(two, _lengths(following[: reached + 1]))
    three = three * size + first[: len(three)]
    return Trie(
        words=tuple(words),
        one_probability=unigrams["probability"][:size].copy(),
        one_backoff=unigrams["backoff"][:size].copy(),
        two=two,
        two_probability=two_probability[:reached].astype(np.uint16),
        two_backoff=backoff[:reached].astype(np.uint16),
        three=three,
        three_probability=three_probability[: len(three)].astype(np.uint16),
        tables=tables,
    )


def _lengths(starts: NDArray[np.integer]) -> NDArray[np.int64]:
    whole = starts.astype(np.int64)
    return whole[1:] - whole[:-1]


def _sentinel(values: NDArray[np.integer]) -> NDArray[np.int64]:
    """With one more entry, which only says where the last one's children end."""
    return np.append(values.astype(np.int64), 0)


def _packed_size(entries: int, bits: int) -> int:
    return (entries * bits + 7) // 8 + _SPARE


def _unpack(data: NDArray[np.uint8], entries: int, widths: Sequence[int]) -> list[NDArray[np.int64]]:
    """The fields of `entries` records, packed without gaps, the lowest bit first.

    Eight records fill a whole number of bytes, so each of the eight stands at the same bits in every group.
    """
    bits, groups = sum(widths), -(-entries // 8)
    raw = np.zeros(groups * bits + _SPARE, np.uint8)
    raw[: min(len(raw), len(data))] = data[: len(raw)]
    fields = [np.zeros((groups, 8), np.int64) for _ in widths]
    for record in range(8):
        at = record * bits
        for field, width in zip(fields, widths, strict=True):
            byte, shift = divmod(at, 8)
            value = np.zeros(groups, np.int64)
            for number in range((shift + width + 7) // 8):
                value |= raw[byte + number :: bits][:groups].astype(np.int64) << (8 * number)
            field[:, record] = (value >> shift) & ((1 << width) - 1)
            at += width
    return [field.reshape(-1)[:entries] for field in fields]


def _pack(*fields: tuple[NDArray[np.int64], int]) -> bytes:
    """The reverse of `_unpack`."""
    bits, entries = sum(width for _, width in fields), len(fields[0][0])
    groups = -(-entries // 8)
    raw = np.zeros(groups * bits + _SPARE, np.uint8)
    for values, first_bit, width in zip(*_columns(fields), strict=True):
        grouped = np.zeros(groups * 8, np.int64)
        grouped[:entries] = values
        for record in range(8):
            byte, shift = divmod(record * bits + first_bit, 8)
            shifted = grouped[record::8] << shift
            for number in range((shift + width + 7) // 8):
                raw[byte + number :: bits][:groups] |= ((shifted >> (8 * number)) & 255).astype(np.uint8)
    size = _packed_size(entries, bits)
    packed = np.zeros(size, np.uint8)
    packed[: min(size, len(raw))] = raw[:size]
    return packed.tobytes()


def _columns(
    fields: Sequence[tuple[NDArray[np.int64], int]],
) -> tuple[list[NDArray[np.int64]], list[int], list[int]]:
    """The fields' values, first bits and widths."""
    widths = [width for _, width in fields]
    return [values for values, _ in fields], [sum(widths[:place]) for place in range(len(widths))], widths
