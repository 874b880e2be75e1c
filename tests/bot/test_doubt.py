"""Answers of which nobody knows whether they arrived: none is missing for want of a try, none comes six times."""

from __future__ import annotations

import asyncio

import pytest
from telegram.error import NetworkError
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.delivery import Delivery, Urgency
from bot.doubt import InDoubt
from bot.pacing import UNPACED
from bot.playground import BadGateway, LostAnswer, Playground, Reset
from bot.texts import ENGLISH
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario, button, edited, polling, quote

WHO, WHAT = "who retook Palmyra?", "what was broken in the museum?"
RETOOK = "Government forces retook Palmyra on Sunday."
BROKEN = "Statues in the museum of Palmyra were broken, and its display cases smashed."
LAKE = "how deep is the zyzzyva lake?"


def hasty() -> Delivery:
    return Delivery(UNPACED, pauses=(0.0, 0.0, 0.0), doubts=(0.0, 0.0))


def written(playground: Playground, chat_id: int) -> list[str]:
    """What the bot wrote in a chat, oldest first."""
    messages = playground.state.messages[chat_id].values()
    return [each.content.text for each in messages if each.author == playground.bot.id]


async def test_after_five_lost_answers_there_are_three_copies_and_no_apology(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin, ann = scene.person("Admin", started=True), scene.person("Ann")
    async with polling(desk.application(playground, admin.id, delivery=hasty()), scene, database=desk.database):
        playground.faults.add("sendMessage", LostAnswer(), times=5)
        await ann.says(WHO)
        await scene.idle()
        assert [RETOOK in text for text in written(playground, ann.id)] == [True] * 3
        playground.faults.clear()
        # It was the last word on that question, and the next one is answered.
        asked = await ann.says(WHAT)
        answer = await ann.sees(quote(BROKEN))
        assert answer.replies_to == asked.id
        await ann.sees_nothing()
        await admin.sees_nothing()
    with desk.database.begin() as connection:
        assert connection.exec_driver_sql("SELECT 1 FROM bot_updates WHERE payload IS NOT NULL").all() == []


@pytest.mark.parametrize("times", [1, 2])
async def test_an_answer_is_not_missing_because_connections_broke(
    desk: Desk, playground: Playground, scene: Scenario, times: int
) -> None:
    ann = scene.person("Ann")
    async with polling(desk.application(playground, delivery=hasty()), scene):
        playground.faults.add("sendMessage", Reset(), times=times)
        await ann.says(WHO)
        await ann.sees(quote(RETOOK))
        await ann.sees_nothing()


async def test_what_certainly_did_not_arrive_takes_nothing_from_what_may_have(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann = scene.person("Ann")
    async with polling(desk.application(playground, delivery=hasty()), scene):
        for fault in (BadGateway(), Reset(), BadGateway(), Reset(), BadGateway()):
            playground.faults.add("sendMessage", fault)
        await ann.says(WHO)
        await ann.sees(quote(RETOOK))


async def test_an_edit_is_made_again_like_what_certainly_failed(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann = scene.person("Ann")
    async with polling(desk.application(playground, delivery=hasty()), scene):
        asked = await ann.says(WHO)
        answer = await ann.sees(quote(RETOOK))
        playground.faults.add("editMessageText", Reset(), times=3)
        await ann.edits(asked, WHAT)
        await ann.sees(edited(answer), quote(BROKEN))
        await ann.sees_nothing()


async def test_after_a_silence_a_message_is_sent_once_more_and_then_taken_for_delivered(playground: Playground) -> None:
    ann = playground.person("Ann", started=True)
    for _ in range(5):
        playground.faults.hold("sendMessage")
    request = HTTPXRequest(read_timeout=0.1)
    async with (
        asyncio.timeout(10),
        ExtBot[Urgency](playground.token, f"{playground.url}/bot", rate_limiter=hasty(), request=request) as bot,
    ):
        with pytest.raises(InDoubt):
            await bot.send_message(ann.id, "yes")
    assert [call.method for call in playground.calls].count("sendMessage") == 2


async def test_without_a_connection_there_is_no_doubt() -> None:
    async with Playground() as place:
        bot = ExtBot[Urgency](place.token, f"{place.url}/bot", rate_limiter=hasty())
        await bot.initialize()
    with pytest.raises(NetworkError) as failure:
        await bot.send_message(1, "yes")
    await bot.shutdown()
    assert not isinstance(failure.value, InDoubt)


async def test_who_wanted_to_be_told_is_not_told_anew_every_minute(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann = scene.person("Ann")
    application = desk.application(playground, delivery=hasty(), look_seconds=0.05)
    async with polling(application, scene, database=desk.database):
        await ann.says(LAKE)
        await ann.sees(button(ENGLISH.tell_me))
        await ann.presses(ENGLISH.tell_me)
        await ann.sees(button(ENGLISH.tell_me_not))
        playground.faults.add("sendMessage", LostAnswer(), times=5)
        (desk.sources / "lake.txt").write_text("The lake\n\nThe zyzzyva lake is nine metres deep.\n", "utf-8")
        desk.library.update()
        for _ in range(3):
            await ann.sees(quote("The zyzzyva lake is nine metres deep."), patiently=True)
    with desk.database.begin() as connection:
        assert connection.exec_driver_sql("SELECT 1 FROM bot_waiting").all() == []
