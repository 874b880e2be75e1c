"""`verbatim run` as a process of its own, against a Bot API at another address."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.playground import Playground
from tests.bot.scenario import Scenario, quote

ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def verbatim(folder: Path, **environment: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """The program, running; it is killed at the end if it has not ended by then."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run",
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "SOURCES_DIR": str(ROOT / "seeds"), **environment},
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


async def test_it_answers_and_stops_when_told_to(playground: Playground, scene: Scenario, tmp_path: Path) -> None:
    scene.patience = 60.0
    ann = scene.person("Ann")
    await ann.says("who sponsors the talks?")
    settings = {"TELEGRAM_BOT_TOKEN": playground.token, "TELEGRAM_API_URL": playground.url, "LOG_LEVEL": "DEBUG"}

    async with verbatim(tmp_path, **settings) as process:
        await ann.sees(quote("Washington and Moscow sponsor the talks."), patiently=True)
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(30):
            _, logged = await process.communicate()

    assert process.returncode == 0
    assert playground.token.encode() not in logged
    assert b"who sponsors" not in b"".join(line for line in logged.splitlines() if b" INFO " in line)


async def test_a_token_that_telegram_does_not_know_is_said_plainly(playground: Playground, tmp_path: Path) -> None:
    settings = {"TELEGRAM_BOT_TOKEN": "123:nobody-knows-this-token", "TELEGRAM_API_URL": playground.url}

    async with verbatim(tmp_path, **settings) as process, asyncio.timeout(60):
        _, logged = await process.communicate()

    assert process.returncode == 2
    assert logged.decode().splitlines()[-1] == "Error: TELEGRAM_BOT_TOKEN: Telegram does not know this token"
    assert b"nobody-knows" not in logged
