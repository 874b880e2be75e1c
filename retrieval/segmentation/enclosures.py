"""Finds what quotation marks and brackets enclose, in any language's style and in linear time."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

MARKS = "\"'“”«»„‟‘’‚‛‹›「」『』〈〉《》【】〔〕〝〞〟()[]{}（）［］｛｝"
"""Every character that may open or close an enclosure."""

_MARK = re.compile(f"[{re.escape(MARKS)}]")
_APOSTROPHES = "'’"
_CLOSED_BY = {
    '"': '"',
    "'": "'",
    "“": "”",
    "”": "”",  # Swedish, Finnish
    "„": "“”",  # German, Polish
    "‟": "”",
    "«": "»",
    "»": "«",  # Danish, German books
    "‹": "›",
    "›": "‹",
    "‘": "’",
    "’": "’",
    "‚": "‘’",
    "‛": "’",
    "「": "」",
    "『": "』",
    "〈": "〉",
    "《": "》",
    "【": "】",
    "〔": "〕",
    "〝": "〞〟",
    "(": ")",
    "[": "]",
    "{": "}",
    "（": "）",
    "［": "］",
    "｛": "｝",
}
# The marks that some language opens with and another one closes with: the text around them decides.
_EITHER = frozenset("\"'“”«»‹›‘’")
_BEFORE_CLOSING_APOSTROPHE = frozenset(".,!?;:…—–-。！？")
_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Enclosures:
    """The `regions` that are opened and closed, inner ones first, as half-open ranges with their marks.

    `closing` are the places of all marks that belong to what stands before them.
    """

    regions: list[tuple[int, int]] = field(default_factory=list)
    closing: set[int] = field(default_factory=set)


def find_enclosures(line: str) -> Enclosures:
    """What is enclosed in `line`. A mark without a partner encloses nothing; nesting is followed eight deep."""
    found = Enclosures()
    opened: list[tuple[str, int]] = []
    for match in _MARK.finditer(line):
        mark, place = match[0], match.start()
        before = line[place - 1 : place]
        after = line[place + 1 : place + 2]
        if mark in _APOSTROPHES and before.isalnum() and after.isalnum():
            continue
        depth = _partner(opened, mark, before, after)
        if depth is not None:
            found.regions.append((opened[depth][1], place + 1))
            found.closing.add(place)
            del opened[depth:]
        elif mark not in _CLOSED_BY or (mark in _EITHER and not _may_open(mark, before, after)):
            found.closing.add(place)
        else:
            if len(opened) == _DEPTH:
                del opened[0]
            opened.append((mark, place))
    return found


def _partner(opened: list[tuple[str, int]], mark: str, before: str, after: str) -> int | None:
    """The number of the opened mark that `mark` closes."""
    if mark in _APOSTROPHES and before not in _BEFORE_CLOSING_APOSTROPHE:
        return None
    if mark == '"' and _stands_apart(before) and not _stands_apart(after):
        return None
    for depth in range(len(opened) - 1, -1, -1):
        if mark in _CLOSED_BY[opened[depth][0]]:
            return depth
    return None


def _may_open(mark: str, before: str, after: str) -> bool:
    if mark in "“«‹‘":
        return True
    return (_stands_apart(before) or before in _CLOSED_BY) and not _stands_apart(after)


def _stands_apart(neighbour: str) -> bool:
    return not neighbour or neighbour.isspace()
