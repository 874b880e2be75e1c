"""What becomes of the groups that the bot is in: it is added to one, and one becomes a supergroup."""

from __future__ import annotations

import asyncio

from telegram import ChatMember, Update
from telegram.constants import ChatType
from telegram.ext import ChatMemberHandler, ContextTypes, MessageHandler, filters

from bot.asking import AnyApplication
from bot.parts import Parts
from bot.replying import texts_for

_OUTSIDE = frozenset({ChatMember.LEFT, ChatMember.BANNED})
_INSIDE = frozenset({ChatMember.MEMBER, ChatMember.ADMINISTRATOR})


class Membership:
    """The handlers of what Telegram says of a group and of the bot's place in it."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def register(self, application: AnyApplication) -> None:
        """Add the handlers to an application."""
        application.add_handler(ChatMemberHandler(self.joined, ChatMemberHandler.MY_CHAT_MEMBER))
        migration = filters.StatusUpdate.MIGRATE & filters.UpdateType.MESSAGE
        application.add_handler(MessageHandler(migration, self.migrated))

    async def joined(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The bot was added to a group: it says once how it is asked there."""
        change = update.my_chat_member
        assert change is not None
        came = change.old_chat_member.status in _OUTSIDE and change.new_chat_member.status in _INSIDE
        if came and change.chat.type in {ChatType.GROUP, ChatType.SUPERGROUP}:
            text = texts_for(update).start_group.format(username=context.bot.username)
            await context.bot.send_message(change.chat.id, text)

    async def migrated(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A group became a supergroup; a message in each says so."""
        message = update.effective_message
        assert message is not None
        # Which of the two comes first nobody knows.
        if old := message.migrate_from_chat_id:
            await asyncio.to_thread(self._parts.chats.migrate, old, message.chat_id)
        if new := message.migrate_to_chat_id:
            await asyncio.to_thread(self._parts.chats.migrate, message.chat_id, new)
            await asyncio.to_thread(self._parts.answers.migrate, message.chat_id, new)
