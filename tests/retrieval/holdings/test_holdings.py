"""What admins do to sources, and that it shows in every answer at once."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest

from retrieval import ANYTHING, Library, NoSuchSource, Outcome, Quote
from tests.retrieval.conftest import Shelf
from tests.retrieval.holdings.conftest import ME, QUESTION, sources


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
