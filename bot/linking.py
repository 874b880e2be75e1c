"""/help and /start, and what a link to the bot brings along: a question, a quote, an article."""

from __future__ import annotations

import asyncio

from telegram import Update
from telegram.constants import ChatType
from telegram.ext import CommandHandler, ContextTypes, filters

from bot import render
from bot.asking import AnyApplication, Asking
from bot.buttons import QuoteRef
from bot.composing import Rendered
from bot.deep_links import Asking as AskingLink
from bot.deep_links import Quoting, Reading, Stored, decode
from bot.parts import Parts
from bot.replying import reply, texts_for
from bot.speaking import texts_in_chat
from retrieval import Quote

# The payload of a link that leads to help.
HELP = "help"


class Linking:
    """The handlers of /help and /start."""

    def __init__(self, parts: Parts, asking: Asking) -> None:
        self._parts = parts
        self._asking = asking

    def register(self, application: AnyApplication) -> None:
        """Add the handlers to an application, before those that take any text for a question."""
        application.add_handler(CommandHandler("start", self.start, filters.UpdateType.MESSAGE))
        application.add_handler(CommandHandler("help", self.help, filters.UpdateType.MESSAGE))

    async def start(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/start, /start PAYLOAD"""
        chat = update.effective_chat
        assert chat is not None
        texts = await texts_in_chat(self._parts, update)
        if chat.type != ChatType.PRIVATE:
            await reply(update, Rendered(texts.start_group.format(username=context.bot.username)))
            return
        payload = (context.args or [""])[0]
        match decode(payload):
            case AskingLink(question):
                await self._asking.ask(update, question)
            case Stored(mark):
                if stored := await self._parts.typed.question(chat.id, mark):
                    await self._asking.ask(update, stored)
                else:
                    await reply(update, Rendered(texts.link_gone))
            case Quoting(ref):
                quote = await asyncio.to_thread(self._parts.answerer.quote, ref.article_id, ref.start, ref.sentences)
                await self._show(update, quote)
            case Reading(article_id):
                await self._show(update, await asyncio.to_thread(self._parts.answerer.lead, article_id))
            case None:
                help_wanted = payload == HELP
                await reply(update, Rendered(texts.help if help_wanted else texts.start))

    async def help(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/help"""
        chat = update.effective_chat
        assert chat is not None
        texts = await texts_in_chat(self._parts, update)
        is_private = chat.type == ChatType.PRIVATE
        await reply(
            update, Rendered(texts.help if is_private else texts.help_group.format(username=context.bot.username))
        )

    async def _show(self, update: Update, quote: Quote | None) -> None:
        texts = texts_for(update)
        if quote is None:
            await reply(update, Rendered(texts.article_gone))
        else:
            await reply(update, render.quoted([quote], (QuoteRef.of(quote),), texts))
