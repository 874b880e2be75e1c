"""Sorted strings as two flat arrays, so that a vocabulary of millions is open the moment its file is mapped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA

Numbers = npt.NDArray[np.intp]


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
        number = self._place(wanted)
        return number if number < len(self) and self._raw(number) == wanted else None

    def similar(self, text: str, distance: int) -> list[str]:
        """The strings with the initial of `text` that are at most `distance` edits from it, in order.

        An edit inserts, deletes or replaces a character or swaps two neighbours, and no part is edited twice (optimal
        string alignment: Damerau, 1964, "A technique for computer detection and correction of spelling errors").
        Strings with a character that takes more bytes in UTF-8 than any of `text` may be missed. `distance` is 1 or
        more.
        """
        blob, (starts, ends) = self._blob, self._sharing_a_part(text, distance) if text else ([], [])
        strings = [str(blob[start:end], "utf-8", "surrogatepass") for start, end in zip(starts, ends, strict=True)]
        return [string for string in strings if OSA.distance(text, string, score_cutoff=distance) <= distance]

    def _sharing_a_part(self, text: str, distance: int) -> tuple[list[int], list[int]]:
        """Where strings start and end, in order, that may be within `distance` edits of `text` and have its initial.

        Few edits leave a part of a word whole: of one part more than there are edits, at least one. A swap touches
        two characters: one between the parts belongs to neither, so that no swap breaks two of them.
        """
        width = max(len(encode(character)) for character in text)
        first, last = self._starting_with(encode(text[0]))
        starts = np.asarray(self._offsets)[first:last]
        ends = np.asarray(self._offsets)[first + 1 : last + 1]
        near = np.flatnonzero(np.abs(ends - starts - len(encode(text))) <= distance * width)
        places = _parts(len(text), distance)
        if places:
            parts = [encode(text[start:end]) for start, end in places]
            head = slice(*(number - first for number in self._starting_with(parts[0])))
            found = [near[slice(*np.searchsorted(near, (head.start, head.stop)))]]
            found.append(self._holding(parts[-1], ends - len(parts[-1]), near))
            for part, (start, _) in zip(parts[1:-1], places[1:-1], strict=True):
                place = starts + len(encode(text[:start]))
                furthest = (distance - 1) * width
                found += [self._holding(part, place + shift, near) for shift in range(-furthest, furthest + 1)]
            near = np.unique(np.concatenate(found))
        return starts[near].tolist(), ends[near].tolist()

    def _holding(self, part: bytes, places: npt.NDArray[np.int64], among: Numbers) -> Numbers:
        """Those numbers at whose place the flat array goes on with `part`."""
        blob = np.asarray(self._blob)
        for number in range(len(part) - 1, -1, -1):  # the ends of words tell most
            # Places beyond the array, or in the next string, are weeded out with all that only look alike.
            among = among[blob.take(places[among] + number, mode="clip") == part[number]]
        return among

    def _starting_with(self, prefix: bytes) -> tuple[int, int]:
        """The numbers, half open, of the strings that start with `prefix`."""
        return self._place(prefix), self._place(prefix + b"\xff")  # no UTF-8 has that byte

    def _place(self, wanted: bytes) -> int:
        """The number of the first string that is not before `wanted`."""
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self._raw(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low

    def _raw(self, number: int) -> bytes:
        return bytes(self._blob[self._offsets[number] : self._offsets[number + 1]])


def _parts(length: int, edits: int) -> list[tuple[int, int]]:
    """Where `edits + 1` parts of a word start and end, a character left out between them; none if it is too short."""
    size, longer = divmod(length - edits, edits + 1)
    if size < 1:
        return []
    starts = [part * (size + 1) + min(part, longer) for part in range(edits + 1)]
    return [(start, start + size + (part < longer)) for part, start in enumerate(starts)]
