"""The checksum under which the store keeps a file."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from workflow.media.checksum import sha256_file


@pytest.mark.parametrize("size", [1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 5_000_000])
def test_checksum_is_that_of_the_whole_file(tmp_path: Path, size: int) -> None:
    """Reading in blocks gives the same as reading at once, at and around the block's size."""
    data = bytes(range(251)) * (size // 251 + 1)
    (tmp_path / "a.bin").write_bytes(data[:size])
    shares: list[float] = []

    assert sha256_file(tmp_path / "a.bin", shares.append) == hashlib.sha256(data[:size]).hexdigest()
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
