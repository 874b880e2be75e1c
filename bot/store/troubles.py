"""The last warnings and errors of all processes that serve the bot."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sql

from bot.store.schema import troubles
from retrieval import Database

# Whatever goes wrong a thousand times an hour must not fill the disk as well.
_KEPT = 1_000
_KEPT_SECONDS = 30 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Trouble:
    """A warning or an error: when, how grave, of which part, what, and through which lines of code it went."""

    at: datetime
    level: str
    logger: str
    line: str
    frames: tuple[str, ...] = ()


class Troubles:
    """Keeps them for 30 days, the last thousand at most. Every method raises `CatalogueError`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, new: Iterable[Trouble]) -> None:
        """Put some down."""
        rows = [
            {"at": each.at.timestamp(), "level": each.level, "logger": each.logger, "line": each.line,
             "frames": "\n".join(each.frames)}
            for each in new
        ]  # fmt: skip
        if rows:
            with self._database.begin(writes=True) as connection:
                connection.execute(troubles.insert(), rows)

    def last(self, count: int) -> list[Trouble]:
        """The last ones, newest first."""
        newest = sql.select(troubles).order_by(troubles.c.at.desc(), troubles.c.id.desc()).limit(count)
        with self._database.begin() as connection:
            return [_trouble(row) for row in connection.execute(newest)]

    def expire(self) -> None:
        """Delete those that are kept no longer."""
        beyond = sql.select(troubles.c.id).order_by(troubles.c.id.desc()).offset(_KEPT).limit(1).scalar_subquery()
        old = (troubles.c.at < time.time() - _KEPT_SECONDS) | (troubles.c.id <= beyond)
        with self._database.begin(writes=True) as connection:
            connection.execute(troubles.delete().where(old))


def _trouble(row: sql.Row[Any]) -> Trouble:  # Any: as SQLAlchemy has it
    at = datetime.fromtimestamp(row.at, UTC)
    return Trouble(at, row.level, row.logger, row.line, tuple(row.frames.splitlines()))
