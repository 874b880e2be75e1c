"""What was asked is answered once, in order, whatever happens between receipt and delivery."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from telegram.ext import ExtBot, MessageHandler, filters

from bot.delivery import Delivery
from bot.pacing import UNPACED, Rate, Rates
from bot.playground import OLD_POLL, UNKNOWN_UPDATE, BadGateway, Flood, Playground, Reset, ServerError
from bot.playground.model import Json
from bot.receiving import Timing
from bot.store import open_store
from retrieval import Database
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario, polling, quote

RETAKEN = quote("Government forces retook Palmyra on Sunday.")
BROKEN = quote("Statues in the museum of Palmyra were broken, and its display cases smashed.")
WHO = "who retook Palmyra?"
WHAT = "what was broken in the museum?"
HASTY = Timing(sweep=0.01, finishing=0.05, pauses=(0.0, 0.0, 0.0))


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """The file of the bot's database."""
    return tmp_path / "store.sqlite3"


@pytest.fixture
def database(store: Path) -> Iterator[Database]:
    """The bot's database, which outlives its Applications."""
    with closing(open_store(f"sqlite:///{store}")) as database:
        yield database


def pending(store: Path) -> list[str]:
    """The updates that wait in the database."""
    with closing(sqlite3.connect(store)) as connection:
        rows = connection.execute("SELECT payload FROM bot_updates WHERE payload IS NOT NULL ORDER BY update_id")
        return [row[0] for row in rows]


def answered(playground: Playground, chat_id: int) -> list[int]:
    """The messages in a chat that the bot's messages reply to, in the order of these."""
    sent = [each for each in playground.state.messages[chat_id].values() if each.author == playground.bot.id]
    return [each.reply.message_id for each in sent if each.reply]


def without_retries() -> Delivery:
    return Delivery(UNPACED, pauses=())


async def logged(caplog: pytest.LogCaptureFixture, there: Callable[[str], bool]) -> None:
    """Return when a line of the log meets a condition."""
    found = asyncio.Event()

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if there(record.getMessage()):
                found.set()

    listener = Listener()
    logging.getLogger().addHandler(listener)
    try:
        if not any(there(record.getMessage()) for record in caplog.records):
            async with asyncio.timeout(10):
                await found.wait()
    finally:
        logging.getLogger().removeHandler(listener)


async def test_an_update_that_comes_twice_is_answered_once(
    desk: Desk, playground: Playground, scene: Scenario, database: Database
) -> None:
    ann = scene.person("Ann")
    playground.faults.repeat_updates(2)
    asked = await ann.says(WHO)
    (update,) = playground.state.updates.pending

    async with polling(desk.application(playground), scene, database=database):
        await ann.sees(RETAKEN)
        playground.push(update)
        await scene.idle()
    # A server that forgot what it was told.
    playground.push(update)
    async with polling(desk.application(playground), scene, database=database):
        await scene.idle()

    assert answered(playground, ann.id) == [asked.id]


@pytest.mark.parametrize(
    "strange",
    [OLD_POLL, UNKNOWN_UPDATE, {"message": {"text": "SECRET"}}, {"message": [1]}, {"message": {"chat": {"id": "x"}}}],
    ids=["a poll of an older server", "a kind of a newer one", "a half message", "a list", "a wrong type"],
)
async def test_an_update_that_can_not_be_read_stops_nobody(
    desk: Desk,
    playground: Playground,
    scene: Scenario,
    database: Database,
    store: Path,
    strange: Json,
    caplog: pytest.LogCaptureFixture,
) -> None:
    ann = scene.person("Ann")
    before = await ann.says(WHO)
    number = playground.push(strange)
    after = await ann.says(WHAT)

    async with polling(desk.application(playground), scene, database=database):
        await scene.idle()

    assert answered(playground, ann.id) == [before.id, after.id]
    assert pending(store) == []
    assert "SECRET" not in caplog.text
    complaints = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    expected = [] if strange is UNKNOWN_UPDATE else [f"update {number} can't be read and is left out: "]
    assert [complaint.rpartition(": ")[0] + ": " for complaint in complaints] == expected


