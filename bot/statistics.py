"""/stats: those who run the bot see what was asked, answered and thought of the answers, and what was quoted."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from telegram import Message

from bot import chart
from bot.admins import Admins
from bot.asking import AnyApplication
from bot.composing import Rendered
from bot.parts import Parts
from bot.replying import respond
from bot.store.days import Day, Days
from bot.texts import Texts

_DAYS = 30
_MOST_SOURCES = 5
# Five of them fit a caption, which has 1,024 units.
_LONGEST_SOURCE = 60


def told(days: Sequence[Day], median: float | None, sources: Sequence[tuple[str, int]], texts: Texts) -> str:
    """The sums of the days, and the sources that were quoted most."""
    lines = [
        texts.stats_title.format(days=len(days)),
        "",
        f"{texts.stats_answered}: {sum(each.answered for each in days)}",
        f"{texts.stats_unanswered}: {sum(each.unanswered for each in days)}",
        f"{texts.stats_up}: {sum(each.up for each in days)}",
        f"{texts.stats_down}: {sum(each.down for each in days)}",
    ]
    if median is not None:
        lines.append(f"{texts.stats_time}: {median:.0f}")
    if sources:
        lines += ["", texts.stats_sources]
        lines += [f"{number} · {_name(uri)}" for uri, number in sources]
    return "\n".join(lines)


def _name(uri: str) -> str:
    """A source's name; the end of a long one says more than its beginning."""
    return uri if len(uri) <= _LONGEST_SOURCE else f"…{uri[1 - _LONGEST_SOURCE :]}"


class Statistics:
    """The handler of /stats."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._days = Days(parts.database)
        # A picture takes a second of a processor: one at a time.
        self._drawing = asyncio.Lock()

    def register(self, application: AnyApplication) -> None:
        """Add the handler to an application, before those that take any text for a question."""
        Admins(self._parts.settings.admin_ids).command(application, "stats", self.stats)

    async def stats(self, message: Message, texts: Texts, _words: list[str]) -> None:
        """/stats"""
        days, median, sources = await asyncio.to_thread(self._counted)
        if not any((each.answered, each.unanswered, each.up, each.down) != (0, 0, 0, 0) for each in days):
            await respond(message, Rendered(texts.stats_none.format(days=_DAYS)))
            return
        said = told(days, median, sources, texts)
        if not chart.can_draw():
            await respond(message, Rendered(said))
            return
        async with self._drawing:
            picture = await asyncio.to_thread(chart.draw, days, texts)
        await message.reply_photo(picture, caption=said)

    def _counted(self) -> tuple[list[Day], float | None, list[tuple[str, int]]]:
        days = self._days
        return days.last(_DAYS), days.median(_DAYS), days.sources(_DAYS, _MOST_SOURCES)
