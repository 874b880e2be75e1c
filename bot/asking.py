"""Questions in chats of every kind: from a message to a quote, and from an edited message to an edited quote."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from telegram import Message, Update
from telegram.constants import ChatAction, ChatType
from telegram.error import TelegramError
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from bot import render
from bot.addressing import How, Request, command_in, replied_to, request, sent_at, speaker_of
from bot.again import kept_form
from bot.buttons import MOST_QUOTES, QuoteRef
from bot.composing import LONGEST_MESSAGE, Rendered, shortened, utf16
from bot.native import Native
from bot.parts import Parts
from bot.replying import ask_back, delete, edit, language_told, reply, say, texts_for, topic_of
from bot.results import of_answer
from bot.store.answers import KEPT_SECONDS, Given
from bot.store.chats import DEFAULTS, ChatSettings, Mode
from bot.texts import LANGUAGES, Texts, wording
from retrieval import Answer, Asked, CatalogueError, Why, language_among

log = logging.getLogger(__name__)

# Any: its six type parameters say nothing here.
AnyApplication = Application[Any, Any, Any, Any, Any, Any]

# So sure the bot is when it speaks without having been asked.
_SURE = 0.6
# In seconds. Most answers are there sooner.
_TYPING_AFTER = 0.3
# An edited message that was no question before is answered if it is at most as old as this, in seconds.
_FRESH = 600
_LONGEST_HEADING = 300


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked, in which message, and how that chat wants its answers; `given` is one to an earlier form.

    `began` is when it was read, by the monotonic clock.
    """

    asked: Request
    message: Message
    settings: ChatSettings
    texts: Texts
    given: Given | None
    began: float = field(default_factory=time.monotonic)

    @property
    def user_id(self) -> int | None:
        """Who asks, None for channels and anonymous admins."""
        return speaker_of(self.message)

    @property
    def is_guest(self) -> bool:
        """Whether the bot is called into a chat that it is no member of, whose id may be that of another one."""
        return self.message.guest_query_id is not None

    @property
    def in_private(self) -> bool:
        """Whether it is asked in the private chat with the bot, where nobody else reads along."""
        return self.message.chat.type == ChatType.PRIVATE and not self.is_guest

    @property
    def surface(self) -> str:
        """The kind of chat, as it is counted."""
        if self.is_guest:
            return "guest"
        kind = self.message.chat.type
        return "group" if kind == ChatType.SUPERGROUP else str(kind)


@dataclass(frozen=True, slots=True)
class _Found:
    """What answers a question: `after` is what it was asked after, `milliseconds` how long it took to find.

    `sources_gone`: there are articles, but none of the sources that the group chose.
    """

    answer: Answer
    after: Asked | None
    milliseconds: float
    sources_gone: bool


