"""EPUB books and Word documents as small as they can be, for tests."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)


def packed(files: Mapping[str, str | bytes]) -> bytes:
    """A zip archive."""
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


def page(body: str, *, title: str = "") -> str:
    """A page of a book."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
        f"<head><title>{title}</title></head><body>{body}</body></html>"
    ).replace("<title></title>", "<title/>")


def epub(
    pages: Mapping[str, str],
    *,
    contents: Mapping[str, str] | None = None,
    about: str = "<dc:title>The Lighthouse</dc:title><dc:language>en</dc:language>",
    guide: str = "",
    more: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """A book of these pages; `contents` are the labels of its list of contents by the addresses that they lead to."""
    items = [f'<item id="i{n}" href="{name}" media-type="application/xhtml+xml"/>' for n, name in enumerate(pages)]
    spine = [f'<itemref idref="i{number}"/>' for number in range(len(pages))]
    files: dict[str, str | bytes] = {"mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER}
    files |= {f"OEBPS/{name}": content for name, content in pages.items()}
    if contents is not None:
        items.append('<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>')
        spine.insert(0, '<itemref idref="nav"/>')
        links = "".join(f'<li><a href="{address}">{label}</a></li>' for address, label in contents.items())
        files["OEBPS/nav.xhtml"] = page(f'<nav epub:type="toc"><ol>{links}</ol></nav>')
    files["OEBPS/book.opf"] = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{about}</metadata>'
        f"<manifest>{''.join(items)}</manifest><spine>{''.join(spine)}</spine><guide>{guide}</guide></package>"
    )
    return packed(files | dict(more or {}))


_WORD = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/></w:style>'
    for name in ("Title", "heading 1", "heading 2")
)


def paragraph(text: str, style: str = "") -> str:
    """A paragraph of a Word document; `style` is one of `Title`, `heading1`, `heading2`."""
    about = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{about}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def table(*rows: tuple[str, ...]) -> str:
    """A table of a Word document."""
    lines = ["".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows]
    return f"<w:tbl>{''.join(f'<w:tr>{line}</w:tr>' for line in lines)}</w:tbl>"


def listed(*texts: str) -> str:
    """A list with bullets of a Word document."""
    about = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    return "".join(f"<w:p>{about}<w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)


def docx(body: str, *, about: str = "", notes: str = "") -> bytes:
    """A Word document; `about` are its properties, `notes` its footnotes, each `<w:footnote w:id="1">...`."""
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    files = {
        "[Content_Types].xml": f'<Types xmlns="{types}"><Default Extension="xml" ContentType="text/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{_RELATIONS}/officeDocument"'
        ' Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {_WORD}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{relations}">'
        f'<Relationship Id="r1" Type="{_RELATIONS}/styles" Target="styles.xml"/>'
        f'<Relationship Id="r2" Type="{_RELATIONS}/numbering" Target="numbering.xml"/>'
        f'<Relationship Id="r3" Type="{_RELATIONS}/footnotes" Target="footnotes.xml"/></Relationships>',
        "word/styles.xml": f"<w:styles {_WORD}>{_STYLES}</w:styles>",
        "word/numbering.xml": f'<w:numbering {_WORD}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
        '<w:numFmt w:val="bullet"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        "</w:numbering>",
        "word/footnotes.xml": f"<w:footnotes {_WORD}>{notes}</w:footnotes>",
        "docProps/core.xml": '<cp:coreProperties xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        f'core-properties">{about}</cp:coreProperties>',
    }
    return packed(files)
