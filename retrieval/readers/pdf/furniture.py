"""What stands on the pages of a document and is none of its text: running titles, page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from retrieval.readers.pdf.lines import Line

# How many pieces of lines from the upper and the lower edge may be such.
_OUTERMOST = 4
# How far apart they stand from page to page at the most, in points.
_SHIFT = 4
_LEAST_PAGES = 3
# What is longer in letters is looked at no further: expressions take their time with what is made to take it.
_LONGEST_NUMBER = 40

_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(
    r"\W*(?:(?:page|p|seite|página|pagina|стр|страница|صفحة)\W*)?(?:\d{1,3}|[ivxlc]{1,7})"
    r"(?:\s*(?:/|of|von|de|из|من)\s*\d{1,3})?\W*",
    re.IGNORECASE,
)

_LEADERS = re.compile(r"(?:[.…]\s?){5,}\s*(?:\d{1,4}|[ivxlc]{1,7})?$")

_Place = tuple[str, int]


def without_furniture(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The lines of each page without those that recur at one place of several pages or stand beside such.

    Page numbers are left out, too, and lines of a list of contents, with dots that lead to a number.
    """
    places = Counter(place for lines in pages for place in {_place(line) for line in _outermost(lines)})
    least = min(_LEAST_PAGES, max(len(pages), 2))
    kept = []
    for lines in pages:
        dropped = {line for line in _outermost(lines) if _count(places, line) >= least}
        dropped |= {line for line in lines if _LEADERS.search(line.text[-_LONGEST_NUMBER:])}
        # The title of a chapter beside the number of the page, the number of a chapter beside its title.
        dropped |= {line for line in lines if any(_are_beside(line, other) for other in dropped)}
        rest = [line for line in lines if line not in dropped]
        numbers = _page_numbers(rest)
        kept.append([line for line in rest if line not in numbers])
    return kept


def _outermost(lines: Sequence[Line]) -> list[Line]:
    ordered = sorted(lines, key=lambda line: line.top)
    return [*ordered[:_OUTERMOST], *ordered[_OUTERMOST:][-_OUTERMOST:]]


def _place(line: Line) -> _Place:
    return _DIGITS.sub("#", line.text.casefold()), round(line.top / _SHIFT)


def _count(places: Counter[_Place], line: Line) -> int:
    """On how many pages it stands there, or a little higher or lower."""
    text, place = _place(line)
    return sum(places[text, place + shift] for shift in (-1, 0, 1))


def _is_number(text: str) -> bool:
    return len(text) < _LONGEST_NUMBER and _NUMBER.fullmatch(text) is not None


def _are_beside(line: Line, other: Line) -> bool:
    return line.top < (other.top + other.bottom) / 2 < line.bottom


def _page_numbers(lines: Sequence[Line]) -> list[Line]:
    """Numbers that stand alone above or below everything else."""
    if len(lines) < 2:
        return []
    downwards = sorted(lines, key=lambda line: line.top)
    outermost = ((downwards[0], downwards[1]), (downwards[-1], downwards[-2]))
    return [line for line, next_one in outermost if _is_number(line.text) and not _are_beside(line, next_one)]
