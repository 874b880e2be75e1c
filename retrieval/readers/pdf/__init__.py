"""PDF documents: paragraphs put together again from the lines on their pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pypdfium2 as pdfium
from pypdfium2.raw import FPDF_ERR_PASSWORD

from retrieval.errors import SourceError
from retrieval.language import detect
from retrieval.readers.cleaning import canonical, clean
from retrieval.readers.dates import pdf_day
from retrieval.readers.pdf.columns import in_reading_order
from retrieval.readers.pdf.furniture import without_furniture
from retrieval.readers.pdf.lines import Line, page_lines
from retrieval.readers.pdf.paragraphs import Paragraph, paragraphs
from retrieval.readers.pdf.rows import rows_of
from retrieval.readers.rendering import Block
from retrieval.readers.titles import MAX_TITLE_CHARACTERS, title_of, written_title
from retrieval.types import Article, Source

# What stands at the very end of every whole document.
_END = b"startxref"
_END_WITHIN = 2048
# A title's letters are so many times as high as those of the text.
_LARGER = 1.15
_TITLE_WITHIN = 8
_MOST_UNKNOWN = 0.3


def read_pdf(source: Source) -> list[Article]:
    """The one article of a PDF document.

    Columns are read one after the other, words divided at line ends are put together, running titles and page numbers
    are left out; rows of tables are lines. The title is that of its properties where the first page says it too, else
    the largest letters of the first page; the day is the one on which it was made. Raises `SourceError` when it is
    locked, damaged, incomplete, or has no text.
    """
    try:
        document = pdfium.PdfDocument(source.content)
    except pdfium.PdfiumError as error:
        locked = error.err_code == FPDF_ERR_PASSWORD
        reason = "is locked with a password" if locked else "is damaged or incomplete, and can't be opened"
        raise SourceError(source.uri, reason) from error
    try:
        if _END not in source.content[-_END_WITHIN:]:
            raise SourceError(source.uri, "is incomplete: its end is missing")
        about = document.get_metadata_dict()
        pages = _pages(document, source.uri)
    finally:
        document.close()
    _refuse_unreadable(pages, source.uri)
    regions = [in_reading_order(lines) for lines in without_furniture(pages)]
    found = paragraphs([[run for region in page for run in rows_of(region)] for page in regions])
    found = [paragraph for paragraph in found if clean(paragraph.text).strip()]
    if not found:
        raise SourceError(source.uri, "has no text but running titles and page numbers")
    title, blocks = _title(found, written_title(about.get("Title")), source.uri)
    text = canonical([block.text for block in blocks])
    if not text:
        raise SourceError(source.uri, "has a title but no text")
    published = pdf_day(about.get("CreationDate"))
    return [Article.create(title, text, source=source.uri, published=published, language=detect(text))]


def _pages(document: pdfium.PdfDocument, uri: str) -> list[list[Line]]:
    pages = []
    for number in range(len(document)):
        try:
            page = document[number]
            try:
                pages.append(page_lines(page))
            finally:
                page.close()
        except pdfium.PdfiumError as error:
            raise SourceError(uri, f"is damaged: page {number + 1} of {len(document)} can't be read") from error
    return pages


def _refuse_unreadable(pages: Sequence[Sequence[Line]], uri: str) -> None:
    letters = Counter(
        _is_unknown(letter) for lines in pages for line in lines for letter in line.text if not letter.isspace()
    )
    if not letters:
        raise SourceError(uri, "has no text layer: it is a scan; run OCR on it first")
    if letters[True] > _MOST_UNKNOWN * letters.total():
        reason = "does not say which letters its glyphs are; make it anew with another program, or run OCR on it"
        raise SourceError(uri, reason)


def _is_unknown(letter: str) -> bool:
    return letter == "\ufffd" or "\ue000" <= letter <= "\uf8ff"


def _title(found: Sequence[Paragraph], written: str | None, uri: str) -> tuple[str, list[Block]]:
    """The title, and the blocks without it."""
    blocks = [Block(clean(paragraph.text).strip()) for paragraph in found]
    sizes = Counter[float]()
    for paragraph in found:
        sizes[paragraph.size] += sum(map(len, paragraph.pieces))
    usual = sizes.most_common(1)[0][0]
    first = [place for place, paragraph in enumerate(found[:_TITLE_WITHIN]) if paragraph.page == found[0].page]
    largest = max(first, key=lambda place: found[place].size)
    line = " ".join(blocks[largest].text.split())
    is_title = found[largest].size > _LARGER * usual and len(line) <= MAX_TITLE_CHARACTERS
    if is_title and not any(_alike(blocks[place].text, written) for place in first):
        return line, blocks[:largest] + blocks[largest + 1 :]
    return title_of(blocks, written, uri)


def _alike(one: str, other: str | None) -> bool:
    return other is not None and "".join(one.split()).casefold() == "".join(other.split()).casefold()
