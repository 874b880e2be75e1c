"""/start, and what a link to the bot brings along: a question, a quote, an article."""

from __future__ import annotations

import asyncio

from telegram import ChatMember, Update
from telegram.constants import ChatType
from telegram.ext import ChatMemberHandler, CommandHandler, ContextTypes, filters

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
_OUTSIDE = frozenset({ChatMember.LEFT, ChatMember.BANNED})
_INSIDE = frozenset({ChatMember.MEMBER, ChatMember.ADMINISTRATOR})


class Linking:
    """The handlers of /start and of the bot's arrival in a group."""

    def __init__(self, parts: Parts, asking: Asking) -> None:
        self._parts = parts
        self._asking = asking

    def register(self, application: AnyApplication) -> None:
        """Add the handlers to an application, before those that take any text for a question."""
        application.add_handler(CommandHandler("start", self.start, filters.UpdateType.MESSAGE))
        application.add_handler(ChatMemberHandler(self.joined, ChatMemberHandler.MY_CHAT_MEMBER))

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
            case Stored(token):
                stored = await asyncio.to_thread(self._parts.links.question, token)
                if stored:
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

    async def _show(self, update: Update, quote: Quote | None) -> None:
        texts = texts_for(update)
        if quote is None:
            await reply(update, Rendered(texts.article_gone))
        else:
            await reply(update, render.quoted([quote], (QuoteRef.of(quote),), texts))

    async def joined(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The bot was added to a group: it says once how it is asked there."""
        change = update.my_chat_member
        assert change is not None
        came = change.old_chat_member.status in _OUTSIDE and change.new_chat_member.status in _INSIDE
        if came and change.chat.type in {ChatType.GROUP, ChatType.SUPERGROUP}:
            text = texts_for(update).start_group.format(username=context.bot.username)
            await context.bot.send_message(change.chat.id, text)
