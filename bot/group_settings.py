"""/settings of a group: its own admins choose how the bot behaves there."""

from __future__ import annotations

import asyncio

from telegram import CallbackQuery, Chat, ChatMember, Message, Update
from telegram.constants import ChatType
from telegram.error import BadRequest, Forbidden
from telegram.ext import CallbackQueryHandler, CommandHandler, ContextTypes, ExtBot, filters

from bot import settings_menu
from bot.asking import AnyApplication
from bot.composing import Rendered
from bot.parts import Parts
from bot.replying import edit, end_press, reply, texts_for
from bot.settings_menu import Choice, NotChosen, Page, SourceNeeded
from bot.store.chats import ChatSettings, Mode
from bot.texts import Texts

_GROUPS = frozenset({ChatType.GROUP, ChatType.SUPERGROUP})
_ADMIN = frozenset({ChatMember.OWNER, ChatMember.ADMINISTRATOR})
Bot = ExtBot[None]


class GroupSettings:
    """The handlers of /settings and of the menu's buttons."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def register(self, application: AnyApplication) -> None:
        """Add the handlers to an application, before those that take any press for one below an answer."""
        application.add_handler(CommandHandler("settings", self.show, filters.UpdateType.MESSAGE))
        application.add_handler(CallbackQueryHandler(self.press, f"^{settings_menu.PREFIX}"))

    async def show(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/settings"""
        message = update.effective_message
        assert message is not None
        if message.chat.type not in _GROUPS:
            await reply(update, Rendered(texts_for(update).settings_in_group))
            return
        settings = await asyncio.to_thread(self._parts.chats.settings, message.chat_id)
        texts = texts_for(update, settings, otherwise=self._parts.conversations.of(message.chat_id).language)
        if await _is_by_an_admin(message, context.bot):
            await reply(update, await self._page(Choice(Page.ALL), message.chat, settings, texts, context.bot))
        else:
            await reply(update, Rendered(texts.for_group_admins))

    async def press(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A button of the menu: it leads to another page, or changes something."""
        query = update.callback_query
        assert query is not None
        choice = Choice.decode(query.data or "")
        message = query.message
        if choice is None or not isinstance(message, Message) or not settings_menu.is_menu(message):
            await end_press(query, texts_for(update).button_gone, alert=True)
            return
        settings = await asyncio.to_thread(self._parts.chats.settings, message.chat_id)
        try:
            may = await _administers(message.chat, query.from_user.id, context.bot)
        except Forbidden:
            # The bot is in that group no more.
            await end_press(query, texts_for(update).button_gone, alert=True)
            return
        if not may:
            await end_press(query, texts_for(update, settings).for_group_admins)
            return
        if choice.value is None:
            await end_press(query)
        else:
            settings = await self._change(update, query, choice, settings)
        texts = texts_for(update, settings)
        await edit(message, await self._page(choice.then, message.chat, settings, texts, context.bot))

    async def _change(
        self, update: Update, query: CallbackQuery, choice: Choice, settings: ChatSettings
    ) -> ChatSettings:
        """Choose what a button asks for, and say so; returns the settings as they are then."""
        assert query.message is not None
        sources = await asyncio.to_thread(self._parts.answerer.sources)
        chats, chat_id = self._parts.chats, query.message.chat.id
        try:
            settings = await asyncio.to_thread(
                chats.change, chat_id, lambda now: settings_menu.changed(now, choice, sources)
            )
        except SourceNeeded:
            await end_press(query, texts_for(update, settings).source_needed, alert=True)
        except NotChosen:
            # What it stands for is no more; the page that follows shows what is.
            await end_press(query, texts_for(update, settings).button_gone, alert=True)
        else:
            await end_press(query, texts_for(update, settings).saved)
        return settings

    async def _page(self, choice: Choice, chat: Chat, settings: ChatSettings, texts: Texts, bot: Bot) -> Rendered:
        sources = await asyncio.to_thread(self._parts.answerer.sources)
        asks = choice.page is Page.MODE or (choice.page is Page.ALL and settings.mode is Mode.AUTO)
        sees_all = asks and await _sees_all(chat, bot)
        return settings_menu.shown(choice, settings, sources, texts, sees_all=sees_all)


async def _is_by_an_admin(message: Message, bot: Bot) -> bool:
    """Whether an admin of the group sent a message, under their own name or as the group."""
    if message.sender_chat:
        return message.sender_chat.id == message.chat_id
    return message.from_user is not None and await _administers(message.chat, message.from_user.id, bot)


async def _administers(chat: Chat, user_id: int, bot: Bot) -> bool:
    try:
        return (await bot.get_chat_member(chat.id, user_id)).status in _ADMIN
    except BadRequest:
        # Of others than admins a bot without rights is not told everywhere.
        admins = await bot.get_chat_administrators(chat.id)
        return any(admin.user.id == user_id for admin in admins)


async def _sees_all(chat: Chat, bot: Bot) -> bool:
    """Whether the bot gets to know of every message: it has no privacy mode, or is an admin."""
    # It may have changed since the bot was started.
    me = await bot.get_me()
    return bool(me.can_read_all_group_messages) or await _administers(chat, me.id, bot)
