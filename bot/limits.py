"""How much somebody may want of the bot: so many questions a minute from a person, and so many from all in a group."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from telegram import CallbackQuery, Message, Update, User
from telegram.constants import ChatType
from telegram.ext import filters

from bot.addressing import How, command_in, is_by_a_person, request, speaker_of
from bot.buttons import Press, View
from bot.settings import BotSettings
from bot.store.windows import WINDOW_SECONDS, Allowed, Call, Share, Whose, Windows

# In a minute. Telegram lets a bot write 20 messages in a group, and what is not asked must leave room for what is.
_PRESSES = 30
# The commands of groups that are no questions, by all members together.
_COMMANDS = 10
_NO_QUESTIONS = frozenset({"help", "start", "privacy", "forget", "settings"})
# Presses that turn an answer in a group into another view, by one person and by all.
_TURNS, _TURNS_IN_GROUP = 8, 12
_NO_TURNS = frozenset({View.UP, View.DOWN})
# Plain questions in a group that were not asked of the bot.
_OVERHEARD = 10


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a question is answered: `FIRST_BEYOND` deserves one friendly line, `BEYOND` silence.

    `limit` is how many questions a minute whoever went beyond may ask, a person or a group.
    """

    allowed: Allowed
    whose: Literal["person", "group"]
    limit: int


class Limits:
    """Says what counts, and for whom. `clock` gives Unix seconds.

    Messages count when they were sent, or edited, by Telegram's clock; they are counted when they are stored
    (`bot.store.inbox`). What is typed inline is not to be counted: Telegram sends it letter by letter, so that one
    question would be ten, keeps the answers, and shows none that is late.
    """

    def __init__(self, windows: Windows, settings: BotSettings, clock: Callable[[], float] = time.time) -> None:
        self._windows = windows
        self._settings = settings
        self._clock = clock

    def call_in(self, update: Update, me: User) -> Call | None:
        """What an update wants of the bot `me`; None where it does not answer, or nothing that needs a limit.

        Who is beyond their own limit uses up nothing of their group's. A plain question that nobody asked of the bot
        does not count: there is `overheard`.
        """
        if update.callback_query:
            return self._pressed(update.callback_query)
        said = update.message or update.channel_post
        message = said or update.edited_message or update.edited_channel_post
        if message is None or filters.StatusUpdate.ALL.check_update(update):
            return None
        command = command_in(message, me)
        in_group = message.chat.type != ChatType.PRIVATE
        asked = request(message, me)
        if asked and asked.how is not How.OVERHEARD:
            # Of what was edited only questions are answered.
            counts = said is not None or (asked.text != "" and command in {None, "ask"})
            share = Share(f"chat {message.chat_id}", self.most(Whose.GROUP), Whose.GROUP)
        else:
            is_command = update.message is not None and command in _NO_QUESTIONS
            counts = is_command and in_group and is_by_a_person(message)
            share = Share(f"command {message.chat_id}", _COMMANDS, Whose.OTHER)
        if not counts:
            return None
        user_id = speaker_of(message)
        shares = () if user_id is None else (Share(_of_person(user_id), self.most(Whose.PERSON), Whose.PERSON),)
        return Call(sent_at(message), (*shares, share) if in_group else shares)

    async def check(self, user_id: int | None, group_id: int | None = None) -> Verdict:
        """Count a question now and say whether to answer it. Raises `CatalogueError`.

        `user_id` is None where no person is seen, as with channels and anonymous admins; `group_id` is the group where
        it was asked, if it counts there. Who is beyond their own limit uses up nothing of their group's.
        """
        return await asyncio.to_thread(self._check, user_id, group_id)

    async def overheard(self, group_id: int) -> bool:
        """Whether one more plain question may be answered in a group. Raises `CatalogueError`.

        These are counted apart and when they are answered: nobody who asks the bot shall be refused for them.
        """
        allowed = await asyncio.to_thread(self._windows.ask, f"overheard {group_id}", _OVERHEARD, self._clock())
        return allowed is Allowed.YES

    def is_over(self, message: Message) -> bool:
        """Whether the minute in which a message was sent, or edited, is over."""
        return self._clock() - sent_at(message) > WINDOW_SECONDS

    def most(self, whose: Whose) -> int:
        """How many questions a minute a person, or a group, may ask."""
        person = whose is Whose.PERSON
        return self._settings.questions_per_minute if person else self._settings.group_questions_per_minute

    def forget(self, user_id: int) -> None:
        """Forget how much somebody asked and pressed lately. Raises `CatalogueError`."""
        for who in (_of_person(user_id), f"press {user_id}", f"turn {user_id}"):
            self._windows.forget(who)

    def sweep(self) -> None:
        """Forget the windows that are over. Raises `CatalogueError`."""
        self._windows.sweep()

    def _pressed(self, query: CallbackQuery) -> Call:
        """A press of a button, which counts when it is received: nobody says when it was made."""
        user_id, message = query.from_user.id, query.message
        shares = [Share(f"press {user_id}", _PRESSES, Whose.OTHER)]
        press = Press.decode(query.data or "")
        if message and message.chat.type != ChatType.PRIVATE and press and press.view not in _NO_TURNS:
            shares.append(Share(f"turn {user_id}", _TURNS, Whose.OTHER))
            shares.append(Share(f"turn {message.chat.id}", _TURNS_IN_GROUP, Whose.OTHER))
        return Call(self._clock(), tuple(shares), waits=True)

    def _check(self, user_id: int | None, group_id: int | None) -> Verdict:
        assert user_id is not None or group_id is not None
        now, limit = self._clock(), self.most(Whose.PERSON)
        if user_id is not None:
            allowed = self._windows.ask(_of_person(user_id), limit, now)
            if group_id is None or allowed is not Allowed.YES:
                return Verdict(allowed, "person", limit)
        group_limit = self.most(Whose.GROUP)
        return Verdict(self._windows.ask(f"chat {group_id}", group_limit, now), "group", group_limit)


def sent_at(message: Message) -> float:
    """When a message got the form that it has, as a Unix time."""
    return (message.edit_date or message.date).timestamp()


def _of_person(user_id: int) -> str:
    return f"user {user_id}"
