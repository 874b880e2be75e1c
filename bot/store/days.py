"""What happened day by day: questions, votes, times, and the sources that were quoted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import sqlalchemy as sql

from bot.store.schema import questions, votes
from retrieval import Database


@dataclass(frozen=True, slots=True)
class Day:
    """A day (of UTC): questions answered and not, votes, and the median time to an answer in milliseconds."""

    date: date
    answered: int = 0
    unanswered: int = 0
    up: int = 0
    down: int = 0
    median: float | None = None


class Days:
    """Counts of questions and votes. Every method raises `CatalogueError` when the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def last(self, count: int) -> list[Day]:
        """The last days, the present one last."""
        today = datetime.now(UTC).date()
        with self._database.begin() as connection:
            return [_day(connection, today - timedelta(days=ago)) for ago in reversed(range(count))]

    def median(self, count: int) -> float | None:
        """The median time to an answer in the last days, in milliseconds; None without any."""
        with self._database.begin() as connection:
            return _median(connection, questions.c.asked_at >= _first(count))

    def sources(self, count: int, most: int) -> list[tuple[str, int]]:
        """The sources (uris) that answers of the last days quoted first, with how often, the most quoted first."""
        times = sql.func.count()
        quoted = sql.select(questions.c.source, times).where(
            questions.c.source.is_not(None), questions.c.asked_at >= _first(count)
        )
        query = quoted.group_by(questions.c.source).order_by(times.desc(), questions.c.source).limit(most)
        with self._database.begin() as connection:
            return [(source, number) for source, number in connection.execute(query)]


def _first(count: int) -> float:
    """When the first of the last days began."""
    return _begin(datetime.now(UTC).date() - timedelta(days=count - 1))


def _begin(day: date) -> float:
    return datetime.combine(day, time(), UTC).timestamp()


def _day(connection: sql.Connection, day: date) -> Day:
    start, end = _begin(day), _begin(day + timedelta(days=1))
    on_it = (questions.c.asked_at >= start) & (questions.c.asked_at < end)
    asked = sql.select(questions.c.answered, sql.func.count()).where(on_it)
    cast = sql.select(votes.c.up, sql.func.count()).where(votes.c.voted_at >= start, votes.c.voted_at < end)
    answers = dict(map(tuple, connection.execute(asked.group_by(questions.c.answered))))
    opinions = dict(map(tuple, connection.execute(cast.group_by(votes.c.up))))
    return Day(
        day,
        answered=answers.get(True, 0),
        unanswered=answers.get(False, 0),
        up=opinions.get(True, 0),
        down=opinions.get(False, 0),
        median=_median(connection, on_it) if answers else None,
    )


def _median(connection: sql.Connection, these: sql.ColumnElement[bool]) -> float | None:
    """The lower median: the databases have no function for it in common."""
    count = connection.scalar(sql.select(sql.func.count()).select_from(questions).where(these)) or 0
    ordered = sql.select(questions.c.milliseconds).where(these).order_by(questions.c.milliseconds)
    return connection.scalar(ordered.offset((count - 1) // 2).limit(1)) if count else None
