"""Visits to URLs: what is to be remembered of the last one, and when the next one is due."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sql

from retrieval.catalogue.sources import State
from retrieval.database import Database
from retrieval.schema import sources, visits


@dataclass(frozen=True, slots=True)
class Visit:
    """The last good visit to a URL: what a server wants to hear again, and where redirects led."""

    source_uri: str
    final_url: str
    media_type: str | None
    etag: str | None
    last_modified: str | None
    visited_at: datetime
    due_at: datetime | None = None


class Visits:
    """The table of visits. Every method raises `CatalogueError` when the database fails."""

    def __init__(self, database: Database) -> None:
        self._begin = database.begin

    def get(self, uri: str) -> Visit | None:
        """The last good visit to a source, if there was one."""
        with self._begin() as connection:
            row = connection.execute(sql.select(visits).where(visits.c.source_uri == uri)).one_or_none()
        return Visit(**row._mapping) if row else None

    def times(self) -> dict[str, datetime]:
        """When each source that was visited was visited well last."""
        with self._begin() as connection:
            rows = connection.execute(sql.select(visits.c.source_uri, visits.c.visited_at)).all()
        return {row[0]: row[1] for row in rows}

    def put(self, visit: Visit) -> None:
        """Remember a visit in the place of the one before."""
        with self._begin(writes=True) as connection:
            connection.execute(visits.delete().where(visits.c.source_uri == visit.source_uri))
            connection.execute(visits.insert(), asdict(visit))

    def postpone(self, uri: str, due_at: datetime) -> None:
        """Visit a source at another time."""
        with self._begin(writes=True) as connection:
            connection.execute(visits.update().where(visits.c.source_uri == uri).values(due_at=due_at))

    def claim(self, now: datetime, until: datetime) -> str | None:
        """The enabled source whose visit is due for longest, for the caller alone: others find it due at `until`."""
        longest_due = (
            sql.select(visits.c.source_uri)
            .join(sources, sources.c.uri == visits.c.source_uri)
            .where(visits.c.due_at <= now, sources.c.state == State.ENABLED.value)
            .order_by(visits.c.due_at, visits.c.source_uri)
            .limit(1)
            # In PostgreSQL; who writes to SQLite has locked all of it.
            .with_for_update(of=visits, skip_locked=True)
        )
        with self._begin(writes=True) as connection:
            uri: str | None = connection.scalar(longest_due)
            if uri is not None:
                connection.execute(visits.update().where(visits.c.source_uri == uri).values(due_at=until))
        return uri
