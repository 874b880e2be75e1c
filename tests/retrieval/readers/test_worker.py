"""Files that can be made to harm are read in a process of its own: what that costs, and that it costs nobody else."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from retrieval.errors import SourceError
from retrieval.readers import Reader
from retrieval.readers.worker import Limits
from retrieval.types import Article, Source
from tests.retrieval.readers.books import docx, epub, packed, page, paragraph
from tests.retrieval.readers.pdfs import Line, pdf

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the limits, and /proc, are those of Linux")

SMALL = Source(
    "small.docx",
    docx(
        paragraph("The flood", "Title") + paragraph("It rained."),
        about="<dcterms:created>2016-03-27T18:30:00Z</dcterms:created>",
    ),
)
FLOOD = Article.create("The flood", "It rained.", source="small.docx", published=date(2016, 3, 27), language="en")
BOOK = Source("book.epub", epub({"a.xhtml": page("<p>It rained.</p>")}))
SLOW = Source("slow.docx", docx(paragraph("A word.") * 15_000))
LARGE = Source("large.docx", docx(paragraph("word " * 200) * 30_000))


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as reader:
        yield reader


def children() -> list[int]:
    """The processes that this one has started and not yet ended, from any of its threads."""
    lists = Path("/proc/self/task").glob("*/children")
    return sorted(int(pid) for found in lists for pid in found.read_text().split())


def test_a_worker_gives_the_articles_as_they_are(reader: Reader) -> None:
    assert reader.read(SMALL) == [FLOOD]
    assert [article.text for article in reader.read(BOOK)] == ["It rained."]


def test_one_process_reads_many_files_is_replaced_when_it_dies_and_ends_with_its_reader(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123:secret")
    before = children()
    with Reader() as reader:
        reader.read(Source("a.txt", b"T\n\nText needs none."))
        assert children() == before

        reader.read(SMALL)
        (worker,) = set(children()) - set(before)
        reader.read(BOOK)
        assert set(children()) - set(before) == {worker}
        # Whoever gets into it through a hole in a parser must not find the bot's token there.
        assert b"secret" not in Path(f"/proc/{worker}/environ").read_bytes()

        os.kill(worker, signal.SIGKILL)
        assert reader.read(SMALL) == [FLOOD]
        assert len(set(children()) - set(before) - {worker}) == 1
    assert children() == before


def test_the_reason_of_a_reader_comes_with_the_name_of_the_file(reader: Reader) -> None:
    with pytest.raises(SourceError) as refused:
        reader.read(Source("folder/scan.pdf", pdf([])))

    assert (refused.value.uri, refused.value.reason) == (
        "folder/scan.pdf",
        "has no text layer: it is a scan; run OCR on it first",
    )


def test_a_file_that_takes_too_long_costs_itself_only() -> None:
    with Reader(Limits(seconds=1.2)) as reader:
        with pytest.raises(SourceError, match=r"^slow\.docx: takes longer than 1\.2 seconds to read$"):
            reader.read(SLOW)
        assert reader.read(SMALL) == [FLOOD]


def test_a_file_that_takes_too_much_memory_costs_itself_only() -> None:
    with Reader(Limits(memory=100 * 2**20)) as reader:
        with pytest.raises(SourceError, match=r"^large\.docx: needs too much memory to be read$"):
            reader.read(LARGE)
        assert reader.read(SMALL) == [FLOOD]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            Source("deep.docx", docx("<w:tbl><w:tr><w:tc>" * 10_000 + "</w:tc></w:tr></w:tbl>" * 10_000)), id="docx"
        ),
        pytest.param(
            Source("deep.epub", epub({"a.xhtml": page("<div>" * 10_000 + "a" + "</div>" * 10_000)})), id="epub"
        ),
        pytest.param(
            Source(
                "laughs.docx",
                packed(
                    {
                        "word/document.xml": "<!DOCTYPE a ["
                        + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
                        + '<!ENTITY e0 "ha">]><a>&e11;</a>'
                    }
                ),
            ),
            id="laughs",
        ),
        pytest.param(
            Source("many.pdf", pdf([Line(50, 50, "a" * 200)]).replace(b"Kids [5 0 R]", b"Kids [2 0 R]")), id="pdf"
        ),
    ],
)
def test_files_made_to_harm_are_read_or_refused_in_time(reader: Reader, source: Source) -> None:
    try:
        assert reader.read(source)
    except SourceError as refused:
        assert refused.uri == source.uri
    assert reader.read(SMALL) == [FLOOD]


async def test_threads_of_an_asyncio_program_share_a_worker(reader: Reader) -> None:
    before = {*children()}

    read = await asyncio.gather(*[asyncio.to_thread(reader.read, SMALL) for _ in range(8)])

    assert read == [[FLOOD]] * 8
    assert len({*children()} - before) <= 1


def test_a_worker_ends_when_its_parent_is_killed() -> None:
    program = (
        "import os, sys\n"
        "from retrieval.readers import Reader\n"
        "from retrieval.types import Source\n"
        "reader = Reader()\n"
        "reader.read(Source('a.docx', open(0, 'rb').read()))\n"
        "print(open(f'/proc/self/task/{os.getpid()}/children').read(), flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )

    parent = subprocess.run([sys.executable, "-c", program], input=SMALL.content, capture_output=True, check=False)

    assert parent.returncode == -signal.SIGKILL
    try:
        worker = os.pidfd_open(int(parent.stdout))
    except ProcessLookupError:  # it has ended already
        return
    try:
        ended, _, _ = select.select([worker], [], [], 10)
    finally:
        os.close(worker)
    assert ended


def test_a_format_whose_library_is_missing_says_what_to_install() -> None:
    program = (
        "import sys\n"
        "sys.modules |= dict.fromkeys(['mammoth', 'lxml', 'pypdfium2'])\n"
        "from retrieval.readers import read\n"
        "from retrieval.types import Source\n"
        "try: read(Source('a.docx', open(0, 'rb').read()))\n"
        "except Exception as error: print(error)\n"
    )

    run = subprocess.run([sys.executable, "-c", program], input=SMALL.content, capture_output=True, check=True)

    assert run.stdout.decode() == (
        "a.docx: is a Word document, and what reads it is not installed: pip install 'verbatim[docs]'\n"
    )
