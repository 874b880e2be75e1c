"""Waiting for the next time that something happens."""

from __future__ import annotations

import asyncio

from bot.playground.signals import Signal


async def test_what_happens_before_a_waiting_task_has_its_turn_wakes_it() -> None:
    signal = Signal()
    waiting = asyncio.create_task(signal.wait())

    signal.fire()

    async with asyncio.timeout(5):
        await waiting


async def test_what_happened_before_wakes_nobody() -> None:
    signal = Signal()
    signal.fire()
    waiting = asyncio.create_task(signal.wait())

    done, _ = await asyncio.wait({waiting}, timeout=0)

    assert not done
    waiting.cancel()
