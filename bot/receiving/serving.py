"""Runs an Application on updates that are kept until their answers are delivered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Protocol

from telegram import Bot
from telegram.ext import ExtBot

from bot.delivery import Delivery
from bot.receiving.application import AnyApplication
from bot.receiving.dispatcher import Dispatcher, Timing
from bot.receiving.patience import reached
from bot.store.inbox import Inbox

_CLOSING_SECONDS = 0.3


class Source(Protocol):
    """Where updates come from; `alone` when no other process receives them, too."""

    alone: bool

    async def receive(self, bot: Bot, dispatcher: Dispatcher) -> None:
        """Feed a dispatcher until cancelled."""


async def serve(
    application: AnyApplication,
    inbox: Inbox,
    source: Source,
    *,
    ready: Callable[[Dispatcher], None] = lambda _: None,
    timing: Timing | None = None,
) -> None:
    """Receive updates and have them handled, until cancelled; then finish what was begun, within five seconds.

    `ready` is called once updates are asked for. Raises `InvalidToken` when Telegram does not know the token, and what
    `source` raises.
    """
    async with AsyncExitStack() as stack:
        stack.push_async_callback(application.shutdown)
        await reached(application.initialize)
        if application.post_init:
            await application.post_init(application)
        stack.push_async_callback(_stop, application)
        await application.start()
        dispatcher = Dispatcher(application, inbox, timing=timing, delivery=_delivery(application))
        stack.push_async_callback(dispatcher.stop)
        await dispatcher.start(alone=source.alone)
        receiving = asyncio.create_task(source.receive(application.bot, dispatcher), name="receiving")
        stack.push_async_callback(_wind_up, receiving, dispatcher)
        ready(dispatcher)
        # Not awaited itself: what is cancelled here has to be stopped together with the dispatcher, not before it.
        await asyncio.wait({receiving})
        receiving.result()


def _delivery(application: AnyApplication) -> Delivery | None:
    limiter = application.bot.rate_limiter if isinstance(application.bot, ExtBot) else None
    return limiter if isinstance(limiter, Delivery) else None


async def _wind_up(receiving: asyncio.Task[None], dispatcher: Dispatcher) -> None:
    receiving.cancel()
    await asyncio.gather(receiving, dispatcher.stop(), return_exceptions=True)


async def _stop(application: AnyApplication) -> None:
    """Stop an Application that may have tasks of its own which do not end soon: an ornament in its tenth pause."""
    if application.running:
        try:
            async with asyncio.timeout(_CLOSING_SECONDS):
                await application.stop()
        except TimeoutError:
            pass
