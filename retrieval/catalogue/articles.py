"""Articles, immutable and named by their content, with the spans of their sentences."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import sqlalchemy as sql

from retrieval.catalogue.sources import FOLDER
from retrieval.catalogue.statements import BATCH, batches, insert
from retrieval.database import Database
from retrieval.schema import articles, generation_articles, sentences
from retrieval.types import Article, Span


@dataclass(frozen=True, slots=True)
class SegmentedArticle:
    """An article with the spans of its sentences."""

    article: Article
    sentences: tuple[Span, ...]


class Articles:
    """The tables of articles and their sentences. Every method raises `CatalogueError` when the database fails."""

    def __init__(self, database: Database, segmentation_version: int) -> None:
        self._begin = database.begin
        self._segmentation_version = segmentation_version

    def add(self, added: Iterable[SegmentedArticle], *, by: Mapping[str, str] | None = None) -> None:
        """Store articles; those that are there already stay as they are.

        `by` says for a source (by uri) who added it, where that is not the folder.
        """
        now = datetime.now(UTC)
        by = by or {}
        for batch in batches(added, BATCH // 4):
            by_id = {segmented.article.id: segmented for segmented in batch}
            with self._begin(writes=True) as connection:
                stored = set(connection.scalars(sql.select(articles.c.id).where(articles.c.id.in_(by_id))))
                of_batch = sql.select(sentences.c.article_id).where(
                    sentences.c.article_id.in_(by_id), self._this_version
                )
                segmented = set(connection.scalars(of_batch))
                insert(
                    connection,
                    articles,
                    [_article_row(by_id[i].article, by, now) for i in by_id if i not in stored],
                )
                insert(
                    connection,
                    sentences,
                    [
                        {"article_id": i, "version": self._segmentation_version, "spans": _pack(by_id[i].sentences)}
                        for i in by_id
                        if i not in segmented
                    ],
                )

    def get(self, ids: Iterable[str], *, generation: int | None = None) -> Iterator[SegmentedArticle]:
        """The articles of these ids that there are, in order of id; of one generation only, if it is given.

        The source of an article is the first that the generation names, or "" without a generation.
        """
        for batch in batches(sorted(set(ids))):
            columns = [*articles.c, sentences.c.spans]
            query = sql.select(*columns).join(sentences).where(articles.c.id.in_(batch), self._this_version)
            if generation is not None:
                held = generation_articles.c
                shown = (
                    sql.select(held.article_id, sql.func.min(held.source_uri).label("uri"))
                    .where(held.generation == generation, held.article_id.in_(batch))
                    .group_by(held.article_id)
                    .subquery()
                )
                query = query.add_columns(shown.c.uri).join(shown, shown.c.article_id == articles.c.id)
            with self._begin() as connection:
                rows = connection.execute(query.order_by(articles.c.id)).all()
            for row in rows:
                source = "" if generation is None else row.uri
                yield SegmentedArticle(_article(row, source), _unpack(row.spans))

    def unsegmented(self, ids: Iterable[str]) -> Iterator[Article]:
        """Those of these articles whose sentences this version of the segmentation has not made yet."""
        for batch in batches(sorted(set(ids))):
            made = sql.select(sentences.c.article_id).where(self._this_version, sentences.c.article_id.in_(batch))
            with self._begin() as connection:
                query = sql.select(articles).where(articles.c.id.in_(batch), articles.c.id.not_in(made))
                rows = connection.execute(query).all()
            for row in rows:
                yield _article(row, "")

    @property
    def _this_version(self) -> sql.ColumnElement[bool]:
        return sentences.c.version == self._segmentation_version


def _article_row(article: Article, by: Mapping[str, str], now: datetime) -> dict[str, object]:
    return {
        "id": article.id,
        "title": article.title,
        "text": article.text,
        "url": article.url,
        "published": article.published.isoformat() if article.published else None,
        "language": article.language,
        "author": article.author,
        "tags": json.dumps(article.tags),
        "added_at": now,
        "added_by": by.get(article.source, FOLDER),
        "fetched_at": now,
    }


def _article(row: sql.Row[Any], source: str) -> Article:  # Any: the columns of `articles` and a few more
    published: date | None = None
    if row.published:
        published = datetime.fromisoformat(row.published) if "T" in row.published else date.fromisoformat(row.published)
    tags = tuple(json.loads(row.tags))
    return Article(row.id, row.title, row.text, source, row.url, published, row.language, tags, row.author)


def _pack(spans: Sequence[Span]) -> bytes:
    return np.array([(span.start, span.end) for span in spans], dtype="<u4").tobytes()


def _unpack(packed: bytes) -> tuple[Span, ...]:
    edges = np.frombuffer(packed, dtype="<u4").tolist()
    return tuple(map(Span, edges[::2], edges[1::2]))
