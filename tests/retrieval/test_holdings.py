"""What admins do to sources, and that it shows in every answer at once."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

import pytest
import sqlalchemy as sql

from retrieval import ANYTHING, Kind, Library, NoSuchSource, Outcome, Quote, SourceError
from retrieval.schema import contents
from retrieval.sources import MAX_SOURCE_BYTES
from tests.retrieval.conftest import Shelf

ME = "42"
QUESTION = "who retook Palmyra?"


@pytest.fixture
def library(shelf: Shelf) -> Iterator[Library]:
    """A library of two articles."""
    shelf.put(a="Alpha\n\nForces retook Palmyra. They stayed.", b="Beta\n\nThe museum of Homs was closed.")
    library = shelf.library()
    library.update()
    yield library


def sources(library: Library) -> list[str]:
    return list(dict.fromkeys(quote.source for quote in library.answerer.answer(QUESTION).quotes))


def is_out(library: Library, quote: Quote) -> bool:
    """Whether nothing of an article is to be had, by an answer or by the buttons below an old one."""
    answerer = library.answerer
    found = (
        answerer.quote(quote.article_id, quote.start),
        answerer.lead(quote.article_id),
        answerer.context(quote),
        answerer.page(quote.article_id, longest=1_000),
        answerer.answer(QUESTION).quotes or None,
        answerer.answer(QUESTION, sources=["a.txt"]).quotes or None,
        next((each for each in answerer.sources() if each.uri == "a.txt"), None),
    )
    assert len({each is None for each in found}) == 1
    return found[0] is None


@pytest.mark.parametrize("deed", ["disable", "delete"])
def test_a_source_that_is_disabled_or_deleted_is_out_at_once_and_back_when_enabled(
    library: Library, shelf: Shelf, deed: str
) -> None:
    (quote,) = library.answerer.answer(QUESTION).quotes[:1]
    other_process = shelf.library()
    assert not is_out(library, quote) and not is_out(other_process, quote)

    getattr(library.holdings, deed)("a.txt", by=ME)
    assert is_out(library, quote) and is_out(other_process, quote) and is_out(shelf.library(), quote)

    library.holdings.enable("a.txt", by=ME)
    assert not is_out(library, quote) and not is_out(other_process, quote)


def test_words_of_a_disabled_source_are_in_no_article(library: Library) -> None:
    library.holdings.disable("a.txt", by=ME)

    assert str(library.answerer.answer("who retook Palmyra?").reason) == "No article mentions “retook” or “Palmyra”."


def test_a_disabled_source_stays_so_when_it_changes_and_comes_back_whole(library: Library, shelf: Shelf) -> None:
    library.holdings.disable("a.txt", by=ME)
    shelf.put(a="Alpha\n\nForces retook Palmyra again.")
    assert library.update().is_new
    assert sources(library) == []

    library.holdings.enable("a.txt", by=ME)

    assert library.answerer.answer(QUESTION).quotes[0].text == "Forces retook Palmyra again."


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


def test_what_went_from_the_folder_can_be_disabled_while_one_may_go_back_to_it(library: Library, shelf: Shelf) -> None:
    shelf.remove("a")
    library.update()
    assert [each.uri for each in library.holdings.list()] == ["b.txt"]
    library.roll_back(1, by=ME)
    assert [(each.uri, each.status) for each in library.holdings.list()] == [("a.txt", "gone"), ("b.txt", "enabled")]

    library.holdings.disable("a.txt", by=ME)
    assert sources(library) == []

    for number in range(5):
        shelf.put(b=f"Beta\n\nThe museum of Homs was closed {number} times.")
        library.update(confirmed=ANYTHING)
    assert [each.uri for each in library.holdings.list(everything=True)] == ["b.txt"]


def test_deleting_most_sources_is_not_held(library: Library) -> None:
    for uri in ("a.txt", "b.txt"):
        library.holdings.delete(uri, by=ME)

    report = library.update()

    assert (report.holds, report.article_count) == ((), 0)


def test_an_article_of_two_sources_is_shown_with_the_one_that_is_enabled(library: Library, shelf: Shelf) -> None:
    shelf.put(c="Alpha\n\nForces retook Palmyra. They stayed.")
    library.update()
    assert sources(library) == ["a.txt"]

    library.holdings.disable("a.txt", by=ME)
    assert sources(library) == ["c.txt"]
    assert [each.uri for each in library.answerer.sources()] == ["b.txt", "c.txt"]

    assert not library.answerer.answer(QUESTION, sources=["a.txt"]).answered
    assert library.answerer.answer(QUESTION, sources=["c.txt"]).answered

    library.holdings.disable("c.txt", by=ME)
    assert sources(library) == []

    library.holdings.enable("a.txt", by=ME)
    assert sources(library) == ["a.txt"]


def test_what_is_done_to_a_folder_is_done_to_all_in_it(library: Library, shelf: Shelf) -> None:
    for name in ("in/deep/c.txt", "in/d.txt", "inner.txt", "IN/e.txt"):
        path = shelf.sources / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{name}\n\nSomething stands here.")
    library.update()

    library.holdings.disable("in/", by=ME)

    assert [each.uri for each in library.holdings.list() if each.status == "disabled"] == ["in/d.txt", "in/deep/c.txt"]
    assert [each.uri for each in library.answerer.sources()] == ["IN/e.txt", "a.txt", "b.txt", "inner.txt"]
    library.holdings.enable("in", by=ME)
    assert len(library.answerer.sources()) == 6


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


def test_a_source_that_has_not_changed_is_read_again_where_somebody_wants_that(library: Library) -> None:
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        archive.writestr("one.txt", "One\n\nThe bridge of Raqqa fell.")
        archive.writestr("two.txt", "Two\n\nThe mill of Homs turned.")
    uri = library.holdings.add("pack.zip", content.getvalue(), by=ME)
    library.update()
    read = {each.uri: each.record.read_at for each in library.holdings.list()}

    library.holdings.read_again(uri, by="43")
    library.holdings.read_again("a.txt", by="43")
    library.update()

    again = [each.uri for each in library.holdings.list() if each.record.read_at != read[each.uri]]
    assert again == ["a.txt", uri, f"{uri}/one.txt", f"{uri}/two.txt"]
    assert library.holdings.titles(uri, 10) == ("One", "Two")
    assert library.holdings.titles(uri, 1) == ("One",)
    assert [(each.who, each.what, each.target) for each in library.audit(2)] == [
        ("43", "refresh", "a.txt"), ("43", "refresh", uri),
    ]  # fmt: skip
    with pytest.raises(NoSuchSource):
        library.holdings.read_again("nothing.txt", by=ME)


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


@pytest.mark.parametrize("name", ["", ".", "..", "/", " "])
def test_a_file_without_a_name_is_refused(library: Library, name: str) -> None:
    with pytest.raises(SourceError, match="has no name"):
        library.holdings.add(name, b"Text", by=ME)


def test_a_file_that_is_too_large_is_refused(library: Library) -> None:
    with pytest.raises(SourceError, match=r"is too large: 100.0 MB, and at most 100 MB is read"):
        library.holdings.add("large.txt", bytes(MAX_SOURCE_BYTES + 1), by=ME)


def packed(**texts: str) -> bytes:
    """A zip archive of `.txt` files."""
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        for name, text in texts.items():
            archive.writestr(f"{name}.txt", text)
    return content.getvalue()


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


def test_a_source_of_which_a_part_cannot_be_read_says_so_each_time_with_the_rest(
    library: Library, shelf: Shelf
) -> None:
    lines = '{"title": "News", "text": "The bridge of Raqqa fell."}\nnonsense\n'
    (shelf.sources / "lines.jsonl").write_text(lines)

    first, second = library.update(), library.update()

    (report,) = first.of(Outcome.NEW)
    assert (report.uri, report.article_count) == ("lines.jsonl", 1)
    assert report.reason and "line 2" in report.reason
    assert [(each.uri, each.reason) for each in second.of(Outcome.UNCHANGED) if each.reason] == [
        ("lines.jsonl", report.reason)
    ]
    assert library.holdings.get("lines.jsonl").status == "failing"
    assert library.answerer.answer("which bridge fell?").answered


def test_a_file_of_the_name_of_an_upload_does_not_take_its_place(library: Library, shelf: Shelf) -> None:
    library.holdings.add("news.txt", b"News\n\nThe bridge of Raqqa fell.", by=ME)
    (shelf.sources / "upload:news.txt").write_text("Fake\n\nThe bridge of Raqqa stands.")

    library.update()

    assert library.answerer.answer("what of the bridge of Raqqa?").quotes[0].text == "The bridge of Raqqa fell."


def test_sources_are_found_by_name_and_title_whatever_the_capitals(library: Library, shelf: Shelf) -> None:
    shelf.put(c="Новости Дамаска\n\nМост построили.")
    library.update()

    assert [each.uri for each in library.holdings.list("ALPHA")] == ["a.txt"]
    assert [each.uri for each in library.holdings.list("B.TXT")] == ["b.txt"]
    assert [each.uri for each in library.holdings.list("дамаск")] == ["c.txt"]
    assert [each.uri for each in library.holdings.list("%")] == []


def test_every_deed_is_written_down(library: Library) -> None:
    library.holdings.add("news.txt", b"News\n\nThe bridge of Raqqa fell.", by="43")
    library.holdings.disable("a.txt", by=ME)
    library.holdings.enable("a.txt", by=ME)
    library.holdings.delete("b.txt", by=ME)
    with pytest.raises(NoSuchSource):
        library.holdings.disable("nothing.txt", by=ME)

    assert [(each.who, each.what.value, each.target) for each in library.audit(4)] == [
        (ME, "delete", "b.txt"),
        (ME, "enable", "a.txt"),
        (ME, "disable", "a.txt"),
        ("43", "add", "upload:news.txt"),
    ]
