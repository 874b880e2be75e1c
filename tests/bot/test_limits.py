"""How much somebody may ask: counted once for all processes, told once, over when the minute is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
import sqlalchemy as sql
from sqlalchemy.dialects import postgresql
from telegram import Chat, Message, MessageEntity, Update, User

from bot.limits import Limits
from bot.playground import Playground
from bot.settings import BotSettings
from bot.store import open_store
from bot.store.schema import windows as table
from bot.store.windows import Allowed, Whose, Windows, counting, refused
from bot.texts import ENGLISH
from retrieval import Database
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario, polling

YES, FIRST, BEYOND = Allowed.YES, Allowed.FIRST_BEYOND, Allowed.BEYOND


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database of the test's own."""
    database = open_store(database_url)
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


ME = User(900, "Verbatim", is_bot=True, username="verbatim_bot")
ASKED = "/ask who retook Palmyra?"
CHANNEL = Chat(-9, "channel", "News")


class Asking:
    """Questions as they are counted when they are received, at the time of the clock."""

    def __init__(self, database: Database, limits: Limits, clock: Clock) -> None:
        self._database = database
        self._limits = limits
        self._clock = clock

    def __call__(self, user_id: int | None, group_id: int | None = None) -> tuple[Whose, Allowed] | None:
        """Somebody asks, as a channel where no person is seen; in private, or else in a group. Whose limit it is."""
        chat = Chat(user_id or 0, "private") if group_id is None else Chat(group_id, "supergroup", "Friends")
        return self._count(Update(1, message=self._message(user_id, chat)))

    def as_guest(self, user_id: int | None, chat_id: int) -> tuple[Whose, Allowed] | None:
        """Somebody calls the bot into a chat that it is no member of."""
        chat = Chat(chat_id, "supergroup", "Strangers")
        return self._count(Update(1, guest_message=self._message(user_id, chat, guest_query_id="1")))

    def _message(self, user_id: int | None, chat: Chat, guest_query_id: str | None = None) -> Message:
        return Message(
            1,
            datetime.fromtimestamp(self._clock.now, UTC),
            chat,
            from_user=User(user_id, "Ann", is_bot=False) if user_id else None,
            sender_chat=None if user_id else CHANNEL,
            text=ASKED,
            entities=[MessageEntity(MessageEntity.BOT_COMMAND, 0, 4)],
            guest_query_id=guest_query_id,
        )

    def _count(self, update: Update) -> tuple[Whose, Allowed] | None:
        call = self._limits.call_in(update, ME)
        assert call is not None
        with self._database.begin(writes=True) as connection:
            beyond = refused(connection, call, self._clock.now)
        return (beyond[0].whose, beyond[1]) if beyond else None


@pytest.fixture
def ask(database: Database, limits: Limits, clock: Clock) -> Asking:
    """Asks, and says whose limit that is beyond, None while it is within them."""
    return Asking(database, limits, clock)


def names(database: Database) -> set[str]:
    """Whose questions are counted."""
    with database.begin() as connection:
        return set(connection.scalars(sql.select(table.c.who)))


PERSON_FIRST, PERSON_BEYOND = (Whose.PERSON, FIRST), (Whose.PERSON, BEYOND)
GROUP_FIRST, GROUP_BEYOND = (Whose.GROUP, FIRST), (Whose.GROUP, BEYOND)


def test_who_asks_too_much_is_told_once_and_heard_again_when_the_minute_is_over(ask: Asking, clock: Clock) -> None:
    began, answers = clock.now, []
    for seconds in (0, 10, 20, 30, 59, 60, 61):
        clock.now = began + seconds
        answers.append(ask(1))

    assert answers == [None, None, PERSON_FIRST, PERSON_BEYOND, PERSON_BEYOND, None, None]


def test_each_person_counts_for_themselves_and_all_for_their_group(ask: Asking) -> None:
    asked = [(1, -7), (2, -7), (1, -7), (2, -7), (3, -7), (3, None), (1, -8)]

    # The last was twice in the one group, and is once too often here.
    assert [ask(*each) for each in asked] == [None, None, None, GROUP_FIRST, GROUP_BEYOND, None, PERSON_FIRST]


def test_one_person_cannot_use_up_what_their_group_may_ask(ask: Asking) -> None:
    flood = [ask(1, -7) for _ in range(10)]

    assert flood == [None, None, PERSON_FIRST, *[PERSON_BEYOND] * 7]
    assert ask(2, -7) is None


def test_who_speaks_as_a_chat_counts_for_the_chat_only(ask: Asking, database: Database) -> None:
    assert [ask(None, -7) for _ in range(4)] == [None, None, None, GROUP_FIRST]
    assert names(database) == {"chat -7"}


def test_who_calls_the_bot_as_a_guest_uses_up_what_is_theirs_and_nothing_of_the_chat(ask: Asking) -> None:
    assert [ask.as_guest(1, -7), ask(1), ask.as_guest(1, -7), ask.as_guest(2, -7)] == [None, None, PERSON_FIRST, None]
    assert [ask.as_guest(None, -7) for _ in range(5)] == [None, None, None, GROUP_FIRST, GROUP_BEYOND]
    assert [ask(number, -7) for number in (3, 4, 5)] == [None, None, None]


def test_all_processes_count_together_and_exactly(database_url: str, database: Database) -> None:
    other = open_store(database_url)
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


# --- What people see of it ---


async def test_a_busy_group_hears_once_that_it_is_too_much(desk: Desk, playground: Playground, scene: Scenario) -> None:
    people = [scene.person(f"P{number}") for number in range(3)]
    friends = scene.supergroup("Friends", *people)
    async with polling(desk.application(playground), scene):
        for number in range(66):
            await people[number % 3].at(friends).says("/ask who retook Palmyra?")
        await scene.idle()
    texts = [message.content.text for message in playground.state.messages[friends.id].values()]
    assert sum("Government forces retook Palmyra on Sunday." in text for text in texts) == 60
    assert texts.count(ENGLISH.limit_group.format(limit=60)) == 1
