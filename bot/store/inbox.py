"""Updates from their receipt until their answer is delivered, in queues that one process at a time works on.

A queue holds the updates that are handled one after another, in the order of their ids. Whoever works on it holds its
lease, which ends by itself when its owner is gone. The text of an update is deleted once it is handled; its id stays
for two days, so that an update that comes again is known.

An update that calls on the bot is counted in the transaction that stores it: exactly once, whoever dies when, and
however often it comes. What goes beyond a limit is not kept, so that it stands in nobody's way; of each window the
first is, in a queue of its own, so that whoever asks too much is told so at once.

Replicas compare times, so their clocks have to agree within a second or two.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sql

from bot.store.inserting import insert
from bot.store.schema import leases, updates
from bot.store.windows import Allowed, Call, Whose, refused
from retrieval import Database

# Telegram keeps updates for a day.
KEPT_SECONDS = 48 * 3600
# An update whose delivery failed so often lets those after it go first: it may be the only one that can't be delivered.
_IN_THE_WAY = 2
# SQLite takes at most 32,766 variables in a statement.
_BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Received:
    """An update as it came: `payload` is its JSON, `queue` says which updates it must not overtake.

    `call` is what it wants of the bot, None where nothing is counted.
    """

    update_id: int
    queue: str
    payload: str
    call: Call | None = None


@dataclass(frozen=True, slots=True)
class Pending:
    """An update that is to be handled now. `tries` is how often its answer could not be delivered.

    `refused` says whose limit it goes beyond, if it does: then no more than that is to be said.
    """

    update_id: int
    queue: str
    payload: str
    tries: int
    received_at: float
    refused: Whose | None = None


class Inbox:
    """The updates of a bot in a database, for one of the processes (`owner`) that share it.

    `lease` is for how many seconds a queue belongs to who works on it, unless they `renew` it; `now` gives Unix times.
    Every method raises `CatalogueError` when the database fails.
    """

    def __init__(
        self, database: Database, bot_id: int, owner: str, *, lease: float = 10.0, now: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._bot_id = bot_id
        self._owner = owner
        self._lease = lease
        self._now = now
        self._alone = False
        self._pending = (updates.c.bot_id == bot_id) & updates.c.payload.is_not(None)
        self._leases = leases.c.bot_id == bot_id
        self._mine = self._leases & (leases.c.owner == owner)

    def put(self, received: Iterable[Received], *, claim: Collection[str] = ()) -> list[Pending]:
        """Store updates, except those that came before, and `claim` some queues; returns what is next in these.

        It claims the queues of those that go beyond a limit, too.
        """
        received, now = list(received), self._now()
        rows = [
            {
                "bot_id": self._bot_id,
                "update_id": each.update_id,
                "queue": each.queue,
                "payload": each.payload,
                "received_at": now,
                "tries": 0,
                "due_at": now,
            }
            for each in received
        ]
        if not rows:
            return []
        with self._database.begin(writes=True) as connection:
            adding = insert(connection.dialect.name, updates).on_conflict_do_nothing().returning(updates.c.update_id)
            new = set(connection.scalars(adding, rows))
            refusals = self._count(connection, [each for each in received if each.update_id in new], now)
            found = [self._claim(connection, queue, now) for queue in (*claim, *refusals)]
        return [pending for pending in found if pending]

    def claim(self, queue: str) -> Pending | None:
        """Work on a queue from now on: its next update, or None when there is none or somebody else works on it."""
        with self._database.begin(writes=not self._alone) as connection:
            return self._claim(connection, queue, self._now())

    def finish(self, done: Pending) -> Pending | None:
        """An update is handled. Returns the next one of its queue, or None and gives the queue back."""
        return self._go_on(done, {"payload": None, "queue": ""})

    def postpone(self, failed: Pending, pause: float) -> Pending | None:
        """An update's answer could not be delivered: it is due again in so many seconds. Returns as `finish` does."""
        return self._go_on(failed, {"tries": failed.tries + 1, "due_at": self._now() + pause})

    def renew(self, queues: Collection[str]) -> set[str]:
        """Go on working on these queues. Returns those that are somebody else's meanwhile."""
        now = self._now()
        lost = set(queues)
        with self._database.begin(writes=True) as connection:
            for batch in _batches(sorted(queues)):
                mine = self._mine & leases.c.queue.in_(batch)
                connection.execute(leases.update().where(mine).values(until=now + self._lease))
                lost.difference_update(connection.scalars(sql.select(leases.c.queue).where(mine)))
        return lost

    def due(self) -> list[str]:
        """The queues that have something to do and that nobody else works on, those that waited longest first."""
        now = self._now()
        # Of each queue the first that does not step aside, as `_next` has it.
        heads = (
            sql.select(sql.func.min(updates.c.update_id).label("head"))
            .where(self._pending & ((updates.c.due_at <= now) | (updates.c.tries <= _IN_THE_WAY)))
            .group_by(updates.c.queue)
            .subquery()
        )
        theirs = self._leases & (leases.c.owner != self._owner) & (leases.c.until >= now)
        query = (
            sql.select(updates.c.queue)
            .where(self._pending & updates.c.update_id.in_(sql.select(heads.c.head)) & (updates.c.due_at <= now))
            .where(updates.c.queue.not_in(sql.select(leases.c.queue).where(theirs)))
            .order_by(updates.c.update_id)
        )
        with self._database.begin() as connection:
            return list(connection.scalars(query))

    def give_back(self) -> None:
        """Work on no queue any more."""
        with self._database.begin(writes=True) as connection:
            connection.execute(leases.delete().where(self._mine))

    def take_over(self) -> None:
        """Work on all queues for good: there is no other process, and no need for leases."""
        self._alone = True
        with self._database.begin(writes=True) as connection:
            connection.execute(leases.delete().where(self._leases))

    def prune(self) -> None:
        """Forget the ids that can't come again, and leases whose owner is gone."""
        now = self._now()
        with self._database.begin(writes=True) as connection:
            handled = updates.c.payload.is_(None)
            connection.execute(updates.delete().where(handled & (updates.c.received_at < now - KEPT_SECONDS)))
            connection.execute(leases.delete().where(leases.c.until < now))

    def count(self) -> int:
        """How many updates are not handled yet."""
        with self._database.begin() as connection:
            return connection.scalar(sql.select(sql.func.count()).select_from(updates).where(self._pending)) or 0

    def forget_deleted(self) -> bool:
        """Overwrite what deleted texts have left in the database's files; false when it has to be tried again later."""
        return self._database.truncate_log()

    def _count(self, connection: sql.Connection, new: Sequence[Received], now: float) -> list[str]:
        """Count what is new; returns the queues of those who have to be told that it was too much."""
        queues = []
        # The same one may stand twice among them.
        for each in {each.update_id: each for each in new}.values():
            beyond = refused(connection, each.call, now) if each.call else None
            if beyond is None or each.call is None:
                continue
            share, allowed = beyond
            values: dict[str, object] = {"payload": None, "queue": ""}
            if each.call.waits:
                values = {"refused": share.whose.value}
            elif allowed is Allowed.FIRST_BEYOND:
                queues.append(f"refused:{each.update_id}")
                values = {"refused": share.whose.value, "queue": queues[-1]}
            this = (updates.c.bot_id == self._bot_id) & (updates.c.update_id == each.update_id)
            connection.execute(updates.update().where(this).values(values))
        return queues

    def _go_on(self, last: Pending, values: dict[str, object]) -> Pending | None:
        now = self._now()
        this = (updates.c.bot_id == self._bot_id) & (updates.c.update_id == last.update_id)
        lease = self._mine & (leases.c.queue == last.queue)
        with self._database.begin(writes=True) as connection:
            connection.execute(updates.update().where(this).values(values))
            # First of all the lease is locked: whoever stores an update now waits here before they see that it is
            # taken, and whoever did so before is seen below. So no update falls between two owners.
            renewal = leases.update().where(lease).values(until=now + self._lease)
            if not self._alone and not connection.execute(renewal).rowcount:
                return None
            return self._next(connection, last.queue, now)

    def _claim(self, connection: sql.Connection, queue: str, now: float) -> Pending | None:
        if not self._alone:
            adding = insert(connection.dialect.name, leases).values(
                bot_id=self._bot_id, queue=queue, owner=self._owner, until=now + self._lease
            )
            claimed = adding.on_conflict_do_update(
                index_elements=[leases.c.bot_id, leases.c.queue],
                set_={"owner": adding.excluded.owner, "until": adding.excluded.until},
                where=(leases.c.owner == self._owner) | (leases.c.until < now),
            ).returning(leases.c.owner)
            # Not the number of rows: of an INSERT not every driver tells it.
            if connection.scalar(claimed) is None:
                return None
        return self._next(connection, queue, now)

    def _next(self, connection: sql.Connection, queue: str, now: float) -> Pending | None:
        """The next update of a queue whose lease is ours, which is given back when there is none."""
        query = (
            sql.select(updates)
            .where(self._pending & (updates.c.queue == queue))
            .where((updates.c.due_at <= now) | (updates.c.tries <= _IN_THE_WAY))
            .order_by(updates.c.update_id)
            .limit(1)
        )
        row = connection.execute(query).one_or_none()
        if row is not None and row.due_at <= now:
            whose = Whose(row.refused) if row.refused else None
            return Pending(row.update_id, queue, row.payload, row.tries, row.received_at, whose)
        if not self._alone:
            connection.execute(leases.delete().where(self._mine & (leases.c.queue == queue)))
        return None


def _batches(queues: list[str]) -> Iterable[list[str]]:
    return (queues[start : start + _BATCH] for start in range(0, len(queues), _BATCH))
