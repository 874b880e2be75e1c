"""Files that are added are kept, and read like those of the folder."""

from __future__ import annotations

import pytest

from retrieval import Library, Outcome, SourceError
from retrieval.sources import MAX_SOURCE_BYTES
from tests.retrieval.conftest import Shelf
from tests.retrieval.holdings.conftest import ME


def test_an_upload_is_kept_and_can_be_read_again(library: Library, shelf: Shelf) -> None:
    uri = library.holdings.add("../../etc/news\n.txt", b"News\n\nThe bridge of Raqqa fell.", by=ME)
    assert uri == r"upload:news\u000a.txt"
    library.update()
    assert library.answerer.answer("which bridge fell?").quotes[0].source == uri

    other = shelf.library()
    other.update(rebuild=True)

    assert other.answerer.answer("which bridge fell?").quotes[0].source == uri
    found = library.holdings.get(uri)
    assert (found.title, found.status, found.served_count, found.record.size, found.record.added_by) == (
        "News", "enabled", 1, 31, ME,
    )  # fmt: skip


def test_an_upload_of_the_same_name_takes_the_place_of_the_one_before(library: Library) -> None:
    library.holdings.add("news.txt", b"News\n\nThe bridge of Raqqa fell.", by=ME)
    library.update()
    library.holdings.add("news.txt", b"News\n\nThe bridge of Raqqa was built anew.", by="43")
    report = library.update()

    assert [each.uri for each in report.of(Outcome.CHANGED)] == ["upload:news.txt"]
    assert (
        library.answerer.answer("what of the bridge of Raqqa?").quotes[0].text == "The bridge of Raqqa was built anew."
    )
    assert library.holdings.get("upload:news.txt").record.added_by == ME


def test_an_upload_that_cannot_be_read_is_named_and_the_one_before_stays(library: Library) -> None:
    uri = library.holdings.add("news.txt", b"News\n\nThe bridge of Raqqa fell.", by=ME)
    library.update()
    library.holdings.add("news.txt", b"\x89PNG\r\n\x1a\n" + bytes(100), by=ME)

    (failed,) = library.update().of(Outcome.FAILED)
    assert failed.uri == uri and failed.reason and "PNG" in failed.reason
    assert library.holdings.get(uri).status == "failing"
    assert library.answerer.answer("which bridge fell?").answered
    assert library.update().of(Outcome.FAILED) == (failed,)


@pytest.mark.parametrize("name", ["", ".", "..", "/", " "])
def test_a_file_without_a_name_is_refused(library: Library, name: str) -> None:
    with pytest.raises(SourceError, match="has no name"):
        library.holdings.add(name, b"Text", by=ME)


def test_a_file_that_is_too_large_is_refused(library: Library) -> None:
    with pytest.raises(SourceError, match=r"is too large: 100.0 MB, and at most 100 MB is read"):
        library.holdings.add("large.txt", bytes(MAX_SOURCE_BYTES + 1), by=ME)


def test_a_file_of_the_name_of_an_upload_does_not_take_its_place(library: Library, shelf: Shelf) -> None:
    library.holdings.add("news.txt", b"News\n\nThe bridge of Raqqa fell.", by=ME)
    (shelf.sources / "upload:news.txt").write_text("Fake\n\nThe bridge of Raqqa stands.")

    library.update()

    assert library.answerer.answer("what of the bridge of Raqqa?").quotes[0].text == "The bridge of Raqqa fell."