async def test_what_was_not_delivered_when_the_bot_stopped_is_after_the_next_start(
    desk: Desk, playground: Playground, scene: Scenario, database: Database, store: Path
) -> None:
    ann, ben = scene.person("Ann"), scene.person("Ben")
    # The second answer waits for an hour.
    paced = desk.application(playground, delivery=Delivery(Rates(chat=Rate(1, 3_600.0))))
    async with polling(paced, scene, database=database, timing=HASTY):
        asked = [await ann.says(WHO) for _ in range(4)]
        await ann.sees(RETAKEN, patiently=True)
        while playground.state.updates.pending:
            await playground.api.changed.wait()
    assert len(pending(store)) == 3
    asked.append(await ann.says(WHAT))
    other = await ben.says(WHAT)

    async with polling(desk.application(playground), scene, database=database):
        await scene.idle()

    assert answered(playground, ann.id) == [each.id for each in asked]
    assert answered(playground, ben.id) == [other.id]
    assert pending(store) == []


async def test_what_was_begun_is_finished_before_the_bot_stops(
    desk: Desk, playground: Playground, scene: Scenario, database: Database, store: Path
) -> None:
    async def release_when_fetching_ends() -> None:
        while playground.api.polled:
            await playground.api.changed.wait()
        held.release()

    ann = scene.person("Ann")
    held = playground.faults.hold("sendMessage")
    asked = await ann.says(WHO)
    async with polling(desk.application(playground), scene, database=database):
        await held.arrived.wait()
        later = await ann.says(WHAT)
        while playground.state.updates.pending:
            await playground.api.changed.wait()
        released = asyncio.create_task(release_when_fetching_ends())
    await released

    # The second was not begun.
    assert answered(playground, ann.id) == [asked.id]
    assert len(pending(store)) == 1
    async with polling(desk.application(playground), scene, database=database):
        await scene.idle()
    assert answered(playground, ann.id) == [asked.id, later.id]


@pytest.mark.parametrize("fault", [BadGateway(), ServerError()], ids=lambda fault: type(fault).__name__)
async def test_an_answer_that_could_not_be_delivered_is_delivered_later_and_those_after_it_after_it(
    desk: Desk, playground: Playground, scene: Scenario, fault: BadGateway | ServerError
) -> None:
    admin = scene.person("Admin", started=True)
    application = desk.application(playground, admin.id, delivery=without_retries())
    async with polling(application, scene, timing=HASTY):
        ann = scene.person("Ann")
        playground.faults.add("sendMessage", fault, times=len(HASTY.pauses))
        asked = [await ann.says(WHO), await ann.says(WHAT)]
        await ann.sees(BROKEN, patiently=True)
        assert answered(playground, ann.id) == [each.id for each in asked]
        await admin.sees_nothing()


async def test_a_limit_that_telegram_sets_is_waited_for(
    desk: Desk, playground: Playground, scene: Scenario, database: Database, store: Path
) -> None:
    application = desk.application(playground, delivery=without_retries())
    async with polling(application, scene, database=database, timing=HASTY):
        ann, ben = scene.person("Ann"), scene.person("Ben")
        playground.faults.add("sendMessage", Flood(100))
        await ann.says(WHO)
        await ann.sees_nothing()
        await ben.says(WHO)
        await ben.sees(RETAKEN)
        await ben.sees_nothing()

    assert [call.method for call in playground.calls].count("sendMessage") == 2
    assert len(pending(store)) == 1


