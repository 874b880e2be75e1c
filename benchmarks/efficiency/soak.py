"""Reload upon reload under a steady stream of questions: each answered, none of a wrong generation, memory flat?

The playground is in this process, the bot in another, and each reload in a third, which the bot starts. Every second
all articles about which people ask are replaced, and an admin says /reload; who does so while a reload is under way
joins it. Others of the articles stay as they are.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import click
import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.efficiency import ingest
from benchmarks.efficiency.bot_process import Bot
from benchmarks.efficiency.crowd import Crowd
from benchmarks.efficiency.editions import Editions
from bot.playground import Playground

# The bot takes 30 questions a minute from a person, and commands count.
_MOST_A_SECOND = 25 / 60
_LOOK_SECONDS = 0.5
_PATIENCE_SECONDS = 120.0
_WORDS = 300
# So that this is not about how sure the ranker is.
_THRESHOLD = 0.1


@dataclass(frozen=True, slots=True)
class Memory:
    """The resident memory of a process, in MB, over time, and that of all which it started: of the same seconds."""

    seconds: list[float] = field(default_factory=list)
    own: list[float] = field(default_factory=list)
    others: list[float] = field(default_factory=list)

    def look(self, process: int, second: float) -> None:
        """Note what it is now, where the system tells (Linux)."""
        table = dict(_processes())
        family = {process}
        while more := {number for number, (parent, _) in table.items() if parent in family} - family:
            family |= more
        if process in table:
            self.seconds.append(second)
            self.own.append(table[process][1])
            self.others.append(sum(table[number][1] for number in family - {process} if number in table))

    def slope(self, *, since: float = 0.0) -> float:
        """How much more the process itself takes, in MB a minute, by the line through all looks from a second on."""
        seconds, own = np.array(self.seconds), np.array(self.own)
        after = seconds >= since
        return 60 * float(np.polyfit(seconds[after], own[after], 1)[0]) if after.sum() > 2 else 0.0


def _processes() -> Iterator[tuple[int, tuple[int, float]]]:
    """The number of each process, with that of its parent and its resident memory in MB."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            lines = (folder / "status").read_text().splitlines()
        except OSError:
            continue  # it has just ended
        found = dict(line.split(":", 1) for line in lines)
        yield int(folder.name), (int(found["PPid"]), int(found.get("VmRSS", "0 kB").split()[0]) / 1_024)


@dataclass(frozen=True, slots=True)
class Soaked:
    """What came of it. `seconds` are those until the last answer, `asked` and `reloads` how many were asked for."""

    seconds: float
    asked: int
    reloads: int
    crowd: Crowd
    memory: Memory


async def run(seconds: float, rate: float, every: float, articles: int) -> Soaked:
    """Have `rate` questions a second asked, and a reload every so many seconds; then wait for what is not answered.

    Raises `ConnectionError` when the bot ends.
    """
    with tempfile.TemporaryDirectory() as scratch:
        sources = Path(scratch, "sources")
        ingest.write(sources, articles, _WORDS, None)
        async with Playground() as playground:
            people, admins = (2 + int(each / _MOST_A_SECOND) for each in (rate, 1 / every))
            crowd = Crowd(playground, Editions(sources), people=people, admins=admins)
            bot = Bot(sources, admin_ids=crowd.admins, threshold=_THRESHOLD)
            memory = Memory()
            with bot.running(playground, crowd.end) as process:
                # Until then it starts.
                crowd.ask()
                await crowd.until(lambda: not crowd.waiting)
                crowd.times.clear()
                began = time.perf_counter()
                asked, reloads, _ = await asyncio.gather(
                    _every(1 / rate, seconds, crowd.ask),
                    _every(every, seconds, crowd.reload),
                    _every(_LOOK_SECONDS, seconds, lambda: memory.look(process, time.perf_counter() - began)),
                )
                with suppress(TimeoutError):
                    async with asyncio.timeout(_PATIENCE_SECONDS):
                        await crowd.until(lambda: not crowd.waiting and not crowd.reloading)
                return Soaked(time.perf_counter() - began, asked, reloads, crowd, memory)


async def _every(pause: float, seconds: float, do: Callable[[], None]) -> int:
    """Do something at regular moments; returns how often."""
    began = time.perf_counter()
    times = int(seconds / pause)
    for number in range(times):
        await asyncio.sleep(began + number * pause - time.perf_counter())
        do()
    return times


def _table(soaked: Soaked) -> Table:
    crowd, memory = soaked.crowd, soaked.memory
    p50, p95, p99, longest = (1_000 * np.percentile(crowd.times or [0.0], [50, 95, 99, 100])).tolist()
    table = Table(box=None, show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for name, figure in (
        ("questions", f"{soaked.asked:,}"),
        ("unanswered", f"{crowd.waiting:,}"),
        ("wrong", f"{len(crowd.wrong):,}"),
        ("p50, p95, p99, longest, ms", f"{p50:,.0f}, {p95:,.0f}, {p99:,.0f}, {longest:,.0f}"),
        ("reloads asked for", f"{soaked.reloads:,}"),
        ("generations served", f"{len(crowd.generations):,}"),
        ("reloads that failed or did not end", f"{len(crowd.failed) + crowd.reloading:,}"),
        ("seconds until the last answer", f"{soaked.seconds:.1f}"),
    ):
        table.add_row(name, figure)
    if memory.own:
        half = memory.seconds[-1] / 2
        slopes = f"{memory.slope():+.1f}, {memory.slope(since=half):+.1f}"
        table.add_row(
            "the bot, MB: first, last, most", f"{memory.own[0]:.0f}, {memory.own[-1]:.0f}, {max(memory.own):.0f}"
        )
        table.add_row("MB more a minute: all the time, second half", slopes)
        table.add_row("its reloads, MB: median, most", f"{median(memory.others):.0f}, {max(memory.others):.0f}")
    return table


@click.command()
@click.option("--seconds", default=120.0, show_default=True)
@click.option("--rate", default=50.0, show_default=True, help="Questions a second.")
@click.option("--every", default=1.0, show_default=True, help="Seconds from one reload to the next.")
@click.option("--articles", default=200, show_default=True, help="That stay as they are, made up.")
def soak(seconds: float, rate: float, every: float, articles: int) -> None:
    """Reload again and again under questions: what is unanswered, of a wrong generation, and how memory grows."""
    try:
        soaked = asyncio.run(run(seconds, rate, every, articles))
    except ConnectionError as error:
        raise click.ClickException(str(error)) from error
    Console().print(_table(soaked))
    crowd = soaked.crowd
    for said in (*crowd.wrong[:5], *crowd.failed[:5]):
        click.echo(said)
    if crowd.waiting or crowd.wrong or crowd.failed or crowd.reloading:
        raise click.ClickException("not every question was answered from what was served, or a reload failed")
