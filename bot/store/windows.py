"""How often somebody called on the bot within the last minute, counted for all processes that serve it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import sqlalchemy as sql
from sqlalchemy.sql.dml import ReturningInsert

from bot.store.inserting import insert
from bot.store.schema import windows
from retrieval import Database

WINDOW_SECONDS = 60.0


class Allowed(Enum):
    """Whether a call is answered: it is, it is the first that is not, or one more that is not."""

    YES = "yes"
    FIRST_BEYOND = "first beyond"
    BEYOND = "beyond"


class Whose(Enum):
    """Whose limit it is: that of a person's questions, of a group's, or of what else can be done with the bot."""

    PERSON = "person"
    GROUP = "group"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Share:
    """What somebody may have of the bot: `limit` calls in a window. `who` is any name of a person or a chat."""

    who: str
    limit: int
    whose: Whose


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody calls on the bot, at a Unix time, and wants a part of all these shares.

    They are counted one after another, until one is used up. `waits`: whoever calls sees until an answer that the bot
    is at work, so that they need one even beyond their share.
    """

    at: float
    shares: tuple[Share, ...]
    waits: bool = False


class Windows:
    """Counts calls in windows that begin with the first of them. Methods raise `CatalogueError`.

    Times are Unix times in seconds. A call counts at its own time, be it Telegram's or ours, so that a crowd of calls
    from yesterday fills yesterday's windows. `clock` says only which windows nobody has counted in for so long that
    they can be forgotten; processes whose clocks differ by some seconds do no harm.
    """

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def ask(self, who: str, limit: int, at: float) -> Allowed:
        """Count a call, of which `limit` may be made in a window."""
        with self._database.begin(writes=True) as connection:
            return _counted(connection, who, limit, at, self._clock())

    def forget(self, who: str) -> None:
        """Forget how much somebody asked."""
        with self._database.begin(writes=True) as connection:
            connection.execute(windows.delete().where(windows.c.who == who))

    def sweep(self) -> None:
        """Forget windows in which nobody has counted for as long as they last."""
        now = self._clock()
        counted_at = windows.c.counted_at
        old = (counted_at <= now - WINDOW_SECONDS) | (counted_at > now + WINDOW_SECONDS)
        # Two processes that sweep at once would wait for each other's rows, for ever if in another order.
        over = sql.select(windows.c.who).where(old).with_for_update(skip_locked=True)
        with self._database.begin(writes=True) as connection:
            connection.execute(windows.delete().where(windows.c.who.in_(over)))


def refused(connection: sql.Connection, call: Call, now: float) -> tuple[Share, Allowed] | None:
    """Count a call; the share that is used up, if one is. `now` is when it is counted."""
    for share in call.shares:
        allowed = _counted(connection, share.who, share.limit, call.at, now)
        if allowed is not Allowed.YES:
            return share, allowed
    return None


def counting(who: str, at: float, now: float, dialect: str) -> ReturningInsert[tuple[int]]:
    """The statement that counts a call: one, so that nobody counts between reading and writing."""
    began_at = windows.c.began_at
    # Or it has not begun: a clock was put back.
    over = (began_at <= at - WINDOW_SECONDS) | (began_at > at + WINDOW_SECONDS)
    return (
        insert(dialect, windows)
        .values(who=who, began_at=at, asked=1, counted_at=now)
        .on_conflict_do_update(
            index_elements=[windows.c.who],
            set_={
                "began_at": sql.case((over, at), else_=began_at),
                "asked": sql.case((over, 1), else_=windows.c.asked + 1),
                "counted_at": now,
            },
        )
        .returning(windows.c.asked)
    )


def _counted(connection: sql.Connection, who: str, limit: int, at: float, now: float) -> Allowed:
    asked: int = connection.scalar(counting(who, at, now, connection.dialect.name))
    if asked <= limit:
        return Allowed.YES
    return Allowed.FIRST_BEYOND if asked == limit + 1 else Allowed.BEYOND
