"""Slow, failing and crowded lines: nobody waits for another, nothing is lost, nobody is alarmed."""

from __future__ import annotations

import pytest

from bot.playground import BadGateway, Flood, Playground, Reset, ServerError
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario, polling, quote


@pytest.mark.parametrize(
    "fault", [ServerError(), BadGateway(), Reset(), Flood(1)], ids=lambda fault: type(fault).__name__
)
async def test_a_passing_fault_delays_the_answer_and_nothing_else(
    desk: Desk, playground: Playground, scene: Scenario, fault: ServerError | BadGateway | Reset | Flood
) -> None:
    admin = scene.person("Admin", started=True)
    async with polling(desk.application(playground, admin.id), scene):
        ann = scene.person("Ann")
        playground.faults.add("sendMessage", fault, times=2)
        await ann.says("who retook Palmyra?")

        await ann.sees(quote("Government forces retook Palmyra on Sunday."))
        await ann.sees_nothing()
        await admin.sees_nothing()


async def test_one_chats_slow_connection_holds_up_nobody_else(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    async with polling(desk.application(playground), scene):
        ann, ben = scene.person("Ann"), scene.person("Ben")
        held = playground.faults.hold("sendMessage")
        await ann.says("who retook Palmyra?")
        await held.arrived.wait()

        await ben.says("what was broken in the museum?")
        await ben.sees(
            quote("Statues in the museum of Palmyra were broken, and its display cases smashed."), patiently=True
        )
        held.release()
        await ann.sees(quote("Government forces retook Palmyra on Sunday."))


async def test_one_chats_questions_are_answered_in_order(desk: Desk, playground: Playground, scene: Scenario) -> None:
    ann = scene.person("Ann")
    asked = [await ann.says(f"who retook Palmyra? {number}") for number in range(10)]

    async with polling(desk.application(playground), scene):
        await scene.idle()

    appeared = [message for message in playground.state.messages[ann.id].values() if message.reply]
    assert [message.reply.message_id for message in appeared if message.reply] == [message.id for message in asked]


async def test_whoever_blocks_the_bot_alarms_nobody(desk: Desk, playground: Playground, scene: Scenario) -> None:
    admin = scene.person("Admin", started=True)
    ann = scene.person("Ann")
    await ann.says("who retook Palmyra?")
    await ann.blocks()

    async with polling(desk.application(playground, admin.id), scene):
        await admin.sees_nothing()


async def test_a_question_asked_while_the_bot_was_down_is_answered_once(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    ann = scene.person("Ann")
    await ann.says("who retook Palmyra?")

    async with polling(desk.application(playground), scene):
        await ann.sees(quote("Government forces retook Palmyra on Sunday."))
    async with polling(desk.application(playground), scene):
        await ann.sees_nothing()
