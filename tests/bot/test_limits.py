"""How much somebody may ask: counted once for all processes, told once, over when the minute is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sql
from sqlalchemy.dialects import postgresql

from bot.limits import Limits, Verdict
from bot.settings import BotSettings
from bot.store import open_store
from bot.store.schema import windows as table
from bot.store.windows import Allowed, Windows, counting
from retrieval import Database

YES, FIRST, BEYOND = Allowed.YES, Allowed.FIRST_BEYOND, Allowed.BEYOND


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A database of the test's own."""
    return f"sqlite:///{tmp_path / 'bot.sqlite3'}"


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """It, open."""
    database = open_store(url)
    yield database
    database.close()


class Clock:
    """Unix seconds, as the test has them."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock that stands."""
    return Clock()


@pytest.fixture
def limits(database: Database, clock: Clock) -> Limits:
    """Two questions a minute for a person, three for a group."""
    settings = BotSettings(
        _env_file=None,  # type: ignore[call-arg] # pydantic-settings takes it, its types do not say so
        questions_per_minute=2,
        group_questions_per_minute=3,
    )
    return Limits(Windows(database), settings, clock)


def person(allowed: Allowed) -> Verdict:
    return Verdict(allowed, "person", 2)


def group(allowed: Allowed) -> Verdict:
    return Verdict(allowed, "group", 3)


def names(database: Database) -> set[str]:
    """Whose questions are counted."""
    with database.begin() as connection:
        return set(connection.scalars(sql.select(table.c.who)))


async def test_who_asks_too_much_is_told_once_and_heard_again_when_the_minute_is_over(
    limits: Limits, clock: Clock
) -> None:
    began = clock.now
    for seconds, allowed in [(0, YES), (10, YES), (20, FIRST), (30, BEYOND), (59.9, BEYOND), (60, YES), (61, YES)]:
        clock.now = began + seconds
        assert await limits.check(1) == person(allowed)


async def test_each_person_counts_for_themselves_and_all_for_their_group(limits: Limits) -> None:
    asked = [(1, -7), (2, -7), (1, -7), (2, -7), (3, -7), (3, None), (1, -8)]

    assert [await limits.check(*each) for each in asked] == [
        *(group(allowed) for allowed in (YES, YES, YES, FIRST, BEYOND)),
        person(YES),
        # Twice in the one group, and once too often here.
        person(FIRST),
    ]


async def test_one_person_cannot_use_up_what_their_group_may_ask(limits: Limits) -> None:
    flood = [await limits.check(1, -7) for _ in range(10)]

    assert flood == [group(YES), group(YES), person(FIRST), *[person(BEYOND)] * 7]
    assert await limits.check(2, -7) == group(YES)


async def test_who_speaks_as_a_chat_counts_for_the_chat_only(limits: Limits, database: Database) -> None:
    assert [await limits.check(None, -7) for _ in range(4)] == [group(YES), group(YES), group(YES), group(FIRST)]
    assert names(database) == {"chat -7"}


def test_all_processes_count_together_and_exactly(url: str, database: Database) -> None:
    other = open_store(url)
    counters = [Windows(database), Windows(other)]

    def ask(number: int) -> Allowed:
        return counters[number % 2].ask("somebody", 20, 1_000.0 + number / 100)

    with ThreadPoolExecutor(8) as threads:
        answers = Counter(threads.map(ask, range(60)))
    other.close()

    assert answers == {YES: 20, FIRST: 1, BEYOND: 39}


def test_a_clock_that_is_put_back_shuts_nobody_out(database: Database) -> None:
    windows = Windows(database)

    answers = [windows.ask("somebody", 1, now) for now in (10_000.0, 10_001.0, 9_999.0, 5_000.0, 5_001.0)]

    assert answers == [YES, FIRST, BEYOND, YES, FIRST]


def test_windows_are_forgotten_a_minute_after_they_were_last_counted_in(database: Database, clock: Clock) -> None:
    windows = Windows(database, clock)
    began = clock.now
    for who, seconds in (("a", 0.0), ("b", 30.0), ("c", 59.0), ("a", 59.5)):
        clock.now = began + seconds
        # Of yesterday: what is counted now is not to be forgotten now.
        windows.ask(who, 1, clock.now - 86_400)
    clock.now = began + 90.0
    windows.sweep()
    assert names(database) == {"a", "c"}

    clock.now = began + 119.5
    windows.sweep()
    assert names(database) == set()


def test_postgresql_is_asked_in_its_own_words() -> None:
    statement = str(counting("somebody", 0.0, 0.0, "postgresql").compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call] # it has no types

    assert statement.startswith("INSERT INTO bot_windows")
    assert "ON CONFLICT (who) DO UPDATE SET" in statement
    assert statement.endswith("RETURNING bot_windows.asked")
