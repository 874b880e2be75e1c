"""Telegram's limits on how fast a bot may send."""

from __future__ import annotations

from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import RetryAfter

from bot.playground import Limits, Playground
from bot.playground.pacing import Pacing


class Clock:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def test_a_chat_has_one_message_a_second() -> None:
    clock = Clock()
    pacing = Pacing(Limits(), clock)
    assert pacing.send(1, group=False) is None
    assert pacing.send(1, group=False) == 1
    assert pacing.send(2, group=False) is None
    clock.seconds += 1
    assert pacing.send(1, group=False) is None


def test_all_chats_together_have_thirty_a_second() -> None:
    clock = Clock()
    pacing = Pacing(Limits(), clock)
    assert [pacing.send(chat, group=False) for chat in range(31)] == [None] * 30 + [1]
    clock.seconds += 1
    assert pacing.send(31, group=False) is None


def test_a_group_has_twenty_a_minute() -> None:
    clock = Clock()
    pacing = Pacing(Limits(), clock)
    answers = []
    for _ in range(21):
        clock.seconds += 2
        answers.append(pacing.send(-1, group=True))
    assert answers == [None] * 20 + [20]
    clock.seconds += 20
    assert pacing.send(-1, group=True) is None


async def test_too_many_messages_are_refused_and_actions_are_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    # What python-telegram-bot gives otherwise is deprecated.
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    clock = Clock()
    async with (
        Playground(limits=Limits(), clock=clock) as playground,
        Bot(playground.token, f"{playground.url}/bot") as bot,
    ):
        ann = playground.person("Ann", started=True)
        sent = await bot.send_message(ann.id, "one")
        await bot.send_chat_action(ann.id, "typing")
        with pytest.raises(RetryAfter) as refused:
            await bot.edit_message_text("two", ann.id, sent.message_id)
        assert refused.value.retry_after == timedelta(seconds=1)
        clock.seconds += 1
        await bot.edit_message_text("two", ann.id, sent.message_id)
