"""Parts text of scripts without a full stop (Thai, Lao, Khmer, Burmese) where its spaces part clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from retrieval.segmentation.enclosures import Enclosures

_LETTERS = "\u0e01-\u0e4e\u0e81-\u0ece\u1000-\u103f\u1780-\u17d3"
_LETTER = re.compile(f"[{_LETTERS}]")
_GAP = re.compile(r"(?<=\S)\s+(?=\S)")
_CLOSES = re.compile('[)"”’»」.!?…]')
# Thai words that begin a sentence, and those that carry one on.
_OPENING = re.compile(
    "นอกจาก|อย่างไรก็|ต่อมา|ดังนั้น|หลังจาก|ในปี|เมื่อ|แต่|ตัวอย่าง|พวกเขา|เขา|เธอ|ทั้งนี้|เนื่องจาก|ในขณะ|สำหรับ|ตั้งแต่|ส่วน|จากนั้น|"
    "ในช่วง|ในระหว่าง|ปัจจุบัน|การ|ในที่สุด"
)
_CONNECTING = re.compile("ซึ่ง|และ|หรือ|โดย|เพื่อ|รวม|เพราะ|ทำให้|ที่|จาก|ใน|ด้วย|จน|มี")
_REPETITION = "ๆฯ"

_SHORTEST, _USUAL, _LONGEST = 80, 200, 300
"""Characters in a unit: at least, at most where there is a good place to end it, at most otherwise."""

_NO_PLACE, _ANY_PLACE, _GOOD_PLACE, _BEST_PLACE = range(4)


class _Gap(NamedTuple):
    start: int
    end: int
    rank: int


def has_clauses(sentence: str) -> bool:
    """Whether `sentence` is longer than a unit should be, and of a script that this module knows."""
    return len(sentence) > _USUAL and _LETTER.search(sentence) is not None


def find_clauses(line: str, start: int, end: int, enclosures: Enclosures) -> list[int]:
    """Where to cut `line[start:end]` so that its units hold about one to three clauses each."""
    gaps = list(_gaps(line, start, end, enclosures))
    cuts: list[int] = []
    begin = start
    first = 0
    while end - begin > _USUAL:
        while first < len(gaps) and gaps[first].start < begin + _SHORTEST:
            first += 1
        reach = min(begin + _LONGEST, end - _SHORTEST // 2)
        last = first
        while last < len(gaps) and gaps[last].end <= reach:
            last += 1
        gap = _choose(gaps[first:last], begin + _USUAL)
        if gap is None:
            break
        cuts.append(gap.start)
        begin = gap.end
    return cuts


def _choose(gaps: list[_Gap], usual: int) -> _Gap | None:
    near = [gap for gap in gaps if gap.start <= usual]
    for candidates, rank, place in (
        (near, _BEST_PLACE, 0),
        (near, _GOOD_PLACE, -1),
        (gaps, _BEST_PLACE, 0),
        (gaps, _GOOD_PLACE, 0),
        (gaps, _ANY_PLACE, -1),
    ):
        ranked = [gap for gap in candidates if gap.rank == rank]
        if ranked:
            return ranked[place]
    return None


def _gaps(line: str, start: int, end: int, enclosures: Enclosures) -> Iterator[_Gap]:
    """The white space in `line[start:end]` with its worth as an end of a unit."""
    inside = sorted(region for region in enclosures.regions if region[1] - region[0] <= _USUAL)
    number = 0
    covered = start
    for match in _GAP.finditer(line, start, end):
        while number < len(inside) and inside[number][0] < match.start():
            covered = max(covered, inside[number][1])
            number += 1
        rank = _NO_PLACE if match.start() < covered else _worth(line, match.start(), match.end())
        yield _Gap(match.start(), match.end(), rank)


def _worth(line: str, start: int, end: int) -> int:
    before, after = line[start - 1], line[end]
    if end - start > 1 and (_LETTER.match(before) or _LETTER.match(after)):
        return _BEST_PLACE
    # A single space beside a number or a foreign word belongs to it.
    if after in _REPETITION or not _LETTER.match(after) or not (_LETTER.match(before) or _CLOSES.match(before)):
        return _NO_PLACE
    if _OPENING.match(line, end):
        return _BEST_PLACE
    return _GOOD_PLACE if _CONNECTING.match(line, end) else _ANY_PLACE
