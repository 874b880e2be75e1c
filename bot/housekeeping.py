"""Deletes what has been kept for as long as the privacy text says."""

from __future__ import annotations

import asyncio
import time

from bot.asking import AnyApplication
from bot.parts import Parts
from bot.routines import regularly

# The shortest promise is about a minute.
SECONDS = 30.0


class Housekeeping:
    """Sweeps the bot's tables; any number of processes may do so at once."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def register(self, application: AnyApplication, *, seconds: float = SECONDS) -> None:
        """Sweep at the start and every so often, beside the answers."""
        regularly(application, seconds, "housekeeping", self.sweep)

    async def sweep(self, _application: AnyApplication) -> None:
        """Delete what is too old. Raises `CatalogueError`."""
        await asyncio.to_thread(self._sweep)

    def _sweep(self) -> None:
        parts, now = self._parts, time.time()
        parts.limits.sweep()
        parts.typed.expire(now)
        parts.answers.expire(now)
        parts.questions.expire()
        parts.troubles.expire()
        # Where somebody is reading just then, the next sweep does it.
        parts.database.truncate_log()
