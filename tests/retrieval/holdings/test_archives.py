"""What is in an archive are sources of its own, added or in the folder."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

from retrieval import Kind, Library, Outcome
from tests.retrieval.conftest import Shelf
from tests.retrieval.holdings.conftest import ME, packed


def test_an_archive_that_was_deleted_and_is_given_again_is_quoted_from_again(library: Library) -> None:
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        archive.writestr("one.txt", "One\n\nThe bridge of Raqqa fell.")
    uri = library.holdings.add("pack.zip", content.getvalue(), by=ME)
    library.update()
    library.holdings.delete(uri, by=ME)
    library.update()
    assert not library.answerer.answer("which bridge fell?").answered

    library.holdings.add("pack.zip", content.getvalue(), by=ME)
    library.update()

    assert library.answerer.answer("which bridge fell?").quotes[0].source == f"{uri}/one.txt"


def test_what_could_not_even_be_opened_is_named(library: Library) -> None:
    inner, outer = BytesIO(), BytesIO()
    with ZipFile(inner, "w") as archive:
        archive.writestr("one.txt", "One\n\nThe bridge of Raqqa fell.")
    with ZipFile(outer, "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())
    uri = library.holdings.add("pack.zip", outer.getvalue(), by=ME)

    assert [(each.uri, each.reason) for each in library.update().of(Outcome.FAILED)] == [
        (f"{uri}/inner.zip", "is a zip archive inside of one; unpack it and add what is in it"),
    ]


def test_what_is_in_an_archive_that_was_added_are_sources_of_its_own(library: Library) -> None:
    news = "News\n\nThe bridge of Raqqa fell."
    uri = library.holdings.add("news.zip", packed(one=news, two="Two\n\nSomething else."), by="43")
    assert [each.uri for each in library.update().of(Outcome.NEW)] == [f"{uri}/one.txt", f"{uri}/two.txt"]
    assert not library.update().is_new
    found = library.holdings.get(f"{uri}/one.txt").record
    assert (found.kind, found.added_by) == (Kind.UPLOAD, "43")

    library.holdings.add("news.zip", packed(one=news), by="43")
    assert [each.uri for each in library.update().of(Outcome.GONE)] == [f"{uri}/two.txt"]
    assert library.answerer.answer("which bridge fell?").quotes[0].source == f"{uri}/one.txt"

    library.holdings.delete(uri, by=ME)
    assert not library.answerer.answer("which bridge fell?").answered
    assert [each.uri for each in library.update().of(Outcome.GONE)] == [f"{uri}/one.txt"]
    assert not library.update(rebuild=True).of(Outcome.NEW)


def test_an_archive_in_the_folder_is_read_again_when_it_has_changed(library: Library, shelf: Shelf) -> None:
    archive = shelf.sources / "news.zip"
    archive.write_bytes(packed(one="News\n\nThe bridge of Raqqa fell.", two="Two\n\nSomething else."))
    library.update()
    assert not library.update().is_new

    archive.write_bytes(packed(one="News\n\nThe bridge of Raqqa was built anew."))
    report = library.update()

    assert [each.uri for each in report.of(Outcome.CHANGED)] == ["news.zip/one.txt"]
    assert [each.uri for each in report.of(Outcome.GONE)] == ["news.zip/two.txt"]


def test_what_was_in_an_archive_that_can_no_longer_be_read_stays(library: Library, shelf: Shelf) -> None:
    archive = shelf.sources / "news.zip"
    archive.write_bytes(packed(one="News\n\nThe bridge of Raqqa fell."))
    library.update()
    archive.write_bytes(archive.read_bytes()[:60])

    for _ in range(2):
        report = library.update()
        assert [each.uri for each in report.of(Outcome.FAILED)] == ["news.zip"]
        assert (report.of(Outcome.GONE), report.article_count) == ((), 3)
    assert library.answerer.answer("which bridge fell?").answered
