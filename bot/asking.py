"""Questions in a private chat: from a message to a quote, and the buttons below it."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import Any

from telegram import LinkPreviewOptions, Message, ReplyParameters, Update
from telegram.constants import ChatAction
from telegram.error import BadRequest, TelegramError
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes, MessageHandler, filters

from bot import render, texts
from bot.render import Press, Rendered, View
from retrieval import Answerer

log = logging.getLogger(__name__)

# Any: its six type parameters say nothing here.
AnyApplication = Application[Any, Any, Any, Any, Any, Any]

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Asking:
    """The handlers of questions and of the buttons below answers."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer

    def register(self, application: AnyApplication) -> None:
        """Add the handlers to an application."""
        private = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
        application.add_handler(CommandHandler("start", self.start, private))
        application.add_handler(CommandHandler("help", self.help, private))
        application.add_handler(CommandHandler("ask", self.ask, private))
        application.add_handler(MessageHandler(private & filters.TEXT, self.question))
        application.add_handler(MessageHandler(private & ~filters.StatusUpdate.ALL, self.not_text))
        application.add_handler(CallbackQueryHandler(self.press))

    async def start(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """/start"""
        await _reply(update, Rendered(texts.START))

    async def help(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """/help"""
        await _reply(update, Rendered(texts.HELP))

    async def ask(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """/ask QUESTION"""
        if question := _question(update.effective_message):
            await self._answer(update, question)
        else:
            await _reply(update, Rendered(texts.ASK_WHAT))

    async def question(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Any text is a question; a command that is not ours gets help."""
        if question := _question(update.effective_message):
            await self._answer(update, question)
        else:
            await _reply(update, Rendered(texts.HELP))

    async def not_text(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A picture, a sticker, a voice message."""
        await _reply(update, Rendered(texts.TEXT_ONLY))

    async def press(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A button below an answer."""
        query = update.callback_query
        assert query is not None
        message = query.message if isinstance(query.message, Message) else None
        press = Press.decode(query.data or "")
        shown = None
        if message and press:
            shown = await asyncio.to_thread(self._show, press, _question(message.reply_to_message))
        if message is None or shown is None:
            await query.answer(texts.NO_LONGER, show_alert=True)
            return
        # The spinner on the button ends first, however long the edit takes. One that was pressed while the bot was
        # down has ended by itself.
        with suppress(BadRequest):
            await query.answer()
        await _edit(message, shown)

    async def _answer(self, update: Update, question: str) -> None:
        typing = asyncio.create_task(_typing(update))
        try:
            found = await asyncio.to_thread(self._answerer.answer, question)
            await _reply(update, render.answer(found))
        finally:
            # An ornament: nothing waits for it.
            typing.cancel()

    def _show(self, press: Press, question: str) -> Rendered | None:
        """What a button asks for, or None when its quotes are there no more."""
        quotes = [self._answerer.quote(ref.article_id, ref.start, question=question) for ref in press.quotes]
        best = quotes[0]
        if best is None:
            return None
        match press.view:
            case View.QUOTE:
                return render.quote(best, press.quotes)
            case View.MORE:
                return render.more([each for each in quotes if each], press.quotes)
            case View.CONTEXT:
                around = self._answerer.context(best.article_id, best.start)
                return render.context(best, around, press.quotes) if around else None


async def _typing(update: Update) -> None:
    chat = update.effective_chat
    assert chat is not None
    with suppress(TelegramError):
        await chat.send_action(ChatAction.TYPING)


async def _reply(update: Update, rendered: Rendered) -> None:
    message = update.effective_message
    assert message is not None
    await message.reply_text(
        rendered.text,
        entities=rendered.entities,
        reply_markup=rendered.keyboard,
        link_preview_options=_NO_PREVIEW,
        # A question that was deleted meanwhile is answered all the same.
        reply_parameters=ReplyParameters(message.message_id, allow_sending_without_reply=True),
    )


async def _edit(message: Message, rendered: Rendered) -> None:
    try:
        await message.edit_text(
            rendered.text,
            entities=rendered.entities,
            reply_markup=rendered.keyboard,
            link_preview_options=_NO_PREVIEW,
        )
    except BadRequest as error:
        # Somebody pressed twice: it shows this already.
        if "not modified" not in error.message.lower():
            raise


def _question(message: Message | None) -> str:
    """The question in a message, without the command that it may begin with."""
    text = (message.text or "") if message else ""
    if text.startswith("/"):
        _, *rest = text.split(maxsplit=1)
        text = "".join(rest)
    return text.strip()
