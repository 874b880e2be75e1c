"""How many questions somebody asked within the last minute, counted for all processes that serve the bot."""

from __future__ import annotations

from enum import Enum

import sqlalchemy as sql
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

from bot.store.schema import windows
from retrieval import Database

WINDOW_SECONDS = 60.0


class Allowed(Enum):
    """Whether a question may be asked: it may, it is the first that may not, or one more that may not."""

    YES = "yes"
    FIRST_BEYOND = "first beyond"
    BEYOND = "beyond"


class Windows:
    """Counts questions in windows that begin with the first of them. Methods raise `CatalogueError`.

    `who` is any name of a person or a chat. Times are Unix times in seconds; processes whose clocks differ by some
    seconds do no harm.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._swept_at = float("-inf")

    def ask(self, who: str, limit: int, now: float) -> Allowed:
        """Count a question, of which `limit` may be asked in a window."""
        with self._database.begin(writes=True) as connection:
            asked: int = connection.scalar(counting(who, now, connection.dialect.name))
        if not 0 <= now - self._swept_at < WINDOW_SECONDS:
            self._swept_at = now
            self.sweep(now)
        if asked <= limit:
            return Allowed.YES
        return Allowed.FIRST_BEYOND if asked == limit + 1 else Allowed.BEYOND

    def forget(self, who: str) -> None:
        """Forget how much somebody asked."""
        with self._database.begin(writes=True) as connection:
            connection.execute(windows.delete().where(windows.c.who == who))

    def sweep(self, now: float) -> None:
        """Forget windows that are over; `ask` does so once in each."""
        # Two processes that sweep at once would wait for each other's rows, for ever if in another order.
        over = sql.select(windows.c.who).where(_over(now)).with_for_update(skip_locked=True)
        with self._database.begin(writes=True) as connection:
            connection.execute(windows.delete().where(windows.c.who.in_(over)))


def _over(now: float) -> sql.ColumnElement[bool]:
    """Whether a window is over, or has not begun: a clock was put back."""
    began_at = windows.c.began_at
    return (began_at <= now - WINDOW_SECONDS) | (began_at > now + WINDOW_SECONDS)


def counting(who: str, now: float, dialect: str) -> ReturningInsert[tuple[int]]:
    """The statement that counts a question: one, so that nobody counts between reading and writing."""
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    over = _over(now)
    return (
        insert(windows)
        .values(who=who, began_at=now, asked=1)
        .on_conflict_do_update(
            index_elements=[windows.c.who],
            set_={
                "began_at": sql.case((over, now), else_=windows.c.began_at),
                "asked": sql.case((over, 1), else_=windows.c.asked + 1),
            },
        )
        .returning(windows.c.asked)
    )
