"""In which language the bot speaks with whoever acted, where it says more than an answer."""

from __future__ import annotations

import asyncio

from telegram import Update
from telegram.constants import ChatType

from bot.parts import Parts
from bot.replying import texts_for
from bot.texts import Texts


async def texts_in_chat(parts: Parts, update: Update) -> Texts:
    """The texts for whoever acted in a chat of any kind. Raises `CatalogueError`.

    Who acts as a channel or as an anonymous admin gets the language in which the chat spoke last.
    """
    chat = update.effective_chat
    if chat is None or chat.type == ChatType.PRIVATE:
        return texts_for(update)
    settings = await asyncio.to_thread(parts.chats.settings, chat.id)
    return texts_for(update, settings, otherwise=parts.conversations.of(chat.id).language)
