"""python-telegram-bot's own Bot, talking to the playground as to Telegram."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.playground import Playground


@pytest.fixture
async def bot(playground: Playground) -> AsyncIterator[Bot]:
    """A Bot that is at home in the playground."""
    # Reading the certificates of the world takes longer than most of these tests, and nothing here is encrypted.
    plain = {"verify": False}
    async with Bot(
        playground.token,
        base_url=f"{playground.url}/bot",
        base_file_url=f"{playground.url}/file/bot",
        request=HTTPXRequest(connection_pool_size=8, httpx_kwargs=plain),
        get_updates_request=HTTPXRequest(httpx_kwargs=plain),
    ) as running:
        yield running
