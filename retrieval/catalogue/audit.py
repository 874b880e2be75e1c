"""Who did what to which source or generation, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

import sqlalchemy as sql

from retrieval.database import Database
from retrieval.schema import audit

AUTOMATIC = "automatic"
"""Who did it, where it was nobody: at a start, by a watched folder, or when a page was due."""


class Deed(StrEnum):
    """What can be done to sources and generations."""

    ADD = "add"
    ENABLE = "enable"
    DISABLE = "disable"
    DELETE = "delete"
    REFRESH = "refresh"
    RELOAD = "reload"
    ROLLBACK = "rollback"


@dataclass(frozen=True, slots=True)
class Entry:
    """One deed. `who` is a user's id, or "command line" and the like; `target` a source's uri or a generation."""

    who: str
    what: Deed
    target: str
    outcome: str = "done"
    at: datetime | None = None


class Audit:
    """The table of deeds; nothing is ever taken out of it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, entry: Entry) -> None:
        """Note a deed. Raises `CatalogueError`."""
        with self._database.begin(writes=True) as connection:
            note(connection, entry)

    def last(self, count: int = 50) -> list[Entry]:
        """The last deeds, newest first. Raises `CatalogueError`."""
        query = sql.select(audit).order_by(audit.c.id.desc()).limit(count)
        with self._database.begin() as connection:
            rows = connection.execute(query).all()
        return [Entry(row.who, Deed(row.what), row.target, row.outcome, row.at) for row in rows]


def note(connection: sql.Connection, entry: Entry) -> None:
    """Write an entry in a transaction that is under way, so that it stands exactly if what it tells does."""
    at = entry.at or datetime.now(UTC)
    row = {"at": at, "who": entry.who, "what": entry.what.value, "target": entry.target, "outcome": entry.outcome}
    connection.execute(audit.insert(), row)
