"""Word documents."""

from __future__ import annotations

import zlib
from io import BytesIO
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile

import mammoth

from retrieval.errors import SourceError
from retrieval.language import detect
from retrieval.readers import hypertext
from retrieval.readers.archives import ArchiveError, open_archive
from retrieval.readers.cleaning import canonical, clean
from retrieval.readers.dates import iso_day
from retrieval.readers.parts import parse_part, text_of
from retrieval.readers.rendering import Block
from retrieval.readers.titles import title_of, written_title
from retrieval.types import Article, Source

_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
"""
# Every document that this library makes says that it was made when the library was.
_UNDATED = "python-docx"


def read_docx(source: Source) -> list[Article]:
    """The one article of a Word document.

    Tracked insertions are read and deletions are not; notes come after the text; pictures, comments, headers and
    footers are left out. The title is as `titles.title_of` says; the day is the one on which it was made, as its
    properties say. Raises `SourceError` when it is damaged or has no text.
    """
    try:
        with open_archive(source.content) as archive:
            about = parse_part(archive, "docProps/core.xml")
            html = mammoth.convert_to_html(BytesIO(source.content), style_map=_STYLES, convert_image=_no_image).value
    except ArchiveError as error:
        raise SourceError(source.uri, str(error)) from error
    except (BadZipFile, ExpatError, KeyError, NotImplementedError, OSError, ValueError, zlib.error) as error:
        raise SourceError(source.uri, "is damaged or incomplete") from error
    blocks = _blocks(html)
    if not blocks:
        raise SourceError(source.uri, "has no text (pictures of text are not read)")
    title, blocks = title_of(blocks, written_title(text_of(about, "title")), source.uri)
    text = canonical([block.text for block in blocks])
    if not text:
        raise SourceError(source.uri, "has a title but no text")
    made = text_of(about, "created") if _UNDATED not in (text_of(about, "description") or "") else None
    return [Article.create(title, text, source=source.uri, published=iso_day(made), language=detect(text))]


def _blocks(html: str) -> list[Block]:
    tree = hypertext.parse(html)
    for link in list(tree.iter("a")):
        # The arrow behind a note that leads back.
        if link.get("href", "").startswith(("#footnote-ref-", "#endnote-ref-")):
            link.drop_tree()
    return [Block(text, block.is_heading) for block in hypertext.blocks(tree) if (text := clean(block.text).strip())]


def _no_image(_image: object) -> list[object]:
    """In place of a picture stands nothing."""
    return []
