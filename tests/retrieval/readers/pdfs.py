"""PDF documents as small as they can be, for tests: every line of text at its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 595, 842
# Every letter is half as wide as it is high.
LETTER = 0.5


@dataclass(frozen=True, slots=True)
class Line:
    """Text that begins `x` points from the left edge, its baseline `y` points below the upper edge."""

    x: float
    y: float
    text: str
    size: float = 10

    @property
    def width(self) -> float:
        """In points."""
        return len(self.text) * self.size * LETTER


def column(x: float, y: float, *texts: str, size: float = 10, leading: float = 12) -> list[Line]:
    """Lines below one another from the baseline `y` on."""
    return [Line(x, y + number * leading, text, size) for number, text in enumerate(texts)]


def pdf(*pages: Sequence[Line], info: str = "") -> bytes:
    """A document of these pages; `info` are the entries of its information dictionary: `/Title (The flood)`.

    Its one font has a glyph for each letter that occurs, in no file: only a map from glyphs to Unicode says what they
    are, which is how most programs write text beyond Latin-1.
    """
    letters = sorted({letter for page in pages for line in page for letter in line.text})
    codes = {letter: number for number, letter in enumerate(letters, 1)}
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} /MediaBox [0 0 {WIDTH} {HEIGHT}]"
        " /Resources << /Font << /F 3 0 R >> >> >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Plain /Encoding /Identity-H /ToUnicode 4 0 R /DescendantFonts [<<"
        " /Type /Font /Subtype /CIDFontType2 /BaseFont /Plain /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity)"
        f" /Supplement 0 >> /DW {LETTER * 1000:g} /FontDescriptor << /Type /FontDescriptor /FontName /Plain /Flags 4"
        " /FontBBox [0 -200 1000 800] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >> >>] >>",
        _stream(_to_unicode(codes)),
    ]
    for number, page in enumerate(pages):
        objects.append(f"<< /Type /Page /Parent 2 0 R /Contents {6 + 2 * number} 0 R >>")
        objects.append(_stream("\n".join(_drawn(line, codes) for line in page)))
    objects.append(f"<< {info} >>")
    return _file(objects)


def _drawn(line: Line, codes: dict[str, int]) -> str:
    glyphs = "".join(f"{codes[letter]:04x}" for letter in line.text)
    return f"BT /F {line.size:g} Tf 1 0 0 1 {line.x:g} {HEIGHT - line.y:g} Tm <{glyphs}> Tj ET"


def _to_unicode(codes: dict[str, int]) -> str:
    pairs = [f"<{code:04x}> <{letter.encode('utf-16-be').hex()}>" for letter, code in codes.items()]
    parts = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    maps = "\n".join(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in parts)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Plain def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{maps}\nendcmap end end"
    )


def _stream(text: str) -> str:
    return f"<< /Length {len(text)} >>\nstream\n{text}\nendstream"


def _file(objects: list[str]) -> bytes:
    written = b"%PDF-1.7\n"
    offsets = []
    for number, text in enumerate(objects, 1):
        offsets.append(len(written))
        written += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    return written + (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\n"
        f"startxref\n{len(written)}\n%%EOF\n"
    ).encode("latin-1")
