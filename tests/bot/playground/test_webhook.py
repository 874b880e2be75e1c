"""How a bot is told of its updates."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from telegram import Bot
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from bot.playground import Playground, say
from bot.playground.model import Json


class Receiver:
    """An address that takes updates; while `failures` is above zero it answers 500 instead."""

    def __init__(self) -> None:
        self.updates: asyncio.Queue[Json] = asyncio.Queue()
        self.headers: list[dict[str, str]] = []
        self.failures = 0
        self.failed = asyncio.Event()
        sockets = bind_sockets(0, "127.0.0.1")
        self.url = f"http://127.0.0.1:{sockets[0].getsockname()[1]}/hook"
        self.server = HTTPServer(Application([("/hook", _Hook, {"receiver": self})]))
        self.server.add_sockets(sockets)

    async def texts(self, number: int) -> list[str]:
        """The texts of the next so many updates."""
        async with asyncio.timeout(10):
            return [(await self.updates.get())["message"]["text"] for _ in range(number)]


class _Hook(RequestHandler):
    def initialize(self, receiver: Receiver) -> None:
        self._receiver = receiver

    def post(self) -> None:
        self._receiver.headers.append(dict(self.request.headers))
        if self._receiver.failures:
            self._receiver.failures -= 1
            self._receiver.failed.set()
            self.set_status(500)
            return
        self._receiver.updates.put_nowait(json.loads(self.request.body))

    def log_exception(self, *_: object) -> None:
        """A failure here is meant."""


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.server.stop()
    await receiver.server.close_all_connections()


async def test_updates_are_delivered_in_order_with_the_secret(
    playground: Playground, bot: Bot, receiver: Receiver
) -> None:
    ann = playground.person("Ann")
    say(playground.state, ann.id, ann.id, "before")
    await bot.set_webhook(receiver.url, secret_token="se-cret_1")
    for word in ("one", "two", "three"):
        say(playground.state, ann.id, ann.id, word)
    assert await receiver.texts(4) == ["before", "one", "two", "three"]
    assert {headers["X-Telegram-Bot-Api-Secret-Token"] for headers in receiver.headers} == {"se-cret_1"}
    assert {headers["Content-Type"] for headers in receiver.headers} == {"application/json"}


async def test_what_is_not_taken_is_delivered_again(playground: Playground, bot: Bot, receiver: Receiver) -> None:
    receiver.failures = 2
    await bot.set_webhook(receiver.url)
    ann = playground.person("Ann")
    say(playground.state, ann.id, ann.id, "hello")
    await receiver.failed.wait()
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count) == (receiver.url, 1)
    assert await receiver.texts(1) == ["hello"]
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"


async def test_the_rest_is_fetched_after_the_webhook_is_taken_away(
    playground: Playground, bot: Bot, receiver: Receiver
) -> None:
    await bot.set_webhook(receiver.url)
    await bot.delete_webhook()
    ann = playground.person("Ann")
    say(playground.state, ann.id, ann.id, "hello")
    (update,) = await bot.get_updates()
    assert update.message and update.message.text == "hello"
    assert (await bot.get_webhook_info()).url == ""
    assert receiver.updates.empty()


async def test_dropped_updates_are_not_delivered(playground: Playground, bot: Bot, receiver: Receiver) -> None:
    ann = playground.person("Ann")
    say(playground.state, ann.id, ann.id, "before")
    await bot.set_webhook(receiver.url, drop_pending_updates=True)
    say(playground.state, ann.id, ann.id, "after")
    assert await receiver.texts(1) == ["after"]


async def test_updates_may_come_twice_and_last_first(playground: Playground, bot: Bot, receiver: Receiver) -> None:
    ann = playground.person("Ann")
    for word in ("one", "two"):
        say(playground.state, ann.id, ann.id, word)
    playground.faults.repeat_updates()
    playground.faults.reverse_updates()
    await bot.set_webhook(receiver.url)
    assert await receiver.texts(4) == ["two", "two", "one", "one"]
