"""The database itself: its schema, and what it does when it can't."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sql
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from retrieval import CatalogueError
from retrieval.catalogue import Catalogue, Deed, Entry, Kind, Reading, SegmentedArticle, contents
from retrieval.schema import articles, metadata
from retrieval.types import Article, Source, Span


@pytest.fixture
def catalogue(database_url: str) -> Iterator[Catalogue]:
    """A new catalogue."""
    with closing(Catalogue(database_url, segmentation_version=1)) as catalogue:
        yield catalogue


def article(text: str) -> SegmentedArticle:
    return SegmentedArticle(Article.create("Title", text, source="a.txt"), (Span(0, len(text)),))


def test_the_migrations_make_the_schema_that_the_code_knows(catalogue: Catalogue) -> None:
    def ours(name: str | None, kind: str, _parents: object) -> bool:
        return kind != "table" or name in metadata.tables

    with catalogue._database.begin() as connection:
        options = {"version_table": "retrieval_version", "include_name": ours}
        differences = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)

    # What a column is for stands in the code alone.
    assert [each for each in differences if not _is_of_comments(each)] == []


def _is_of_comments(difference: object) -> bool:
    return isinstance(difference, list) and {each[0] for each in difference} == {"modify_comment"}


def test_an_article_comes_back_as_it_was_stored(catalogue: Catalogue) -> None:
    stored = article("Forces retook Palmyra 🏺.\n\nThe rest follows.")
    catalogue.articles.add([stored, stored])
    catalogue.generations.store(1, "made by a test", {stored.article.id: ("a.txt",)})

    assert list(catalogue.articles.get([stored.article.id, "nobody"], generation=1)) == [stored]


def test_sentences_of_another_segmentation_are_not_used(catalogue: Catalogue, database_url: str) -> None:
    stored = article("Forces retook Palmyra.")
    catalogue.articles.add([stored])
    catalogue.generations.store(1, "old", {stored.article.id: ("a.txt",)})

    new = Catalogue(database_url, segmentation_version=2)
    assert list(new.articles.get([stored.article.id])) == []
    assert [found.id for found in new.articles.unsegmented([stored.article.id])] == [stored.article.id]
    new.close()


def test_what_no_generation_and_no_source_holds_is_deleted(catalogue: Catalogue) -> None:
    one, other = article("One."), article("Other.")
    catalogue.articles.add([one, other])
    catalogue.sources.record([Reading("a.txt", "0", (one.article.id,))])
    catalogue.generations.store(1, "f", {one.article.id: ("a.txt",)})
    catalogue.generations.serve(1, keep=0)

    catalogue.articles.add([other])
    catalogue.sources.record([Reading("a.txt", "1", (other.article.id,))])
    catalogue.generations.store(2, "f", {other.article.id: ("a.txt",)})
    assert catalogue.generations.serve(2, keep=0) == (1,)

    assert [found.article.text for found in catalogue.articles.get([one.article.id, other.article.id])] == ["Other."]


def test_a_generation_that_cannot_be_stored_changes_nothing(catalogue: Catalogue) -> None:
    stored = article("Forces retook Palmyra.")
    catalogue.articles.add([stored])
    catalogue.generations.store(1, "f", {stored.article.id: ("a.txt",)})
    catalogue.generations.serve(1)

    with pytest.raises(CatalogueError):
        catalogue.generations.store(2, "f", {stored.article.id: ("a.txt",), "no such article": ("b.txt",)})

    assert catalogue.generations.serving_id() == 1
    assert catalogue.generations.get(2) is None


@pytest.mark.parametrize(
    "wrong", ["nonsense", "sqlite:///{folder}/file/x.sqlite3", "mysterysql://localhost/x", "postgresql+nodriver://x/y"]
)
def test_an_address_that_leads_nowhere_is_an_error(wrong: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    wrong = wrong.format(folder=tmp_path)

    with pytest.raises(CatalogueError, match="the database can't be opened"):
        Catalogue(wrong, segmentation_version=1)


def test_errors_do_not_repeat_what_was_stored(catalogue: Catalogue) -> None:
    stored = article("A secret text.")
    with catalogue._database.begin(writes=True) as connection:
        connection.execute(sql.text("DROP TABLE sentences"))
        connection.execute(sql.text("ALTER TABLE articles RENAME TO gone"))

    with pytest.raises(CatalogueError) as caught:
        catalogue.articles.add([stored])

    assert "secret" not in "".join(traceback.format_exception(caught.value))


def test_an_article_knows_who_added_it_and_when_it_came(catalogue: Catalogue) -> None:
    made = Article.create(
        "Title", "Ein Text.", source="upload:a.txt", language="de", published=date(2016, 3, 27), author="Ida Reed",
        url="https://example.org/a",
    )  # fmt: skip
    before = datetime.now(UTC)
    catalogue.articles.add([SegmentedArticle(made, (Span(0, 9),))], by={"upload:a.txt": "42"})
    catalogue.articles.add([SegmentedArticle(made, (Span(0, 9),))], by={"upload:a.txt": "43"})
    catalogue.generations.store(1, "made by a test", {made.id: ("upload:a.txt",)})

    assert [each.article for each in catalogue.articles.get([made.id], generation=1)] == [made]
    with catalogue._database.begin() as connection:
        (row,) = connection.execute(sql.select(articles.c.added_by, articles.c.added_at, articles.c.fetched_at)).all()
    assert row.added_by == "42"
    assert before <= row.added_at == row.fetched_at <= datetime.now(UTC)


def test_bytes_are_kept_and_deleted_by_one_at_a_time(catalogue: Catalogue) -> None:
    entry = Entry("42", Deed.ADD, "upload:a.txt")
    with ThreadPoolExecutor(2) as threads:
        with catalogue._database.begin(writes=True, lock=contents.LOCK):
            waiting = [
                threads.submit(catalogue.sources.forget_unused),
                threads.submit(catalogue.sources.add, Source("upload:a.txt", b"Text."), Kind.UPLOAD, entry),
            ]
            assert wait(waiting, timeout=0.3).done == set()
        for each in waiting:
            each.result(30)

    assert catalogue.sources.content(Source("", b"Text.").digest) == b"Text."
