"""How updates come in and requests go out: chats do not wait for one another, and a passing fault is tried again."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.error import BadRequest, NetworkError, RetryAfter
from telegram.ext import BaseRateLimiter, BaseUpdateProcessor

log = logging.getLogger(__name__)

# The library's coming type for times; without it every limit that Telegram sets is a deprecation warning.
os.environ.setdefault("PTB_TIMEDELTA", "1")

_AT_ONCE = 256
# Seconds before the second, third and fourth try.
_PAUSES = (0.5, 1.0, 2.0)
# Longer than this nobody waits: such limits are set on ornaments, as the list of commands.
_LONGEST_PAUSE = 60.0


class ChatByChat(BaseUpdateProcessor):
    """Handles updates of different chats at the same time, those of one chat in their order."""

    def __init__(self) -> None:
        super().__init__(_AT_ONCE)
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:  # Any: as its base has it
        """Handle an update when those before it in its chat are done."""
        chat = update.effective_chat if isinstance(update, Update) else None
        lock = self._locks.setdefault(chat.id, asyncio.Lock()) if chat else asyncio.Lock()
        async with lock:
            await coroutine

    async def initialize(self) -> None:
        """There is nothing to set up."""

    async def shutdown(self) -> None:
        """There is nothing to give back."""


class Persistence(BaseRateLimiter[None]):
    """Tries a request again that failed in passing: lost connections, errors of the server, limits of some seconds.

    A request whose answer was lost is repeated too: somebody may see an answer twice, but nobody goes without.
    """

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],  # Any: as its base has it
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> Any:
        """Send a request, again after a pause if need be. Raises what the last try raised."""
        for pause in _PAUSES:
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                asked = error.retry_after
                seconds = asked.total_seconds() if isinstance(asked, timedelta) else float(asked)
                if seconds > _LONGEST_PAUSE:
                    raise
                pause = max(pause, seconds)  # noqa: PLW2901 - what Telegram asks for goes before what we would wait
                log.info("%s waits %s s, as Telegram asks", endpoint, pause)
            except BadRequest:
                raise  # it is a NetworkError to the library
            except NetworkError as error:
                log.info("%s is tried again: %s", endpoint, error)
            await asyncio.sleep(pause)
        return await callback(*args, **kwargs)

    async def initialize(self) -> None:
        """There is nothing to set up."""

    async def shutdown(self) -> None:
        """There is nothing to give back."""
