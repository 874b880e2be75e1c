"""What goes beyond a limit: one friendly line, and an end to every press."""

from __future__ import annotations

from typing import Any

from telegram import ReplyParameters
from telegram.ext import CallbackContext, ExtBot, TypeHandler

from bot.asking import AnyApplication
from bot.delivery import URGENT, Urgency
from bot.parts import Parts
from bot.receiving import Refused
from bot.replying import end_press, topic_of
from bot.speaking import texts_in_chat
from bot.store.windows import Whose
from bot.texts import Texts

# Any: what an Application keeps for its handlers, which is nothing here.
_Context = CallbackContext[ExtBot[Urgency], Any, Any, Any]


class Refusing:
    """The handler of updates that go beyond a limit; of messages only the first in each minute comes here."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def register(self, application: AnyApplication) -> None:
        """Add the handler to an application."""
        application.add_handler(TypeHandler(Refused, self.refuse))

    async def refuse(self, refused: Refused, context: _Context) -> None:
        """Say that it was too much: to who pressed a button, or below the message, before all answers that wait."""
        update = refused.update
        texts = await texts_in_chat(self._parts, update)
        if update.callback_query:
            await end_press(update.callback_query, texts.limit_other)
            return
        message = update.effective_message
        assert message is not None
        # What it says of the next minute is true only now.
        if not self._parts.limits.is_over(message):
            await context.bot.send_message(
                message.chat_id,
                self._line(refused.whose, texts),
                reply_parameters=ReplyParameters(message.message_id, allow_sending_without_reply=True),
                message_thread_id=topic_of(message),
                rate_limit_args=URGENT,
            )

    def _line(self, whose: Whose, texts: Texts) -> str:
        if whose is Whose.OTHER:
            return texts.limit_other
        line = texts.limit_person if whose is Whose.PERSON else texts.limit_group
        return line.format(limit=self._parts.limits.most(whose))
