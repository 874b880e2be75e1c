"""What holds for every format, whatever the file is called, and for a folder that holds them all."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from retrieval import Outcome
from retrieval.errors import SourceError
from retrieval.readers import READERS, Reader, read
from retrieval.readers.kinds import Kind, kind_of
from retrieval.types import Source
from tests.retrieval.conftest import Shelf
from tests.retrieval.readers.books import docx, epub, packed, page, paragraph
from tests.retrieval.readers.pdfs import Line, column, pdf
from tests.retrieval.readers.test_readers import check_canonical

SENTENCE = "Government forces retook the old town of Palmyra on Sunday."
TEXT = f"{SENTENCE} It had been held by others for almost a year, and much of it lay in ruins, as engineers said."
HTML = (
    f"<!DOCTYPE html><html><head><title>Palmyra</title></head><body><article><h1>Palmyra</h1><p>{TEXT}</p><p>{TEXT}</p>"
)

SAMPLES: dict[Kind, bytes] = {
    Kind.TEXT: f"Palmyra\n\n{TEXT}".encode("utf-16"),
    Kind.HTML: HTML.encode(),
    Kind.FEED: (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>News</title><item><title>Palmyra</title>'
        f"<link>https://news.example/1</link><description>{TEXT}</description></item></channel></rss>"
    ).encode(),
    Kind.TELEGRAM: json.dumps(
        {
            "name": "News",
            "type": "public_channel",
            "id": 1,
            "messages": [{"id": 1, "type": "message", "date_unixtime": "1459100000", "text": TEXT}],
        }
    ).encode(),
    Kind.JSON_LINES: json.dumps({"title": "Palmyra", "text": TEXT}).encode() + b"\n",
    Kind.PDF: pdf([Line(50, 50, "Palmyra", 20), *column(50, 90, SENTENCE, TEXT.removeprefix(SENTENCE).strip())]),
    Kind.DOCX: docx(paragraph("Palmyra", "Title") + paragraph(TEXT)),
    Kind.EPUB: epub({"a.xhtml": page(f"<h1>Palmyra</h1><p>{TEXT}</p>")}),
}
# Named for it, since nothing else tells it from text.
MARKDOWN = Source("a.md", f"# Palmyra\n\n{TEXT}".encode())

each_sample = pytest.mark.parametrize("kind", SAMPLES, ids=lambda kind: kind.name.lower())


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as reader:
        yield reader


def test_there_is_a_sample_of_every_format() -> None:
    assert {*SAMPLES, kind_of(MARKDOWN)} == {*READERS}


@each_sample
@pytest.mark.parametrize("name", ["folder/a.txt", "a.pdf", "a", "Отчёт.doc"])
def test_a_file_is_read_by_what_it_is_whatever_its_name(reader: Reader, kind: Kind, name: str) -> None:
    articles = reader.read(Source(name, SAMPLES[kind]))

    assert any(SENTENCE in article.text for article in articles)
    for article in articles:
        check_canonical(article)
        assert (article.source, article.language) == (name, "en")


@each_sample
def test_a_worker_reads_as_this_process_does(reader: Reader, kind: Kind) -> None:
    source = Source("a", SAMPLES[kind])

    assert reader.read(source) == read(source)


@each_sample
def test_a_file_cut_short_anywhere_is_read_or_refused_with_its_name(reader: Reader, kind: Kind) -> None:
    content = SAMPLES[kind]
    for end in range(0, len(content), max(len(content) // 25, 1)):
        try:
            articles = reader.read(Source("a.bin", content[:end]))
        except SourceError as refused:
            assert refused.uri == "a.bin"
            assert refused.reason
        else:
            for article in articles:
                check_canonical(article)


def test_a_folder_of_every_format_is_read_and_what_is_bad_in_it_is_named(shelf: Shelf) -> None:
    for kind, content in SAMPLES.items():
        (shelf.sources / f"{kind.name.lower()}.bin").write_bytes(content)
    (shelf.sources / "packed.zip").write_bytes(
        packed({"in/word.docx": docx(paragraph("One") + paragraph("Two words."))})
    )
    bad = {
        "locked.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le"),
        "scan.pdf": pdf([]),
        "cut.epub": SAMPLES[Kind.EPUB][:300],
        "photo.txt": b"\xff\xd8\xff\xe0\0\x10JFIF\0",
        "empty.html": b"",
    }
    for name, content in bad.items():
        (shelf.sources / name).write_bytes(content)
    library = shelf.library()

    report = library.update()

    assert {source.uri: source.reason for source in report.of(Outcome.FAILED)} == {
        "locked.docx": "is an Office document that is locked with a password; save it without one",
        "scan.pdf": "has no text layer: it is a scan; run OCR on it first",
        "cut.epub": "is damaged or incomplete",
        "photo.txt": "is a JPEG picture, not text",
        "empty.html": "is empty",
    }
    assert {source.uri for source in report.of(Outcome.NEW)} == {
        "packed.zip/in/word.docx",
        *(f"{kind.name.lower()}.bin" for kind in SAMPLES),
    }
    assert library.answerer.answer("who retook Palmyra?").quotes[0].text == SENTENCE
    assert {source.outcome for source in library.update().of(Outcome.UNCHANGED)} == {Outcome.UNCHANGED}


def test_what_is_wrong_with_a_part_of_a_file_is_named_and_the_rest_is_read(shelf: Shelf) -> None:
    lines: list[object] = [{"title": "One", "text": SENTENCE}, {"title": "Two"}]
    (shelf.sources / "a.jsonl").write_text("\n".join(map(json.dumps, lines)))
    library = shelf.library()

    (source,) = library.update().sources

    assert (source.outcome, source.article_count, source.reason) == (Outcome.NEW, 1, 'line 2: has no "text"')
    assert library.answerer.answer("who retook Palmyra?").answered
