"""Bytes that were given or fetched, by their digest: the only copy of them."""

from __future__ import annotations

import sqlalchemy as sql

from retrieval.catalogue.statements import insert
from retrieval.schema import contents, item_pages, sources
from retrieval.types import Source

LOCK = "contents"
"""Whoever keeps bytes or deletes them does it one at a time: what another has just begun to use must not go."""


def keep(connection: sql.Connection, source: Source) -> None:
    """Keep the content of a source, unless it is kept already."""
    digest = source.digest
    if connection.scalar(sql.select(contents.c.digest).where(contents.c.digest == digest)) is None:
        insert(connection, contents, [{"digest": digest, "content": source.content}])


def forget_unused(connection: sql.Connection) -> None:
    """Delete what no source has any more, nor the page of a feed's item."""
    used = sql.union(
        sql.select(sources.c.content).where(sources.c.content.is_not(None)),
        sql.select(item_pages.c.content).where(item_pages.c.content.is_not(None)),
    )
    connection.execute(contents.delete().where(contents.c.digest.not_in(used)))
