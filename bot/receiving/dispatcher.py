"""Hands stored updates to the Application: those of one queue in their order, queues side by side.

The inbox in the database is the queue; here is known only which of its queues have something to do. So a chat that is
flooded takes up rows, not memory, and what one replica stores another can go on with.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from telegram import Update

from bot.delivery import Delivery
from bot.receiving.application import AnyApplication, Refused, Undelivered, call_in
from bot.receiving.patience import Patience
from bot.receiving.queues import Json, queue_of
from bot.store.inbox import Inbox, Pending, Received
from retrieval import CatalogueError

log = logging.getLogger(__name__)

T = TypeVar("T")

# Ids are 64-bit numbers in the database.
_HIGHEST_ID = 2**63 - 1
# For what is left to be put down when `finishing` is over.
_PARTING_SECONDS = 0.4


@dataclass(frozen=True, slots=True)
class Timing:
    """How a dispatcher goes about its work; all times are seconds.

    `at_once` updates are worked on at the same time: more would only make each take longer, as one processor works on
    all. Those that wait for Telegram do not count, nor those that have taken `usual`: they wait for something else.
    There are never more than `most`.

    `renewal` is between two renewals of leases, of which one should fit into a lease three times, `sweep` between two
    looks for updates that nobody works on, `scrubbing` between overwriting what deleted texts left.

    When told to stop, what was begun has `finishing` to end. `pauses` are those before an update is tried again whose
    answer could not be delivered; after the last it is given up.
    """

    at_once: int = 2
    usual: float = 0.25
    most: int = 1_000
    renewal: float = 3.0
    sweep: float = 1.0
    scrubbing: float = 30.0
    pruning: float = 3_600.0
    finishing: float = 4.0
    pauses: tuple[float, ...] = (5.0, 30.0, 180.0, 900.0, 2_400.0)


class Dispatcher:
    """Works off an inbox with an Application. `delivery` knows who waits for Telegram."""

    def __init__(
        self,
        application: AnyApplication,
        inbox: Inbox,
        *,
        timing: Timing | None = None,
        delivery: Delivery | None = None,
    ) -> None:
        self._application = application
        self._inbox = inbox
        self._timing = timing or Timing()
        self._delivery = delivery
        # Queues that have something to do, in the order of their turns, with what was read of them already.
        self._ready: dict[str, Pending | None] = {}
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._slow: set[asyncio.Task[Any] | None] = set()
        # Those of them that were given something while they were worked on.
        self._again: set[str] = set()
        self._leased: set[str] = set()
        # Those whose next update is being read while others are stored.
        self._claiming: set[str] = set()
        self._feeding = 0
        self._unscrubbed = False
        self._stopping = False
        self._changed = asyncio.Event()
        self._routines: list[asyncio.Task[None]] = []
        # One thread: SQLite's writers wait for one another in steps of many milliseconds, a queue does it in none.
        self._thread = ThreadPoolExecutor(1, "inbox")

    async def start(self, *, alone: bool) -> None:
        """Begin with what an earlier process left. `alone`: no other process works on this inbox."""
        if alone:
            await self._persistently(self._inbox.take_over)
        if self._delivery:
            self._delivery.listeners.append(self._look)
        # A bot that is started anew every half an hour would never come to it.
        await self._persistently(self._inbox.prune)
        await self._look_around()
        every = self._timing
        self._routines = [
            asyncio.create_task(self._routinely(every.sweep, self._look_around), name="inbox: sweep"),
            asyncio.create_task(self._routinely(every.scrubbing, self._scrub), name="inbox: scrubbing"),
            asyncio.create_task(self._routinely(every.pruning, self._prune), name="inbox: pruning"),
        ]
        if not alone:
            renewal = asyncio.create_task(self._routinely(every.renewal, self._renew), name="inbox: renewal")
            self._routines.append(renewal)

    async def feed(self, updates: Iterable[Json]) -> None:
        """Store updates and have them handled. Once it returns they are safe, and Telegram may forget them.

        Those that came before are left out. Raises `CatalogueError` when they can't be stored.
        """
        received = [
            Received(update["update_id"], queue_of(update), json.dumps(update), call_in(update, self._application))
            for update in updates
            if has_id(update)
        ]
        self._feeding += 1
        try:
            claimed = await self._put(received)
            self._leased.update(claimed)
            self._ready.update(claimed)
            self._unscrubbed = True
            self._wake(each.queue for each in received)
        finally:
            self._feeding -= 1
            self._look()

    async def room(self) -> int:
        """Wait until more updates are wanted, and say how many."""
        while (room := self._room - len(self._ready)) <= 0:
            await self._change()
        return room

    async def idle(self) -> None:
        """Return when everything that was fed is handled, or waits to be tried again."""
        while self._feeding or self._ready or self._workers:
            await self._change()

    async def stop(self) -> None:
        """Finish what was begun, as far as its time allows; what is left stays in the inbox."""
        if self._stopping:
            return
        self._stopping = True
        self._ready.clear()
        loop = asyncio.get_running_loop()
        end = loop.time() + self._timing.finishing
        try:
            if self._workers:
                await asyncio.wait(self._workers.values(), timeout=self._timing.finishing)
            with suppress(TimeoutError, CatalogueError):
                async with asyncio.timeout_at(max(end, loop.time() + _PARTING_SECONDS)):
                    await self._cancel([*self._workers.values(), *self._routines])
                    await self._in_thread(self._inbox.give_back)
                    await self._scrub()
        finally:
            if self._delivery:
                self._delivery.listeners.remove(self._look)
            self._thread.shutdown(wait=False, cancel_futures=True)

    @property
    def _room(self) -> int:
        elsewhere = self._slow | (self._delivery.callers if self._delivery else set())
        active = sum(worker not in elsewhere for worker in self._workers.values())
        return min(self._timing.at_once - active, self._timing.most - len(self._workers))

    def _look(self) -> None:
        """Start what there is room for, and wake who waits for a change."""
        while self._ready and self._room > 0 and not self._stopping:
            queue = next(iter(self._ready))
            pending = self._ready.pop(queue)
            self._workers[queue] = asyncio.create_task(self._work(queue, pending), name=f"update of {queue}")
        self._changed.set()
        self._changed = asyncio.Event()

    async def _change(self) -> None:
        await self._changed.wait()

    async def _put(self, received: Sequence[Received]) -> dict[str, Pending]:
        """Store updates; returns what is to be done in those of their queues that can be worked on at once."""
        claim = self._free(received)
        self._claiming.update(claim)
        try:
            found = await self._in_thread(lambda: self._inbox.put(received, claim=claim))
        finally:
            self._claiming.difference_update(claim)
        return {pending.queue: pending for pending in found}

    def _free(self, received: Sequence[Received]) -> list[str]:
        queues = dict.fromkeys(each.queue for each in received)
        free = [queue for queue in queues if not {queue} & (self._workers.keys() | self._ready.keys() | self._claiming)]
        return free[: max(0, self._room - len(self._ready) - len(self._claiming))]

    def _wake(self, queues: Iterable[str]) -> None:
        if self._stopping:
            return
        for queue in queues:
            if queue in self._workers:
                self._again.add(queue)
            elif queue not in self._claiming:
                self._ready.setdefault(queue, None)

    async def _work(self, queue: str, pending: Pending | None) -> None:
        """Handle one update of a queue; then it is others' turn."""
        following: Pending | None = None
        this = asyncio.current_task()
        usual = asyncio.get_running_loop().call_later(self._timing.usual, self._overdue, this)
        try:
            if pending is None:
                pending = await self._persistently(lambda: self._inbox.claim(queue))
            if pending is not None:
                self._leased.add(queue)
                following = await self._handle(pending)
        finally:
            usual.cancel()
            self._slow.discard(this)
            del self._workers[queue]
            if following is None:
                self._leased.discard(queue)
            if not self._stopping and (following is not None or queue in self._again):
                self._ready[queue] = following
            self._again.discard(queue)
            self._look()

    def _overdue(self, worker: asyncio.Task[Any] | None) -> None:
        self._slow.add(worker)
        self._look()

    async def _handle(self, pending: Pending) -> Pending | None:
        """Handle an update and give the next one of its queue."""
        try:
            update = self._read(pending)
            if update is not None:
                refused = Refused(update, pending.refused) if pending.refused else None
                await self._application.process_update(refused or update)
        except Undelivered as error:
            return await self._undelivered(pending, error)
        except Exception:
            # The Application has a handler of errors: it is that which failed, with whatever. Others go on.
            log.exception("update %d could not be handled", pending.update_id)
        return await self._persistently(lambda: self._inbox.finish(pending))

    def _read(self, pending: Pending) -> Update | None:
        """The update in the library's words; None when it has none for it, as for those of a coming Bot API."""
        try:
            return Update.de_json(json.loads(pending.payload), self._application.bot)
        except Exception as error:
            # What an update that the library does not know makes it raise is not known either. No text of the error is
            # logged: the update's may be in it.
            log.warning("update %d can't be read and is left out: %s", pending.update_id, type(error).__name__)
            return None

    async def _undelivered(self, pending: Pending, error: Undelivered) -> Pending | None:
        pauses = self._timing.pauses
        if pending.tries < len(pauses):
            pause = max(pauses[pending.tries], error.pause)
            log.warning("the answer to update %d is tried again in %.0f s", pending.update_id, pause)
            return await self._persistently(lambda: self._inbox.postpone(pending, pause))
        log.error("the answer to update %d could not be delivered; it is given up", pending.update_id)
        return await self._persistently(lambda: self._inbox.finish(pending))

    async def _renew(self) -> None:
        held = frozenset(self._leased)
        lost = await self._in_thread(lambda: self._inbox.renew(held)) if held else set()
        # Some may have been given back meanwhile.
        for queue in lost & self._leased:
            # Somebody else took it, as this process stood still for too long.
            log.warning("another process took over the updates of %s", queue)
            self._ready.pop(queue, None)
            self._leased.discard(queue)
            if worker := self._workers.get(queue):
                worker.cancel()

    async def _look_around(self) -> None:
        """Find what nobody works on: after a start, when a pause is over, when another process has died."""
        self._wake(await self._persistently(self._inbox.due))
        self._look()

    async def _scrub(self) -> None:
        if self._unscrubbed:
            self._unscrubbed = not await self._in_thread(self._inbox.forget_deleted)

    async def _prune(self) -> None:
        await self._in_thread(self._inbox.prune)

    async def _routinely(self, seconds: float, routine: Callable[[], Any]) -> None:
        patience = Patience()
        while True:
            await asyncio.sleep(seconds)
            try:
                await routine()
                patience.reset()
            except CatalogueError as error:
                await patience.wait(str(error))

    async def _persistently(self, ask: Callable[[], T]) -> T:
        """What the inbox answers, as soon as the database works."""
        patience = Patience()
        while True:
            try:
                return await self._in_thread(ask)
            except CatalogueError as error:
                await patience.wait(str(error))

    async def _in_thread(self, ask: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, ask)

    async def _cancel(self, tasks: list[asyncio.Task[None]]) -> None:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def has_id(update: object) -> bool:
    """Whether something looks like an update: everything else about it is the library's affair."""
    number = update.get("update_id") if isinstance(update, dict) else None
    return isinstance(number, int) and not isinstance(number, bool) and 0 <= number <= _HIGHEST_ID
