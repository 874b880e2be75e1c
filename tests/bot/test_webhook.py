"""Being told of updates: what is let in, and replicas that share one address and one database."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, closing
from pathlib import Path

import httpx
import pytest
from pydantic import ValidationError
from telegram.error import BadRequest

from bot.delivery import Delivery
from bot.pacing import UNPACED
from bot.playground import Playground
from bot.playground.model import Json
from bot.receiving import Timing, Webhook, default_secret, serve
from bot.receiving.queues import queue_of
from bot.settings import BotSettings
from bot.store import open_store
from bot.store.inbox import Inbox, Received
from retrieval import Database
from tests.bot.balancer import Balancer
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario, polling, quote

RETAKEN = quote("Government forces retook Palmyra on Sunday.")
WHO = "who retook Palmyra?"
SECRET = "a-secret_1"
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
# Everything happens soon.
HASTY = Timing(renewal=0.05, sweep=0.02, finishing=0.5)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with closing(open_store(f"sqlite:///{tmp_path}/store.sqlite3")) as database:
        yield database


@pytest.fixture
def shared(database_url: str) -> Iterator[Database]:
    """A database that replicas share, of either kind."""
    with closing(open_store(database_url)) as database:
        yield database


def listening(database: Database, playground: Playground, url: str = "") -> Webhook:
    """A webhook at a free port."""
    webhook = Webhook(url, SECRET, Inbox(database, playground.bot.id, "health").count)
    webhook.listen("127.0.0.1", 0)
    webhook.url = url or f"http://127.0.0.1:{webhook.port}/"
    return webhook


@asynccontextmanager
async def asking(webhook: Webhook) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{webhook.port}", trust_env=False) as client:
        yield client


def question(playground: Playground, chat_id: int, number: int) -> Json:
    """An update as Telegram makes it, without the playground's bringing it."""
    person = {"id": chat_id, "is_bot": False, "first_name": "Ann"}
    chat = {"id": chat_id, "type": "private", "first_name": "Ann"}
    message = {"message_id": number, "date": 1, "chat": chat, "from": person, "text": WHO}
    return {"update_id": number, "message": message}


def answered(playground: Playground, chat_id: int) -> list[int]:
    """The messages in a chat that the bot's messages reply to, in the order of these."""
    sent = [each for each in playground.state.messages[chat_id].values() if each.author == playground.bot.id]
    return [each.reply.message_id for each in sent if each.reply]


async def until(playground: Playground, there: Callable[[], bool]) -> None:
    """Return when something holds that changes with what the bot does."""
    async with asyncio.timeout(10):
        while not there():
            await playground.api.changed.wait()


async def test_an_update_that_is_brought_is_answered(
    desk: Desk, playground: Playground, scene: Scenario, database: Database
) -> None:
    webhook = listening(database, playground)
    async with polling(desk.application(playground), scene, database=database, source=webhook):
        ann = scene.person("Ann")
        await ann.says(WHO)
        await ann.sees(RETAKEN)
        await ann.presses("Context")
        assert playground.api.webhook.address is not None

    # Other replicas live on it, and what comes meanwhile waits.
    assert playground.api.webhook.address is not None


@pytest.mark.parametrize("header", [None, "", "wrong", SECRET[:-1], SECRET + "x", "é"], ids=repr)
async def test_who_does_not_know_the_secret_is_refused(
    desk: Desk, playground: Playground, scene: Scenario, database: Database, header: str | None
) -> None:
    webhook = listening(database, playground)
    async with polling(desk.application(playground), scene, database=database, source=webhook):
        ann = scene.person("Ann", started=True)
        headers = {} if header is None else {b"X-Telegram-Bot-Api-Secret-Token": header.encode()}
        async with asking(webhook) as client:
            response = await client.post("/", json=question(playground, ann.id, 1), headers=headers)
        await ann.sees_nothing()

    assert response.status_code == 403


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param(b"", 400, id="empty"),
        pytest.param(b"SECRET", 400, id="no JSON"),
        pytest.param(b"\xff\xfe\xff", 400, id="no text"),
        pytest.param(b"[" * 200_000, 400, id="too deep"),
        pytest.param(b'["SECRET"]', 400, id="a list"),
        pytest.param(b'{"message": "SECRET"}', 400, id="no id"),
        pytest.param(b'{"update_id": "1"}', 400, id="an id that is no number"),
        pytest.param(b'{"update_id": true}', 400, id="an id that is true"),
        pytest.param(b'{"update_id": -1}', 400, id="an id below zero"),
        pytest.param(b'{"update_id": 99999999999999999999}', 400, id="an id without end"),
        pytest.param(b'{"update_id": 1, "message": {"text": "' + b"SECRET" * 400_000 + b'"}}', 413, id="too long"),
        pytest.param(b'{"update_id": 1, "message": {"text": "SECRET \\ud800 \\u0000"}}', 200, id="half a letter"),
    ],
)
async def test_what_is_no_update_is_refused_without_telling_the_log(
    desk: Desk,
    playground: Playground,
    scene: Scenario,
    database: Database,
    body: bytes,
    status: int,
    caplog: pytest.LogCaptureFixture,
) -> None:
    webhook = listening(database, playground)
    async with polling(desk.application(playground), scene, database=database, source=webhook):
        async with asking(webhook) as client:
            response = await client.post("/", content=body, headers=HEADERS)
        await scene.idle()
        ann = scene.person("Ann")
        await ann.says(WHO)
        await ann.sees(RETAKEN)

    assert response.status_code == status
    assert "SECRET" not in caplog.text


