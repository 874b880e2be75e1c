"""/privacy says what is kept of people; /forget deletes it."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CommandHandler, ContextTypes, filters

from bot.addressing import speaker_of
from bot.asking import AnyApplication
from bot.composing import Rendered
from bot.parts import Parts
from bot.replying import reply
from bot.speaking import texts_in_chat
from bot.texts import wording


class Privacy:
    """The handlers of /privacy and /forget, in private chats and in groups."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def register(self, application: AnyApplication) -> None:
        """Add the handlers to an application, before those that take any text for a question."""
        application.add_handler(CommandHandler("privacy", self.privacy, filters.UpdateType.MESSAGE))
        application.add_handler(CommandHandler("forget", self.forget, filters.UpdateType.MESSAGE))

    async def privacy(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """/privacy"""
        texts = await texts_in_chat(self._parts, update)
        await reply(update, Rendered(wording.privacy(self._parts.settings.keep_questions, texts)))

    async def forget(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """/forget"""
        message = update.effective_message
        assert message is not None
        texts = await texts_in_chat(self._parts, update)
        user_id = speaker_of(message)
        if user_id is None:
            await reply(update, Rendered(texts.forget_nobody))
            return
        await self._parts.forget(user_id)
        await reply(update, Rendered(texts.forget_done))
