"""The order in which the lines of a page are read: columns one after the other, what spans them in its place."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from retrieval.readers.pdf.lines import Line

Strip = tuple[Line, ...]

# In sizes of letters: how wide the space between columns is at least, and how wide a column of prose.
_GUTTER = 0.8
_COLUMN = 10.0
# In points.
_NARROWEST = 4.0
# A heading is so much larger than text, and reaches so many sizes up and down.
_LARGER = 1.15
_BESIDE = 0.2
_LEAST_LINES = 3
# In prose most lines are full; in a table few are.
_FULL = 0.7
_MOSTLY = 0.6


@dataclass(frozen=True, slots=True)
class _Interval:
    start: float
    end: float

    @property
    def width(self) -> float:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class _Page:
    """From where to where text stands on a page, and how wide gutters and columns are there at least."""

    start: float
    end: float
    gutter: float
    column: float

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Page:
        """The page that holds these lines."""
        size = median(line.size for line in lines)
        left, right = min(line.left for line in lines), max(line.right for line in lines)
        return cls(left, right, max(_GUTTER * size, _NARROWEST), _COLUMN * size)

    def free(self, strip: Iterable[Line]) -> list[_Interval]:
        """Where there may be a gutter beside the lines of a strip, from left to right.

        At the edges of the page there has to be room for another column, too.
        """
        free = []
        end = self.start
        for line in sorted(strip, key=lambda line: line.left):
            if line.left - end >= (self.gutter if end > self.start else self.column):
                free.append(_Interval(end, line.left))
            end = max(end, line.right)
        if self.end - end >= self.column:
            free.append(_Interval(end, self.end))
        return free


def in_reading_order(lines: Sequence[Line]) -> list[list[Strip]]:
    """Regions of a page, each a run of strips from top to bottom; a strip is pieces of lines from left to right."""
    if not lines:
        return []
    page = _Page.of(lines)
    regions: list[list[Strip]] = []
    plain: list[Line] = []
    for band, gutters in _bands(lines, page):
        for section in _sections(band, gutters):
            heading = _heading(section)
            columns = _columns(section[heading:], gutters)
            if len(columns) > 1:
                # With what a longer line of it above the columns has begun.
                regions.append(_rows([*plain, *section[:heading]]))
                plain = []
                regions += [region for column in columns for region in in_reading_order(column)]
            else:
                plain += section
    regions.append(_rows(plain))
    return [region for region in regions if region]


def _bands(lines: Sequence[Line], page: _Page) -> Iterator[tuple[list[Line], list[_Interval]]]:
    """Runs of lines from top to bottom with the gutters that go through all of each."""
    band: list[tuple[list[Line], list[_Interval]]] = []
    gutters: list[_Interval] = []
    for strip in _strips(lines):
        free = page.free(strip)
        common = _common(gutters, free, page.gutter) if band else free
        if band and not common:
            # The first lines of a column may have found a way past the heading above them, too.
            place, common = len(band), free
            while place and (wider := _common(common, band[place - 1][1], page.gutter)):
                place, common = place - 1, wider
            yield _joined(band[:place], page)
            band = band[place:]
        band.append((strip, free))
        gutters = common
    yield _joined(band, page)


def _joined(band: Sequence[tuple[list[Line], list[_Interval]]], page: _Page) -> tuple[list[Line], list[_Interval]]:
    gutters = band[0][1]
    for _, free in band[1:]:
        gutters = _common(gutters, free, page.gutter)
    return [line for strip, _ in band for line in strip], gutters


def _sections(band: Sequence[Line], gutters: Sequence[_Interval]) -> Iterator[list[Line]]:
    """The parts of columns below one another, each from top to bottom.

    Each begins with a heading that has nothing beside it, but columns below it.
    """
    ordered = sorted(band, key=lambda line: line.top)
    usual = median(line.size for line in band)
    begun = 0
    for place, line in enumerate(ordered):
        is_heading = gutters and line.size > _LARGER * usual and line.left < gutters[0].start and place > begun
        if is_heading and _stands_alone(line, ordered, gutters[0].end):
            yield ordered[begun:place]
            begun = place
    yield ordered[begun:]


def _heading(section: Sequence[Line]) -> int:
    """How many lines at the top of a section are its heading."""
    usual = median(line.size for line in section)
    count = next((place for place, line in enumerate(section) if line.size <= _LARGER * usual), 0)
    return count if count and section[count].top > section[count - 1].baseline else 0


def _stands_alone(heading: Line, lines: Sequence[Line], right: float) -> bool:
    reach = _BESIDE * heading.size
    others = [line for line in lines if line.size != heading.size]
    beside = any(line.bottom > heading.top - reach and line.top < heading.bottom + reach for line in others)
    return not beside and any(line.left >= right and line.top > heading.bottom for line in others)


def _strips(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Lines beside one another, wherever their baselines are."""
    strip: list[Line] = []
    end = 0.0
    for line in sorted(lines, key=lambda line: line.top):
        # The boxes of lines that stand close overlap; their cores do not.
        if strip and line.top + line.size / 4 >= end:
            yield strip
            strip = []
        core = line.bottom - line.size / 4
        end = max(end, core) if strip else core
        strip.append(line)
    if strip:
        yield strip


def _rows(lines: Iterable[Line]) -> list[Strip]:
    return [tuple(sorted(strip, key=lambda line: line.left)) for strip in _strips(lines)]


def _common(one: Sequence[_Interval], other: Sequence[_Interval], least: float) -> list[_Interval]:
    """What intervals have in common; both lists go from left to right."""
    common: list[_Interval] = []
    here = there = 0
    while here < len(one) and there < len(other):
        a, b = one[here], other[there]
        crossed = _Interval(max(a.start, b.start), min(a.end, b.end))
        if crossed.width >= least:
            common.append(crossed)
        here, there = (here + 1, there) if a.end < b.end else (here, there + 1)
    return common


def _columns(band: Sequence[Line], gutters: Iterable[_Interval]) -> list[list[Line]]:
    """The lines between gutters, where they are prose; a table or a list with wide marks is one column."""
    edges = sorted((gutter.start + gutter.end) / 2 for gutter in gutters)
    parts = [
        [line for line in band if start <= line.left < end] for start, end in pairwise([-math.inf, *edges, math.inf])
    ]
    parts = [part for part in parts if part]
    columns: list[list[Line]] = []
    begun: list[Line] = []
    for number, part in enumerate(parts):
        begun += part
        if _is_prose(begun) and _begins_prose(parts[number + 1 :]):
            columns.append(begun)
            begun = []
    return [*columns, begun]


def _begins_prose(parts: Sequence[list[Line]]) -> bool:
    return any(_is_prose([line for part in parts[:count] for line in part]) for count in range(1, len(parts) + 1))


def _is_prose(lines: Sequence[Line]) -> bool:
    rows = _rows(lines)
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    if len(rows) < _LEAST_LINES or right - left < _COLUMN * median(line.size for line in lines):
        return False
    full = sum(max(line.right for line in row) - row[0].left > _FULL * (right - left) for row in rows)
    return full > _MOSTLY * len(rows)