async def test_health_tells_whether_updates_can_be_taken(
    desk: Desk, playground: Playground, scene: Scenario, database: Database, tmp_path: Path
) -> None:
    webhook = listening(database, playground)
    async with asking(webhook) as client:
        before = await client.get("/health")
        refused = await client.post("/", json={"update_id": 1}, headers=HEADERS)
        async with polling(desk.application(playground), scene, database=database, source=webhook):
            meanwhile = await client.get("/health")
            database.close()
            (tmp_path / "store.sqlite3").write_bytes(b"no database" * 1_000)
            broken = await client.get("/health")
            not_stored = await client.post("/", json={"update_id": 1}, headers=HEADERS)

    assert (before.status_code, before.json(), refused.status_code) == (503, {"status": "not ready"}, 503)
    assert (meanwhile.status_code, meanwhile.json()) == (200, {"status": "ok", "waiting": 0})
    assert (broken.status_code, broken.json()) == (503, {"status": "the database does not answer"})
    # Telegram brings it again.
    assert not_stored.status_code == 500


async def test_two_replicas_answer_one_chat_in_order_and_once(
    desk: Desk, playground: Playground, scene: Scenario, shared: Database
) -> None:
    hooks = [listening(shared, playground) for _ in range(2)]
    balancer = Balancer(*(hook.port for hook in hooks))
    people = [scene.person(name) for name in ("Ann", "Ben", "Cid")]
    asked: dict[int, list[int]] = {person.id: [] for person in people}
    playground.faults.repeat_updates(3)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(balancer.close)
        settles = []
        for hook in hooks:
            hook.url = balancer.url
            await stack.enter_async_context(
                polling(desk.application(playground), scene, database=shared, source=hook, timing=HASTY)
            )
            settles.append(scene.settle)

        async def settle() -> None:
            for each in settles:
                assert each
                await each()

        scene.settle = settle
        for _ in range(8):
            for person in people:
                asked[person.id].append((await person.says(WHO)).id)
        # What is brought to one while the other works on that chat, the other finds.
        await until(playground, lambda: all(len(answered(playground, person.id)) == 8 for person in people))
        await scene.idle()

    assert {person.id: answered(playground, person.id) for person in people} == asked


async def test_what_a_dead_replica_was_at_another_takes_over(
    desk: Desk, playground: Playground, scene: Scenario, database: Database
) -> None:
    ann, ben = scene.person("Ann"), scene.person("Ben")
    asked = [(await ann.says(WHO)).id for _ in range(2)]
    dead = Inbox(database, playground.bot.id, "dead", lease=3_600)
    dead.put(
        Received(update["update_id"], queue_of(update), json.dumps(update))
        for update in playground.state.updates.pending
    )
    assert dead.claim(f"chat:{ann.id}")

    webhook = listening(database, playground)
    async with polling(desk.application(playground), scene, database=database, source=webhook, timing=HASTY):
        # Nobody else has to wait for that.
        await ben.says(WHO)
        await ben.sees(RETAKEN)
        assert answered(playground, ann.id) == []
        # Its lease ends.
        assert Inbox(database, playground.bot.id, "dead", lease=0.0).claim(f"chat:{ann.id}")
        await until(playground, lambda: len(answered(playground, ann.id)) == 2)
        await scene.idle()

    assert answered(playground, ann.id) == asked


async def test_a_replica_whose_work_another_took_over_leaves_it(
    desk: Desk, playground: Playground, scene: Scenario, shared: Database, caplog: pytest.LogCaptureFixture
) -> None:
    ann = scene.person("Ann")
    webhook = listening(shared, playground)
    held = playground.faults.hold("sendMessage")
    application = desk.application(playground, delivery=Delivery(UNPACED))
    async with polling(application, scene, database=shared, source=webhook, timing=HASTY):
        await ann.says(WHO)
        await held.arrived.wait()
        other = Inbox(shared, playground.bot.id, "other", now=lambda: 10e9)
        taken = other.claim(f"chat:{ann.id}")
        assert taken
        assert scene.settle
        await scene.settle()
        assert other.finish(taken) is None
        held.release()

    assert f"another process took over the updates of chat:{ann.id}" in caplog.text


async def test_an_address_that_telegram_does_not_take_ends_it(
    desk: Desk, playground: Playground, database: Database
) -> None:
    webhook = listening(database, playground, "http://example.org/")

    with pytest.raises(BadRequest, match="must be provided for webhook"):
        await serve(desk.application(playground), Inbox(database, playground.bot.id, "one"), webhook)


def test_the_secret_of_a_token_is_the_same_for_every_replica_and_another_for_every_bot() -> None:
    assert default_secret("1:a") == default_secret("1:a") != default_secret("1:b")
    assert BotSettings(_env_file=None, webhook_secret=default_secret("1:a")).webhook_secret  # type: ignore[call-arg, arg-type]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("webhook_url", "example.org/hook"),
        ("webhook_url", "ftp://example.org"),
        ("webhook_url", "https://exa mple.org"),
        ("webhook_url", "https://[::1"),
        ("webhook_secret", "has spaces"),
        ("webhook_secret", "x" * 257),
        ("webhook_port", "65536"),
    ],
)
def test_a_webhook_that_can_not_work_is_refused(name: str, value: str) -> None:
    with pytest.raises(ValidationError, match=name):
        BotSettings(_env_file=None, **{name: value})  # type: ignore[call-arg, arg-type]
