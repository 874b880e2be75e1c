"""`verbatim` as a process of its own."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from bot.playground import Playground

ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def verbatim(folder: Path, *, command: str = "run", **settings: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """The program, running; it is killed at the end if it has not ended by then."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", command,
        cwd=folder,
        env={**environment(), **settings},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


def environment() -> dict[str, str]:
    """The environment of the program: our articles, and no token."""
    without_token = {name: value for name, value in os.environ.items() if name != "TELEGRAM_BOT_TOKEN"}
    return {**without_token, "PYTHONPATH": str(ROOT), "SOURCES_DIR": str(ROOT / "seeds")}


async def until(playground: Playground, there: Callable[[], bool]) -> None:
    """Return when something holds that changes with what the bot does."""
    async with asyncio.timeout(60):
        while not there():
            await playground.api.changed.wait()


def online(playground: Playground) -> dict[str, str]:
    """What a bot is to be given so that it works in a playground."""
    return {"TELEGRAM_BOT_TOKEN": playground.token, "TELEGRAM_API_URL": playground.url}
