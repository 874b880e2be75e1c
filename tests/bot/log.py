"""What the bot did in a chat, and how far somebody has seen it."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.playground import Message
from bot.playground.signals import Signal
from tests.bot.seen import Seen


@dataclass(slots=True)
class Log:
    """Everything that the bot sent or edited in a chat, as it was then, and the actions that it showed."""

    appearances: list[Message] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    changed: Signal = field(default_factory=Signal)


@dataclass(slots=True)
class View:
    """A person's view of a log: it begins with the last thing that they did in the chat."""

    log: Log
    first_appearance: int = 0
    first_action: int = 0
    seen: set[int] = field(default_factory=set)

    def look_away(self) -> None:
        """What came before this moment is no answer to what they do next."""
        self.first_appearance = len(self.log.appearances)
        self.first_action = len(self.log.actions)

    @property
    def unseen(self) -> list[tuple[int, Seen]]:
        """What has appeared and was not seen yet, each with its number in the log."""
        start = self.first_appearance
        appearances = enumerate(self.log.appearances[start:], start)
        return [(number, Seen(message)) for number, message in appearances if number not in self.seen]

    @property
    def actions(self) -> list[str]:
        """The actions that were shown."""
        return self.log.actions[self.first_action :]
