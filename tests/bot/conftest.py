"""A playground, and a scene on it, for tests of the bot."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.playground import Playground
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    """A Bot API on a free port of loopback."""
    async with Playground() as running:
        yield running


@pytest.fixture
def scene(playground: Playground) -> Scenario:
    """People around that playground's bot."""
    return Scenario(playground)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A library of two articles."""
    desk = Desk(tmp_path)
    yield desk
    desk.close()
