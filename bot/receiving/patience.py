"""Trying again for as long as it takes."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError

log = logging.getLogger(__name__)

T = TypeVar("T")

_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 30.0
_SECONDS_BETWEEN_LINES = 60.0


class Patience:
    """Pauses that grow from half a second to thirty, and a line in the log once a minute."""

    def __init__(self) -> None:
        self._pause = _FIRST_PAUSE
        self._said: dict[str, float] = {}

    async def wait(self, why: str, *, at_least: float = 0.0) -> None:
        """Wait before the next try. `why` is logged unless it was within the last minute."""
        now = time.monotonic()
        if now - self._said.get(why, -_SECONDS_BETWEEN_LINES) >= _SECONDS_BETWEEN_LINES:
            # Reasons with changing numbers in them must not pile up.
            self._said = {reason: at for reason, at in self._said.items() if now - at < _SECONDS_BETWEEN_LINES}
            self._said[why] = now
            log.warning("%s", why)
        pause, self._pause = max(self._pause, at_least), min(2 * self._pause, _LONGEST_PAUSE)
        await asyncio.sleep(pause)

    def reset(self) -> None:
        """It went well."""
        self._pause = _FIRST_PAUSE


async def reached(ask: Callable[[], Awaitable[T]]) -> T:
    """What Telegram answers, however long the network takes to be there.

    Raises `InvalidToken` and `BadRequest`, which no patience mends.
    """
    patience = Patience()
    while True:
        try:
            return await ask()
        except (InvalidToken, BadRequest):
            raise
        except TelegramError as error:
            await patience.wait(f"Telegram can't be reached: {error}", at_least=asked_pause(error))


def asked_pause(error: TelegramError) -> float:
    """For how many seconds Telegram asks not to be asked again."""
    if not isinstance(error, RetryAfter):
        return 0.0
    asked = error.retry_after
    return asked.total_seconds() if isinstance(asked, timedelta) else float(asked)
