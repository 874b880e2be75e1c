"""`verbatim run` as a process of its own, against a Bot API at another address."""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import pty
import signal
import socket
import sqlite3
import sys
import termios
from collections import Counter
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from bot.playground import Event, Playground
from bot.texts import ENGLISH
from tests.bot.desk import Desk
from tests.bot.program import environment, online, until, verbatim
from tests.bot.scenario import Scenario, button, containing, quote

QUESTION = "who sponsors the talks?"
ANSWER = "Washington and Moscow sponsor the talks."


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
        await ann.sees(containing("Washington and Moscow sponsor the talks."), patiently=True)
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(30):
            _, logged = await process.communicate()

    assert process.returncode == 0
    assert playground.token.encode() not in logged
    assert b"who sponsors" not in b"".join(line for line in logged.splitlines() if b" INFO " in line)


def answers(playground: Playground) -> list[tuple[int, int]]:
    """The chats and numbers of the messages that the bot's messages reply to, oldest first in each chat."""
    return [
        (chat, message.reply.message_id)
        for chat, messages in playground.state.messages.items()
        for message in messages.values()
        if message.author == playground.bot.id and message.reply
    ]


def pending(folder: Path) -> set[tuple[int, int]]:
    """The chats and numbers of the messages that a bot in this folder keeps to be handled."""
    with closing(sqlite3.connect(folder / "data" / "verbatim.sqlite3")) as connection:
        rows = connection.execute("SELECT payload FROM bot_updates WHERE payload IS NOT NULL")
        messages = [json.loads(row[0])["message"] for row in rows]
    return {(message["chat"]["id"], message["message_id"]) for message in messages}


async def test_a_crowd_is_answered_though_the_bot_is_killed_amid_it(
    playground: Playground, scene: Scenario, tmp_path: Path
) -> None:
    people = [scene.person(f"Person {number}") for number in range(30)]
    asked = [(each.id, (await each.says(QUESTION)).id) for _ in range(2) for each in people]
    async with verbatim(tmp_path, **online(playground)) as process:

        def kill_at_the_twentieth(_: Event) -> None:
            if len(answers(playground)) == 20 and process.returncode is None:
                process.kill()

        playground.state.listeners.append(kill_at_the_twentieth)
        async with asyncio.timeout(60):
            await process.wait()
        playground.state.listeners.remove(kill_at_the_twentieth)
    in_doubt = pending(tmp_path) & set(answers(playground))
    assert process.returncode == -signal.SIGKILL
    # The twentieth was delivered, and the bot did not live to know it.
    assert 1 <= len(in_doubt) <= 8

    async with verbatim(tmp_path, **online(playground)) as process:
        # Whoever has these answers has all those before them.
        asked += [(each.id, (await each.says(QUESTION)).id) for each in people]
        await until(playground, lambda: {*asked} <= {*answers(playground)})
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(30):
            await process.communicate()

    times = Counter(answers(playground))
    assert {question for question, number in times.items() if number > 1} <= in_doubt
    assert max(times.values()) <= 2
    assert [*dict.fromkeys(answers(playground))] == sorted(asked)
    assert pending(tmp_path) == set()


@pytest.mark.parametrize("impatient", [False, True], ids=["once", "twice"])
async def test_an_answer_that_hangs_when_the_bot_is_told_to_stop_is_left_for_the_next_start(
    playground: Playground, scene: Scenario, tmp_path: Path, impatient: bool
) -> None:
    ann = scene.person("Ann")
    held = playground.faults.hold("sendMessage")
    asked = await ann.says(QUESTION)
    async with verbatim(tmp_path, **online(playground)) as process:
        async with asyncio.timeout(60):
            await held.arrived.wait()
        process.send_signal(signal.SIGTERM)
        if impatient:
            while playground.api.polled:
                await playground.api.changed.wait()
            process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(1 if impatient else 5):
            await process.communicate()

    assert process.returncode == (-signal.SIGTERM if impatient else 0)
    assert pending(tmp_path) == {(ann.id, asked.id)}


async def test_a_webhook_is_set_served_and_left_and_what_it_met_can_be_read_afterwards(
    playground: Playground, scene: Scenario, tmp_path: Path
) -> None:
    scene.patience = 60.0
    ann = scene.person("Ann")
    await ann.says(QUESTION)
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    settings = {"WEBHOOK_URL": f"http://127.0.0.1:{port}/hook", "WEBHOOK_PORT": str(port), "LOG_LEVEL": "DEBUG"}

    async with verbatim(tmp_path, **online(playground), **settings) as process:
        await ann.sees(containing(ANSWER), patiently=True)
        async with httpx.AsyncClient(trust_env=False) as client:
            health = await client.get(f"http://127.0.0.1:{port}/health")
            address = playground.api.webhook.address
            assert address is not None
            secret = {"X-Telegram-Bot-Api-Secret-Token": address.secret}
            refused = await client.post(settings["WEBHOOK_URL"], content=b"sesame", headers=secret)
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(30):
            _, logged = await process.communicate()
    async with verbatim(tmp_path, command="log") as log:
        said, _ = await log.communicate()

    assert (process.returncode, health.status_code, refused.status_code) == (0, 200, 400)
    assert address.secret.encode() not in logged
    line = "WARNING bot.receiving.webhook: a request of 6 bytes holds no update\n"
    assert said.decode().partition(" UTC ")[2] == line


