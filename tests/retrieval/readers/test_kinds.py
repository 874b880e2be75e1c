"""What a file is, whatever it is called."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from retrieval.errors import SourceError
from retrieval.readers.kinds import Kind, kind_of
from retrieval.types import Source
from tests.retrieval.readers.books import docx, epub, packed, page, paragraph
from tests.retrieval.readers.pdfs import Line, pdf

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
MESSAGES = [{"id": 1, "type": "message", "text": "a"}]
EXPORT = {"name": "News", "type": "public_channel", "id": 1, "messages": MESSAGES}


def ole(*streams: str) -> bytes:
    return OLE + b"".join(name.encode("utf-16-le") + bytes(40) for name in streams)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        pytest.param(pdf([Line(50, 50, "a")]), Kind.PDF, id="pdf"),
        pytest.param(b"HTTP/1.1 200 OK\r\n\r\n" + pdf([Line(50, 50, "a")]), Kind.PDF, id="pdf behind other bytes"),
        pytest.param(docx(paragraph("a")), Kind.DOCX, id="docx"),
        pytest.param(epub({"a.xhtml": page("a")}), Kind.EPUB, id="epub"),
        pytest.param(packed({"a.txt": "a"}), Kind.ZIP, id="zip"),
        pytest.param(b"<!DOCTYPE html><p>a", Kind.HTML, id="html"),
        pytest.param(b'\xef\xbb\xbf\n<?xml version="1.0"?>\n<!-- a --><html xmlns="x"><body/>', Kind.HTML, id="xhtml"),
        pytest.param("<html><p>ä".encode("utf-16"), Kind.HTML, id="html in utf-16"),
        pytest.param(
            b'<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/a.dtd"><html>',
            Kind.HTML,
            id="html with a public identifier",
        ),
        pytest.param(b"<article><p>a</p></article>", Kind.HTML, id="a piece of html"),
        pytest.param(b'<?xml version="1.0"?><rss version="2.0"><channel/>', Kind.FEED, id="rss"),
        pytest.param(b'<feed xmlns="http://www.w3.org/2005/Atom">', Kind.FEED, id="atom"),
        pytest.param(b'<?xml version="1.0"?><rdf:RDF xmlns:rdf="x">', Kind.FEED, id="rss 1.0"),
        pytest.param(b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', Kind.FEED, id="json feed"),
        pytest.param(json.dumps(EXPORT, indent=1).encode(), Kind.TELEGRAM, id="telegram"),
        pytest.param(json.dumps({"about": "", "chats": {"list": [EXPORT]}}).encode(), Kind.TELEGRAM, id="all chats"),
        pytest.param(json.dumps(EXPORT | {"messages": MESSAGES * 5000}).encode(), Kind.TELEGRAM, id="long telegram"),
        pytest.param(b'{"title": "a", "text": "b"}\n{"title": "c", "text": "d"}', Kind.JSON_LINES, id="json lines"),
        pytest.param(b'{"text": "' + b"a" * 100_000 + b'"}', Kind.JSON_LINES, id="a long line of json"),
        pytest.param(b'[{"text": "a"}]', Kind.JSON_LINES, id="a list of objects"),
        pytest.param(b'[\n {"text": "' + b"a" * 100_000, Kind.JSON_LINES, id="a long list of objects"),
        pytest.param(b"A title\n\nA text.", Kind.TEXT, id="text"),
        pytest.param(b"<ann> hi\n<ben> hello", Kind.TEXT, id="a chat"),
        pytest.param(b"<3 is how hearts are written", Kind.TEXT, id="a heart"),
        pytest.param(b"[1] A source\n\n[2] Another", Kind.TEXT, id="sources"),
        pytest.param(b"[Music] The title\n\nText", Kind.TEXT, id="brackets"),
        pytest.param(b"{curly} braces", Kind.TEXT, id="braces"),
        pytest.param("Об %PDF-1.7\n\nТекст.".encode(), Kind.TEXT, id="about pdf"),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.pdf", "a.docx", "a", "a.jpeg"])
def test_the_content_tells_what_a_file_is(content: bytes, kind: Kind, name: str) -> None:
    assert kind_of(Source(name, content)) is kind


@pytest.mark.parametrize(
    "content",
    [b"# Title\n\nText", b"<!-- note -->\n<h1>a</h1>\n\nText", b"[a link](b.md)", b"<p align=center>a</p>\n\nb"],
)
def test_markdown_is_told_by_its_name(content: bytes) -> None:
    assert kind_of(Source("a/b.MD", content)) is Kind.MARKDOWN
    assert kind_of(Source("b.markdown", content)) is Kind.MARKDOWN


def test_the_samples_are_what_their_names_say() -> None:
    kinds = {".html": Kind.HTML, ".xml": Kind.FEED, ".rdf": Kind.FEED, ".jsonl": Kind.JSON_LINES}
    named = {"result.json": Kind.TELEGRAM, "feed.json": Kind.FEED}
    samples = sorted((Path(__file__).parent / "samples").iterdir())

    told = {sample.name: kind_of(Source("a", sample.read_bytes())) for sample in samples}

    assert told == {sample.name: named.get(sample.name) or kinds[sample.suffix] for sample in samples}


def test_html_that_begins_with_words_is_told_by_its_name() -> None:
    assert kind_of(Source("a.html", b"Some <b>bold</b> words")) is Kind.HTML
    assert kind_of(Source("a.html", b"Some words")) is Kind.TEXT


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        pytest.param("a.doc", ole("WordDocument"), "is a Word document of before 2007; save it as .docx", id="doc"),
        pytest.param(
            "a.docx",
            ole("EncryptionInfo", "EncryptedPackage"),
            "is an Office document that is locked with a password; save it without one",
            id="locked",
        ),
        pytest.param(
            "a.xls",
            ole("Workbook"),
            "is an Excel workbook of before 2007; save what is to be quoted as .docx or .txt",
            id="xls",
        ),
        pytest.param("a.db", OLE, "is an old Word, Excel or PowerPoint document, not text", id="ole"),
        pytest.param("a.rtf", rb"{\rtf1 a}", "is an RTF document, not text; save it as .docx", id="rtf"),
        pytest.param(
            "a.xlsx",
            packed({"[Content_Types].xml": "", "xl/workbook.xml": ""}),
            "is an Excel workbook; save what is to be quoted as .docx or .txt",
            id="xlsx",
        ),
        pytest.param(
            "a.odt",
            packed({"mimetype": "application/vnd.oasis.opendocument.text"}),
            "is an OpenDocument file (LibreOffice); save it as .docx or .pdf",
            id="odt",
        ),
        pytest.param("a.txt", b"\x89PNG\r\n\x1a\n\0\0", "is a PNG picture, not text", id="png"),
        pytest.param(
            "a.txt", bytes(4) + b"ftypmp42" + bytes(9), "is an MP4 video or a HEIC picture, not text", id="mp4"
        ),
        pytest.param("a.txt", b"\x7fELF\x02", "is a Linux program, not text", id="program"),
        pytest.param("a", b"\x1f\x8b\x08", "is a gzip archive, not text; unpack it, or pack it as .zip", id="gzip"),
        pytest.param(
            "a.mobi", bytes(60) + b"BOOKMOBI", "is a Kindle book (MOBI), not text; save it as .epub", id="mobi"
        ),
        pytest.param("a.zip", b"PK\x05\x06" + bytes(18), "is an empty zip archive", id="empty zip"),
        pytest.param("a.zip", packed({"a.txt": "a"})[:40], "is damaged or incomplete", id="cut zip"),
        pytest.param("a.txt", b"", "is empty", id="empty"),
        pytest.param(
            "a.fb2",
            b'<?xml version="1.0"?><FictionBook xmlns="x">',
            "is a FictionBook (.fb2); save it as .epub",
            id="fb2",
        ),
        pytest.param("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg">', "is an SVG picture", id="svg"),
        pytest.param(
            "a.xml",
            b'<?xml version="1.0"?><note>a</note>',
            "is XML (<note>), of which feeds and web pages are read",
            id="xml",
        ),
        pytest.param(
            "a.xml",
            b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rss>&b;</rss>',
            "is XML with declarations of its own (a DTD), which can be made to harm",
            id="billion laughs",
        ),
        pytest.param(
            "a.json",
            b'{"title": "a"}',
            "is JSON of an unknown kind: read are exports of Telegram Desktop (result.json), and objects with a"
            ' "text", one a line or in a list',
            id="json",
        ),
        pytest.param(
            "a.csv", b"a,b\n1,2", "is a table by its name (.csv); if it is an article, save it as .txt", id="csv"
        ),
        pytest.param("a.py", b"a = 1", "is code by its name (.py); if it is an article, save it as .txt", id="code"),
        pytest.param(
            "a.eml",
            b"From: a@b.example\nMIME-Version: 1.0\n\na",
            "is a mail or a web page saved as one; save it as .html or .txt",
            id="mail",
        ),
    ],
)
def test_what_is_not_read_is_called_what_it_is_with_a_way_out(name: str, content: bytes, reason: str) -> None:
    with pytest.raises(SourceError) as refused:
        kind_of(Source(name, content))
    assert (refused.value.uri, refused.value.reason) == (name, reason)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"[" * 100_000, Kind.TEXT),
        (b'{"a":' * 50_000, Kind.JSON_LINES),
        (b"<" * 100_000, Kind.TEXT),
        (b"<!--" * 50_000, Kind.TEXT),
        (b"<?" * 99_999, Kind.TEXT),
    ],
)
def test_nesting_without_end_is_told_at_once(content: bytes, kind: Kind) -> None:
    assert kind_of(Source("a.txt", content)) is kind
