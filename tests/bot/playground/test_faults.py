"""Each fault, as python-telegram-bot meets it."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import NetworkError, RetryAfter

from bot.playground import (
    OLD_POLL,
    UNKNOWN_UPDATE,
    BadGateway,
    Flood,
    LostAnswer,
    Playground,
    Reset,
    ServerError,
    User,
    say,
)


@pytest.fixture
def ann(playground: Playground) -> User:
    return playground.person("Ann", started=True)


def texts(playground: Playground, user: User) -> list[str]:
    return [message.content.text for message in playground.state.messages[user.id].values()]


async def test_a_flood_says_how_long_to_wait(
    playground: Playground, bot: Bot, ann: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What python-telegram-bot gives otherwise is deprecated.
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    playground.faults.add("sendMessage", Flood(retry_after=7))
    with pytest.raises(RetryAfter) as flood:
        await bot.send_message(ann.id, "x")
    assert flood.value.retry_after == timedelta(seconds=7)
    await bot.send_message(ann.id, "y")
    assert texts(playground, ann) == ["y"]


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (ServerError(), "Internal Server Error"),
        (BadGateway(), r"Bad Gateway \(502\)"),
        (Reset(), "ReadError|RemoteProtocolError"),
    ],
    ids=["500", "502", "reset"],
)
async def test_a_broken_request_does_nothing(
    playground: Playground, bot: Bot, ann: User, fault: ServerError | BadGateway | Reset, reason: str
) -> None:
    playground.faults.add("sendMessage", fault, times=2)
    for _ in range(2):
        with pytest.raises(NetworkError, match=reason):
            await bot.send_message(ann.id, "x")
    await bot.send_message(ann.id, "y")
    assert texts(playground, ann) == ["y"]
    assert [call.fault for call in playground.calls][-3:] == [type(fault).__name__] * 2 + [None]


async def test_a_lost_answer_leaves_the_work_done(playground: Playground, bot: Bot, ann: User) -> None:
    playground.faults.add("sendMessage", LostAnswer())
    with pytest.raises(NetworkError, match=r"ReadError|RemoteProtocolError"):
        await bot.send_message(ann.id, "x")
    assert texts(playground, ann) == ["x"]


async def test_a_held_request_waits_to_be_released(playground: Playground, bot: Bot, ann: User) -> None:
    held = playground.faults.hold("sendMessage")
    slow = asyncio.create_task(bot.send_message(ann.id, "slow"))
    await held.arrived.wait()
    await bot.send_message(ann.id, "quick")
    assert texts(playground, ann) == ["quick"]
    held.release()
    await slow
    assert texts(playground, ann) == ["quick", "slow"]


async def test_any_method_may_be_met_but_polling_only_by_name(playground: Playground, bot: Bot, ann: User) -> None:
    playground.faults.add("*", ServerError())
    assert await bot.get_updates() == ()
    with pytest.raises(NetworkError):
        await bot.get_me()
    playground.faults.add("getUpdates", ServerError())
    with pytest.raises(NetworkError):
        await bot.get_updates()


async def test_faults_that_are_cleared_do_not_come(playground: Playground, bot: Bot, ann: User) -> None:
    playground.faults.add("*", ServerError(), times=3)
    playground.faults.repeat_updates()
    playground.faults.clear()
    say(playground.state, ann.id, ann.id, "x")
    assert len(await bot.get_updates()) == 1
    await bot.send_message(ann.id, "x")


async def test_updates_come_twice_or_last_first(playground: Playground, bot: Bot, ann: User) -> None:
    first, second = (say(playground.state, ann.id, ann.id, word) for word in ("one", "two"))
    playground.faults.repeat_updates()
    assert [update.message.message_id for update in await bot.get_updates() if update.message] == [
        first.id, first.id, second.id, second.id,
    ]  # fmt: skip
    playground.faults.reverse_updates()
    assert [update.message.message_id for update in await bot.get_updates() if update.message] == [second.id, first.id]
    assert [update.message.message_id for update in await bot.get_updates() if update.message] == [first.id, second.id]


async def test_updates_of_unknown_kinds_and_with_unknown_fields_come_through(
    playground: Playground, bot: Bot, ann: User
) -> None:
    playground.push(UNKNOWN_UPDATE)
    (unknown,) = await bot.get_updates()
    assert unknown.api_kwargs == UNKNOWN_UPDATE
    playground.faults.add_unknown_fields()
    say(playground.state, ann.id, ann.id, "x")
    (known,) = await bot.get_updates(offset=unknown.update_id + 1)
    assert known.message and known.message.text == "x"
    assert known.api_kwargs == {"mood": "curious"}
    assert known.message.api_kwargs == {"scent": {"notes": ["rose"]}}


async def test_an_old_poll_can_not_be_parsed(
    playground: Playground, bot: Bot, ann: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    playground.push(OLD_POLL)
    say(playground.state, ann.id, ann.id, "behind it")
    for _ in range(2):
        with pytest.raises(TypeError):
            await bot.get_updates()
    assert len(playground.state.updates) == 2
