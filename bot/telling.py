"""After new sources came in: who waited for an answer is told, and those who run the bot see which gaps are closed."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence

from telegram import Bot, LinkPreviewOptions, MessageEntity
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot import render, texts
from bot.again import asked_again, readable
from bot.asking import AnyApplication
from bot.buttons import MOST_QUOTES, QuoteRef
from bot.composing import LONGEST_MESSAGE, Composer, Rendered, utf16
from bot.doubt import InDoubt
from bot.parts import Parts
from bot.routines import regularly
from bot.store.questions import Waiting
from bot.texts import ENGLISH, Texts
from retrieval import Answer, Asked

log = logging.getLogger(__name__)

# How often to look whether there are other articles.
LOOK_SECONDS = 2.0
# Who could not be told is tried again after this.
_PAUSE = 60.0
# After each question that is asked again people's own have several times as long.
_REST = 3.0
_LONGEST_QUESTION = 300
_LONGEST_LINE = 200
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_NOBODY = "chat not found"


class Telling:
    """Notices new articles, whoever indexed them, and asks again what had no answer."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._seen: int | None = None
        self._again_at = float("inf")

    def register(self, application: AnyApplication, *, seconds: float = LOOK_SECONDS) -> None:
        """Look for new articles every so often, beside the answers."""
        regularly(application, seconds, "telling", self.look)

    async def look(self, application: AnyApplication) -> None:
        """If other articles are served than at the last look, ask again what had no answer.

        The first look asks, too: articles may have come while the bot was down. Raises `CatalogueError`,
        `IndexUnavailable`.
        """
        answerer = self._parts.answerer
        await asyncio.to_thread(answerer.refresh)
        generation = answerer.generation
        if generation and (generation.id != self._seen or time.monotonic() >= self._again_at):
            told, all_told = await self._tell_all(application)
            if settled := await self._settle(application):
                await self._tell_admins(application.bot, settled, told)
            if application.running:
                self._seen = generation.id
                self._again_at = float("inf") if all_told else time.monotonic() + _PAUSE

    async def tell(self, bot: Bot, waiting: Waiting, *, gently: bool = False) -> bool | None:
        """Tell somebody who waits what answers their question, if something does.

        True if they were told; None if they could not be told now, and wait on. Raises `CatalogueError`.
        """
        found, after = await self._ask(waiting.question, gently=gently)
        # Off the list first: a crash now tells nobody twice.
        if not found.answered or not await asyncio.to_thread(self._parts.questions.told, waiting):
            return False
        try:
            await self._send(bot, waiting, found, after)
        except (RetryAfter, NetworkError, Forbidden) as error:
            return await self._not_told(waiting, error)
        return True

    async def _not_told(self, waiting: Waiting, error: TelegramError) -> bool | None:
        questions = self._parts.questions
        # A BadRequest is a NetworkError to the library.
        if isinstance(error, Forbidden) or (isinstance(error, BadRequest) and _NOBODY in error.message.lower()):
            # They blocked the bot, or are there no more.
            await asyncio.to_thread(questions.wait_for_nothing, waiting.user_id)
            return False
        if isinstance(error, BadRequest):
            raise error
        log.warning("somebody could not be told of an answer: %s", error)
        if isinstance(error, InDoubt):
            # It may have arrived.
            return False
        await asyncio.to_thread(questions.wait, waiting.user_id, waiting.question, waiting.language_code)
        return None

    async def _tell_all(self, application: AnyApplication) -> tuple[int, bool]:
        """How many were told, and whether nobody is left to be told later."""
        told = []
        for waiting in await asyncio.to_thread(self._parts.questions.waiting):
            if not application.running:
                break
            told.append(await self.tell(application.bot, waiting, gently=True))
        return told.count(True), None not in told

    async def _settle(self, application: AnyApplication) -> list[str]:
        """The gaps that are closed now."""
        questions = self._parts.questions
        closed = []
        for question in dict.fromkeys(each.text for each in await asyncio.to_thread(questions.unanswered)):
            if not application.running:
                return []
            found, _ = await self._ask(question, gently=True)
            if found.answered:
                closed.append(question)
        return await asyncio.to_thread(questions.settle, closed) if closed else []

    async def _ask(self, kept: str, *, gently: bool) -> tuple[Answer, Asked | None]:
        question, after = asked_again(kept)
        began = time.perf_counter()
        found = await asyncio.to_thread(self._parts.answerer.answer, question, k=MOST_QUOTES, after=after)
        if gently:
            await asyncio.sleep(_REST * (time.perf_counter() - began))
        return found, after

    async def _send(self, bot: Bot, waiting: Waiting, found: Answer, after: Asked | None) -> None:
        rendered = _now_answered(waiting.question, found, texts.of(waiting.language_code))
        sent = await bot.send_message(
            waiting.user_id,
            rendered.text,
            entities=rendered.entities,
            reply_markup=rendered.keyboard,
            link_preview_options=_NO_PREVIEW,
        )
        # It is what the chat talks about now.
        conversation = self._parts.conversations.of(waiting.user_id)
        conversation.add(found, after, sent.message_id, user_id=waiting.user_id)

    async def _tell_admins(self, bot: Bot, settled: Sequence[str], told: int) -> None:
        # In which language they read only their messages say.
        rendered = _closed(settled, told, ENGLISH)
        for admin in self._parts.settings.admin_ids:
            try:
                await bot.send_message(admin, rendered.text, entities=rendered.entities)
            except TelegramError as error:
                log.warning("admin %s could not be told of answered questions: %s", admin, error)


def _now_answered(kept: str, found: Answer, said: Texts) -> Rendered:
    """The answer below the question that somebody waited for."""
    heading = said.answered_now.format(question=readable(kept, _LONGEST_QUESTION))
    whole = render.headed(heading, render.answer(found, said))
    if utf16(whole.text) <= LONGEST_MESSAGE:
        return whole
    quotes = found.quotes[:MOST_QUOTES]
    return render.headed(heading, render.quoted(quotes[:1], tuple(map(QuoteRef.of, quotes)), said))


def _closed(settled: Sequence[str], told: int, said: Texts) -> Rendered:
    """What those who run the bot read of gaps that are closed, as many as a message has room for."""
    composer = Composer()
    composer.add(said.gaps_answered, MessageEntity.BOLD)
    composer.add("\n")
    end = f"\n\n{said.gaps_told.format(count=told)}"
    room = LONGEST_MESSAGE - utf16(f"{end}\n…")
    for question in settled:
        line = f"\n• {readable(question, _LONGEST_LINE)}"
        if composer.units + utf16(line) > room:
            composer.add("\n…")
            break
        composer.add(line)
    composer.add(end)
    return composer.rendered()
