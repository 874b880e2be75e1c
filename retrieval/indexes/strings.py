"""Sorted strings as two flat arrays, so that a vocabulary of millions is open the moment its file is mapped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

import numpy as np
import numpy.typing as npt


def encode(text: str) -> bytes:
    """UTF-8, with a code for lone surrogates too: any `str` can be a term. Bytes sort as the code points do."""
    return text.encode("utf-8", "surrogatepass")


def decode(raw: bytes) -> str:
    """The text that `encode` was given."""
    return raw.decode("utf-8", "surrogatepass")


def pack(strings: Sequence[bytes]) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """All strings end to end, and the n + 1 offsets at which they begin and end."""
    offsets = np.fromiter(accumulate(map(len, strings), initial=0), np.int64, len(strings) + 1)
    return np.frombuffer(b"".join(strings), np.uint8), offsets


class SortedStrings:
    """The strings that `pack` made flat, ascending and all different, numbered from 0; looked up by bisection."""

    def __init__(self, blob: npt.NDArray[np.uint8], offsets: npt.NDArray[np.int64]) -> None:
        # A memoryview hands out Python numbers several times as fast as an array does.
        self._blob = blob.data
        self._offsets = offsets.data

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, number: int) -> str:
        return decode(self._raw(number))

    def __iter__(self) -> Iterator[str]:
        return map(decode, self.raw())

    def raw(self) -> Iterator[bytes]:
        """The strings in order, encoded."""
        return (bytes(self._blob[start:end]) for start, end in pairwise(self._offsets))

    def find(self, text: str) -> int | None:
        """The number of `text`, or None."""
        wanted = encode(text)
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self._raw(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self) and self._raw(low) == wanted else None

    def _raw(self, number: int) -> bytes:
        return bytes(self._blob[self._offsets[number] : self._offsets[number + 1]])
