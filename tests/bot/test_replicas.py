"""Two processes on one PostgreSQL, each with an index of its own, behind one address."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, closing
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from bot.playground import Playground
from bot.receiving import Timing
from bot.store import open_store
from bot.texts import ENGLISH
from tests.bot.balancer import Balancer
from tests.bot.desk import Desk
from tests.bot.program import online, until, verbatim
from tests.bot.scenario import Scenario, Seen, Speaker, polling, quote, reply_to
from tests.postgres import Server

BUILT = "The bridge at Orla was built by Marta Quill."
OPENED = "The bridge was opened in May 1931."
MILL_BUILT = "The mill at Brede was built by Tom Hask."
MILL_OPENED = "The mill was opened in June 1874."
BRIDGE = f"The bridge at Orla\n\n{BUILT} {OPENED} Its arches are of red stone.\n"
MILL = f"The mill at Brede\n\n{MILL_BUILT} {MILL_OPENED} Its wheel turns no more.\n"
WHO = "who built the bridge at Orla?"
WHO_ELSE = "who built the mill at Brede?"
AND_WHEN = "and when was it opened?"
TOWER = "The tower at Wick was built by Nora Finch."


class Replicas:
    """Two processes; `ports` are those that they listen at, `commands` the environment that each runs in."""

    def __init__(self, balancer: Balancer, folder: Path, environments: list[dict[str, str]]) -> None:
        self.balancer = balancer
        self.sources = folder / "sources"
        self.environments = environments
        self.ports = [int(each["WEBHOOK_PORT"]) for each in environments]

    def only(self, number: int) -> None:
        """What is brought from now on goes to one of them."""
        self.balancer.send_to(self.ports[number])

    def both(self) -> None:
        """What is brought from now on goes to both in turn."""
        self.balancer.send_to(*self.ports)


@pytest.fixture
async def replicas(playground: Playground, postgres_url: str, tmp_path: Path) -> AsyncIterator[Replicas]:
    """Two processes that were started at the same moment, on a database without a row."""
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "bridge.txt").write_text(BRIDGE, "utf-8")
    (tmp_path / "sources" / "mill.txt").write_text(MILL, "utf-8")
    balancer = Balancer(0)
    environments = [
        {
            **online(playground),
            "SOURCES_DIR": str(tmp_path / "sources"),
            "DATA_DIR": str(tmp_path / name),
            "DATABASE_URL": postgres_url,
            "WEBHOOK_URL": balancer.url,
            "WEBHOOK_PORT": str(_free_port()),
            "ANSWER_THRESHOLD": "0.2",
            "QUESTIONS_PER_MINUTE": "1000",
        }
        for name in ("one", "other")
    ]
    replicas = Replicas(balancer, tmp_path, environments)
    replicas.both()
    async with AsyncExitStack() as stack:
        stack.push_async_callback(balancer.close)
        processes = [await stack.enter_async_context(verbatim(tmp_path, **environment)) for environment in environments]
        await asyncio.gather(*map(_ready, processes))
        yield replicas
        for process in processes:
            process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(30):
            logs = [(await process.communicate())[1].decode() for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    for log in logs:
        assert "Traceback" not in log


async def _ready(process: asyncio.subprocess.Process) -> None:
    assert process.stderr is not None
    said = []
    async with asyncio.timeout(60):
        while b"The bot answers at" not in (line := await process.stderr.readline()):
            said.append(line)
            assert line, said


def _free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port: int = free.getsockname()[1]
    return port


async def answered(person: Speaker, question: str, answer: str) -> Seen:
    await person.says(question)
    return await person.sees(quote(answer), patiently=True)


async def test_two_processes_are_one_bot(
    replicas: Replicas, playground: Playground, scene: Scenario, postgres: Server, tmp_path: Path
) -> None:
    scene.patience = 60.0
    people = [scene.person(name) for name in ("Ann", "Ben", "Cid")]
    ann, ben, cid = people

    # Everything comes twice, to one and to the other: it is answered once, and in each chat in its order.
    playground.faults.repeat_updates(1000)
    asked: dict[int, list[int]] = {person.id: [] for person in people}
    for _ in range(3):
        for person in people:
            asked[person.id].append((await person.says(WHO)).id)
    await until(playground, lambda: all(len(_answers(playground, person)) >= 3 for person in people))
    playground.faults.clear()
    await answered(ann, WHO_ELSE, MILL_BUILT)
    assert {person.id: _answers(playground, person)[:3] for person in people} == asked
    assert [len(_answers(playground, person)) for person in people] == [4, 3, 3]

    # What one answered the other goes on from, and neither from what was before it.
    replicas.only(0)
    await answered(ann, WHO, BUILT)
    replicas.only(1)
    await answered(ann, AND_WHEN, OPENED)
    await answered(ann, WHO_ELSE, MILL_BUILT)
    replicas.only(0)
    await answered(ann, AND_WHEN, MILL_OPENED)

    # What is forgotten by one is forgotten by both.
    await answered(ben, WHO, BUILT)
    replicas.only(1)
    await ben.says("/forget")
    await ben.sees(ENGLISH.forget_done, patiently=True)
    replicas.only(0)
    await ben.says("and when?")
    await ben.sees(ENGLISH.no_words, patiently=True)

    # What one machine brings in both answer from, and nobody waits for it.
    (replicas.sources / "tower.txt").write_text(f"The tower at Wick\n\n{TOWER}\n", "utf-8")
    async with verbatim(tmp_path, command="index", **replicas.environments[0]) as index:
        await answered(cid, WHO, BUILT)
        await index.communicate()
    assert index.returncode == 0
    for number in (0, 1):
        replicas.only(number)
        await _comes_to_know(cid, "who built the tower at Wick?", TOWER)

    # A server that is started anew is found again.
    postgres.stop()
    postgres.start()
    for number in (0, 1):
        replicas.only(number)
        await answered(ben, WHO, BUILT)


# Where a question is counted as it is received; and where it is looked up whether it was answered.
@pytest.mark.parametrize("table", ["bot_windows", "bot_answers"])
async def test_what_the_server_broke_off_is_done_again_without_an_apology(
    desk: Desk, playground: Playground, scene: Scenario, postgres: Server, postgres_url: str, table: str
) -> None:
    desk.database.close()
    desk.database = open_store(postgres_url)
    scene.patience = 30.0
    timing = Timing(sweep=0.01, pauses=(0.0,) * 5)
    async with polling(desk.application(playground), scene, timing=timing, database=desk.database):
        ann = scene.person("Ann")
        with psycopg.connect(postgres_url) as other:
            other.execute(sql.SQL("LOCK TABLE {}").format(sql.Identifier(table)))
            asked = await ann.says("who retook Palmyra?")
            await asyncio.to_thread(postgres.break_off, postgres_url)
        await ann.sees(quote("Government forces retook Palmyra on Sunday."), reply_to(asked))
        await ann.sees_nothing()


async def _comes_to_know(person: Speaker, question: str, answer: str) -> None:
    async with asyncio.timeout(30):
        while True:
            await person.says(question)
            if answer in (await person.sees(patiently=True)).quotes:
                return


def _answers(playground: Playground, person: Speaker) -> list[int]:
    """The messages in somebody's private chat that the bot's messages reply to, in the order of these."""
    sent = [each for each in playground.state.messages[person.id].values() if each.author == playground.bot.id]
    return [each.reply.message_id for each in sent if each.reply]
