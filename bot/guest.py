"""Guest mode: the bot is called by its name into a chat that it is no member of, and answers there once."""

from __future__ import annotations

import asyncio
import time

from telegram import Message, Update
from telegram.ext import ContextTypes, MessageHandler, filters

from bot import render
from bot.addressing import called, speaker_of
from bot.again import kept_form
from bot.asking import AnyApplication
from bot.composing import Rendered
from bot.parts import Parts
from bot.replying import texts_for
from bot.results import permalink, result, unless_too_late
from bot.store.windows import Allowed
from bot.texts import Texts, wording
from retrieval import Answer


class Guest:
    """The handler of messages that call the bot from elsewhere."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def register(self, application: AnyApplication) -> None:
        """Add the handler to an application."""
        application.add_handler(MessageHandler(filters.UpdateType.GUEST_MESSAGE, self.call))

    async def call(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """@bot and a question; or @bot alone, in reply to one."""
        message = update.guest_message
        assert message is not None
        asked = called(message, context.bot.bot)
        if asked is None:
            return
        texts = texts_for(update)
        if not asked.text:
            await say(update, texts.nothing_there if asked.borrowed else texts.guest_ask)
            return
        verdict = await self._parts.limits.check(speaker_of(message), _group_id(message))
        if verdict.allowed is Allowed.FIRST_BEYOND:
            line = texts.limit_person if verdict.whose == "person" else texts.limit_group
            await say(update, line.format(limit=verdict.limit))
        if verdict.allowed is not Allowed.YES:
            return
        began = time.perf_counter()
        answer = await asyncio.to_thread(self._parts.answerer.answer, asked.text)
        milliseconds = 1000 * (time.perf_counter() - began)
        await _send(update, _rendered(answer, texts, context.bot.username))
        if answer.reason is None or not answer.reason.why.is_small_talk:
            await asyncio.to_thread(
                self._parts.questions.add,
                kept_form(answer, None),
                surface="guest",
                answered=answer.answered,
                milliseconds=milliseconds,
                user_id=speaker_of(message),
                source=answer.quotes[0].source if answer.quotes else None,
            )


async def say(update: Update, text: str) -> None:
    """Say something in the chat that the bot was called into."""
    await _send(update, Rendered(text))


async def _send(update: Update, shown: Rendered) -> None:
    message = update.guest_message
    assert message is not None and message.guest_query_id is not None
    # Nobody sees its id and title.
    answer = result(shown, "1", texts_for(update).result_title)
    with unless_too_late():
        await message.get_bot().answer_guest_query(message.guest_query_id, answer)


def _rendered(answer: Answer, texts: Texts, username: str) -> Rendered:
    if answer.reason:
        return Rendered(wording.no_answer_in_group(answer.reason, texts))
    if answer.dated:
        return render.shared_dated(answer.dated, texts, link=permalink(answer.dated[-1], username))
    return render.shared(answer.quotes[0], texts, link=permalink(answer.quotes[0], username))


def _group_id(message: Message) -> int | None:
    """Whose questions are counted where no person is seen: a person's limit holds wherever they call from."""
    return message.chat_id if speaker_of(message) is None else None
