"""/sources: those who run the bot see what it quotes from, and say of which source it shall not."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from telegram import CallbackQuery, Message

from bot import sources_menu
from bot.admins import Admins
from bot.asking import AnyApplication
from bot.composing import Rendered
from bot.parts import Parts
from bot.refreshing import refreshed
from bot.replying import edit, end_press, respond
from bot.source_names import apart, one_line
from bot.sources_menu import Ask, Choice, Listed
from bot.texts import Texts
from retrieval import CatalogueUnavailable, Kind, NoSuchSource, SourceError, VerbatimError

_LONGEST_REASON = 200


class Sources:
    """The handlers of /sources and its buttons, for those whose ids are in ADMIN_IDS."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._library = parts.library

    def register(self, application: AnyApplication) -> None:
        """Add the handlers to an application, before those that take any text or any button."""
        admins = Admins(self._parts.settings.admin_ids)
        admins.command(application, "sources", self.sources)
        admins.buttons(application, f"^{sources_menu.PREFIX}", self.press)

    async def sources(self, message: Message, texts: Texts, words: list[str]) -> None:
        """/sources, or /sources with words that stand in names or titles."""
        choice = Choice(Ask.LIST, search=sources_menu.searched(words))
        await respond(message, await asyncio.to_thread(self._list, choice, texts))

    async def press(self, query: CallbackQuery, message: Message, texts: Texts) -> None:
        """A button was pressed."""
        choice = Choice.decode(query.data or "")
        if choice is None:
            await end_press(query, texts.button_gone, alert=True)
            return
        if choice.ask is Ask.LIST:
            await end_press(query)
            await edit(message, await asyncio.to_thread(self._list, choice, texts))
            return
        try:
            await self._do(query, message, choice, texts)
        except NoSuchSource:
            await end_press(query, texts.source_gone, alert=True)
            await edit(message, await asyncio.to_thread(self._list, choice, texts))

    async def _do(self, query: CallbackQuery, message: Message, choice: Choice, texts: Texts) -> None:
        """Do what is asked of a source, and show it as it is then. Raises `NoSuchSource`."""
        each = await asyncio.to_thread(self._find, choice.key)
        uri, by, holdings = each.holding.uri, str(query.from_user.id), self._library.holdings
        note = ""
        match choice.ask:
            case Ask.DELETE:
                await end_press(query)
                await edit(message, sources_menu.doubted(each, choice, texts))
                return
            case Ask.DELETE_SURELY:
                await asyncio.to_thread(holdings.delete, uri, by=by)
                await end_press(query, texts.source_deleted)
                await edit(message, await asyncio.to_thread(self._list, choice, texts))
                return
            case Ask.DISABLE:
                await asyncio.to_thread(holdings.disable, uri, by=by)
                await end_press(query, texts.source_disabled)
            case Ask.ENABLE:
                await asyncio.to_thread(holdings.enable, uri, by=by)
                await end_press(query, texts.source_enabled)
                if not each.count:
                    note = await self._refreshed(uri, by, texts)
            case Ask.REFRESH:
                await end_press(query, texts.source_reading)
                note = await self._read_again(each, by, texts)
            case _:
                await end_press(query)
        each = await asyncio.to_thread(self._find, choice.key)
        await edit(message, sources_menu.opened(each, choice, texts, note=note))

    async def _read_again(self, each: Listed, by: str, texts: Texts) -> str:
        """Fetch a page or feed again, or read a file again; returns what came of it. Raises `NoSuchSource`."""
        uri = each.holding.uri
        if each.holding.record.kind is not Kind.URL:
            await asyncio.to_thread(self._library.holdings.read_again, uri, by=by)
            return await self._refreshed(uri, by, texts)
        try:
            if await asyncio.to_thread(self._library.pages.refresh, uri, by=by):
                return await self._refreshed(uri, by, texts)
        except SourceError as error:
            return _failed(error.reason, texts)
        return texts.source_unchanged

    async def _refreshed(self, uri: str, by: str, texts: Texts) -> str:
        """Read what there is to read, and say whether it is served."""
        try:
            report = await refreshed(self._library, by)
        except CatalogueUnavailable:
            raise
        except VerbatimError as error:
            return _failed(str(error), texts)
        if report.is_held:
            return texts.add_held
        failed = next((each.reason for each in report.sources if each.uri == uri and each.reason), None)
        return _failed(failed, texts) if failed else texts.source_read_again

    def _list(self, choice: Choice, texts: Texts) -> Rendered:
        found = self._library.holdings.list(choice.search)
        return sources_menu.shown(sources_menu.listed(found, whole=not choice.search), choice, texts)

    def _find(self, key: str) -> Listed:
        """The source that a button names, as the whole list has it. Raises `NoSuchSource`."""
        found = self._library.holdings.list()
        everything = [*sources_menu.listed(found, whole=True), *sources_menu.listed(found, whole=False)]
        each = next((each for each in everything if sources_menu.key_of(each.holding.uri) == key), None)
        if each is None:
            raise NoSuchSource(f"there is no source with the key {key}")
        # The list has not all of each.
        return replace(each, holding=self._library.holdings.get(each.holding.uri))


def _failed(reason: str, texts: Texts) -> str:
    return f"{texts.source_not_read}\n{apart(one_line(reason, _LONGEST_REASON))}"
