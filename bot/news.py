"""What those who run the bot have to know of reloads that they did not ask for: each is told once, not at every try."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Collection
from hashlib import blake2b

from telegram import Bot
from telegram.error import TelegramError

from bot import reload_report
from bot.composing import Rendered
from bot.store.windows import Allowed, Windows
from bot.texts import ENGLISH
from retrieval import CatalogueError, Outcome, Report, VerbatimError

log = logging.getLogger(__name__)


class News:
    """Collects what came of reloads, in any thread, and tells it. In which language they read, only messages say.

    With `windows`, of several processes that serve the bot and find the same within a minute one tells it.
    """

    def __init__(self, windows: Windows | None = None) -> None:
        self._windows = windows
        # Reloads end in threads.
        self._untold: deque[Rendered] = deque()
        self._held: frozenset[str] = frozenset()
        self._failed: str | None = None
        self._unreadable: frozenset[tuple[str, str | None]] = frozenset()

    def began(self, report: Report) -> None:
        """The reload at the start came to an end: what can't be read since before the start is no news."""
        self._unreadable = _unreadable(report)
        self.came(report)

    def came(self, report: Report) -> None:
        """A reload came to an end: it may wait for somebody, or have met sources that can't be read.

        That it waits for the same reasons, with more articles perhaps, is no news.
        """
        self._failed = None
        before, self._unreadable = self._unreadable, _unreadable(report)
        new = [each for each in report.of(Outcome.FAILED) if (each.uri, each.reason) not in before]
        held_before, self._held = self._held, _reasons(report)
        if self._held - held_before:
            # It names those that can't be read, too.
            self._untold.append(reload_report.ended(report, ENGLISH))
        elif new:
            self._untold.append(reload_report.unreadable(new, ENGLISH))

    def failed(self, error: VerbatimError) -> None:
        """A reload came to no end; that it did not at the next try either is no news."""
        if str(error) != self._failed:
            self._failed = str(error)
            self._untold.append(reload_report.failed(error, ENGLISH))

    async def tell(self, bot: Bot, admin_ids: Collection[int]) -> None:
        """Send what was not told yet to everybody who runs the bot."""
        while self._untold:
            news = self._untold.popleft()
            if not await asyncio.to_thread(self._is_first, news):
                continue
            for admin in sorted(admin_ids):
                try:
                    await bot.send_message(admin, news.text, entities=news.entities, reply_markup=news.keyboard)
                except TelegramError as error:
                    log.warning("admin %s could not be told of a reload: %s", admin, error)

    def _is_first(self, news: Rendered) -> bool:
        """Whether no other process has told this just now."""
        if self._windows is None:
            return True
        name = blake2b(news.text.encode(), digest_size=12).hexdigest()
        try:
            return self._windows.ask(f"news {name}", 1, time.time()) is Allowed.YES
        except CatalogueError as error:
            # It may be just what there is to tell.
            log.warning("whether another process tells of a reload can't be known: %s", error)
            return True


def _reasons(report: Report) -> frozenset[str]:
    """Why a reload is held, with each question that gets worse."""
    return frozenset([*map(str, report.holds), *(f"worse: {each.question}" for each in report.worse)])


def _unreadable(report: Report) -> frozenset[tuple[str, str | None]]:
    return frozenset((each.uri, each.reason) for each in report.of(Outcome.FAILED))
