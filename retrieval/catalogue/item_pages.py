"""Pages that the items of feeds lead to, where their whole texts are wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sql

from retrieval.catalogue.contents import LOCK, keep
from retrieval.catalogue.statements import batches, insert
from retrieval.database import Database
from retrieval.schema import item_pages, sources
from retrieval.types import Source


@dataclass(frozen=True, slots=True)
class ItemPage:
    """The page of an item, which was fetched `tries` times.

    `content` is the digest of the bytes that are kept of it; without them `failure` says why, once it was tried.
    """

    url: str
    content: str | None
    failure: str | None
    tries: int


class ItemPages:
    """The table of items' pages. Every method raises `CatalogueError` when the database fails."""

    def __init__(self, database: Database) -> None:
        self._begin = database.begin

    def of(self, uri: str) -> list[ItemPage]:
        """The pages of the items of a feed, in the order in which they were listed."""
        columns = (item_pages.c.url, item_pages.c.content, item_pages.c.failure, item_pages.c.tries)
        query = sql.select(*columns).where(item_pages.c.source_uri == uri).order_by(item_pages.c.id)
        with self._begin() as connection:
            return [ItemPage(**row._mapping) for row in connection.execute(query)]

    def list(self, uri: str, urls: Sequence[str]) -> None:
        """Note where the items of a feed lead to now; what is known of other addresses is forgotten."""
        of_feed = item_pages.c.source_uri == uri
        with self._begin(writes=True) as connection:
            known = set(connection.scalars(sql.select(item_pages.c.url).where(of_feed)))
            for batch in batches(known - set(urls)):
                connection.execute(item_pages.delete().where(of_feed, item_pages.c.url.in_(batch)))
            rows = [{"source_uri": uri, "url": url, "tries": 0} for url in urls if url not in known]
            insert(connection, item_pages, rows)

    def keep(self, uri: str, page: Source) -> None:
        """Keep the page of an item; the next ingestion reads the feed with it."""
        with self._begin(writes=True, lock=LOCK) as connection:
            keep(connection, page)
            _update(connection, uri, page.uri, content=page.digest, failure=None)
            connection.execute(sources.update().where(sources.c.uri == uri).values(reader=None))

    def fail(self, uri: str, url: str, reason: str) -> None:
        """Note why the page of an item could not be had."""
        with self._begin(writes=True) as connection:
            _update(connection, uri, url, failure=reason)


def _update(connection: sql.Connection, uri: str, url: str, **values: str | None) -> None:
    this = (item_pages.c.source_uri == uri) & (item_pages.c.url == url)
    connection.execute(item_pages.update().where(this).values(tries=item_pages.c.tries + 1, **values))
