"""What a chat talks about: the questions answered last, so that “and when?” is read together with the one before.

It is kept in memory alone. After a restart a reply to an answer still says what it is about (`render.recalled`).
"""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass

from retrieval import Answer, Asked, Why

_TURNS = 20
_CHATS = 1_000

# They leave what the chat talks about as it was.
_SMALL_TALK = frozenset({Why.GREETING, Why.THANKS})
_NOTHING_SAID = frozenset({Why.NO_WORDS, Why.NO_ARTICLES}) | _SMALL_TALK


def topic(found: Answer, after: Asked | None) -> Asked | None:
    """What the next question may follow on; `after` is what this one was asked after.

    A chain keeps the question that it began with, which names what “and when?” and “and why?” leave out, and the
    article that answered last. A question without an answer is a topic too: “and when?” after it must not be
    answered from what was asked before it.
    """
    if after and found.follows:
        return Asked(after.question, found.quotes[0].article_id) if found.quotes else after
    if found.reason and found.reason.why in _NOTHING_SAID:
        return after
    return Asked(found.question, found.quotes[0].article_id if found.quotes else None)


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and its answer, with the numbers of the messages that they stand in.

    `after` is the earlier question that it was read together with, if it was; `topic` is what a reply follows on.
    """

    question: str
    after: Asked | None
    topic: Asked | None
    messages: frozenset[int]

    @classmethod
    def of(cls, found: Answer, after: Asked | None, *messages: int) -> Turn:
        """The turn of an answer to a question that was asked after another."""
        return cls(found.question, after if found.follows else None, topic(found, after), frozenset(messages))

    @property
    def words(self) -> str:
        """All that was asked, the earlier question first."""
        return f"{self.after.question} {self.question}" if self.after else self.question


class Conversation:
    """The last turns of one chat."""

    def __init__(self) -> None:
        self._turns: deque[Turn] = deque(maxlen=_TURNS)

    def add(self, found: Answer, after: Asked | None, *messages: int) -> None:
        """Remember an answer and the messages that it stands in; a greeting is not worth it."""
        if found.reason is None or found.reason.why not in _SMALL_TALK:
            self._turns.append(Turn.of(found, after, *messages))

    @property
    def last(self) -> Turn | None:
        """The newest turn, if there is one."""
        return self._turns[-1] if self._turns else None

    def turn(self, message_id: int) -> Turn | None:
        """The turn whose question or answer stands in a message, if it is remembered."""
        return next((turn for turn in reversed(self._turns) if message_id in turn.messages), None)


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
