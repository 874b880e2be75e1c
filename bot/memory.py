"""What chats talk about, for whichever process their next message comes to.

The words of what was asked stay in the process that answered it. The database tells all of them which answers stand,
and which was the last one: nobody goes on here from what was edited or forgotten elsewhere, and what another process
answered since is gone on from by its quote, as after a restart.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from dataclasses import replace

from telegram import Message

from bot import render
from bot.addressing import answer_replied_to, replied_to, sent_at
from bot.conversation import Conversation, Conversations, Turn, topic
from bot.store.answers import Answers, Given
from retrieval import Answer, Answerer, Asked, CatalogueError

log = logging.getLogger(__name__)

# How many people who were forgotten last are known.
_FORGOTTEN = 1_000


class Memory:
    """The conversations of all chats. Methods raise `CatalogueError` when the database fails."""

    def __init__(self, answers: Answers, answerer: Answerer) -> None:
        self._conversations = Conversations()
        # Who was forgotten when: what is being answered meanwhile elsewhere is not to be kept either.
        self._forgotten: OrderedDict[int, float] = OrderedDict()
        self._answers = answers
        self._answerer = answerer

    async def of(self, chat_id: int) -> Conversation:
        """The conversation of a chat, as far as this process had it and its answers still stand."""
        conversation = self._conversations.of(chat_id)
        noted = conversation.noted()
        if noted:
            standing = await asyncio.to_thread(self._answers.standing, chat_id, [given.question_id for given in noted])
            conversation.lose({given for given in noted if standing.get(given.question_id) != given.answered_at})
        return conversation

    def hear(self, chat_id: int, language: str) -> None:
        """A chat speaks a language. Only this process knows: another one hears it from the next question."""
        self._conversations.of(chat_id).language = language

    def language(self, chat_id: int) -> str | None:
        """The language that a chat spoke last, as far as this process heard it."""
        return self._conversations.of(chat_id).language

    async def last(self, chat_id: int, user_id: int | None, *, before: int) -> Turn | None:
        """The newest turn of somebody before a message, if no other process has answered them since."""
        turn, _ = await self._last(await self.of(chat_id), chat_id, user_id, before)
        return turn

    async def earlier(self, message: Message, user_id: int | None) -> Asked | None:
        """What a question may follow on: the answer that it is a reply to, or else the last one that its asker got.

        An answer of another process, from before a restart, or that somebody shared, still shows which article it
        quotes, and in bold which words were asked for. Of a chat where the bot is a guest nothing else is known.
        """
        shown = answer_replied_to(message, message.get_bot().bot)
        recalled = render.recalled(shown) if shown else None
        if message.guest_query_id:
            # The chat may have the id of one that is known here.
            return recalled
        conversation = await self.of(message.chat_id)
        replied = replied_to(message)
        if replied and (turn := conversation.turn(replied.message_id)):
            return turn.topic
        if recalled:
            return recalled
        turn, given = await self._last(conversation, message.chat_id, user_id, message.message_id)
        if turn:
            return turn.topic
        return await asyncio.to_thread(self._quoted, given) if given and not replied else None

    async def add(
        self,
        found: Answer,
        after: Asked | None,
        message: Message,
        answer_id: int,
        user_id: int | None,
        *,
        native: bool = False,
    ) -> None:
        """Remember the answer to a message, in the message `answer_id`; `after` is what it was asked after.

        The answer stands, whether or not the database takes that down: no error is raised, and what is not taken down
        is not gone on from.
        """
        best = found.quotes[0] if found.quotes else None
        given = Given(
            message.chat_id,
            message.message_id,
            answer_id,
            user_id,
            sent_at(message),
            time.time(),
            article_id=best.article_id if best else None,
            start=best.start if best else None,
            sentences=best.sentences if best else None,
            native=native,
        )
        messages = message.message_id, answer_id
        # At once: its buttons may be pressed while it is being taken down.
        self._conversations.of(given.chat_id).add(found, after, *messages, user_id=user_id)
        try:
            if after and topic(found, after) == after:
                # The chat talks about what it did before.
                given = await asyncio.to_thread(self._as_before, given)
            await asyncio.to_thread(self._answers.put, given)
        except CatalogueError as error:
            log.error("an answer was given, but not taken down: %s", error)
            self._conversations.of(given.chat_id).take_back(*messages)
            return
        self._conversations.of(given.chat_id).add(found, after, *messages, user_id=user_id, given=given)

    async def forget(self, user_id: int) -> None:
        """Forget what somebody asked, in all chats and all processes."""
        self._forgotten[user_id] = time.monotonic()
        self._forgotten.move_to_end(user_id)
        if len(self._forgotten) > _FORGOTTEN:
            self._forgotten.popitem(last=False)
        # Not in the thread: who asks meanwhile adds to them.
        self._conversations.forget(user_id)
        await asyncio.to_thread(self._answers.forget, user_id)

    def forgotten_since(self, user_id: int, began: float) -> bool:
        """Whether somebody was forgotten here after the time `began` of the monotonic clock."""
        return self._forgotten.get(user_id, began) > began

    async def _last(
        self, conversation: Conversation, chat_id: int, user_id: int | None, before: int
    ) -> tuple[Turn | None, Given | None]:
        """The newest turn of somebody, None if there is a newer answer; and the newest answer."""
        given = await asyncio.to_thread(self._answers.last, chat_id, user_id, before)
        turn = conversation.last(user_id, before=before)
        is_newest = turn and turn.given and given and turn.given.place == given.place
        return (turn if is_newest else None), given

    def _as_before(self, given: Given) -> Given:
        last = self._answers.last(given.chat_id, given.user_id, given.question_id)
        if last is None:
            return given
        return replace(given, article_id=last.article_id, start=last.start, sentences=last.sentences)

    def _quoted(self, given: Given) -> Asked | None:
        if given.article_id is None or given.start is None:
            return None
        quote = self._answerer.quote(given.article_id, given.start, given.sentences or 1)
        return Asked(quote.text, quote.article_id) if quote else None
