"""Lines that an editor wrapped at a right margin, told apart from lines that their writer ended.

A wrapped line ends where the next word did not fit any more, and in the middle of a sentence. Verse, lists and
addresses end where they please: short of the margin, or before a capital. Both signs are asked for, block by block,
because gluing verse together harms more than leaving a wrapped paragraph in lines.
"""

from __future__ import annotations

import re
from itertools import pairwise

# Editors wrap between 60 and 80 columns as a rule; a wrapped line of Chinese holds about half as many characters.
_WIDEST = 120
_NARROWEST = 45
_NARROWEST_CJK = 16
# `fmt` and its like balance their lines and so leave up to a seventh of the margin empty.
_SLACK = 0.85
_FULL = 0.75
_CONTINUED = 0.4

ENDS_SENTENCE = re.compile(r"[.!?…:;。！？；：।؟۔][\"'”’»›)\]」』]*$")
LIST_MARK = re.compile(r"\s*(?:[-*+•‣◦–—·]|\(?\d{1,3}[.)]|\(?[A-Za-z][.)])\s")
_FIRST_WORD = re.compile(r"\s*(\S{0,40})")
_CJK = re.compile(r"[\u2e80-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uff65\U00020000-\U0003ffff]")


def margin_of(blocks: list[list[str]]) -> int:
    """The right margin of a text in characters: its longest line that an editor may have wrapped, 0 if none."""
    lines = (line for block in blocks if len(block) > 1 for line in block)
    return max((len(line) for line in lines if len(line) <= _WIDEST), default=0)


def unwrap(lines: list[str], margin: int) -> list[str]:
    """The lines of a block as their writer ended them; those wrapped at `margin` are joined."""
    if not _is_wrapped(lines, margin):
        return lines
    # Collected in pieces: adding to a string again and again takes quadratic time.
    joined = [[lines[0]]]
    for above, line in pairwise(lines):
        indented = _indent(line) > _indent(above) and not LIST_MARK.match(joined[-1][0])
        wrapped = _is_full(above, line, margin) or _continues(above, line)
        if LIST_MARK.match(line) or indented or not wrapped:
            joined.append([line])
        else:
            joined[-1] += [joint(above, line), line.lstrip()]
    return ["".join(pieces) for pieces in joined]


def joint(above: str, below: str) -> str:
    """What stands for the line end between two halves of a sentence: a space, or nothing.

    Nothing between Chinese or Japanese characters, which are written without spaces, and after a hyphen inside a
    word (`well-` and `known`).
    """
    end, start = above[-1:], below.lstrip()[:1]
    if _CJK.match(end) and _CJK.match(start):
        return ""
    return "" if end == "-" and above[-2:-1].isalpha() and start.isalpha() else " "


def _is_wrapped(lines: list[str], margin: int) -> bool:
    breaks = [(above, line) for above, line in pairwise(lines) if not LIST_MARK.match(line)]
    if not breaks:
        return False
    full = sum(_is_full(above, line, margin) for above, line in breaks)
    if full < _FULL * len(breaks):
        return False
    if all(_is_cjk(above, line) for above, line in breaks):
        # No small letters to tell by: more breaks are asked for, and most in the middle of a sentence.
        open_ends = sum(not ENDS_SENTENCE.search(above) for above, _ in breaks)
        return margin >= _NARROWEST_CJK and len(breaks) >= 2 and open_ends > len(breaks) / 2
    continued = sum(_continues(above, line) for above, line in breaks)
    return margin >= _NARROWEST and continued >= _CONTINUED * len(breaks)


def _is_full(above: str, line: str, margin: int) -> bool:
    """Whether the first word of `line` had no room at the end of the line above."""
    if _is_cjk(above, line):
        return margin - 2 <= len(above) <= margin
    word = _FIRST_WORD.match(line)
    assert word is not None
    return len(above) <= margin and len(above) + 1 + len(word[1]) > _SLACK * margin


def _continues(above: str, line: str) -> bool:
    """Whether the line begins in the middle of a sentence."""
    if ENDS_SENTENCE.search(above[-8:]):
        return False
    first = line.lstrip()[:1]
    # Letters without case (Arabic, Hebrew, Thai, Hindi) can't tell: the open end of the line above has to do.
    return first.islower() or (first.isalpha() and not first.isupper())


def _is_cjk(above: str, line: str) -> bool:
    return bool(_CJK.match(above[-1:]) and _CJK.match(line.lstrip()[:1]))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
