"""Reload upon reload under questions; `python -m benchmarks.efficiency soak` does it for minutes and measures."""

from __future__ import annotations

import asyncio
import gc
import re
from pathlib import Path

from benchmarks.efficiency.crowd import Crowd
from benchmarks.efficiency.editions import Editions
from bot.playground import Playground
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario, polling

RELOADS = 4
AT_ONCE = 2


async def test_reloads_under_questions_lose_none_mix_none_and_leave_nothing_in_memory(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    crowd = Crowd(playground, Editions(desk.sources), people=60, admins=2)
    desk.library.update()
    async with asyncio.timeout(60), polling(desk.application(playground, *crowd.admins), scene):
        for _ in range(RELOADS):
            crowd.reload()
            while crowd.reloading:
                while crowd.waiting < AT_ONCE:
                    crowd.ask()
                await crowd.changes()
        await crowd.until(lambda: not crowd.waiting)
        gc.collect()
        still_open = opened(desk.folder / "data" / "index")

    assert (crowd.wrong, crowd.failed) == ([], [])
    assert len(crowd.generations) == RELOADS
    assert len(crowd.times) > RELOADS * AT_ONCE
    assert still_open <= {max(crowd.generations)}


def opened(index: Path) -> set[int]:
    """The generations whose files this process has in its memory; none where the system does not tell (Linux does)."""
    maps = Path("/proc/self/maps")
    return {int(each) for each in re.findall(rf"{index}/(\d+)/", maps.read_text())} if maps.exists() else set()
