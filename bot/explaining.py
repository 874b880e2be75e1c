"""/why, for those who run the bot: why an answer was chosen, or why there was none."""

from __future__ import annotations

import asyncio

from telegram import Message, User

from bot import render
from bot.addressing import question_in
from bot.admins import Admins
from bot.asking import AnyApplication
from bot.composing import Rendered
from bot.parts import Parts
from bot.replying import respond
from bot.texts import Texts
from retrieval import Asked


class Explaining:
    """The handler of /why, for those whose ids are in ADMIN_IDS."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def register(self, application: AnyApplication) -> None:
        """Add the handler to an application, before those that take any text for a question."""
        Admins(self._parts.settings.admin_ids).command(application, "why", self.why)

    async def why(self, message: Message, texts: Texts, _words: list[str]) -> None:
        """/why, /why QUESTION, or /why in reply to an answer or to a question"""
        assert message.from_user is not None
        user_id = message.from_user.id
        meant = await self._meant(message, user_id, message.get_bot().bot, texts)
        if isinstance(meant, str):
            await respond(message, Rendered(meant))
            return
        question, after = meant
        explained = await asyncio.to_thread(self._parts.answerer.explain, question, after=after)
        sent = await respond(message, render.explanation(explained, texts))
        # What was explained is what the chat talks about now.
        await self._parts.memory.add(explained.answer, after, message, sent.message_id, user_id)

    async def _meant(self, message: Message, user_id: int, me: User, texts: Texts) -> tuple[str, Asked | None] | str:
        """The question to explain and what it was asked after; or, as a text, why there is none."""
        memory = self._parts.memory
        if question := question_in(message, me):
            return question, await memory.earlier(message, user_id)
        replied = message.reply_to_message
        if replied is None:
            turn = await memory.last(message.chat_id, user_id, before=message.message_id)
            return (turn.question, turn.after) if turn else texts.why_what
        if turn := (await memory.of(message.chat_id)).turn(replied.message_id):
            return turn.question, turn.after
        if replied.from_user and not replied.from_user.is_bot and (question := question_in(replied, me)):
            return question, None
        return texts.why_forgotten
