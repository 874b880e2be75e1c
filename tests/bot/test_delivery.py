"""Slow, failing and crowded lines: nobody waits for another, nothing is lost, nobody is alarmed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from telegram.error import ChatMigrated, NetworkError, RetryAfter
from telegram.ext import ExtBot

from bot.delivery import Delivery, Urgency, in_new_chat, lane_of
from bot.pacing import UNPACED, Lane, Rate, Rates
from bot.playground import BadGateway, Flood, Limits, LostAnswer, Playground, Reset, ServerError, membership
from bot.playground.model import Message
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario, polling, quote

# For tests of what waits: nothing waits so long.
SOON = 0.05


@asynccontextmanager
async def sending(playground: Playground, delivery: Delivery) -> AsyncIterator[ExtBot[Urgency]]:
    """A bot that only sends. What hangs fails."""
    bot = ExtBot(playground.token, f"{playground.url}/bot", rate_limiter=delivery)
    async with asyncio.timeout(10), bot:
        yield bot


def sent(playground: Playground, method: str = "sendMessage") -> list[object]:
    """The texts that requests had, in the order in which they came."""
    return [call.parameters.get("text") for call in playground.calls if call.method == method]


def written(playground: Playground, chat_id: int) -> list[Message]:
    """What the bot has written in a chat."""
    return [each for each in playground.state.messages[chat_id].values() if each.author == playground.bot.id]


async def waits(delivery: Delivery, there: Callable[[], bool]) -> None:
    """Return when something holds that changes with how many requests wait."""
    changed = asyncio.Event()
    delivery.listeners.append(changed.set)
    while not there():
        changed.clear()
        await changed.wait()
    delivery.listeners.remove(changed.set)


@pytest.mark.parametrize(
    ("endpoint", "data", "lane"),
    [
        ("sendMessage", {"chat_id": 7}, Lane(7)),
        ("sendDocument", {"chat_id": "7"}, Lane(7)),
        ("editMessageText", {"chat_id": -7, "message_id": 1}, Lane(-7, group=True)),
        ("copyMessage", {"chat_id": "@News", "from_chat_id": 7}, Lane("@news", group=True)),
        ("sendChatAction", {"chat_id": 7}, Lane(7)),
        ("editMessageText", {"inline_message_id": "AbC"}, Lane("AbC")),
        ("answerCallbackQuery", {"callback_query_id": "7"}, None),
        ("answerInlineQuery", {"inline_query_id": "7"}, None),
        ("deleteMessage", {"chat_id": 7, "message_id": 1}, None),
        ("getChatMember", {"chat_id": -7, "user_id": 7}, None),
        ("setMyCommands", {"commands": []}, None),
    ],
)
def test_only_what_shows_in_a_chat_waits_for_its_turn(
    endpoint: str, data: dict[str, object], lane: Lane | None
) -> None:
    assert lane_of(endpoint, data) == lane


def test_a_request_for_a_migrated_group_says_nothing_of_its_old_messages() -> None:
    reply = {"chat_id": -1, "text": "yes", "reply_parameters": object()}

    assert in_new_chat(reply, -100) == {"chat_id": -100, "text": "yes"}
    assert in_new_chat({"chat_id": -1, "message_id": 5, "text": "yes"}, -100) is None
    assert in_new_chat({"chat_id": -1, "from_chat_id": 7, "message_id": 5}, -100) == {
        "chat_id": -100,
        "from_chat_id": 7,
        "message_id": 5,
    }


async def test_a_flooded_group_delays_nobody_else(playground: Playground) -> None:
    ann = playground.person("Ann", started=True)
    group = playground.group("Crowd", [ann])
    delivery = Delivery(Rates(overall=Rate(2, SOON), chat=Rate(1, SOON)))
    async with sending(playground, delivery) as bot:
        flood = [asyncio.create_task(bot.send_message(group.id, f"flood {number}")) for number in range(5)]
        await waits(delivery, lambda: delivery.waiting == 4)
        await bot.send_message(ann.id, "yes")
        await asyncio.gather(*flood)

    assert sent(playground)[:2] == ["flood 0", "yes"]
    assert [each.content.text for each in written(playground, group.id)] == [f"flood {number}" for number in range(5)]


async def test_an_answer_that_is_tried_again_stays_before_the_next(playground: Playground) -> None:
    ann = playground.person("Ann", started=True)
    for fault in (ServerError(), BadGateway(), Reset()):
        playground.faults.add("sendMessage", fault)
    async with sending(playground, Delivery(UNPACED, pauses=[SOON] * 3)) as bot:
        await asyncio.gather(*(bot.send_message(ann.id, text) for text in ("first", "second")))

    assert sent(playground) == ["first"] * 4 + ["second"]


async def test_an_answer_whose_arrival_is_in_doubt_is_sent_again(playground: Playground) -> None:
    ann = playground.person("Ann", started=True)
    playground.faults.add("sendMessage", LostAnswer())
    async with sending(playground, Delivery(UNPACED, pauses=[SOON])) as bot:
        await bot.send_message(ann.id, "yes")

    assert [each.content.text for each in written(playground, ann.id)] == ["yes", "yes"]


async def test_what_fails_every_time_is_raised_and_the_next_goes_on(playground: Playground) -> None:
    ann = playground.person("Ann", started=True)
    playground.faults.add("sendMessage", ServerError(), times=3)
    async with sending(playground, Delivery(UNPACED, pauses=[SOON] * 2)) as bot:
        first, second = await asyncio.gather(
            *(bot.send_message(ann.id, text) for text in ("first", "second")), return_exceptions=True
        )

    assert isinstance(first, NetworkError)
    assert not isinstance(second, BaseException)
    assert sent(playground) == ["first"] * 3 + ["second"]


async def test_a_limit_of_one_chat_or_one_ornament_holds_up_no_other(playground: Playground) -> None:
    ann, ben = (playground.person(name, started=True) for name in ("Ann", "Ben"))
    playground.faults.add("sendMessage", Flood(1))
    playground.faults.add("setMyCommands", Flood(1))
    delivery = Delivery(UNPACED, pauses=[SOON])
    async with sending(playground, delivery) as bot:
        slow = [
            asyncio.create_task(bot.send_message(ann.id, "limited")),
            asyncio.create_task(bot.set_my_commands([("ask", "Ask")])),
        ]
        while sum(call.fault == "Flood" for call in playground.calls) < len(slow):
            await playground.api.changed.wait()
        await waits(delivery, lambda: delivery.waiting == 1)
        await bot.send_message(ben.id, "not limited")
        assert not any(task.done() for task in slow)
        await asyncio.gather(*slow)

    assert sent(playground) == ["limited", "not limited", "limited"]


async def test_a_limit_of_hours_on_an_ornament_is_raised_at_once(playground: Playground) -> None:
    playground.faults.add("setMyCommands", Flood(7_200))
    async with sending(playground, Delivery()) as bot:
        with pytest.raises(RetryAfter):
            await bot.set_my_commands([("ask", "Ask")])


async def test_a_chat_with_a_limit_of_hours_is_not_asked_again(playground: Playground) -> None:
    ann, ben = (playground.person(name, started=True) for name in ("Ann", "Ben"))
    playground.faults.add("sendMessage", Flood(7_200))
    async with sending(playground, Delivery(UNPACED)) as bot:
        told = await asyncio.gather(
            *(bot.send_message(ann.id, text) for text in ("first", "second")), return_exceptions=True
        )
        with pytest.raises(RetryAfter) as later:
            await bot.send_message(ann.id, "third")
        assert await bot.send_chat_action(ann.id, "typing")
        await bot.send_message(ben.id, "not limited")

    assert [type(each) for each in told] == [RetryAfter, RetryAfter]
    left = later.value.retry_after
    assert isinstance(left, timedelta)
    assert timedelta(seconds=7_100) < left <= timedelta(seconds=7_200)
    assert [call.parameters.get("text") for call in playground.calls if call.method.startswith("send")] == [
        "first",
        "not limited",
    ]


async def test_typing_is_not_shown_where_the_answer_has_to_wait(playground: Playground) -> None:
    ann, ben = (playground.person(name, started=True) for name in ("Ann", "Ben"))
    async with sending(playground, Delivery(Rates(chat=Rate(1, 3_600.0)))) as bot:
        await bot.send_message(ann.id, "yes")
        for person in (ann, ben):
            assert await bot.send_chat_action(person.id, "typing")

    assert [call.parameters["chat_id"] for call in playground.calls if call.method == "sendChatAction"] == [str(ben.id)]


async def test_an_answer_follows_a_group_that_became_a_supergroup(playground: Playground) -> None:
    ann = playground.person("Ann", started=True)
    group = playground.group("Friends", [ann])
    delivery = Delivery(UNPACED)
    async with sending(playground, delivery) as bot:
        old = await bot.send_message(group.id, "before")
        supergroup = membership.migrate(playground.state, group.id, by=ann.id)
        await asyncio.gather(*(bot.send_message(group.id, text, reply_to_message_id=old.id) for text in ("yes", "no")))
        with pytest.raises(ChatMigrated):
            await old.edit_text("after")

    assert [(each.content.text, each.reply) for each in written(playground, supergroup.id)] == [
        ("yes", None),
        ("no", None),
    ]


async def test_who_gives_up_waiting_leaves_the_others_their_turns(playground: Playground) -> None:
    ann = playground.person("Ann", started=True)
    delivery = Delivery(UNPACED)
    async with sending(playground, delivery) as bot:
        held = playground.faults.hold("sendMessage")
        first, second, third = (
            asyncio.create_task(bot.send_message(ann.id, text)) for text in ("first", "second", "third")
        )
        await held.arrived.wait()
        second.cancel()
        first.cancel()
        await third
        held.release()

    assert (first.cancelled(), second.cancelled(), delivery.waiting) == (True, True, 0)
    assert sent(playground) == ["first", "third"]


async def test_who_gives_up_in_the_moment_of_their_turn_is_in_nobodys_way(playground: Playground) -> None:
    ann, ben = (playground.person(name, started=True) for name in ("Ann", "Ben"))
    delivery = Delivery(Rates(chat=Rate(1, SOON)))
    loop = asyncio.get_running_loop()
    async with sending(playground, delivery) as bot:
        await bot.send_message(ann.id, "first")
        second = asyncio.create_task(bot.send_message(ann.id, "second"))
        await waits(delivery, lambda: delivery.waiting == 1)
        second.cancel()
        # Its turn comes before it can leave: the loop has no time for it.
        end = loop.time() + 2 * SOON
        while loop.time() < end:
            pass
        await bot.send_message(ben.id, "third")
        await bot.send_message(ann.id, "fourth")

    assert sent(playground) == ["first", "third", "fourth"]


async def test_what_waits_when_the_bot_stops_fails_as_without_a_network(playground: Playground) -> None:
    ann = playground.person("Ann", started=True)
    delivery = Delivery(Rates(chat=Rate(1, 3_600.0)))
    async with sending(playground, delivery) as bot:
        await bot.send_message(ann.id, "yes")
        late = asyncio.create_task(bot.send_message(ann.id, "too late"))
        await waits(delivery, lambda: delivery.waiting == 1)

    async with asyncio.timeout(10):
        with pytest.raises(NetworkError):
            await late
        await delivery.idle()
    assert (delivery.waiting, sent(playground)) == (0, ["yes"])


async def test_telegrams_limits_are_kept_in_a_crowd(desk: Desk) -> None:
    async with Playground(limits=Limits()) as playground:
        scene = Scenario(playground)
        crowd = [scene.person(f"Person {number}") for number in range(8)]
        async with polling(desk.application(playground, delivery=Delivery()), scene):
            for person in crowd:
                for number in range(2):
                    await person.says(f"who retook Palmyra? {number}")
            await scene.idle()

        assert [call for call in playground.calls if call.refused] == []
        assert all(len(written(playground, person.id)) == 2 for person in crowd)


@pytest.mark.parametrize(
    "fault", [ServerError(), BadGateway(), Reset(), Flood(1)], ids=lambda fault: type(fault).__name__
)
async def test_a_passing_fault_delays_the_answer_and_nothing_else(
    desk: Desk, playground: Playground, scene: Scenario, fault: ServerError | BadGateway | Reset | Flood
) -> None:
    admin = scene.person("Admin", started=True)
    delivery = Delivery(UNPACED, pauses=[SOON] * 2, doubts=[SOON] * 2)
    async with polling(desk.application(playground, admin.id, delivery=delivery), scene):
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
