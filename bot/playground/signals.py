"""Waiting for the next time that something happens."""

from __future__ import annotations

import asyncio


class Signal:
    """Wakes everybody who waits, each time that it is fired."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def fire(self) -> None:
        """Wake those who wait now."""
        fired, self._next = self._next, asyncio.Event()
        fired.set()

    async def wait(self) -> None:
        """Return when it is fired next."""
        await self._next.wait()
