"""`verbatim run` as a process of its own, against a Bot API at another address."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from bot.playground import Playground
from tests.bot.scenario import Scenario, quote

ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def verbatim(
    folder: Path, *, command: str = "run", **environment: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """The program, running; it is killed at the end if it has not ended by then."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", command,
        cwd=folder,
        env={**_without_token(), "PYTHONPATH": str(ROOT), "SOURCES_DIR": str(ROOT / "seeds"), **environment},
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


def _without_token() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "TELEGRAM_BOT_TOKEN"}


async def address(process: asyncio.subprocess.Process) -> str:
    """Where the playground says that it is open."""
    assert process.stderr is not None
    async with asyncio.timeout(60):
        while b"The playground is open at" not in (line := await process.stderr.readline()):
            assert line, "it ended without opening a playground"
    return line.decode().split()[5]


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


@pytest.mark.parametrize(
    ("command", "environment", "number"),
    [
        pytest.param("run", {}, signal.SIGINT, id="run without a token, ended by Ctrl-C"),
        pytest.param(
            "playground",
            {"TELEGRAM_BOT_TOKEN": "123:a-token-that-is-not-used"},
            signal.SIGTERM,
            id="playground with a token, ended by SIGTERM",
        ),
    ],
)
async def test_a_playground_opens_answers_and_ends_cleanly(
    tmp_path: Path, command: str, environment: dict[str, str], number: signal.Signals
) -> None:
    async with verbatim(tmp_path, command=command, PLAYGROUND_PORT="0", **environment) as process:
        page = await address(process)
        async with httpx.AsyncClient(base_url=page, trust_env=False) as client:
            assert "<!doctype html>" in (await client.get("/")).text.lower()
            world = (await client.get("/playground/world")).json()
            ann = next(person["id"] for person in world["people"] if person["first_name"] == "Ann")
            async with client.stream("GET", "/playground/events", timeout=60) as events:
                said = {"user": ann, "chat": ann, "text": "who sponsors the talks?"}
                assert (await client.post("/playground/say", json=said)).status_code == 200
                async for line in events.aiter_lines():
                    if "Washington and Moscow sponsor the talks." in line:
                        break

        process.send_signal(number)
        async with asyncio.timeout(30):
            _, logged = await process.communicate()

    assert process.returncode == 0
    assert b"Traceback" not in logged


async def test_a_taken_port_is_said_plainly(playground: Playground, tmp_path: Path) -> None:
    port = playground.url.rpartition(":")[2]

    async with verbatim(tmp_path, PLAYGROUND_PORT=port) as process, asyncio.timeout(60):
        _, logged = await process.communicate()

    assert process.returncode == 2
    assert logged.decode().splitlines() == [
        f"Error: PLAYGROUND_PORT: {port} is taken by another program; choose another, or end that one"
    ]


async def test_a_playground_on_another_interface_says_what_that_means(tmp_path: Path) -> None:
    async with verbatim(tmp_path, PLAYGROUND_PORT="0", PLAYGROUND_HOST="0.0.0.0") as process:
        assert process.stderr is not None
        async with asyncio.timeout(60):
            first = await process.stderr.readline()

    assert first.startswith(b"Warning: it listens on 0.0.0.0.")
