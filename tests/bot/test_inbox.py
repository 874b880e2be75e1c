"""Updates in the database: who handles which, in what order, and what is left of them."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from bot.receiving.queues import queue_of
from bot.store import open_store
from bot.store.inbox import KEPT_SECONDS, Inbox, Pending, Received
from retrieval import Database

BOT = 1
LEASE = 10.0


class Clock:
    """A time that tests turn on."""

    def __init__(self) -> None:
        self.seconds = 1_000_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    with closing(open_store(database_url)) as database:
        yield database


@pytest.fixture
def inbox(database: Database, clock: Clock) -> Inbox:
    return Inbox(database, BOT, "one", lease=LEASE, now=clock)


@pytest.fixture
def other(database: Database, clock: Clock) -> Inbox:
    """The same inbox, as another process sees it."""
    return Inbox(database, BOT, "other", lease=LEASE, now=clock)


def received(*numbers: int, queue: str = "a") -> list[Received]:
    return [Received(number, queue, f'"update {number}"') for number in numbers]


def worked_off(inbox: Inbox, queue: str) -> list[int]:
    """The ids of a queue's updates, as they are handled one after another."""
    ids, pending = [], inbox.claim(queue)
    while pending:
        ids.append(pending.update_id)
        pending = inbox.finish(pending)
    return ids


def test_a_queue_is_worked_off_in_the_order_of_ids_whatever_order_they_came_in(inbox: Inbox, clock: Clock) -> None:
    inbox.put(received(3))
    inbox.put(received(1, 2))
    inbox.put(received(4, queue="b"))

    assert inbox.claim("a") == Pending(1, "a", '"update 1"', 0, clock())
    assert worked_off(inbox, "a") == [1, 2, 3]
    assert worked_off(inbox, "b") == [4]
    assert inbox.count() == 0


@pytest.mark.parametrize("when", ["waits", "is worked on", "is handled", "is handled, in an earlier process"])
def test_an_update_that_comes_again_is_left_out(inbox: Inbox, other: Inbox, when: str) -> None:
    inbox.put(received(1, 1))
    pending = inbox.claim("a") if when != "waits" else None
    if "is handled" in when:
        assert pending
        assert inbox.finish(pending) is None

    (other if "earlier" in when else inbox).put(received(1))

    assert inbox.count() == (0 if "is handled" in when else 1)
    assert worked_off(inbox, "a") == ([] if "is handled" in when else [1])


def test_another_bots_updates_are_another_matter(database: Database, inbox: Inbox) -> None:
    another = Inbox(database, BOT + 1, "one")
    inbox.put(received(1))
    another.put(received(1, 2))

    assert worked_off(inbox, "a") == [1]
    assert worked_off(another, "a") == [1, 2]


def test_a_queue_belongs_to_one_process_until_it_is_empty(inbox: Inbox, other: Inbox) -> None:
    inbox.put(received(1, 2))
    first = inbox.claim("a")
    assert first
    assert (other.claim("a"), other.due()) == (None, [])

    other.put(received(3))
    assert inbox.finish(first) == inbox.claim("a")
    assert worked_off(inbox, "a") == [2, 3]

    other.put(received(4))
    assert worked_off(other, "a") == [4]


def test_a_lease_that_is_renewed_stays_and_one_that_is_not_ends(inbox: Inbox, other: Inbox, clock: Clock) -> None:
    inbox.put(received(1))
    pending = inbox.claim("a")
    assert pending
    clock.seconds += LEASE - 1
    assert inbox.renew({"a"}) == set()
    clock.seconds += LEASE - 1
    assert other.claim("a") is None
    clock.seconds += 1.5

    assert other.due() == ["a"]
    assert other.claim("a") == pending
    assert inbox.renew({"a"}) == {"a"}
    # Its answer may have been delivered meanwhile: then nobody needs to handle it again.
    inbox.put(received(2))
    assert inbox.finish(pending) is None
    assert worked_off(other, "a") == [2]


def test_a_process_that_ends_gives_back_what_it_worked_on(inbox: Inbox, other: Inbox) -> None:
    inbox.put(received(1))
    assert inbox.claim("a")
    inbox.give_back()

    assert worked_off(other, "a") == [1]


def test_whoever_is_alone_waits_for_no_lease(inbox: Inbox, other: Inbox) -> None:
    inbox.put(received(1))
    assert inbox.claim("a")
    other.take_over()

    assert other.due() == ["a"]
    assert worked_off(other, "a") == [1]


