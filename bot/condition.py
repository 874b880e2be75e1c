"""/status and /log: those who run the bot see how it is, what went wrong lately, and who did what."""

from __future__ import annotations

import asyncio
import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from io import BytesIO
from itertools import islice
from pathlib import Path

import telegram
from telegram import InputFile, Message, MessageEntity

from bot.admins import Admins
from bot.asking import AnyApplication
from bot.composing import LONGEST_MESSAGE, Composer, Rendered, shortened, utf16
from bot.parts import Parts
from bot.recent import Recent
from bot.replying import respond
from bot.routines import regularly
from bot.store.troubles import Trouble
from bot.texts import Texts, wording
from retrieval import Entry, Status

_MOST_TROUBLES = 50
_MOST_DEEDS = 20
# Of /status, which is to be seen at a glance.
_MOST_ERRORS = 3
_LONGEST_ERROR = 200
_FILE = "log.txt"
_STORE_SECONDS = 5.0


class Condition:
    """The handlers of /status and /log; puts down what goes wrong, for other processes and for the command line."""

    def __init__(self, parts: Parts, recent: Recent) -> None:
        self._parts = parts
        self._recent = recent

    def register(self, application: AnyApplication) -> None:
        """Add the handlers to an application, before those that take any text for a question."""
        admins = Admins(self._parts.settings.admin_ids)
        admins.command(application, "status", self.status)
        admins.command(application, "log", self.log)
        regularly(application, _STORE_SECONDS, "log", self.store)

    async def status(self, message: Message, texts: Texts, _words: list[str]) -> None:
        """/status"""
        lines = [*_versions(), *await asyncio.to_thread(self._articles, texts), *self._process(texts)]
        composer = Composer()
        composer.add(texts.status_title, MessageEntity.BOLD)
        composer.add("\n\n" + "\n".join(lines))
        await respond(message, composer.rendered())

    async def log(self, message: Message, texts: Texts, _words: list[str]) -> None:
        """/log"""
        troubles, deeds = await asyncio.to_thread(self._lately)
        shown = logbook(troubles, deeds, texts)
        if utf16(shown.text) <= LONGEST_MESSAGE:
            await respond(message, shown)
        else:
            await message.reply_document(InputFile(BytesIO(shown.text.encode()), _FILE), caption=texts.log_title)

    async def store(self, _application: AnyApplication) -> None:
        """Put down what went wrong since the last time. Raises `CatalogueError`."""
        await asyncio.to_thread(self._recent.store, self._parts.troubles)

    def _lately(self) -> tuple[list[Trouble], list[Entry]]:
        self._recent.store(self._parts.troubles)
        return self._parts.troubles.last(_MOST_TROUBLES), self._parts.library.audit(_MOST_DEEDS)

    def _articles(self, texts: Texts) -> list[str]:
        library = self._parts.library
        serving = next((each for each in library.generations() if each.serving), None)
        states = [each.status for each in library.holdings.list()]
        lines = [wording.generation(serving, texts)] if serving else [texts.no_articles]
        if serving and serving.pinned:
            lines.append(texts.status_went_back)
        return [
            *lines,
            texts.status_passages.format(count=library.answerer.passage_count),
            texts.status_sources.format(
                count=len(states), failing=states.count(Status.FAILING), disabled=states.count(Status.DISABLED)
            ),
            texts.status_database.format(address=library.database),
        ]

    def _process(self, texts: Texts) -> list[str]:
        recent = self._recent
        return [
            texts.status_memory.format(megabytes=round(memory_bytes() / 2**20)),
            texts.status_uptime.format(time=wording.duration(datetime.now(UTC) - recent.since, texts)),
            texts.status_errors.format(errors=recent.error_count, warnings=recent.warning_count),
            *(f"• {wording.moment(each.at)} {each.logger}: {each.line}" for each in _last_errors(recent)),
        ]


def _last_errors(recent: Recent) -> list[Trouble]:
    """The last errors, newest first; what goes on in them /log tells."""
    errors = (each for each in recent.last() if each.level in {"ERROR", "CRITICAL"})
    return [replace(each, line=shortened(each.line, _LONGEST_ERROR)) for each in islice(errors, _MOST_ERRORS)]


def logbook(troubles: Sequence[Trouble], deeds: Sequence[Entry], texts: Texts) -> Rendered:
    """What went wrong lately, and who did what, each newest first. What is not ours to word is in English."""
    composer = Composer()
    composer.add(texts.log_title, MessageEntity.BOLD)
    composer.add("\n")
    for trouble in troubles:
        composer.add("\n" + wording.trouble(trouble))
    if not troubles:
        composer.add(f"\n{texts.log_none}")
    composer.add("\n\n")
    composer.add(texts.audit_title, MessageEntity.BOLD)
    composer.add("\n")
    for deed in deeds:
        at = wording.moment(deed.at) if deed.at else ""
        composer.add(f"\n{at} {deed.who}: {deed.what} {deed.target}".rstrip() + f" ({deed.outcome})")
    if not deeds:
        composer.add(f"\n{texts.audit_none}")
    return composer.rendered()


def memory_bytes() -> int:
    """The memory of this process that is not swapped out; where the system does not say, the most that it ever was."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        import resource  # noqa: PLC0415 - Windows has none; there the file is missing as well

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024
    return pages * os.sysconf("SC_PAGE_SIZE")


def _versions() -> list[str]:
    return [
        f"Verbatim {version('verbatim')} · Python {platform.python_version()} · "
        f"python-telegram-bot {telegram.__version__}"
    ]
