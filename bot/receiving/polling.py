"""Fetches updates from Telegram by long polling."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import Any

from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.receiving.dispatcher import Dispatcher, has_id
from bot.receiving.patience import Patience, asked_pause, reached
from retrieval import CatalogueError

log = logging.getLogger(__name__)

_AT_MOST = 100
# Of the last request, which tells Telegram what is stored.
_PARTING_SECONDS = 1.0


class Polling:
    """Long polling: one process alone, which asks for updates as it has room for them."""

    alone = True

    def __init__(self, *, seconds: int = 10) -> None:
        self._seconds = seconds
        self._next: int | None = None

    async def receive(self, bot: Bot, dispatcher: Dispatcher) -> None:
        """Feed a dispatcher until cancelled. Raises `InvalidToken` when Telegram does not know the token."""
        # What waits for a webhook that is no more is kept.
        await reached(lambda: bot.delete_webhook(drop_pending_updates=False))
        try:
            await self._poll(bot, dispatcher)
        finally:
            with suppress(TelegramError, TimeoutError):
                # Not needed: what comes again is known by its id. But another program may poll next.
                async with asyncio.timeout(_PARTING_SECONDS):
                    await self._fetch(bot, limit=1, seconds=0)

    async def _poll(self, bot: Bot, dispatcher: Dispatcher) -> None:
        patience = Patience()
        while True:
            limit = min(await dispatcher.room(), _AT_MOST)
            try:
                updates = await self._fetch(bot, limit=limit, seconds=self._seconds)
                await dispatcher.feed(updates)
            except InvalidToken:
                raise
            except Conflict:
                await patience.wait("another program fetches this bot's updates: only one can, end the other one")
            except TelegramError as error:
                await patience.wait(f"updates can't be fetched: {error}", at_least=asked_pause(error))
            except CatalogueError as error:
                # They come again: Telegram forgets them only when the next ones are asked for.
                await patience.wait(f"updates can't be stored: {error}")
            else:
                self._next = max((each["update_id"] + 1 for each in updates if has_id(each)), default=self._next)
                patience.reset()

    # Any: the Bot API's JSON.
    async def _fetch(self, bot: Bot, *, limit: int, seconds: int) -> list[dict[str, Any]]:
        """The next updates as they come: `Bot.get_updates` fails for all of them when it can't read one."""
        found = await bot._post(
            "getUpdates",
            {"offset": self._next, "limit": limit, "timeout": seconds, "allowed_updates": Update.ALL_TYPES},
            read_timeout=seconds + 5,
        )
        return found if isinstance(found, list) else []
