"""What can go wrong between a bot and Telegram, for tests to bring about."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field

from bot.playground.model import Json
from bot.playground.strange import with_unknown_fields

ANY_METHOD = "*"
_POLLING = "getUpdates"


@dataclass(frozen=True, slots=True)
class Flood:
    """429: wait for `retry_after` seconds. Nothing is done."""

    retry_after: int


@dataclass(frozen=True, slots=True)
class ServerError:
    """500 with Telegram's JSON. Nothing is done."""


@dataclass(frozen=True, slots=True)
class BadGateway:
    """502 with a page of HTML, as a proxy in front of Telegram sends it. Nothing is done."""


@dataclass(frozen=True, slots=True)
class Reset:
    """The connection breaks off before anything is done."""


@dataclass(frozen=True, slots=True)
class LostAnswer:
    """Everything is done, and the connection breaks off before the answer."""


@dataclass(frozen=True, slots=True)
class Held:
    """A request that arrives, and waits: `arrived` tells that it is there, `released` lets it go on."""

    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)

    def release(self) -> None:
        """Let it go on."""
        self.released.set()


Fault = Flood | ServerError | BadGateway | Reset | LostAnswer | Held


class Faults:
    """The faults that are to come, for each method in order."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[Fault]] = {}
        self._repeats = 0
        self._reversals = 0
        self._additions = 0

    def add(self, method: str, fault: Fault, *, times: int = 1) -> None:
        """Meet the next `times` requests of a method with a fault; `*` is any method but getUpdates."""
        self._waiting.setdefault(method.lower(), deque()).extend([fault] * times)

    def hold(self, method: str) -> Held:
        """Keep the next request of a method waiting."""
        held = Held()
        self.add(method, held)
        return held

    def repeat_updates(self, times: int = 1) -> None:
        """Deliver each update of the next `times` batches twice, as after a lost confirmation."""
        self._repeats += times

    def reverse_updates(self, times: int = 1) -> None:
        """Deliver the next `times` batches of several updates last first."""
        self._reversals += times

    def add_unknown_fields(self, times: int = 1) -> None:
        """Deliver the next `times` batches with fields that are not documented."""
        self._additions += times

    def clear(self) -> None:
        """Let everything go well from now on."""
        self._waiting.clear()
        self._repeats = self._reversals = self._additions = 0

    def next(self, method: str) -> Fault | None:
        """The fault that a request of a method meets now."""
        names = [method.lower()] + ([ANY_METHOD] if method.lower() != _POLLING.lower() else [])
        for name in names:
            if waiting := self._waiting.get(name):
                return waiting.popleft()
        return None

    def disturb(self, batch: list[Json]) -> list[Json]:
        """A batch of updates as it is delivered."""
        if batch and self._repeats:
            self._repeats -= 1
            batch = [update for update in batch for _ in range(2)]
        if len(batch) > 1 and self._reversals:
            self._reversals -= 1
            batch = batch[::-1]
        if batch and self._additions:
            self._additions -= 1
            batch = [with_unknown_fields(update) for update in batch]
        return batch