async def test_an_answer_that_can_not_be_delivered_is_given_up_and_the_next_one_is_not(
    desk: Desk,
    playground: Playground,
    scene: Scenario,
    database: Database,
    store: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with polling(
        desk.application(playground, delivery=without_retries()), scene, database=database, timing=HASTY
    ):
        ann = scene.person("Ann")
        playground.faults.add("sendMessage", BadGateway(), times=len(HASTY.pauses) + 1)
        await ann.says(WHO)
        await logged(caplog, lambda line: line.endswith("could not be delivered; it is given up"))
        asked = await ann.says(WHAT)
        await ann.sees(BROKEN)
        await scene.idle()

    assert answered(playground, ann.id) == [asked.id]
    assert pending(store) == []


async def test_a_refusal_is_the_end_of_it(
    desk: Desk, playground: Playground, scene: Scenario, database: Database, store: Path
) -> None:
    ann = scene.person("Ann")
    await ann.says(WHO)
    await ann.blocks()
    async with polling(desk.application(playground), scene, database=database):
        await scene.idle()

    assert pending(store) == []
    assert [call.method for call in playground.calls].count("sendMessage") == 1


async def test_a_button_does_not_wait_for_the_questions_in_its_chat(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        await ann.says(WHO)
        answer = await ann.sees(RETAKEN)
        held = playground.faults.hold("sendMessage")
        await ann.says(WHAT)
        await held.arrived.wait()

        # It returns when the spinner has stopped.
        await ann.presses("Context", on=answer)
        assert [call.method for call in playground.calls].count("sendMessage") == 2
        held.release()
        await ann.sees(BROKEN)


async def test_a_flooded_group_takes_no_room_from_others(desk: Desk, playground: Playground, scene: Scenario) -> None:
    ann = scene.person("Ann")
    flooded = [scene.person(f"Flooder {number}") for number in range(3)]
    delivery = Delivery(Rates(chat=Rate(1, 3_600.0)))
    # Each of them waits for an hour, and there is room for two.
    async with polling(desk.application(playground, delivery=delivery), scene, timing=Timing(at_once=2, finishing=0.0)):
        for person in flooded:
            for _ in range(5):
                await person.says(WHO)
            await person.sees(RETAKEN, patiently=True)

        await ann.says(WHAT)
        await ann.sees(BROKEN, patiently=True)


async def test_what_takes_long_takes_no_room_from_others(desk: Desk, playground: Playground, scene: Scenario) -> None:
    async def take_long(_: object, __: object) -> None:
        begun.set()
        await asyncio.Event().wait()

    begun = asyncio.Event()
    application = desk.application(playground)
    application.add_handler(MessageHandler(filters.Text(["take long"]), take_long), group=-1)
    async with polling(application, scene, timing=Timing(at_once=1, usual=0.01, finishing=0.0)):
        ann, ben = scene.person("Ann"), scene.person("Ben")
        await ann.says("take long")
        await begun.wait()
        await ben.says(WHO)
        await ben.sees(RETAKEN, patiently=True)


async def test_a_database_that_is_busy_delays_and_loses_nothing(
    desk: Desk, playground: Playground, scene: Scenario, database: Database, store: Path
) -> None:
    async with polling(desk.application(playground), scene, database=database):
        ann = scene.person("Ann")
        await ann.says(WHO)
        await ann.sees(RETAKEN)
        with closing(sqlite3.connect(store, isolation_level=None)) as writer:
            writer.execute("BEGIN IMMEDIATE")
            await ann.says(WHAT)
            while playground.api.polled:
                await playground.api.changed.wait()
            async with ExtBot(playground.token, f"{playground.url}/bot") as bot:
                await bot.get_me()
            # It is not confirmed before it is stored.
            assert len(playground.state.updates.pending) == 1
            writer.execute("ROLLBACK")
        await ann.sees(BROKEN)

    assert pending(store) == []


async def test_a_database_that_fails_for_a_while_loses_nothing(
    desk: Desk,
    playground: Playground,
    scene: Scenario,
    database: Database,
    store: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with polling(desk.application(playground), scene, database=database):
        ann = scene.person("Ann")
        await ann.says(WHO)
        await ann.sees(RETAKEN)
        with closing(sqlite3.connect(store)) as connection:
            connection.execute("ALTER TABLE bot_updates RENAME TO gone")
        await ann.says(WHAT)
        await logged(caplog, lambda line: line.startswith("updates can't be stored: "))
        with closing(sqlite3.connect(store)) as connection:
            connection.execute("ALTER TABLE gone RENAME TO bot_updates")
        await ann.sees(BROKEN)

    assert "museum" not in caplog.text


async def test_another_program_that_fetches_is_said_plainly_and_the_bot_goes_on(
    desk: Desk, playground: Playground, scene: Scenario, caplog: pytest.LogCaptureFixture
) -> None:
    async with polling(desk.application(playground), scene):
        while not playground.api.polled:
            await playground.api.changed.wait()
        async with ExtBot(playground.token, f"{playground.url}/bot") as bot:
            await bot.get_updates(timeout=0)
        await logged(caplog, lambda line: line.startswith("another program fetches this bot's updates"))
        ann = scene.person("Ann")
        await ann.says(WHO)
        await ann.sees(RETAKEN)


async def test_a_network_that_is_not_there_yet_is_waited_for(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    playground.faults.add("getMe", BadGateway())
    playground.faults.add("deleteWebhook", Reset())
    playground.faults.add("getUpdates", Reset())
    ann = scene.person("Ann")
    await ann.says(WHO)

    async with polling(desk.application(playground, delivery=without_retries()), scene):
        await ann.sees(RETAKEN)


async def test_a_webhook_of_before_is_taken_away_and_what_it_did_not_deliver_is_kept(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann = scene.person("Ann")
    async with ExtBot(playground.token, f"{playground.url}/bot") as bot:
        await bot.set_webhook("https://127.0.0.1:9/gone")
    await ann.says(WHO)

    async with polling(desk.application(playground), scene):
        await ann.sees(RETAKEN)
    assert playground.api.webhook.address is None
