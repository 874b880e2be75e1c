"""Rows of text in the direction of reading, those of tables told apart from lines with wide gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from retrieval.readers.pdf.bidi import is_right_to_left
from retrieval.readers.pdf.lines import Line
from retrieval.readers.rendering import CELL_SEPARATOR
from retrieval.readers.wrapping import LIST_MARK

# In sizes of letters: a gap that no justified line has, and one that is none by accident in two rows at one place.
_WIDE_GAP = 2.5
_CHANNEL = 0.8


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a page. `start` and `end` are points in the direction of reading, so that `start` is less than `end`."""

    text: str
    start: float
    end: float
    baseline: float
    size: float
    is_table: bool

    @property
    def first_word(self) -> float:
        """How much room its first word takes, with the space before it."""
        word = len(self.text.partition(" ")[0])
        return (self.end - self.start) * word / len(self.text) + self.size / 4


def rows_of(region: Sequence[Sequence[Line]]) -> list[list[Row]]:
    """The rows of a region, given as pieces of lines from left to right; another run where the direction changes."""
    page = _Extent(min(pieces[0].left for pieces in region), max(piece.right for row in region for piece in row))
    is_prose = 2 * sum(len(pieces) == 1 for pieces in region) > len(region)
    channels = [False, *(_share_a_channel(above, below) for above, below in pairwise(region)), False]
    runs: list[list[Row]] = []
    was_mirrored: bool | None = None
    for number, pieces in enumerate(region):
        is_table = channels[number] or channels[number + 1]
        # A line of prose that has to be justified with few words in it is wide, but as wide as all others.
        is_table = is_table or (_has_wide_gap(pieces) and not (is_prose and page.is_filled_by(pieces)))
        text = " ".join(piece.text for piece in pieces)
        mirrored = is_right_to_left(text) if any(map(str.isalpha, text)) else bool(was_mirrored)
        if mirrored is not was_mirrored:
            runs.append([])
        was_mirrored = mirrored
        runs[-1].append(_row(pieces, mirrored, is_table))
    return runs


@dataclass(frozen=True, slots=True)
class _Extent:
    left: float
    right: float

    def is_filled_by(self, pieces: Sequence[Line]) -> bool:
        size = pieces[0].size
        return pieces[0].left < self.left + size and pieces[-1].right > self.right - size


def _row(pieces: Sequence[Line], mirrored: bool, is_table: bool) -> Row:
    texts = [piece.text for piece in (reversed(pieces) if mirrored else pieces)]
    # A mark of a list stands apart from its text.
    if is_table and LIST_MARK.fullmatch(f"{texts[0]} "):
        texts[:2] = [" ".join(texts[:2])]
        is_table = len(texts) > 1
    left, right = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
    longest = max(pieces, key=lambda piece: len(piece.text))
    return Row(
        (CELL_SEPARATOR if is_table else " ").join(texts),
        -right if mirrored else left,
        -left if mirrored else right,
        longest.baseline,
        longest.size,
        is_table,
    )


def _has_wide_gap(pieces: Sequence[Line]) -> bool:
    return any(right.left - left.right > _WIDE_GAP * left.size for left, right in pairwise(pieces))


def _share_a_channel(above: Sequence[Line], below: Sequence[Line]) -> bool:
    """Whether two rows have a gap at one place, as rows of a table do."""
    return any(
        min(one_right.left, other_right.left) - max(one.right, other.right) > _CHANNEL * one.size
        for one, one_right in pairwise(above)
        for other, other_right in pairwise(below)
    )
