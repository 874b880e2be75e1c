"""Zip archives as folders of sources."""

from __future__ import annotations

import stat
import warnings
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZipFile, ZipInfo

import pytest

from retrieval import ANYTHING, Outcome
from retrieval.errors import SourceError
from retrieval.readers import archives
from retrieval.readers.members import unpacked
from retrieval.sources import is_left_out
from retrieval.types import Source
from tests.retrieval.conftest import Shelf
from tests.retrieval.readers.books import docx, packed, paragraph


def members_of(content: bytes) -> list[tuple[str, bytes | str]]:
    """What the archive `a.zip` holds: the name of each source with its content, or the reason why there is none."""
    found = unpacked([Source("a.zip", content)], is_left_out=is_left_out)
    return [(each.uri, each.content if isinstance(each, Source) else each.reason) for each in found]


def written(*members: tuple[str | ZipInfo, bytes]) -> bytes:
    """An archive, with names and attributes that a decent program would not write."""
    content = BytesIO()
    with warnings.catch_warnings(), ZipFile(content, "w", ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore", UserWarning)  # of the same name twice
        for name, text in members:
            archive.writestr(name, text)
    return content.getvalue()


def test_each_file_is_a_source_of_its_own_and_other_sources_pass() -> None:
    archive = Source("folder/a.zip", packed({"one.txt": "1", "inner/": "", "inner/two.md": "2"}))
    lost = SourceError("b/", "no permission to read it")
    text, word = Source("c.txt", b"c"), Source("d.docx", docx(paragraph("d")))

    assert list(unpacked([archive, lost, text, word], is_left_out=is_left_out)) == [
        Source("folder/a.zip/one.txt", b"1"),
        Source("folder/a.zip/inner/two.md", b"2"),
        lost,
        text,
        word,
    ]


def test_hidden_files_and_notes_are_passed_over_as_in_a_folder() -> None:
    names = ["__MACOSX/._a.txt", ".git/config", "x/.hidden", "README.md", "x/LICENSE", "a.txt~", "x/a.txt"]

    assert members_of(packed(dict.fromkeys(names, "text"))) == [("a.zip/x/a.txt", b"text")]


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("Отчёт о наводнении/Часть первая.txt", "cp866"),
        ("Отчёт о наводнении/Часть первая.txt", "cp1251"),
        ("Отчёт о наводнении/Часть первая.txt", "utf-8"),
        ("Über die Brücke/Größe.txt", "cp437"),
        ("Été/déjà vu.txt", "cp850"),
        ("Été/déjà vu.txt", "cp1252"),
        ("春天的河水/第一章.txt", "gb18030"),
        ("plain.txt", "ascii"),
    ],
)
def test_names_are_read_in_whatever_encoding_they_were_written(name: str, encoding: str) -> None:
    raw = name.encode(encoding)
    # The same number of letters, so that the name can be replaced in the archive.
    content = packed({"x" * len(raw): "text"}).replace(b"x" * len(raw), raw)

    assert members_of(content) == [(f"a.zip/{name}", b"text")]


def test_names_that_lead_elsewhere_are_named_and_the_others_are_read() -> None:
    content = written(
        ("../../etc/passwd.txt", b"1"),
        ("/etc/shadow.txt", b"2"),
        ("C:\\windows\\win.txt", b"3"),
        ("..\\up.txt", b"4"),
        ("good\\a.txt", b"5"),
        ("b\nc.txt", b"6"),
    )

    why = "has a name that leads out of the archive"
    assert members_of(content) == [
        ("a.zip/../../etc/passwd.txt", why),
        ("a.zip//etc/shadow.txt", why),
        ("a.zip/C:/windows/win.txt", why),
        ("a.zip/../up.txt", why),
        ("a.zip/good/a.txt", b"5"),
        ("a.zip/b\\u000ac.txt", b"6"),
    ]


def test_a_name_without_end_is_cut() -> None:
    ((uri, reason),) = members_of(packed({"x" * 60_000: "text"}))

    assert (uri, reason) == (f"a.zip/{'x' * 39}…#1", "has a name that no folder could hold")


def test_of_two_files_with_one_name_the_last_is_read() -> None:
    assert members_of(written(("a.txt", b"old"), ("a.txt", b"new"))) == [
        ("a.zip/a.txt#1", "is in the archive under this name twice; the last one is read"),
        ("a.zip/a.txt", b"new"),
    ]


def test_a_link_in_an_archive_is_no_file() -> None:
    link = ZipInfo("link.txt")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16

    assert members_of(written((link, b"/etc/passwd"))) == [("a.zip/link.txt", "is a link, not a file")]


