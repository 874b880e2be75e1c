"""The catalogue: sources, articles and generations in SQL. It is the truth that any index is remade from.

Articles are immutable rows named by their content. A generation is a set of them that is served together; which one
is served changes in one transaction, after everything that it needs has been stored.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import sqlalchemy as sql

from retrieval.database import Database
from retrieval.schema import articles, generation_articles, generations, sentences, source_articles, sources
from retrieval.types import Article, ServedSource, Span

log = logging.getLogger(__name__)

_T = TypeVar("_T")
# SQLite takes at most 32,766 variables in a statement.
_BATCH = 1_000

_MIGRATIONS = Path(__file__).parent / "migrations"


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """What the catalogue knows of a source. `failure` is set while its last reading failed."""

    uri: str
    digest: str | None
    read_at: datetime | None
    failed_at: datetime | None
    failure: str | None
    failed_digest: str | None
    article_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceUpdate:
    """What a reading of a source found: its articles by id, or why it failed (its articles then stay)."""

    uri: str
    digest: str | None
    article_ids: tuple[str, ...] = ()
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class Generation:
    """A set of articles that is served together. `languages` are those of its articles, commonest first."""

    id: int
    made_at: datetime
    fingerprint: str
    article_count: int
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SegmentedArticle:
    """An article with the spans of its sentences."""

    article: Article
    sentences: tuple[Span, ...]


class Catalogue:
    """The database of sources, articles and generations; safe to use from several threads and processes.

    Opening it brings its schema up to date. Every method raises `CatalogueError` when the database fails.
    """

    def __init__(self, url: str, *, segmentation_version: int) -> None:
        self._segmentation_version = segmentation_version
        self._database = Database(url, _MIGRATIONS, "retrieval_version")
        self._begin = self._database.begin

    def alone(self, name: str, *, timeout: float) -> AbstractContextManager[None]:
        """As `Database.alone`."""
        return self._database.alone(name, timeout=timeout)

    def close(self) -> None:
        """Close the connections."""
        self._database.close()

    def sources(self) -> list[SourceRecord]:
        """Every source, by uri."""
        with self._begin() as connection:
            held: dict[str, list[str]] = {}
            for uri, article_id in connection.execute(
                sql.select(source_articles).order_by(source_articles.c.article_id)
            ):
                held.setdefault(uri, []).append(article_id)
            rows = connection.execute(sql.select(sources).order_by(sources.c.uri)).all()
        return [SourceRecord(**row._mapping, article_ids=tuple(held.get(row.uri, ()))) for row in rows]

    def add_articles(self, added: Iterable[SegmentedArticle]) -> None:
        """Store articles; those that are there already stay as they are."""
        now = datetime.now(UTC)
        for batch in _batches(added, _BATCH // 4):
            by_id = {segmented.article.id: segmented for segmented in batch}
            with self._begin(writes=True) as connection:
                stored = set(connection.scalars(sql.select(articles.c.id).where(articles.c.id.in_(by_id))))
                of_batch = sql.select(sentences.c.article_id).where(
                    sentences.c.article_id.in_(by_id), self._this_version
                )
                segmented = set(connection.scalars(of_batch))
                _insert(connection, articles, [_article_row(by_id[i].article, now) for i in by_id if i not in stored])
                _insert(
                    connection,
                    sentences,
                    [
                        {"article_id": i, "version": self._segmentation_version, "spans": _pack(by_id[i].sentences)}
                        for i in by_id
                        if i not in segmented
                    ],
                )

    def articles(self, ids: Iterable[str], *, generation: int | None = None) -> Iterator[SegmentedArticle]:
        """The articles of these ids that there are, in order of id; of one generation only, if it is given.

        The source of an article is the one that a generation names, or "" without a generation.
        """
        for batch in _batches(sorted(set(ids)), _BATCH):
            columns = [*articles.c, sentences.c.spans]
            query = sql.select(*columns).join(sentences).where(articles.c.id.in_(batch), self._this_version)
            if generation is not None:
                query = query.add_columns(generation_articles.c.source_uri).join(
                    generation_articles,
                    (generation_articles.c.article_id == articles.c.id)
                    & (generation_articles.c.generation == generation),
                )
            with self._begin() as connection:
                rows = connection.execute(query.order_by(articles.c.id)).all()
            for row in rows:
                source = "" if generation is None else row.source_uri
                yield SegmentedArticle(_article(row, source), _unpack(row.spans))

    def serving(self) -> Generation | None:
        """The generation that is served, if there is one yet."""
        with self._begin() as connection:
            row = connection.execute(sql.select(generations).where(generations.c.serving)).one_or_none()
            if row is None:
                return None
            count = sql.func.count()
            languages = connection.execute(
                sql.select(articles.c.language, count)
                .join(generation_articles)
                .where(generation_articles.c.generation == row.id)
                .group_by(articles.c.language)
                .order_by(count.desc(), articles.c.language)
            ).all()
        return Generation(
            row.id, row.made_at, row.fingerprint, sum(n for _, n in languages), tuple(name for name, _ in languages)
        )

    def serving_id(self) -> int | None:
        """The number of the generation that is served: cheap to ask often."""
        with self._begin() as connection:
            return connection.scalar(sql.select(generations.c.id).where(generations.c.serving))

    def generation_ids(self) -> list[int]:
        """The numbers of the generations that there are, ascending."""
        with self._begin() as connection:
            return list(connection.scalars(sql.select(generations.c.id).order_by(generations.c.id)))

    def generation_articles(self, generation: int) -> dict[str, str]:
        """The articles of a generation: their ids, each with the uri of the source that it is shown with."""
        query = sql.select(generation_articles.c.article_id, generation_articles.c.source_uri)
        with self._begin() as connection:
            rows = connection.execute(query.where(generation_articles.c.generation == generation)).all()
        return {row.article_id: row.source_uri for row in rows}

    def articles_of(self, generation: int, uris: Collection[str]) -> set[str]:
        """The ids of the articles of a generation that any of these sources holds."""
        found: set[str] = set()
        for batch in _batches(sorted(uris), _BATCH):
            held = _held(generation).subquery()
            with self._begin() as connection:
                found.update(connection.scalars(sql.select(held.c.article_id).where(held.c.source_uri.in_(batch))))
        return found

    def served_sources(self, generation: int) -> list[ServedSource]:
        """The sources of the articles of a generation, by uri."""
        held = _held(generation).subquery()
        count = sql.func.count()
        query = (
            sql.select(held.c.source_uri, count, sql.func.min(articles.c.title))
            .join(articles, articles.c.id == held.c.article_id)
            .group_by(held.c.source_uri)
            .order_by(held.c.source_uri)
        )
        with self._begin() as connection:
            rows = connection.execute(query).all()
        return [ServedSource(uri, title if n == 1 else uri.rpartition("/")[2] or uri, n) for uri, n, title in rows]

    def next_generation(self) -> int:
        """A number that no generation has had."""
        with self._begin() as connection:
            return (connection.scalar(sql.select(sql.func.max(generations.c.id))) or 0) + 1

    def unsegmented(self, ids: Iterable[str]) -> Iterator[Article]:
        """Those of these articles whose sentences this version of the segmentation has not made yet."""
        for batch in _batches(sorted(set(ids)), _BATCH):
            made = sql.select(sentences.c.article_id).where(self._this_version)
            with self._begin() as connection:
                query = sql.select(articles).where(articles.c.id.in_(batch), articles.c.id.not_in(made))
                rows = connection.execute(query).all()
            for row in rows:
                yield _article(row, "")

    def record(self, updates: Iterable[SourceUpdate], *, gone: Collection[str] = ()) -> None:
        """Note what was read and what failed where no article changed by it."""
        with self._begin(writes=True) as connection:
            self._apply(connection, updates, gone)

    def serve(
        self,
        generation: int,
        fingerprint: str,
        members: Mapping[str, str],
        *,
        updates: Iterable[SourceUpdate] = (),
        gone: Collection[str] = (),
        keep: int = 4,
        made_at: datetime | None = None,
    ) -> list[int]:
        """Serve a new generation, and note with it what was read: all of it or, if anything fails, none.

        `members` are its articles' ids with the uri that each is shown with; `gone` are uris of sources that are no
        more. Only the last `keep` generations stay; returns the numbers of those that went. `made_at` is when its
        index was begun, by default now.
        """
        made_at = made_at or datetime.now(UTC)
        with self._begin(writes=True) as connection:
            self._apply(connection, updates, gone)
            connection.execute(generations.update().values(serving=False))
            connection.execute(
                generations.insert(),
                {"id": generation, "made_at": made_at, "fingerprint": fingerprint, "serving": True},
            )
            for ids in _batches(members, _BATCH):
                connection.execute(
                    generation_articles.insert(),
                    [{"generation": generation, "article_id": i, "source_uri": members[i]} for i in ids],
                )
            newest = connection.scalars(sql.select(generations.c.id).order_by(generations.c.id.desc())).all()
            dropped = list(newest[keep:])
            if dropped:
                of_dropped = generation_articles.c.generation.in_(dropped)
                connection.execute(generation_articles.delete().where(of_dropped))
                connection.execute(generations.delete().where(generations.c.id.in_(dropped)))
            self._delete_unused(connection)
        return dropped

    def _delete_unused(self, connection: sql.Connection) -> None:
        used = sql.union(sql.select(generation_articles.c.article_id), sql.select(source_articles.c.article_id))
        connection.execute(sentences.delete().where(sentences.c.article_id.not_in(used)))
        connection.execute(articles.delete().where(articles.c.id.not_in(used)))

    def _apply(self, connection: sql.Connection, updates: Iterable[SourceUpdate], gone: Collection[str]) -> None:
        for batch in _batches(gone, _BATCH):
            connection.execute(source_articles.delete().where(source_articles.c.source_uri.in_(batch)))
            connection.execute(sources.delete().where(sources.c.uri.in_(batch)))
        now = datetime.now(UTC)
        known = set(connection.scalars(sql.select(sources.c.uri)))
        for some in _batches(updates, _BATCH):
            read = [update for update in some if update.failure is None]
            failed = [update for update in some if update.failure is not None]
            rows: list[dict[str, object]] = [
                {
                    "uri": each.uri,
                    "digest": each.digest,
                    "read_at": now,
                    "failed_at": None,
                    "failure": None,
                    "failed_digest": None,
                }
                for each in read
            ]
            failures: list[dict[str, object]] = [
                {"uri": each.uri, "failed_at": now, "failure": each.failure, "failed_digest": each.digest}
                for each in failed
            ]
            for changed in (rows, failures):
                _insert(connection, sources, [row for row in changed if row["uri"] not in known])
                _update(connection, sources, sources.c.uri, [row for row in changed if row["uri"] in known])
            of_read = source_articles.c.source_uri.in_([each.uri for each in read])
            connection.execute(source_articles.delete().where(of_read))
            links = {(each.uri, article_id): None for each in read for article_id in each.article_ids}
            _insert(connection, source_articles, [{"source_uri": uri, "article_id": i} for uri, i in links])

    @property
    def _this_version(self) -> sql.ColumnElement[bool]:
        return sentences.c.version == self._segmentation_version


def _held(generation: int) -> sql.CompoundSelect[tuple[str, str]]:
    """Pairs of an article of a generation and a source that holds it: the one that it is shown with, and the others."""
    members = generation_articles.c.generation == generation
    shown = sql.select(generation_articles.c.article_id, generation_articles.c.source_uri).where(members)
    same = generation_articles.c.article_id == source_articles.c.article_id
    others = sql.select(source_articles.c.article_id, source_articles.c.source_uri).join(generation_articles, same)
    return sql.union(shown, others.where(members))


def _insert(connection: sql.Connection, table: sql.Table, rows: Sequence[Mapping[str, object]]) -> None:
    if rows:
        connection.execute(table.insert(), rows)


def _update(
    connection: sql.Connection, table: sql.Table, key: sql.Column[str], rows: Sequence[Mapping[str, object]]
) -> None:
    """Set the columns that the rows name, each in the row of the table with its key."""
    if rows:
        values: dict[str, object] = {name: sql.bindparam(f"new_{name}") for name in rows[0] if name != key.name}
        statement = table.update().where(key == sql.bindparam(f"new_{key.name}")).values(values)
        connection.execute(statement, [{f"new_{name}": value for name, value in row.items()} for row in rows])


def _article_row(article: Article, now: datetime) -> dict[str, object]:
    return {
        "id": article.id,
        "title": article.title,
        "text": article.text,
        "url": article.url,
        "published": article.published.isoformat() if article.published else None,
        "language": article.language,
        "tags": json.dumps(article.tags),
        "added_at": now,
    }


def _article(row: sql.Row[Any], source: str) -> Article:  # Any: the columns of `articles` and a few more
    published: date | None = None
    if row.published:
        published = datetime.fromisoformat(row.published) if "T" in row.published else date.fromisoformat(row.published)
    return Article(row.id, row.title, row.text, source, row.url, published, row.language, tuple(json.loads(row.tags)))


def _pack(spans: Sequence[Span]) -> bytes:
    return np.array([(span.start, span.end) for span in spans], dtype="<u4").tobytes()


def _unpack(packed: bytes) -> tuple[Span, ...]:
    edges = np.frombuffer(packed, dtype="<u4").tolist()
    return tuple(map(Span, edges[::2], edges[1::2]))


def _batches(values: Iterable[_T], size: int) -> Iterator[list[_T]]:
    iterator = iter(values)
    while batch := list(islice(iterator, size)):
        yield batch
