"""Reloads that nobody asked for in a chat: when the folder changes, when pages are due, and on SIGHUP.

Those who run the bot are told what they have to know of it (`bot.news`); all else is in the log.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Coroutine

from bot.asking import AnyApplication
from bot.news import News
from bot.routines import regularly
from retrieval import AUTOMATIC, FetchStopped, Library, Outcome, SourceError, VerbatimError

log = logging.getLogger(__name__)

# A folder has settled when two looks find it the same.
LOOK_SECONDS = 2.0
# How often to look whether a page is to be visited again.
VISIT_SECONDS = 60.0
SIGNAL = "SIGHUP"
"""Who reloaded, in the audit table."""


class Reloading:
    """Reloads in another process, beside the answers, and tells the admins the news of it."""

    def __init__(self, library: Library, admin_ids: Collection[int], news: News) -> None:
        self._library = library
        self._admin_ids = admin_ids
        self._news = news
        self._application: AnyApplication | None = None
        # Whether a visit brought something that no reload has read yet.
        self._is_unread = False
        self._watch = library.watch(self._reload)

    def register(self, application: AnyApplication, *, seconds: float = LOOK_SECONDS) -> None:
        """Look every so often whether the folder has changed, where it is watched, and whether pages are due."""
        self._application = application
        regularly(application, VISIT_SECONDS, "visiting", self.visit)
        if self._watch:
            regularly(application, seconds, "watching", self.look)

    async def look(self, application: AnyApplication) -> None:
        """Reload if the folder has changed and settled. Raises `VerbatimError`, and looks again then."""
        if self._watch:
            await self._beside(asyncio.to_thread(self._watch.look), application)

    async def visit(self, application: AnyApplication) -> None:
        """Visit the pages that are due, and reload if one has changed. Raises `VerbatimError`."""
        await self._beside(asyncio.to_thread(self._visit), application)

    async def on_signal(self) -> None:
        """Reload as somebody told the process to; what fails is in the log."""
        try:
            await self._beside(asyncio.to_thread(self._reload, SIGNAL), self._application)
        except VerbatimError as error:
            log.error("the sources could not be read again: %s", error)

    async def _beside(self, work: Coroutine[object, object, object], application: AnyApplication | None) -> None:
        try:
            await work
        except asyncio.CancelledError:
            # The bot stops, and does not wait for it.
            self._library.stop_reloads()
            raise
        except VerbatimError as error:
            self._news.failed(error)
            raise
        finally:
            if application is not None and application.running:
                await self._news.tell(application.bot, self._admin_ids)

    def _visit(self) -> None:
        for uri in self._library.pages.due():
            try:
                self._is_unread |= self._library.pages.refresh(uri, by=AUTOMATIC)
            except FetchStopped:
                return
            except SourceError as error:
                log.warning("could not be visited: %s", error)
        if self._is_unread:
            self._reload()
            self._is_unread = False

    def _reload(self, by: str = AUTOMATIC) -> None:
        report = self._library.update(apart=True, by=by)
        self._news.came(report)
        for failed in report.of(Outcome.FAILED):
            log.warning("could not be read: %s: %s", failed.uri, failed.reason)
        if report.is_held:
            log.warning("new articles wait for somebody to confirm them (%s): verbatim index", ", ".join(report.holds))
        elif report.is_new:
            log.info("generation %s is served: %s articles", report.generation, report.article_count)
