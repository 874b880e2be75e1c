"""Cuts an article's text into sentences, and its sentences into passages: pure functions of code points."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from retrieval.segmentation.boundaries import Boundary, begins_small, find_boundaries, is_sentence_end
from retrieval.segmentation.clauses import find_clauses, has_clauses
from retrieval.segmentation.enclosures import Enclosures, find_enclosures
from retrieval.segmentation.passages import split_passages
from retrieval.types import Span

__all__ = ["LONGEST_SENTENCE", "VERSION", "split_passages", "split_sentences"]

LONGEST_SENTENCE = 700
"""Characters that a sentence has at most; what is longer is cut at the best place."""

VERSION = 2
"""Raised whenever some text would be cut elsewhere than before."""

_SHORT_QUOTATION = 160
_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
# Most headings and short lines of lists: there is nothing in them that could end a sentence.
_SIMPLE = re.compile(r"[\w ,-]{,100}[.!?]? *")
_NOTHING = Enclosures()
_WORD = re.compile(r"\w")
# Where to cut what is too long, best first.
_BREAKS = (
    re.compile(r"[.!?…][\"'”’»)\]]*(?=\s)|[。！？；]"),
    re.compile(r"[;:؛·](?=\s)|[：]"),
    re.compile(r"[,،–—](?=\s)|[，、]"),
    re.compile(r"(?=\s)"),
)


def split_sentences(text: str, language: str) -> list[Span]:
    """The sentences of `text`, in order, without the white space around them; only white space is between them.

    `language` is an ISO 639-1 code or `und`. A line break always ends a sentence. No sentence is longer than
    `LONGEST_SENTENCE`. A quotation of two sentences stays whole with its attribution when they are short; a longer
    one is parted, so that each sentence in it can be quoted alone. Takes any string, in time linear in its length.
    """
    lines = []
    small = capital = 0
    for match in _LINE.finditer(text):
        line = match[0]
        if line.isspace():
            continue
        if _SIMPLE.fullmatch(line):
            enclosures, boundaries = _NOTHING, []
        else:
            enclosures = find_enclosures(line)
            boundaries = find_boundaries(line, enclosures, language)
        lines.append((match.start(), line, enclosures, boundaries))
        for begin in (0, *(boundary.next for boundary in boundaries)):
            first = line[begin : begin + 40].lstrip()
            small += begins_small(first)
            capital += first[:1].isupper()
    spans: list[Span] = []
    for offset, line, enclosures, boundaries in lines:
        cuts = _true_cuts(line, boundaries, language, lower_case=small > capital)
        cuts = _without_short_quotations(line, cuts, enclosures)
        for start, end in _pieces(line, cuts, enclosures):
            spans.extend(Span(offset + a, offset + b) for a, b in _short_enough(line, start, end))
    return spans


def _true_cuts(line: str, boundaries: Sequence[Boundary], language: str, *, lower_case: bool) -> list[int]:
    cuts: list[int] = []
    begin = searched = len(line) - len(line.lstrip())
    for boundary in boundaries:
        if boundary.ender <= begin or not is_sentence_end(line, begin, boundary, language, lower_case=lower_case):
            continue
        if _WORD.search(line, searched, boundary.cut):
            cuts.append(boundary.cut)
        elif cuts:
            # Nothing but punctuation: it belongs to what stands before it.
            cuts[-1] = boundary.cut
        else:
            searched = boundary.cut
            continue
        begin = searched = boundary.next
    return cuts


def _without_short_quotations(line: str, cuts: list[int], enclosures: Enclosures) -> list[int]:
    """`cuts` but those between the two sentences of a short enclosure."""
    if not cuts or not enclosures.regions:
        return cuts
    dropped: set[int] = set()
    for start, end in enclosures.regions:
        inner = [
            number
            for number in range(bisect_right(cuts, start), bisect_right(cuts, end - 1))[:3]
            if number not in dropped
        ]
        if len(inner) == 1:
            begin, finish = _neighbours(line, cuts, inner[0], dropped)
            if finish - begin <= _SHORT_QUOTATION:
                dropped.add(inner[0])
    return [cut for number, cut in enumerate(cuts) if number not in dropped]


def _neighbours(line: str, cuts: Sequence[int], number: int, dropped: set[int]) -> tuple[int, int]:
    """Where the sentence would begin and end that the cut of this number parts."""
    before, after = number - 1, number + 1
    while before in dropped:
        before -= 1
    while after in dropped:
        after += 1
    return cuts[before] if before >= 0 else 0, cuts[after] if after < len(cuts) else len(line)


def _pieces(line: str, cuts: Sequence[int], enclosures: Enclosures) -> Iterator[tuple[int, int]]:
    begin = 0
    for cut in (*cuts, len(line)):
        if has_clauses(line[begin:cut]):
            for clause in find_clauses(line, begin, cut, enclosures):
                yield begin, clause
                begin = clause
        yield begin, cut
        begin = cut


def _short_enough(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The piece without white space around it, in several if it is too long."""
    start, end = _trimmed(line, start, end)
    while end - start > LONGEST_SENTENCE:
        cut = _best_break(line, start, end)
        yield _trimmed(line, start, cut)
        start, end = _trimmed(line, cut, end)
    if start < end:
        yield start, end


def _trimmed(line: str, start: int, end: int) -> tuple[int, int]:
    piece = line[start:end].rstrip()
    return start + len(piece) - len(piece.lstrip()), start + len(piece)


def _best_break(line: str, start: int, end: int) -> int:
    margin = LONGEST_SENTENCE // 4
    low, high = start + margin, min(start + LONGEST_SENTENCE, end - margin)
    for pattern in _BREAKS:
        places = [match.end() for match in pattern.finditer(line, low, high)]
        if places:
            return places[-1]
    return high
