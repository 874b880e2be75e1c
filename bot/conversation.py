"""What a chat talks about: the questions answered last, so that “and when?” is read together with the one before.

It is kept in memory alone (`bot.memory` says what of it still stands). After a restart a reply to an answer still says
what it is about (`render.recalled`).
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Collection
from dataclasses import dataclass

from bot.again import kept_form
from bot.store.answers import Given
from retrieval import Answer, Asked, Why

_TURNS = 20
_CHATS = 1_000
# How many follow-ups a chain remembers besides its first question.
_LATELY = 3

# They leave what the chat talks about as it was.
_SMALL_TALK = frozenset(why for why in Why if why.is_small_talk)
_NOTHING_SAID = frozenset({Why.NO_WORDS, Why.NO_ARTICLES}) | _SMALL_TALK


def topic(found: Answer, after: Asked | None) -> Asked | None:
    """What the next question may follow on; `after` is what this one was asked after.

    A chain keeps the question that it began with, which names what “and when?” and “and why?” leave out (or that
    question with what “and Raqqa?” named in its place), the article that answered last and what was quoted on the way.
    A question without an answer is a topic too: “and when?” after it must not be answered from what was asked before.
    """
    quote = found.quotes[0] if found.quotes else None
    told = frozenset((quote.article_id, number) for number in range(quote.first, quote.last)) if quote else frozenset()
    article_id = quote.article_id if quote else None
    if after and found.follows:
        if found.read_as:
            return Asked(found.read_as, article_id, after.told | told)
        if quote is None:
            return after
        return Asked(after.question, article_id, after.told | told, (*after.lately, found.question)[-_LATELY:])
    if found.reason and found.reason.why in _NOTHING_SAID:
        return after
    return Asked(found.question, article_id, told)


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and its answer, with the numbers of the messages that they stand in.

    `after` is the earlier question that it was read together with, if it was; `topic` is what a reply follows on.
    `user_id` is who asked, None for channels and anonymous admins. `kept` is the question as it is kept to be asked
    again (`bot.again`). `given` is what the database has of the answer.
    """

    question: str
    after: Asked | None
    topic: Asked | None
    messages: frozenset[int]
    user_id: int | None = None
    kept: str = ""
    given: Given | None = None

    @property
    def words(self) -> str:
        """All that was asked, the earlier question first."""
        return f"{self.after.question} {self.question}" if self.after else self.question


class Conversation:
    """The last turns of one chat, and the code of the `language` in which somebody asked there last."""

    def __init__(self) -> None:
        self.language: str | None = None
        self._turns: deque[Turn] = deque(maxlen=_TURNS)

    def add(
        self,
        found: Answer,
        after: Asked | None,
        *messages: int,
        user_id: int | None = None,
        given: Given | None = None,
    ) -> None:
        """Remember an answer and the messages that it stands in, in place of what stood there before.

        A greeting is not worth it.
        """
        if found.reason is None or found.reason.why not in _SMALL_TALK:
            follows = after if found.follows else None
            self.take_back(*messages)
            about, kept = topic(found, after), kept_form(found, after)
            self._turns.append(Turn(found.question, follows, about, frozenset(messages), user_id, kept, given))

    def take_back(self, *messages: int) -> None:
        """Forget what stands in these messages."""
        self._keep(lambda turn: turn.messages.isdisjoint(messages))

    def last(self, user_id: int | None, *, before: int | None = None) -> Turn | None:
        """The newest turn of somebody who asks here, if there is one; `before` a message, if one is given."""
        turns = (turn for turn in reversed(self._turns) if turn.user_id == user_id)
        return next((turn for turn in turns if before is None or min(turn.messages) < before), None)

    def turn(self, message_id: int) -> Turn | None:
        """The turn whose question or answer stands in a message, if it is remembered."""
        return next((turn for turn in reversed(self._turns) if message_id in turn.messages), None)

    def forget(self, user_id: int) -> None:
        """Forget what somebody asked, and what others asked after it."""
        self._drop(lambda turn: turn.user_id == user_id)

    def noted(self) -> set[Given]:
        """What the database had of the turns when they were added."""
        return {turn.given for turn in self._turns if turn.given}

    def lose(self, gone: Collection[Given]) -> None:
        """Forget turns whose answers do not stand any more, and what was asked after them."""
        if gone:
            self._drop(lambda turn: turn.given in gone)

    def _drop(self, unwanted: Callable[[Turn], bool]) -> None:
        gone = {turn.topic.question for turn in self._turns if unwanted(turn) and turn.topic}
        self._keep(lambda turn: not (unwanted(turn) or (turn.after and turn.after.question in gone)))

    def _keep(self, wanted: Callable[[Turn], bool]) -> None:
        self._turns = deque(filter(wanted, self._turns), _TURNS)


class Conversations:
    """The conversations of the chats that wrote last."""

    def __init__(self) -> None:
        self._chats: OrderedDict[int, Conversation] = OrderedDict()

    def of(self, chat_id: int) -> Conversation:
        """The conversation of a chat, a new one if none is remembered."""
        conversation = self._chats.setdefault(chat_id, Conversation())
        self._chats.move_to_end(chat_id)
        if len(self._chats) > _CHATS:
            self._chats.popitem(last=False)
        return conversation

    def forget(self, user_id: int) -> None:
        """Forget what somebody asked, wherever."""
        for conversation in self._chats.values():
            conversation.forget(user_id)