class Asking:
    """The handlers of questions."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._native = Native()

    def register(self, application: AnyApplication) -> None:
        """Add the handlers to an application; they take every message that no other has taken."""
        kinds = filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST | filters.UpdateType.GUEST_MESSAGE
        application.add_handler(MessageHandler(kinds & ~filters.StatusUpdate.ALL, self.said))
        edited = filters.UpdateType.EDITED_MESSAGE | filters.UpdateType.EDITED_CHANNEL_POST
        application.add_handler(MessageHandler(edited, self.edited))

    async def said(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Any message: it may be a question to the bot."""
        message = update.effective_message
        assert message is not None
        asked = request(message, context.bot.bot)
        if asked is None:
            return
        question = await self._question(update, asked)
        if question.given:
            # A later form of it came first, or this came twice.
            return
        if asked.how is How.PRIVATE and command_in(message, context.bot.bot) not in {None, "ask"}:
            await reply(update, Rendered(question.texts.help))
        else:
            await self._respond(update, question)

    async def _respond(self, update: Update, question: _Question) -> None:
        if question.asked.how is How.OVERHEARD:
            await self._answer_if_sure(update, question)
        elif question.asked.text:
            await self._answer(update, question)
        else:
            await _without_words(update, question)

    async def edited(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A message was edited: if it is a question, its answer changes."""
        message = update.effective_message
        assert message is not None
        asked = request(message, context.bot.bot)
        # What another command did is done.
        is_command = command_in(message, context.bot.bot) not in {None, "ask"}
        if asked is None or not asked.text or is_command:
            return
        question = await self._question(update, asked)
        given = question.given
        if given is None:
            if sent_at(message) - message.date.timestamp() <= _FRESH:
                await self._respond(update, question)
            return
        # An older form may come late.
        if sent_at(message) >= given.edited_at and time.time() - given.answered_at <= KEPT_SECONDS:
            await self._answer_anew(update, question, given)

    async def _answer_anew(self, update: Update, question: _Question, given: Given) -> None:
        """Put the answer to a question as it is now in the place of the one that was given."""
        found = await self._find(question)
        message = question.message
        ours = Message(given.answer_id, message.date, message.chat)
        ours.set_bot(message.get_bot())
        if question.asked.how is How.OVERHEARD and not await self._may_speak(found, question):
            # The old answer fits no more, and nobody asked why there is no other.
            await delete(ours)
            await asyncio.to_thread(self._parts.answers.withdraw, message.chat_id, message.message_id)
            return
        if not await edit(ours, _rendered(found, question)):
            return
        if not given.native:
            await self._keep(question, found, ours)
            return
        # The post that it replies to, and what is quoted of it, can't be edited.
        sent = await self._send(update, found, question)
        await self._keep(question, found, sent)
        await delete(ours)

    async def ask(self, update: Update, text: str) -> None:
        """Answer a question that a link brought into the private chat."""
        await self._answer(update, await self._question(update, Request(text, How.LINK, borrowed=True)))

    async def _question(self, update: Update, asked: Request) -> _Question:
        message = update.effective_message
        assert message is not None
        if message.guest_query_id:
            # Of the chat that has the same id as the one where the bot is a guest it knows other things.
            return _Question(asked, message, DEFAULTS, texts_for(update, otherwise=_language(update, asked)), None)
        settings, given = await asyncio.to_thread(self._known, message)
        language = self._language_of(update, asked)
        return _Question(asked, message, settings, texts_for(update, settings, otherwise=language), given)

    def _language_of(self, update: Update, asked: Request) -> str | None:
        """In which language a chat speaks, as far as can be told: that of the asker, the question, the one before."""
        told = _language(update, asked)
        chat = update.effective_chat
        if chat is None or asked.how is How.OVERHEARD:
            # Nothing is remembered of what nobody asked.
            return told
        if told:
            self._parts.memory.hear(chat.id, told)
        return self._parts.memory.language(chat.id)

    def _known(self, message: Message) -> tuple[ChatSettings, Given | None]:
        is_private = message.chat.type == ChatType.PRIVATE
        settings = DEFAULTS if is_private else self._parts.chats.settings(message.chat_id)
        return settings, self._parts.answers.to(message.chat_id, message.message_id)

    async def _answer(self, update: Update, question: _Question) -> None:
        # An ornament: nothing waits for it.
        typing = asyncio.create_task(_typing(question))
        try:
            found = await self._find(question)
            sent = await self._send(update, found, question)
        finally:
            typing.cancel()
        await self._keep(question, found, sent)

    async def _send(self, update: Update, found: _Found, question: _Question) -> Message | None:
        """Reply with an answer: to the post that it quotes, where the bot can and nobody else reads along."""
        settings, answer = question.settings, found.answer
        if question.in_private and answer.quotes and not answer.dated and settings.quotes == 1:
            refs = tuple(map(QuoteRef.of, answer.quotes[:MOST_QUOTES]))
            best = answer.quotes[0]
            shown = render.source_alone(best, refs, question.texts, feedback=settings.feedback)
            if sent := await self._native.reply(update, best, _headed(shown, question)):
                return sent
        return await say(update, _rendered(found, question))

    async def _answer_if_sure(self, update: Update, question: _Question) -> None:
        """What was not asked of the bot is answered only where that is wanted, and only if it is sure."""
        settings = question.settings
        if settings.mode is not Mode.AUTO or settings.quiet_at(time.time()):
            return
        found = await self._find(question)
        if await self._may_speak(found, question):
            sent = await reply(update, _rendered(found, question))
            await self._keep(question, found, sent)

    async def _may_speak(self, found: _Found, question: _Question) -> bool:
        """Whether an answer may be given to who did not ask the bot."""
        sure = found.answer.answered and found.answer.confidence >= _SURE
        return sure and await self._parts.limits.overheard(question.message.chat_id)

    async def _find(self, question: _Question) -> _Found:
        began = time.perf_counter()
        borrowed = question.asked.borrowed
        after = None if borrowed else await self._parts.memory.earlier(question.message, question.user_id)
        answer = await asyncio.to_thread(
            self._parts.answerer.answer,
            question.asked.text,
            k=MOST_QUOTES,
            after=after,
            sources=question.settings.sources,
        )
        milliseconds = 1000 * (time.perf_counter() - began)
        nothing = answer.reason is not None and answer.reason.why is Why.NO_ARTICLES
        chose = nothing and question.settings.sources is not None
        return _Found(
            answer, after, milliseconds, chose and bool(await asyncio.to_thread(self._parts.answerer.sources))
        )

    async def _keep(self, question: _Question, found: _Found, sent: Message | None) -> None:
        """Remember what was said in which message, where that is known, and count it.

        The answer stands, whether or not the database takes that down. Whoever had themselves forgotten meanwhile, in
        another chat, is forgotten with this.
        """
        user_id = question.user_id
        try:
            await self._note(question, found, sent)
            if user_id is not None and self._parts.memory.forgotten_since(user_id, question.began):
                await self._parts.forget(user_id)
        except CatalogueError as error:
            log.error("an answer was given, but not taken down: %s", error)

    async def _note(self, question: _Question, found: _Found, sent: Message | None) -> None:
        answer, message = found.answer, question.message
        if sent:
            native = sent.external_reply is not None
            await self._parts.memory.add(answer, found.after, message, sent.message_id, question.user_id, native=native)
        if answer.reason and answer.reason.why.is_small_talk:
            return
        await asyncio.to_thread(
            self._parts.questions.add,
            await self._kept(question, found),
            surface=question.surface,
            answered=answer.answered,
            milliseconds=found.milliseconds,
            user_id=question.user_id,
            source=answer.quotes[0].source if answer.quotes else None,
        )

    async def _kept(self, question: _Question, found: _Found) -> str:
        """The words to keep: those of somebody else, whom a reply goes on from, only they can have forgotten."""
        if found.answer.follows and not question.in_private and (replied := replied_to(question.message)):
            memory, chat_id = self._parts.memory, question.message.chat_id
            turn = None if question.is_guest else (await memory.of(chat_id)).turn(replied.message_id)
            if turn is None or turn.user_id != question.user_id:
                return ""
        return kept_form(found.answer, found.after)


def _language(update: Update, asked: Request) -> str | None:
    """In which language somebody asks, as far as can be told."""
    return language_told(update) or language_among(asked.text, LANGUAGES)


def _rendered(found: _Found, question: _Question) -> Rendered:
    answer, settings, texts = found.answer, question.settings, question.texts
    if question.is_guest:
        return of_answer(answer, texts, question.message.get_bot().username)
    if found.sources_gone:
        return Rendered(texts.chosen_sources_gone)
    if answer.reason and not question.in_private:
        return Rendered(wording.no_answer_in_group(answer.reason, texts))
    shown = render.answer(answer, texts, shown=settings.quotes, feedback=settings.feedback)
    return _headed(shown, question)


def _headed(shown: Rendered, question: _Question) -> Rendered:
    """Of a link Telegram shows no more than /start: what is asked stands above the answer."""
    if question.asked.how is not How.LINK:
        return shown
    asked = question.texts.quoted.format(text=shortened(question.asked.text, _LONGEST_HEADING))
    headed = render.headed(asked, shown)
    return headed if utf16(headed.text) <= LONGEST_MESSAGE else shown


async def _without_words(update: Update, question: _Question) -> None:
    """The bot was called, but nothing was asked."""
    asked, message, texts = question.asked, question.message, question.texts
    if message.chat.type == ChatType.CHANNEL:
        # Nobody there could reply, and its readers are no part of this: who posted that may edit it.
        return
    if asked.borrowed:
        await say(update, Rendered(texts.nothing_there))
    elif question.is_guest:
        await say(update, Rendered(texts.guest_ask))
    elif asked.how is not How.PRIVATE:
        await ask_back(update, texts.ask_what_group, texts.ask_placeholder)
    elif message.text is None:
        await reply(update, Rendered(texts.text_only))
    else:
        await reply(update, Rendered(texts.ask_what))


async def _typing(question: _Question) -> None:
    """Show that the bot is at work, where that takes so long that somebody may wonder."""
    await asyncio.sleep(_TYPING_AFTER)
    message = question.message
    if message.chat.type == ChatType.CHANNEL or question.is_guest:
        return
    with suppress(TelegramError):
        await message.get_bot().send_chat_action(
            message.chat_id, ChatAction.TYPING, message_thread_id=topic_of(message)
        )
