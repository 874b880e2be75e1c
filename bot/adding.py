"""/add, and documents: those who run the bot give it pages, feeds and files to quote from."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from telegram import Document, Message, Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes, MessageHandler, filters

from bot import added
from bot.admins import Admins
from bot.asking import AnyApplication
from bot.parts import Parts
from bot.refreshing import refreshed
from bot.replying import edit, respond, texts_for
from bot.texts import Texts
from retrieval import CatalogueUnavailable, SourceError, VerbatimError, upload_uri

log = logging.getLogger(__name__)

LARGEST_UPLOAD = 20 * 2**20
"""So many bytes a bot can fetch from Telegram. https://core.telegram.org/bots/api#getfile"""
# Who pastes more of them at once has a file for it.
_MOST_ADDRESSES = 10
_MOST_TITLES = 10

Keep = Callable[[], Awaitable[str]]
"""Gets what is to be added and keeps it; gives its uri. Raises `SourceError`."""


class Adding:
    """The handlers of /add and of documents, for those whose ids are in ADMIN_IDS.

    A document is read whatever is written below it. What anybody else sends is left to the handler of questions.
    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._library = parts.library

    def register(self, application: AnyApplication) -> None:
        """Add the handlers to an application, before those that take any text."""
        ids = self._parts.settings.admin_ids
        Admins(ids).command(application, "add", self.add)
        theirs = filters.Document.ALL & filters.ChatType.PRIVATE & filters.User(ids)
        application.add_handler(MessageHandler(theirs & filters.UpdateType.MESSAGE, self.upload))
        # What was sent was read; its caption is no question, however often it changes.
        application.add_handler(MessageHandler(theirs & filters.UpdateType.EDITED_MESSAGE, _nothing))

    async def add(self, message: Message, texts: Texts, words: list[str]) -> None:
        """/add with the addresses of pages or feeds, one after the other, and perhaps the wish for whole texts."""
        whole_texts = bool(words) and words[-1].casefold() == added.FULL
        words = words[:-1] if whole_texts else words
        if not words or len(words) > _MOST_ADDRESSES:
            await respond(message, added.how(texts))
            return
        for word in words:
            url = word if "://" in word else f"https://{word}"

            async def keep(url: str = url) -> str:
                add = self._library.pages.add
                return await asyncio.to_thread(add, url, by=_who(message), whole_texts=whole_texts)

            await self._read(message, url, url, keep, texts, is_one=True)

    async def upload(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A document."""
        message, texts = update.effective_message, texts_for(update)
        assert message is not None and message.document is not None
        document = message.document
        name = document.file_name or document.file_unique_id
        if (document.file_size or 0) > LARGEST_UPLOAD:
            await respond(message, added.too_large(name, document.file_size or 0, LARGEST_UPLOAD, texts))
            return

        async def keep() -> str:
            content = await _fetched(document)
            if channel := await asyncio.to_thread(self._library.channels.backfill, content, by=_who(message)):
                return channel
            return await asyncio.to_thread(self._library.holdings.add, name, content, by=_who(message))

        try:
            uri = upload_uri(name)
        except SourceError as error:
            await respond(message, added.refused(name, error.reason, texts))
        else:
            await self._read(message, name, uri, keep, texts)

    async def _read(
        self, message: Message, name: str, uri: str, keep: Keep, texts: Texts, *, is_one: bool = False
    ) -> None:
        """Keep what is to be added and read it; one message says so, and then what came of it."""
        shown = await respond(message, added.begun(name, texts))
        try:
            before = await asyncio.to_thread(self._library.holdings.has, uri)
            uri = await keep()
            report = await refreshed(self._library, _who(message))
            titles = await asyncio.to_thread(self._library.holdings.titles, uri, _MOST_TITLES)
            pages = (await asyncio.to_thread(self._library.holdings.get, uri)).item_pages
            result = added.result(name, uri, report, titles, texts, pages=pages, again=before, is_one=is_one)
        except asyncio.CancelledError:
            # The bot stops, and does not wait for what is being fetched.
            self._library.stop_reloads()
            raise
        except SourceError as error:
            result = added.refused(name, error.reason, texts)
        except TelegramError as error:
            log.warning("a document could not be fetched: %s", error)
            result = added.not_fetched(name, texts)
        except CatalogueUnavailable:
            # It is tried again from the beginning.
            raise
        except VerbatimError as error:
            log.error("what was added could not be read: %s", error)
            result = added.unread(name, str(error), texts)
        await edit(shown, result)


async def _fetched(document: Document) -> bytes:
    """The bytes of a document. Raises `TelegramError`."""
    file = await document.get_file()
    return bytes(await file.download_as_bytearray())


async def _nothing(_update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """It is done."""


def _who(message: Message) -> str:
    """Whoever sent a message, for the audit table."""
    assert message.from_user is not None
    return str(message.from_user.id)
