"""The lines of a PDF page: its letters with their places, as pdfium finds them, put together to pieces of lines."""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median_low

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from retrieval.readers.pdf.bidi import has_right_to_left, text_by_places

# What pdfium makes of a hyphen at the end of a line.
HYPHEN = "\x02"

_LINE_ENDS = "\r\n"
_RIGHT_ANGLE = 90
# A space between words is a quarter of the size of the letters, in justified text up to twice or thrice that.
_GAP = 1.0
_SPACE = 0.22
_OTHER_LINE = 0.6
# The marks of lists in the fonts of an old word processor.
_MARKS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "‣", 0xF02D: "–"}
# Thai and Lao are written without spaces between words, and pdfium sees gaps behind marks above and below letters.
_AFTER_A_MARK = re.compile("[\u0e31\u0e33-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb3-\u0ebc\u0ec8-\u0ece]")
# Glyphs that stand for several letters (ﬁ) or for the form of one in its place in a word (Arabic): a search would not
# find what is written with them, and nobody typed them.
_GLYPHS = [range(0xFB00, 0xFB50), range(0xFB50, 0xFE00), range(0xFE70, 0xFEFF)]


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or the piece of one up to a wide gap, in points from the left and down from some height of the page.

    `size` is that of its letters, which stand on its `baseline`.
    """

    left: float
    right: float
    baseline: float
    size: float
    text: str

    @property
    def top(self) -> float:
        """Where its tallest letters end."""
        return self.baseline - 0.75 * self.size

    @property
    def bottom(self) -> float:
        """Where the tails of its letters end."""
        return self.baseline + 0.25 * self.size


@dataclass(frozen=True, slots=True)
class _Letter:
    text: str
    left: float
    right: float
    baseline: float
    size: float


def page_lines(page: pdfium.PdfPage) -> list[Line]:
    """The pieces of lines of a page in pdfium's order, those left out that stand across the others."""
    text_page = page.get_textpage()
    try:
        runs = _runs(text_page.raw)
    finally:
        text_page.close()
    if not runs:
        return []
    angle = Counter(angle for angle, _ in runs).most_common(1)[0][0]
    rows = [row for turned, letters in runs if turned == angle for row in _rows(letters)]
    return [_line(piece) for row in rows for piece in _pieces(row)]


def _runs(page: pdfium_c.FPDF_TEXTPAGE) -> list[tuple[int, list[_Letter]]]:
    """What pdfium takes for lines, each with its direction in right angles."""
    # Called for each letter: what is found once is not looked up again.
    unicode_at, box_at, size_at = (
        pdfium_c.FPDFText_GetUnicode,
        pdfium_c.FPDFText_GetLooseCharBox,
        pdfium_c.FPDFText_GetFontSize,
    )
    origin_at = pdfium_c.FPDFText_GetCharOrigin
    box, x, y = pdfium_c.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    runs: list[tuple[int, list[_Letter]]] = []
    letters: list[_Letter] = []
    angle, scale, lead = 0, 1.0, 0
    for index in range(pdfium_c.FPDFText_CountChars(page)):
        code = unicode_at(page, index)
        if 0xD800 <= code < 0xDC00:
            lead = code
            continue
        if 0xDC00 <= code < 0xE000 and lead:
            code = 0x10000 + (lead - 0xD800) * 0x400 + code - 0xDC00
        lead = 0
        # Where a font does not say what a glyph is, there is a letter none the less.
        letter = chr(code) if code else "\ufffd"
        if letter in _LINE_ENDS:
            letters = []
        elif letter.isspace():
            is_made_up = (
                letters and _AFTER_A_MARK.match(letters[-1].text) and pdfium_c.FPDFText_IsGenerated(page, index)
            )
            if letters and not is_made_up:
                letters.append(replace(letters[-1], text=" "))
        elif box_at(page, index, box) and origin_at(page, index, x, y) and math.isfinite(box.left + y.value):
            if not letters:
                angle = round(math.degrees(pdfium_c.FPDFText_GetCharAngle(page, index)) / _RIGHT_ANGLE) % 4
                scale = _scale(page, index)
                runs.append((angle, letters))
            letters.append(_upright(letter, angle, box, (x.value, y.value), size_at(page, index) * scale))
            if letter == HYPHEN:
                letters = []
    return runs


def _scale(page: pdfium_c.FPDF_TEXTPAGE, index: int) -> float:
    """How many points a unit of the font's size is."""
    matrix = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFText_GetMatrix(page, index, matrix):
        return 1.0
    return math.hypot(matrix.c, matrix.d) or 1.0


def _upright(letter: str, angle: int, box: pdfium_c.FS_RECTF, origin: tuple[float, float], size: float) -> _Letter:
    """The letter on a page turned so that its line runs from left to right."""
    match angle:
        case 0:
            return _Letter(letter, box.left, box.right, -origin[1], size)
        case 1:
            return _Letter(letter, -box.top, -box.bottom, -origin[0], size)
        case 2:
            return _Letter(letter, -box.right, -box.left, origin[1], size)
        case _:
            return _Letter(letter, box.bottom, box.top, origin[0], size)


def _rows(letters: Sequence[_Letter]) -> list[list[_Letter]]:
    """A new row begins where a letter stands on another line; a small one may be raised or lowered."""
    rows: list[list[_Letter]] = []
    for letter in letters:
        above = rows[-1][-1] if rows else None
        if above and abs(letter.baseline - above.baseline) < _OTHER_LINE * max(letter.size, above.size):
            rows[-1].append(letter)
        else:
            rows.append([letter])
    return rows


def _pieces(row: Sequence[_Letter]) -> list[list[_Letter]]:
    """The row cut at its wide gaps, wherever its letters come in the order of reading: that may go both ways."""
    gap = _GAP * median_low([letter.size for letter in row])
    edges: list[float] = []
    end = math.inf
    for letter in sorted(row, key=lambda letter: letter.left):
        if letter.left - end > gap:
            edges.append(letter.left)
        end = max(letter.right, end) if end < math.inf else letter.right
    if not edges:
        return [list(row)]
    pieces: list[list[_Letter]] = [[] for _ in range(len(edges) + 1)]
    for letter in row:
        pieces[bisect_right(edges, letter.left)].append(letter)
    return pieces


def _line(letters: Sequence[_Letter]) -> Line:
    size = median_low([letter.size for letter in letters])
    text = "".join([letter.text for letter in letters])
    if has_right_to_left(text):
        text = text_by_places([letter for letter in letters if letter.text != " "], _SPACE * size)
    text = "".join([unicodedata.normalize("NFKC", sign) if _is_glyph(sign) else sign for sign in text])
    return Line(
        min(letter.left for letter in letters),
        max(letter.right for letter in letters),
        median_low([letter.baseline for letter in letters]),
        size,
        " ".join(text.translate(_MARKS).split()),
    )


def _is_glyph(sign: str) -> bool:
    return sign >= "\ufb00" and any(ord(sign) in glyphs for glyphs in _GLYPHS)
