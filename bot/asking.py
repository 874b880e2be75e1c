"""Questions in chats of every kind: from a message to a quote, and from an edited message to an edited quote."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from telegram import Message, Update
from telegram.constants import ChatAction, ChatType
from telegram.error import TelegramError
from telegram.ext import Application, CommandHandler, ContextTypes, MessageHandler, filters

from bot import render
from bot.addressing import How, Request, command_in, request, speaker_of
from bot.again import kept_form
from bot.buttons import MOST_QUOTES, QuoteRef
from bot.composing import LONGEST_MESSAGE, Rendered, shortened, utf16
from bot.memory import edited_at
from bot.native import Native
from bot.parts import Parts
from bot.replying import ask_back, delete, edit, reply, texts_for, topic_of
from bot.store.answers import KEPT_SECONDS, Given
from bot.store.chats import DEFAULTS, ChatSettings, Mode
from bot.store.windows import Allowed
from bot.texts import Texts, wording
from retrieval import Answer, Asked

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
    """What is asked, in which message, and how that chat wants its answers; `given` is one to an earlier form."""

    asked: Request
    message: Message
    settings: ChatSettings
    texts: Texts
    given: Given | None

    @property
    def user_id(self) -> int | None:
        """Who asks, None for channels and anonymous admins."""
        return speaker_of(self.message)

    @property
    def group_id(self) -> int | None:
        """The group or channel where it is asked."""
        return None if self.message.chat.type == ChatType.PRIVATE else self.message.chat_id

    @property
    def surface(self) -> str:
        """The kind of chat, as it is counted."""
        kind = self.message.chat.type
        return "group" if kind == ChatType.SUPERGROUP else str(kind)


@dataclass(frozen=True, slots=True)
class _Found:
    """What answers a question: `after` is what it was asked after, `milliseconds` how long it took to find."""

    answer: Answer
    after: Asked | None
    milliseconds: float


class Asking:
    """The handlers of questions."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._native = Native()

    def register(self, application: AnyApplication) -> None:
        """Add the handlers to an application; they take every message that no other has taken."""
        fresh = filters.UpdateType.MESSAGE
        application.add_handler(CommandHandler("help", self.help, fresh))
        application.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE & fresh, self.migrated))
        posts = (fresh | filters.UpdateType.CHANNEL_POST) & ~filters.StatusUpdate.ALL
        application.add_handler(MessageHandler(posts, self.said))
        edited = filters.UpdateType.EDITED_MESSAGE | filters.UpdateType.EDITED_CHANNEL_POST
        application.add_handler(MessageHandler(edited, self.edited))

    async def help(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/help"""
        chat = update.effective_chat
        assert chat is not None
        if chat.type == ChatType.PRIVATE:
            await reply(update, Rendered(texts_for(update).help))
        else:
            settings = await asyncio.to_thread(self._parts.chats.settings, chat.id)
            text = texts_for(update, settings).help_group.format(username=context.bot.username)
            await reply(update, Rendered(text))

    async def migrated(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A group became a supergroup; a message in each says so."""
        message = update.effective_message
        assert message is not None
        # Which of the two comes first nobody knows.
        if old := message.migrate_from_chat_id:
            await asyncio.to_thread(self._parts.chats.migrate, old, message.chat_id)
        if new := message.migrate_to_chat_id:
            await asyncio.to_thread(self._parts.chats.migrate, message.chat_id, new)
            await asyncio.to_thread(self._parts.answers.migrate, message.chat_id, new)

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
        if command_in(message, context.bot.bot) not in {None, "ask"}:
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
            if edited_at(message) - message.date.timestamp() <= _FRESH:
                await self._respond(update, question)
            return
        # An older form may come late.
        is_late = edited_at(message) < given.edited_at or time.time() - given.answered_at > KEPT_SECONDS
        aloud = asked.how is not How.OVERHEARD
        if is_late or not await self._allowed(update, question, aloud=aloud):
            return
        found = await self._find(question)
        ours = Message(given.answer_id, message.date, message.chat)
        ours.set_bot(context.bot)
        if not await edit(ours, _rendered(found.answer, question)):
            return
        if not given.native:
            await self._keep(question, found, given.answer_id)
            return
        # The post that it replies to, and what is quoted of it, can't be edited.
        sent = await self._send(update, found.answer, question)
        await self._keep(question, found, sent.message_id, native=sent.external_reply is not None)
        await delete(ours)

    async def ask(self, update: Update, text: str) -> None:
        """Answer a question that a link brought into the private chat."""
        await self._answer(update, await self._question(update, Request(text, How.LINK, borrowed=True)))

    async def _question(self, update: Update, asked: Request) -> _Question:
        message = update.effective_message
        assert message is not None
        settings, given = await asyncio.to_thread(self._known, message)
        return _Question(asked, message, settings, texts_for(update, settings), given)

    def _known(self, message: Message) -> tuple[ChatSettings, Given | None]:
        is_private = message.chat.type == ChatType.PRIVATE
        settings = DEFAULTS if is_private else self._parts.chats.settings(message.chat_id)
        return settings, self._parts.answers.to(message.chat_id, message.message_id)

    async def _answer(self, update: Update, question: _Question) -> None:
        if not await self._allowed(update, question):
            return
        # An ornament: nothing waits for it.
        typing = asyncio.create_task(_typing(question.message))
        try:
            found = await self._find(question)
            sent = await self._send(update, found.answer, question)
        finally:
            typing.cancel()
        await self._keep(question, found, sent.message_id, native=sent.external_reply is not None)

    async def _send(self, update: Update, answer: Answer, question: _Question) -> Message:
        """Reply with an answer: to the post that it quotes, where the bot can and nobody else reads along."""
        settings = question.settings
        if question.group_id is None and answer.quotes and not answer.dated and settings.quotes == 1:
            refs = tuple(map(QuoteRef.of, answer.quotes[:MOST_QUOTES]))
            best = answer.quotes[0]
            shown = render.source_alone(best, refs, question.texts, feedback=settings.feedback)
            if sent := await self._native.reply(update, best, _headed(shown, question)):
                return sent
        return await reply(update, _rendered(answer, question))

    async def _answer_if_sure(self, update: Update, question: _Question) -> None:
        """What was not asked of the bot is answered only where that is wanted, and only if it is sure."""
        settings = question.settings
        if settings.mode is not Mode.AUTO or settings.quiet_at(time.time()):
            return
        found = await self._find(question)
        sure = found.answer.answered and found.answer.confidence >= _SURE
        if sure and await self._allowed(update, question, aloud=False):
            sent = await reply(update, _rendered(found.answer, question))
            await self._keep(question, found, sent.message_id)

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
        return _Found(answer, after, 1000 * (time.perf_counter() - began))

    async def _allowed(self, update: Update, question: _Question, *, aloud: bool = True) -> bool:
        """Whether the asker and the group are within their limits; who is not is told so once."""
        verdict = await self._parts.limits.check(question.user_id, question.group_id)
        if aloud and verdict.allowed is Allowed.FIRST_BEYOND:
            texts = question.texts
            line = texts.limit_person if verdict.whose == "person" else texts.limit_group
            await reply(update, Rendered(line.format(limit=verdict.limit)))
        return verdict.allowed is Allowed.YES

    async def _keep(self, question: _Question, found: _Found, answer_id: int, *, native: bool = False) -> None:
        """Remember what was said, and count it."""
        answer = found.answer
        await self._parts.memory.add(answer, found.after, question.message, answer_id, question.user_id, native=native)
        if answer.reason is None or not answer.reason.why.is_small_talk:
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
        replied = question.message.reply_to_message
        turn = (await self._parts.memory.of(question.message.chat_id)).turn(replied.message_id) if replied else None
        if found.answer.follows and turn and turn.user_id != question.user_id:
            return ""
        return kept_form(found.answer, found.after)


def _rendered(answer: Answer, question: _Question) -> Rendered:
    settings, texts = question.settings, question.texts
    if answer.reason and question.group_id is not None:
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
        await reply(update, Rendered(texts.nothing_there))
    elif asked.how is not How.PRIVATE:
        await ask_back(update, texts.ask_what_group, texts.ask_placeholder)
    elif message.text is None:
        await reply(update, Rendered(texts.text_only))
    else:
        await reply(update, Rendered(texts.ask_what))


async def _typing(message: Message) -> None:
    """Show that the bot is at work, where that takes so long that somebody may wonder."""
    await asyncio.sleep(_TYPING_AFTER)
    if message.chat.type == ChatType.CHANNEL:
        return
    with suppress(TelegramError):
        await message.get_bot().send_chat_action(
            message.chat_id, ChatAction.TYPING, message_thread_id=topic_of(message)
        )