def test_an_archive_in_an_archive_is_named_and_a_document_in_one_is_read() -> None:
    word = docx(paragraph("a"))

    assert members_of(packed({"b.zip": packed({"c.txt": "c"}), "d.docx": word})) == [
        ("a.zip/b.zip", "is a zip archive inside of one; unpack it and add what is in it"),
        ("a.zip/d.docx", word),
    ]


def test_a_bomb_is_refused_and_what_lies_beside_it_is_read() -> None:
    assert members_of(packed({"bomb.txt": bytes(5 * 2**20), "a.txt": "a"})) == [
        ("a.zip/bomb.txt", "unpacks to more than 200 times its size, as bombs do"),
        ("a.zip/a.txt", b"a"),
    ]


def claiming(content: bytes, size: int) -> bytes:
    """The archive with a list of files that says that its one file has another size."""
    place = content.index(b"PK\x01\x02") + 24
    return content[:place] + size.to_bytes(4, "little") + content[place + 4 :]


def test_sizes_are_believed_only_to_refuse() -> None:
    content = packed({"a.txt": "a" * 1000})

    assert members_of(claiming(content, 10)) == [("a.zip/a.txt", "is damaged or incomplete")]
    assert members_of(claiming(content, 101 * 2**20)) == [
        ("a.zip/a.txt", "is too large: 101.0 MB, and at most 100 MB is read")
    ]
    # All of it is refused by its reader, who says why.
    assert members_of(claiming(content, 501 * 2**20)) == [("a.zip", claiming(content, 501 * 2**20))]


def test_a_locked_file_and_one_packed_otherwise_are_named() -> None:
    locked = packed({"a.txt": "a"})
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = locked.index(mark) + offset
        locked = locked[:place] + b"\x01" + locked[place + 1 :]
    other = BytesIO()
    with ZipFile(other, "w", ZIP_LZMA) as archive:
        archive.writestr("a.txt", "a")

    assert members_of(locked) == [("a.zip/a.txt", "is locked with a password")]
    assert members_of(other.getvalue()) == [
        ("a.zip/a.txt", "is packed in a way that is not read (only Deflate is); pack it again as a plain zip file")
    ]


def test_an_archive_with_nothing_to_read_says_so() -> None:
    assert members_of(packed({".hidden": "a", "folder/": ""})) == [
        ("a.zip", "is a zip archive with nothing to read in it")
    ]


def test_more_files_than_are_read_are_refused_at_once() -> None:
    entry = packed({"a": ""})
    entry = entry[entry.index(b"PK\x01\x02") : entry.index(b"PK\x05\x06")]
    many = packed({"a.txt": "a"}) + entry * (archives.MAX_FILES + 1)

    with pytest.raises(archives.ArchiveError, match="holds more than 20,000 files"):
        archives.open_archive(many)


def test_an_archive_with_broken_bytes_gives_sources_or_reasons() -> None:
    content = packed({"a.txt": "A title\n\nand a text", "b/c.txt": "Another\n\ntext"})
    for place in range(4, len(content), 3):
        for broken in (content[:place], content[:place] + b"\xff\x00" + content[place + 2 :]):
            assert all(uri.startswith("a.zip") for uri, _ in members_of(broken))


def test_a_library_reads_archives_and_keeps_what_it_read_of_one_that_broke(shelf: Shelf) -> None:
    archive = shelf.sources / "a.zip"
    archive.write_bytes(packed({"one.txt": "One\n\nForces retook Palmyra.", "two.png": b"\x89PNG\r\n\x1a\n\0"}))
    library = shelf.library()
    report = library.update()
    assert {source.uri: source.outcome for source in report.sources} == {
        "a.zip/one.txt": Outcome.NEW,
        "a.zip/two.png": Outcome.FAILED,
    }

    archive.write_bytes(archive.read_bytes()[:60])
    report = library.update()

    assert {source.uri: source.outcome for source in report.sources} == {
        "a.zip": Outcome.FAILED,
        "a.zip/one.txt": Outcome.UNCHANGED,
        "a.zip/two.png": Outcome.FAILED,
    }
    assert [quote.source for quote in library.answerer.answer("who retook Palmyra?").quotes] == ["a.zip/one.txt"]

    archive.write_bytes(packed({"two.txt": "Two\n\nThe lamp was lit."}))
    # The last article goes, which somebody has to want.
    library.update(confirmed=ANYTHING)

    assert not library.answerer.answer("who retook Palmyra?").answered
