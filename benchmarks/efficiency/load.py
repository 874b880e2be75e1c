"""A crowd that asks all at once: how long the bot takes from an update to its answer, and whether it keeps the limits.

The playground is in this process, the bot in another, as with Telegram. Two runs: with Telegram's pacing, for what
people see, and without it, for what the bot itself takes.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from pathlib import Path

import click
import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.efficiency.bot_process import Bot
from bot.playground import Event, Playground, say
from bot.playground.model import Json
from bot.playground.updates import UpdateQueue

SEEDS = Path(__file__).parents[2] / "seeds"
_PATIENCE_SECONDS = 300.0


class Handed(UpdateQueue):
    """Updates that know when they were first handed to the bot; `at` is by chat and message."""

    def __init__(self) -> None:
        super().__init__()
        self.at: dict[tuple[int, int], float] = {}

    def get(self, offset: int, limit: int) -> list[Json]:
        """As its base has it."""
        batch = super().get(offset, limit)
        for update in batch:
            message = update["message"]
            self.at.setdefault((message["chat"]["id"], message["message_id"]), time.perf_counter())
        return batch


@dataclass(frozen=True, slots=True)
class Answer:
    """When an answer came, in which chat, and to which of its messages."""

    chat_id: int
    question_id: int
    at: float


class Answers(list[Answer]):
    """Everything that the bot sends in a playground, as it comes."""

    def __init__(self, playground: Playground) -> None:
        super().__init__()
        self._playground = playground
        self._came = asyncio.Event()
        self._ended = False
        playground.state.listeners.append(self._notice)

    async def until(self, count: int) -> None:
        """Return when there are so many. Raises `ClickException` if the bot ends before."""
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while len(self) < count:
                if self._ended:
                    raise click.ClickException("the bot has ended")
                self._came.clear()
                await self._came.wait()

    def end(self) -> None:
        """No more will come."""
        self._ended = True
        self._came.set()

    def _notice(self, event: Event) -> None:
        if event.kind != "message" or event.chat_id is None:
            return
        message = self._playground.state.message(event.chat_id, event.message_id)
        if message and message.author == self._playground.bot.id:
            replied = message.reply.message_id if message.reply else None
            self.append(Answer(message.chat_id, replied or 0, time.perf_counter()))
            self._came.set()


@dataclass(frozen=True, slots=True)
class Figures:
    """One run. Milliseconds are from handing an update to the bot until its answer comes.

    `busiest_second` is the most answers in any second, `closest` the fewest seconds between two in one chat.
    """

    name: str
    answers: int
    seconds: float
    p50_ms: float
    p95_ms: float
    busiest_second: int
    closest: float

    @property
    def within_limits(self) -> bool:
        """Whether Telegram would have refused nothing; groups, which have a third limit, were not in the crowd."""
        return self.busiest_second <= 30 and self.closest >= 1


def questions(count: int) -> list[str]:
    """Made of the words of the seeds' lines."""
    chance = random.Random(1)
    lines = [line for path in sorted(SEEDS.glob("*.txt")) for line in path.read_text("utf-8").splitlines()]
    words = [line.split() for line in lines if len(line.split()) >= 5]
    return [f"what is {' '.join(chance.sample(chance.choice(words), 5))}?" for _ in range(count)]


async def run(name: str, chats: int, each: int, *, paced: bool) -> Figures:
    """Have everybody ask everything at once, and wait for the answers. Raises `ClickException` if one is missing."""
    async with Playground() as playground:
        playground.state.updates = handed = Handed()
        answers = Answers(playground)
        texts = questions(chats * each)
        with Bot(SEEDS, paced=paced).running(playground, answers.end):
            # What is loaded for the first question is not the crowd's affair; nor are the limits that this one uses up.
            early = playground.person("Early")
            say(playground.state, early.id, early.id, texts[0])
            await answers.until(1)
            answers.clear()
            people = [playground.person(f"Person {number}") for number in range(chats)]
            began = time.perf_counter()
            asked = [
                (person.id, say(playground.state, person.id, person.id, texts.pop()).id)
                for _ in range(each)
                for person in people
            ]
            await answers.until(len(asked))
            seconds = time.perf_counter() - began
    for person in people:
        answered = [answer.question_id for answer in answers if answer.chat_id == person.id]
        if answered != [question for chat, question in asked if chat == person.id]:
            raise click.ClickException(f"{name}: a chat was not answered once and in order")
    times = [answer.at - handed.at[answer.chat_id, answer.question_id] for answer in answers]
    p50, p95 = (1_000 * np.percentile(times, [50, 95])).tolist()
    return Figures(name, len(answers), seconds, p50, p95, _busiest_second(answers), _closest(answers))


def _busiest_second(answers: Sequence[Answer]) -> int:
    first = most = 0
    for number, answer in enumerate(answers):
        while answers[first].at <= answer.at - 1:
            first += 1
        most = max(most, number - first + 1)
    return most


def _closest(answers: Sequence[Answer]) -> float:
    in_order = sorted(answers, key=lambda answer: (answer.chat_id, answer.at))
    return min(
        (after.at - before.at for before, after in pairwise(in_order) if after.chat_id == before.chat_id), default=inf
    )


def _table(rows: Sequence[Figures]) -> Table:
    table = Table(box=None)
    for name in ("pacing", "answers", "in s", "p50 ms", "p95 ms", "most in 1 s", "closest in a chat, s"):
        table.add_column(name, justify="left" if name == "pacing" else "right")
    for row in rows:
        table.add_row(
            row.name,
            f"{row.answers:,}",
            f"{row.seconds:.1f}",
            f"{row.p50_ms:.1f}",
            f"{row.p95_ms:.1f}",
            f"{row.busiest_second}",
            f"{row.closest:.3f}",
        )
    return table


@click.command()
@click.option("--chats", default=200, show_default=True)
@click.option("--each", default=5, show_default=True, help="Questions of each chat.")
def load(chats: int, each: int) -> None:
    """A crowd that asks all at once: milliseconds from update to answer, and whether Telegram's limits are kept."""
    rows = [
        asyncio.run(run("none", chats, each, paced=False)),
        asyncio.run(run("Telegram's", chats, each, paced=True)),
    ]
    Console().print(_table(rows))
    if not rows[-1].within_limits:
        raise click.ClickException("Telegram's limits were broken")


if __name__ == "__main__":
    load()
