"""Paragraphs from the rows of pages: what was wrapped is joined, rows of lists and tables stay lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise
from statistics import median

from retrieval.readers.pdf.lines import HYPHEN
from retrieval.readers.pdf.rows import Row
from retrieval.readers.wrapping import ENDS_SENTENCE, LIST_MARK, joint

# In sizes of letters.
_INDENT = 0.8
_USUAL_PITCH = 1.2
# As shares of what is usual.
_MORE_SPACE = 1.35
_OTHER_SIZE = 0.18
# The right edge of a region is where so many of its rows have ended: one that sticks out does not move it.
_INSIDE = 0.8
# A line that ends so many sizes before the right edge of the last row of a region is not full.
_NOT_FULL = 3.0
# Notes and captions may stand between the two halves of a paragraph that goes on on the next page.
_BETWEEN = 6

_BULLET = re.compile(r"[-*+•‣◦▪–—·]\s")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST_WORD = re.compile(r"[^\W\d_]+$")


@dataclass(slots=True)
class Paragraph:
    """Text as it grows; `size` is how high its letters are, in points, `page` where it begins, counted from 0.

    `is_open` while it ends in the middle of a sentence, `is_full` while its last line has no room for a word.
    """

    pieces: list[str]
    size: float
    page: int
    is_list: bool
    is_open: bool = False
    is_full: bool = False

    @property
    def text(self) -> str:
        """What it says, with a line end behind each row that its writer ended."""
        return "".join(self.pieces).replace(HYPHEN, "-")


def paragraphs(pages: Sequence[Sequence[Sequence[Row]]]) -> list[Paragraph]:
    """The paragraphs of a document, from the regions of its pages in the order of reading."""
    regions = [region for page in pages for region in page]
    words = Counter(word.lower() for region in regions for row in region for word in _WORD.findall(row.text))
    pitches = [pitch for region in regions for pitch in _pitches(region)]
    draft = _Draft([], words, median(pitches) if pitches else _USUAL_PITCH)
    for number, page in enumerate(pages):
        for region in page:
            draft.add(region, number)
    return draft.done


class _Step(Enum):
    """What a row is to the one above it."""

    JOINED = auto()
    NEXT_LINE = auto()
    NEW = auto()


@dataclass(frozen=True, slots=True)
class _Margins:
    """Where most rows of a region start and end, in points, and how far apart their baselines are, in sizes."""

    start: float
    end: float
    pitch: float

    @classmethod
    def of(cls, rows: Sequence[Row], pitch: float) -> _Margins:
        """`pitch` is that of the document in sizes of letters: few rows do not tell their own."""
        own = _pitches(rows)
        starts = Counter(round(row.start / 2) * 2 for row in rows)
        ends = sorted(row.end for row in rows)
        return cls(
            starts.most_common(1)[0][0],
            ends[min(int(_INSIDE * len(ends)), len(ends) - 1)],
            median(own) if len(own) > 3 else pitch,
        )

    def step(self, above: Row, row: Row, *, in_list: bool) -> _Step:
        """What `row` is to the row above it."""
        if above.is_table or row.is_table:
            return _Step.NEXT_LINE if above.is_table and row.is_table else _Step.NEW
        allowed = _MORE_SPACE * max(self.pitch, _USUAL_PITCH) * row.size
        if not _alike(above, row.size) or not 0 < row.baseline - above.baseline <= allowed:
            return _Step.NEW
        if above.text.endswith(HYPHEN):
            return _Step.JOINED
        is_ended = bool(ENDS_SENTENCE.search(above.text[-8:]))
        is_short = self.end - above.end > row.first_word
        if _BULLET.match(row.text) or (LIST_MARK.match(row.text) and (is_short or is_ended)):
            return _Step.NEXT_LINE if in_list else _Step.NEW
        if not is_ended and row.text[0].islower():
            return _Step.JOINED
        indent = _INDENT * row.size
        is_moved = (row.start > self.start + indent >= above.start) or (row.start < self.start - indent <= above.start)
        if (is_moved and not in_list) or (is_short and is_ended):
            return _Step.NEW
        return _Step.NEXT_LINE if is_short else _Step.JOINED

    def is_full(self, last: Row) -> bool:
        """Whether the last row of a region has no room for another word."""
        return self.end - last.end < _NOT_FULL * last.size


@dataclass(frozen=True, slots=True)
class _Draft:
    """Paragraphs as they grow. `words` are those that stand whole in a line, `pitch` is the usual distance of
    baselines in sizes of letters.
    """

    done: list[Paragraph]
    words: Counter[str]
    pitch: float

    def add(self, rows: Sequence[Row], page: int) -> None:
        """What a region says."""
        margins = _Margins.of(rows, self.pitch)
        self._begin(rows[0], margins, page)
        for above, row in pairwise(rows):
            last = self.done[-1]
            match margins.step(above, row, in_list=last.is_list):
                case _Step.JOINED:
                    self._join(last, row.text)
                case _Step.NEXT_LINE:
                    last.pieces += ["\n", row.text]
                case _Step.NEW:
                    self._end(above, margins)
                    self._append(row, page)
        self._end(rows[-1], margins)
        # A row alone is as long as the longest of its region, and may be a heading.
        self.done[-1].is_full &= len(rows) > 1

    def _end(self, last: Row, margins: _Margins) -> None:
        """What the last row of a paragraph says about whether it may go on elsewhere."""
        self.done[-1].is_open = not last.is_table and not ENDS_SENTENCE.search(last.text[-8:])
        self.done[-1].is_full = margins.is_full(last)

    def _begin(self, row: Row, margins: _Margins, page: int) -> None:
        """The first row of a region may go on with what the column or page before began."""
        is_moved = row.start > margins.start + _INDENT * row.size
        if not (row.is_table or is_moved or _BULLET.match(row.text)):
            for place in range(len(self.done) - 1, max(len(self.done) - 1 - _BETWEEN, -1), -1):
                above = self.done[place]
                fits = above.is_open and (above.is_full or row.text[0].islower())
                if fits and _alike(row, above.size):
                    # What stands between stays where it was, before the whole paragraph.
                    self.done.append(self.done.pop(place))
                    self._join(self.done[-1], row.text)
                    return
        self._append(row, page)

    def _append(self, row: Row, page: int) -> None:
        self.done.append(Paragraph([row.text], row.size, page, bool(LIST_MARK.match(row.text))))

    def _join(self, paragraph: Paragraph, text: str) -> None:
        above = paragraph.pieces[-1]
        if not above.endswith(HYPHEN):
            paragraph.pieces += [joint(above, text), text]
            return
        above = above.removesuffix(HYPHEN)
        first, second = _LAST_WORD.search(above), _WORD.match(text)
        is_kept = True
        if first and second:
            whole, hyphened = f"{first[0]}{second[0]}".lower(), f"{first[0]}-{second[0]}".lower()
            is_kept = not self.words[whole] and (self.words[hyphened] > 0 or not second[0][0].islower())
        paragraph.pieces[-1:] = [above, "-" if is_kept else "", text]


def _pitches(rows: Sequence[Row]) -> list[float]:
    """The distances of baselines in sizes of letters, where letters are alike."""
    return [
        (row.baseline - above.baseline) / row.size
        for above, row in pairwise(rows)
        if _alike(row, above.size) and row.baseline > above.baseline
    ]


def _alike(row: Row, size: float) -> bool:
    return abs(row.size - size) <= _OTHER_SIZE * max(row.size, size)