def test_many_processes_handle_every_update_once(database: Database) -> None:
    inboxes = [Inbox(database, BOT, f"process {number}") for number in range(4)]
    for number in range(40):
        inboxes[0].put(received(number, queue=f"queue {number % 8}"))

    def work(inbox: Inbox) -> list[int]:
        return [number for queue in range(8) for number in worked_off(inbox, f"queue {queue}")]

    with ThreadPoolExecutor(4) as threads:
        done = [number for ids in threads.map(work, inboxes) for number in ids]

    assert sorted(done) == list(range(40))


def test_what_could_not_be_delivered_is_due_again_after_its_pause(inbox: Inbox, clock: Clock) -> None:
    inbox.put(received(1, 2))
    failed = inbox.claim("a")
    assert failed
    # Those after it wait, so that they stay in order.
    assert inbox.postpone(failed, 5.0) is None
    assert (inbox.due(), inbox.claim("a")) == ([], None)
    clock.seconds += 5.0

    assert inbox.due() == ["a"]
    assert inbox.claim("a") == Pending(1, "a", '"update 1"', 1, failed.received_at)


def test_what_can_not_be_delivered_lets_the_others_pass_in_the_end(inbox: Inbox, clock: Clock) -> None:
    inbox.put(received(1, 2))
    for _ in range(2):
        failed = inbox.claim("a")
        assert failed
        assert inbox.postpone(failed, 5.0) is None
        clock.seconds += 5.0
    failed = inbox.claim("a")
    assert failed
    following = inbox.postpone(failed, 5.0)

    assert following == Pending(2, "a", '"update 2"', 0, failed.received_at)
    assert inbox.finish(following) is None
    clock.seconds += 5.0
    assert worked_off(inbox, "a") == [1]


def test_queues_are_due_in_the_order_in_which_they_waited(inbox: Inbox) -> None:
    inbox.put([*received(5, queue="a"), *received(4, queue="c"), *received(3, 6, queue="b")])

    assert inbox.due() == ["b", "c", "a"]


# PostgreSQL's files are its own affair.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nothing_of_an_update_is_left_in_the_files_once_it_is_handled(
    database: Database, inbox: Inbox, tmp_path: Path
) -> None:
    # Longer than a page, and so short that it shares one.
    texts = [f"SECRET {number} " * (1 if number % 2 else 1_000) for number in range(20)]
    inbox.put(Received(number, "chat:777000777", text) for number, text in enumerate(texts))
    assert b"SECRET" in b"".join(file.read_bytes() for file in tmp_path.iterdir())

    assert worked_off(inbox, "chat:777000777") == list(range(20))
    assert inbox.forget_deleted()

    left = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert (b"SECRET" in left, b"777000777" in left) == (False, False)


def test_ids_are_forgotten_when_they_can_not_come_again(inbox: Inbox, clock: Clock) -> None:
    inbox.put(received(1))
    inbox.put(received(2, queue="b"))
    assert worked_off(inbox, "a") == [1]
    clock.seconds += KEPT_SECONDS - 1
    inbox.prune()
    inbox.put(received(1))
    assert inbox.count() == 1
    clock.seconds += 2
    inbox.prune()
    inbox.put(received(1))

    # What waits is not forgotten, however long it does.
    assert (worked_off(inbox, "a"), worked_off(inbox, "b")) == ([1], [2])


@pytest.mark.parametrize(
    ("update", "queue"),
    [
        ({"message": {"chat": {"id": -5}, "from": {"id": 7}}}, "chat:-5"),
        ({"edited_channel_post": {"chat": {"id": -5}}}, "chat:-5"),
        ({"my_chat_member": {"chat": {"id": -5}, "from": {"id": 7}}}, "chat:-5"),
        ({"inline_query": {"from": {"id": 7}, "query": "x"}}, "person:7"),
        ({"guest_message": {"chat": {"id": -5}, "from": {"id": 7}}}, "person:7"),
        ({"poll_answer": {"poll_id": "1", "user": {"id": 7}}}, "person:7"),
        ({"callback_query": {"from": {"id": 7}, "message": {"chat": {"id": -5}, "message_id": 9}}}, "press:-5:9"),
        ({"callback_query": {"from": {"id": 7}, "inline_message_id": "AbC"}}, "press:AbC"),
        ({"callback_query": {"from": {"id": 7}}}, "press"),
        ({"poll": {"id": "1"}}, "kind:poll"),
        ({"telepathy": {"from": "nobody", "chat": []}}, "kind:telepathy"),
        ({"telepathy": 5}, "kind:telepathy"),
        ({}, "kind:"),
    ],
    ids=str,
)
def test_an_update_has_the_queue_of_what_it_must_not_overtake(update: dict[str, object], queue: str) -> None:
    assert queue_of({"update_id": 1, **update}) == queue
