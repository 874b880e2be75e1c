"""Questions in a private chat: from a message to a quote, and the buttons below it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from telegram import Message, Update
from telegram.constants import ChatAction
from telegram.error import BadRequest, TelegramError
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes, MessageHandler, filters

from bot import render, texts
from bot.conversation import Conversation, Conversations
from bot.render import Press, Rendered, View
from bot.replying import asked_in, edit, reply
from retrieval import Answerer, Asked

# Any: its six type parameters say nothing here.
AnyApplication = Application[Any, Any, Any, Any, Any, Any]


class Asking:
    """The handlers of questions and of the buttons below answers."""

    def __init__(self, answerer: Answerer, conversations: Conversations) -> None:
        self._answerer = answerer
        self._conversations = conversations

    def register(self, application: AnyApplication) -> None:
        """Add the handlers to an application; they take every message in a private chat that no other has taken."""
        private = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
        application.add_handler(CommandHandler("start", self.start, private))
        application.add_handler(CommandHandler("help", self.help, private))
        application.add_handler(CommandHandler("ask", self.ask, private))
        application.add_handler(MessageHandler(private & filters.TEXT, self.question))
        application.add_handler(MessageHandler(private & ~filters.StatusUpdate.ALL, self.not_text))
        application.add_handler(CallbackQueryHandler(self.press))

    async def start(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """/start"""
        await reply(update, Rendered(texts.START))

    async def help(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """/help"""
        await reply(update, Rendered(texts.HELP))

    async def ask(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """/ask QUESTION"""
        if question := asked_in(update.effective_message):
            await self._answer(update, question)
        else:
            await reply(update, Rendered(texts.ASK_WHAT))

    async def question(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Any text is a question; a command that is not ours gets help."""
        if question := asked_in(update.effective_message):
            await self._answer(update, question)
        else:
            await reply(update, Rendered(texts.HELP))

    async def not_text(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A picture, a sticker, a voice message."""
        await reply(update, Rendered(texts.TEXT_ONLY))

    async def press(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A button below an answer."""
        query = update.callback_query
        assert query is not None
        message = query.message if isinstance(query.message, Message) else None
        press = Press.decode(query.data or "")
        shown = None
        if message and press:
            shown = await asyncio.to_thread(self._show, press, self._words(message))
        if message is None or shown is None:
            await query.answer(texts.NO_LONGER, show_alert=True)
            return
        # The spinner on the button ends first, however long the edit takes. One that was pressed while the bot was
        # down has ended by itself.
        with suppress(BadRequest):
            await query.answer()
        await edit(message, shown)

    async def _answer(self, update: Update, question: str) -> None:
        message = update.effective_message
        assert message is not None
        typing = asyncio.create_task(_typing(update))
        try:
            conversation = self._conversations.of(message.chat_id)
            after = earlier(message, conversation)
            found = await asyncio.to_thread(self._answerer.answer, question, after=after)
            sent = await reply(update, render.answer(found))
            conversation.add(found, after, message.message_id, sent.message_id)
        finally:
            # An ornament: nothing waits for it.
            typing.cancel()

    def _words(self, message: Message) -> str:
        """What was asked that a message of ours answers: after a restart what can be seen of it."""
        turn = self._conversations.of(message.chat_id).turn(message.message_id)
        return turn.words if turn else f"{render.words_asked(message)} {asked_in(message.reply_to_message)}"

    def _show(self, press: Press, question: str) -> Rendered | None:
        """What a button asks for, or None when its quotes are there no more."""
        quotes = [
            self._answerer.quote(ref.article_id, ref.start, ref.sentences, question=question) for ref in press.quotes
        ]
        best = quotes[0]
        if best is None:
            return None
        match press.view:
            case View.QUOTE:
                return render.quote(best, press.quotes)
            case View.MORE:
                return render.more([each for each in quotes if each], press.quotes)
            case View.CONTEXT:
                around = self._answerer.context(best)
                return render.context(best, around, press.quotes) if around else None


def earlier(message: Message, conversation: Conversation) -> Asked | None:
    """What a question may follow on: the answer that it is a reply to, or else the last one in the chat.

    An answer from before a restart still shows which article it quotes, and in bold which words were asked for.
    """
    replied = message.reply_to_message
    if replied and (turn := conversation.turn(replied.message_id)):
        return turn.topic
    recalled = render.recalled(replied) if replied else None
    return recalled or (conversation.last.topic if conversation.last else None)


async def _typing(update: Update) -> None:
    chat = update.effective_chat
    assert chat is not None
    with suppress(TelegramError):
        await chat.send_action(ChatAction.TYPING)