async def test_a_webhook_at_a_taken_port_is_said_plainly(playground: Playground, tmp_path: Path) -> None:
    port = playground.url.rpartition(":")[2]
    settings = {"WEBHOOK_URL": "https://example.org/hook", "WEBHOOK_PORT": port}

    async with verbatim(tmp_path, **online(playground), **settings) as process, asyncio.timeout(60):
        _, logged = await process.communicate()

    assert process.returncode == 2
    assert logged.decode().splitlines()[-1] == (
        f"Error: WEBHOOK_PORT: {port} is taken by another program; choose another, or end that one"
    )


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


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGHUP")
@pytest.mark.parametrize("how", ["watched", "told by SIGHUP"])
async def test_what_is_put_into_the_folder_is_answered_from_without_a_new_start(
    playground: Playground, scene: Scenario, tmp_path: Path, how: str
) -> None:
    scene.patience = 60.0
    ann = scene.person("Ann")
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "talks.txt").write_text("Talks\n\nWashington and Moscow sponsor the talks.")
    settings = {"SOURCES_DIR": str(sources), "WATCH": "1" if how == "watched" else ""}

    async with verbatim(tmp_path, **online(playground), **settings) as process:
        await ann.says(QUESTION)
        await ann.sees(quote(ANSWER), patiently=True)
        (sources / "bridge.txt").write_text("Bridges\n\nThe bridge of Raqqa was opened by Marta Quill.")
        if how != "watched":
            process.send_signal(signal.SIGHUP)
        await logs(process, b"generation 2 is served: 2 articles")
        await ann.says("who opened the bridge of Raqqa?")
        await ann.sees(quote("The bridge of Raqqa was opened by Marta Quill."), patiently=True)

        if how != "watched":
            for file in sources.iterdir():
                file.unlink()
            process.send_signal(signal.SIGHUP)
            await logs(process, b"new articles wait for somebody to confirm them (vanishing): verbatim index")
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(30):
            await process.communicate()

    assert process.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other terminals")
async def test_a_bot_whose_terminal_is_closed_ends(playground: Playground, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()

    def take_terminal() -> None:
        os.setsid()
        fcntl.ioctl(theirs, termios.TIOCSCTTY, 0)

    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run",
        cwd=tmp_path,
        env={**environment(), **online(playground)},
        stdin=theirs,
        stderr=asyncio.subprocess.PIPE,
        preexec_fn=take_terminal,
    )  # fmt: skip
    os.close(theirs)
    try:
        await logs(process, b"The bot answers at")
        os.close(ours)
        async with asyncio.timeout(30):
            await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()

    assert process.returncode == 0


async def logs(process: asyncio.subprocess.Process, text: bytes) -> None:
    """Return when the program has written a line with this text into its log."""
    assert process.stderr is not None
    async with asyncio.timeout(60):
        while text not in (line := await process.stderr.readline()):
            assert line, "it ended without a word of it"


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


async def test_what_is_held_when_it_starts_is_told_to_the_admins(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    scene.patience = 60.0
    admin = scene.person("Dora", started=True)
    for article in desk.sources.iterdir():
        article.unlink()
    folders = {"SOURCES_DIR": str(desk.sources), "DATA_DIR": str(desk.folder / "data")}
    async with verbatim(desk.folder, **online(playground), **folders, ADMIN_IDS=str(admin.id)):
        await admin.sees(containing(ENGLISH.held), button(ENGLISH.apply), patiently=True)


async def test_what_fails_when_it_starts_is_told_to_the_admins_and_it_answers_as_before(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    scene.patience = 60.0
    admin = scene.person("Dora", started=True)
    (desk.sources / "homs.txt").write_text("Homs\n\nThe militants shelled Homs.\n", "utf-8")
    # In the place of the next generation's folder.
    (desk.folder / "data" / "index" / "000002").write_text("")
    folders = {"SOURCES_DIR": str(desk.sources), "DATA_DIR": str(desk.folder / "data")}
    async with verbatim(desk.folder, **online(playground), **folders, ADMIN_IDS=str(admin.id)):
        await admin.sees(containing("generation 2 exists already"), patiently=True)
        await admin.says("who retook Palmyra?")
        await admin.sees(quote("Government forces retook Palmyra on Sunday."), patiently=True)
