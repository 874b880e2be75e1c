"""What was deleted stays out, until it is given again."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
import sqlalchemy as sql

from retrieval import Library, NoSuchSource, Outcome
from retrieval.schema import contents
from tests.retrieval.conftest import Shelf
from tests.retrieval.holdings.conftest import ME, QUESTION, sources


def test_a_deleted_file_is_dropped_and_not_read_again_while_it_lies_there(library: Library, shelf: Shelf) -> None:
    library.holdings.delete("a.txt", by=ME)

    report = library.update()
    assert ([each.uri for each in report.of(Outcome.GONE)], report.article_count) == (["a.txt"], 1)
    shelf.put(a="Alpha\n\nForces retook Palmyra again.")
    assert not library.update().is_new
    assert [each.uri for each in library.holdings.list()] == ["b.txt"]
    assert [(each.uri, each.status) for each in library.holdings.list(everything=True)] == [
        ("a.txt", "deleted"),
        ("b.txt", "enabled"),
    ]

    library.holdings.enable("a.txt", by=ME)
    library.update()
    assert library.answerer.answer(QUESTION).quotes[0].text == "Forces retook Palmyra again."


def test_a_deleted_file_that_went_and_was_put_there_again_is_read(library: Library, shelf: Shelf) -> None:
    library.holdings.delete("a.txt", by=ME)
    library.update()
    shelf.remove("a")
    library.update()

    shelf.put(a="Alpha\n\nForces retook Palmyra.")
    library.update()

    assert sources(library) == ["a.txt"]


def test_what_is_deleted_while_it_is_read_stays_deleted(library: Library, shelf: Shelf) -> None:
    shelf.put(a="Alpha\n\nForces retook Palmyra again.")

    def delete_it(stage: str, done: int, total: int | None) -> None:
        if (stage, done) == ("reading", 1):
            library.holdings.delete("a.txt", by=ME)

    library.update(progress=delete_it)

    assert sources(library) == []
    library.update()
    assert sources(library) == []


def test_what_was_deleted_stays_out_when_one_goes_back(library: Library, shelf: Shelf) -> None:
    library.holdings.delete("a.txt", by=ME)
    library.update()
    shelf.remove("a")
    library.update()

    library.roll_back(1, by=ME)

    assert sources(library) == []
    assert next((each.uri, each.status) for each in library.holdings.list(everything=True)) == ("a.txt", "deleted")


def test_deleting_most_sources_is_not_held(library: Library) -> None:
    for uri in ("a.txt", "b.txt"):
        library.holdings.delete(uri, by=ME)

    report = library.update()

    assert (report.holds, report.article_count) == ((), 0)


def test_a_deleted_upload_is_forgotten_with_the_last_generation_that_has_it(library: Library, shelf: Shelf) -> None:
    uri = library.holdings.add("news.txt", b"News\n\nThe bridge of Raqqa fell.", by=ME)
    digest = library.holdings.get(uri).record.content
    library.update()
    library.holdings.delete(uri, by=ME)
    assert digest and library._catalogue.sources.content(digest)

    for number in range(5):
        shelf.put(b=f"Beta\n\nThe museum of Homs was closed {number} times.")
        library.update()

    assert library._catalogue.sources.content(digest) is None
    with pytest.raises(NoSuchSource, match=f"there is no source '{uri}'"):
        library.holdings.get(uri)


def test_a_file_that_was_deleted_in_a_folder_stays_so_when_the_folder_is_disabled(
    library: Library, shelf: Shelf
) -> None:
    (shelf.sources / "in").mkdir()
    for name in ("c", "d"):
        (shelf.sources / "in" / f"{name}.txt").write_text(f"{name}\n\nThe town{name} was rebuilt.")
    library.update()

    library.holdings.delete("in/c.txt", by=ME)
    library.holdings.disable("in", by=ME)

    assert [(each.uri, each.status) for each in library.holdings.list("in/", everything=True)] == [
        ("in/c.txt", "deleted"), ("in/d.txt", "disabled"),
    ]  # fmt: skip


def test_there_is_a_source_until_it_is_deleted(library: Library, shelf: Shelf) -> None:
    assert library.holdings.has("a.txt") and library.holdings.has("b.txt") and not library.holdings.has("c.txt")
    library.holdings.delete("a.txt", by=ME)
    (shelf.sources / "b.txt").unlink()
    library.update()
    assert not library.holdings.has("a.txt") and not library.holdings.has("b.txt")


def kept_contents(library: Library) -> list[bytes]:
    """The bytes of all that was given and is still in the database."""
    with library._catalogue._database.begin() as connection:
        return list(connection.scalars(sql.select(contents.c.content)))


def test_what_no_generation_has_is_gone_from_the_database_with_the_next_reload(library: Library) -> None:
    secret = b"The door of the vault opens with 4711."
    before = library.holdings.add("vault.txt", secret, by=ME), library.holdings.add("bad.bin", bytes(9) + secret, by=ME)
    library.holdings.delete(before[0], by=ME)
    library.update()
    assert kept_contents(library) == [bytes(9) + secret]
    library.holdings.delete(before[1], by=ME)

    assert not library.update().is_new
    assert kept_contents(library) == []
    assert library.holdings.list("upload:", everything=True) == []


def test_the_bytes_of_an_earlier_version_are_gone_with_the_next_reload(library: Library) -> None:
    library.holdings.add("news.txt", b"News\n\nThe bridge of Raqqa fell.", by=ME)
    library.update()
    library.holdings.add("news.txt", b"News\n\nThe bridge of Raqqa was built anew.", by=ME)
    library.update()

    assert kept_contents(library) == [b"News\n\nThe bridge of Raqqa was built anew."]


def test_a_deleted_archive_can_be_taken_back_as_long_as_a_generation_has_what_is_in_it(
    library: Library, shelf: Shelf
) -> None:
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        archive.writestr("bridge.txt", "Bridges\n\nThe bridge of Raqqa fell.")
    uri = library.holdings.add("pack.zip", content.getvalue(), by=ME)
    library.update()
    digest = library.holdings.get(uri).record.content
    library.holdings.delete(uri, by=ME)
    library.update()
    assert digest and library._catalogue.sources.content(digest) == content.getvalue()

    library.holdings.enable(uri, by=ME)
    library.update(rebuild=True)
    assert library.answerer.answer("which bridge fell?").quotes[0].source == f"{uri}/bridge.txt"

    library.holdings.delete(uri, by=ME)
    for number in range(5):
        shelf.put(b=f"Beta\n\nThe museum of Homs was closed {number} times.")
        library.update()
    assert kept_contents(library) == []
    assert library.holdings.list("upload:", everything=True) == []
