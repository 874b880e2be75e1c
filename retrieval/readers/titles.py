"""Titles: how long they may be, and where one comes from when nobody wrote it."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from retrieval.readers.cleaning import clean
from retrieval.readers.encoding import ENCODINGS, likeliest
from retrieval.readers.rendering import Block

MAX_TITLE_CHARACTERS = 300

_BYTE = re.compile(r"\\x([89a-f][0-9a-f])")
# A paragraph that is no longer, and does not end like a sentence, may be a title.
_LONGEST_FIRST_LINE = 120
# What programs write where nobody wrote a title.
_NOBODYS = re.compile(
    r"microsoft (?:word|powerpoint|excel) - .*|.*\.(?:docx?|dotx?|odt|rtf|txt|pdf|tex|dvi|indd|qxd|pages|tmp|html?)"
    r"|(?:untitled|document|title|presentation|powerpoint presentation|документ|без имени|без названия|unbenannt"
    r"|dokument|documento|sin título|مستند)[ _-]*\d*",
    re.IGNORECASE,
)


def title_from_name(uri: str) -> str:
    """`reports/the-fall_of-Troy.txt` is titled `the fall of Troy`.

    Bytes that are no UTF-8, which stand as `\\xcf` in a uri, are read in the encoding that they are likely to be in.
    """
    name = PurePosixPath(uri).stem
    if _BYTE.search(name):
        raw = _BYTE.sub(lambda byte: chr(0xDC00 + int(byte[1], 16)), name).encode(errors="surrogateescape")
        name = clean(raw.decode(likeliest(raw, ENCODINGS), "replace"))
    return " ".join(name.replace("-", " ").replace("_", " ").split()) or uri


def written_title(title: str | None) -> str | None:
    """The title that a document has among its properties, in one clean line; None where no person wrote it."""
    line = " ".join(clean(title or "").split())
    return line if line and len(line) <= MAX_TITLE_CHARACTERS and not _NOBODYS.fullmatch(line) else None


def title_of(blocks: list[Block], written: str | None, uri: str) -> tuple[str, list[Block]]:
    """The title of a document, and its blocks without the one that says it at their beginning.

    In this order: the title among its properties, if it stands at the beginning of the text, too; a heading there; a
    short first line; the title among its properties, which may be left from another document; the file's name.
    """
    for place, block in enumerate(blocks[:3]):
        if written and _alike(block.text, written):
            return written, blocks[:place] + blocks[place + 1 :]
    first = blocks[0].text if blocks else ""
    line = " ".join(first.split())
    if len(blocks) > 1 and (
        (blocks[0].is_heading and len(line) <= MAX_TITLE_CHARACTERS)
        or (len(line) <= _LONGEST_FIRST_LINE and "\n" not in first and line[-1].isalnum() and not written)
    ):
        return line, blocks[1:]
    return written or title_from_name(uri), blocks


def _alike(one: str, other: str) -> bool:
    return "".join(one.split()).casefold() == "".join(other.split()).casefold()
