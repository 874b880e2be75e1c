"""Waiting for the next time that something happens."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine


class Signal:
    """Wakes everybody who waits, each time that it is fired."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def fire(self) -> None:
        """Wake those who wait now."""
        fired, self._next = self._next, asyncio.Event()
        fired.set()

    def wait(self) -> Coroutine[None, None, object]:
        """Await it to return when it is fired next, counted from this call, not from when a task gets its turn."""
        return self._next.wait()
