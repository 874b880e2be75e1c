"""An answer that was given stands, though the database fails to take it down."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from bot.playground import Playground
from bot.store.chats import Chats, Mode
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario, containing, edited, polling, quote

WHO, WHAT = "who retook Palmyra?", "what was broken in the museum of Palmyra?"
RETOOK = "Government forces retook Palmyra on Sunday."
BROKEN = "Statues in the museum of Palmyra were broken, and its display cases smashed."


def lose(desk: Desk, table: str) -> None:
    """Take a table away from the running bot."""
    with closing(sqlite3.connect(desk.folder / "data" / "verbatim.sqlite3")) as connection:
        connection.execute(f"DROP TABLE {table}")


@pytest.mark.parametrize("said", [f"/ask {WHAT}", WHAT])
async def test_no_apology_stands_below_a_good_answer(
    desk: Desk, playground: Playground, scene: Scenario, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    admin, ann = scene.person("Admin", started=True), scene.person("Ann")
    friends = scene.supergroup("Friends", ann, bot="administrator")
    Chats(desk.database).change(friends.id, lambda settings: replace(settings, mode=Mode.AUTO))
    async with polling(desk.application(playground, admin.id), scene):
        lose(desk, "bot_questions")
        for there in (ann, ann.at(friends)):
            await there.says(said)
            await there.sees(quote(BROKEN))
            await there.sees_nothing()
        await admin.sees_nothing()
    lines = [record.getMessage() for record in caplog.records if record.name == "bot.asking"]
    assert len(lines) == 2
    assert all(line.startswith("an answer was given, but not taken down: ") and "museum" not in line for line in lines)


async def test_an_edit_that_can_not_be_taken_down_is_answered_all_the_same(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann = scene.person("Ann")
    async with polling(desk.application(playground), scene):
        asked = await ann.says(WHO)
        answer = await ann.sees(quote(RETOOK))
        lose(desk, "bot_questions")
        await ann.edits(asked, WHAT)
        await ann.sees(edited(answer), quote(BROKEN))
        await ann.sees_nothing()


def refuse(desk: Desk, table: str) -> None:
    """Let a table of the running bot be read, but take nothing in."""
    with closing(sqlite3.connect(desk.folder / "data" / "verbatim.sqlite3")) as connection:
        connection.execute(
            f"CREATE TRIGGER full BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
        )


@pytest.mark.parametrize("table", ["bot_answers", "bot_questions"])
async def test_whatever_is_not_taken_down_nobody_hears_an_apology_for_it(
    desk: Desk, playground: Playground, scene: Scenario, table: str
) -> None:
    admin, ann = scene.person("Admin", started=True), scene.person("Ann")
    friends, strangers = scene.supergroup("Friends", ann), scene.supergroup("Strangers", ann, bot="left")
    async with polling(desk.application(playground, admin.id), scene):
        refuse(desk, table)
        for there, said in ((ann, WHO), (ann.at(friends), f"/ask {WHO}"), (ann.at(strangers), f"@verbatim_bot {WHO}")):
            await there.says(said)
            await there.sees(quote(RETOOK))
            await there.sees_nothing()
        await admin.says(f"/why {WHO}")
        await admin.sees(containing(RETOOK))
        await admin.sees_nothing()
