"""/why, for those who run the bot: why an answer was chosen, or why there was none."""

from __future__ import annotations

import asyncio
from collections.abc import Set

from telegram import Message, Update
from telegram.ext import CommandHandler, ContextTypes, filters

from bot import render, texts
from bot.asking import AnyApplication, earlier
from bot.conversation import Conversation, Conversations
from bot.render import Rendered
from bot.replying import asked_in, reply
from retrieval import Answerer, Asked


class Explaining:
    """The handler of /why; `admins` are the ids of those who may use it."""

    def __init__(self, answerer: Answerer, conversations: Conversations, admins: Set[int]) -> None:
        self._answerer = answerer
        self._conversations = conversations
        self._admins = admins

    def register(self, application: AnyApplication) -> None:
        """Add the handler to an application, before those that take any text for a question."""
        private = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
        application.add_handler(CommandHandler("why", self.why, private))

    async def why(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """/why, /why QUESTION, or /why in reply to an answer or to a question"""
        message, user = update.effective_message, update.effective_user
        assert message is not None
        if user is None or user.id not in self._admins:
            await reply(update, Rendered(texts.FOR_ADMINS))
            return
        conversation = self._conversations.of(message.chat_id)
        meant = _meant(message, conversation)
        if isinstance(meant, str):
            await reply(update, Rendered(meant))
            return
        question, after = meant
        explained = await asyncio.to_thread(self._answerer.explain, question, after=after)
        sent = await reply(update, render.explanation(explained))
        # What was explained is what the chat talks about now.
        conversation.add(explained.answer, after, message.message_id, sent.message_id)


def _meant(message: Message, conversation: Conversation) -> tuple[str, Asked | None] | str:
    """The question to explain and what it was asked after; or, as a text, why there is none."""
    if question := asked_in(message):
        return question, earlier(message, conversation)
    replied = message.reply_to_message
    if replied is None:
        turn = conversation.last
        return (turn.question, turn.after) if turn else texts.WHY_WHAT
    if turn := conversation.turn(replied.message_id):
        return turn.question, turn.after
    if replied.from_user and not replied.from_user.is_bot and (question := asked_in(replied)):
        return question, None
    return texts.FORGOTTEN
