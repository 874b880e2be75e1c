"""People who ask about `editions` and admins who reload them, at a bot in a playground; and what is wrong with answers.

After an edition was quoted to anybody, or a reload of it was told to be done, nobody who asks may get an older one.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from itertools import cycle

from benchmarks.efficiency.editions import TOWNS, Editions, editions_in, question
from bot.playground import Event, Message, Playground, say
from bot.texts import ENGLISH

_SERVES = [
    re.compile(re.escape(said).replace(r"\{generation\}", r"(?P<generation>\d+)").replace(r"\{count\}", r"\d+"))
    for said in (ENGLISH.reload_done, ENGLISH.reload_same)
]
_UNDER_WAY = "⏳"

_Said = tuple[int, int]
"""The chat and the number of a message."""


class Crowd:
    """Everybody around one bot, which has to count the `admins` among those who run it.

    `times` are the seconds from question to answer; `wrong` the answers that ought not to be, in words; `generations`
    those that reloads ended with; `failed` what else reloads ended with.
    """

    def __init__(self, playground: Playground, editions: Editions, *, people: int, admins: int) -> None:
        self._playground = playground
        self._editions = editions
        self.admins = frozenset(playground.person(f"Admin {number}").id for number in range(admins))
        self._people = cycle([playground.person(f"Person {number}").id for number in range(people)])
        self._next_admin = cycle(sorted(self.admins))
        self._towns = cycle(TOWNS)
        self._oldest = 1
        # What is said of whom when, and from which edition on it may be answered.
        self._questions: dict[_Said, tuple[str, int, float]] = {}
        # Which edition lay there when a reload was asked for.
        self._reloads: dict[_Said, int] = {}
        self._changed = asyncio.Event()
        self._ended = False
        self.times: list[float] = []
        self.wrong: list[str] = []
        self.generations: set[int] = set()
        self.failed: list[str] = []
        playground.state.listeners.append(self._notice)

    @property
    def waiting(self) -> int:
        """The number of questions that have no answer yet."""
        return len(self._questions)

    @property
    def reloading(self) -> int:
        """The number of reloads that were asked for and have not ended."""
        return len(self._reloads)

    def ask(self) -> None:
        """Have the next person ask about the next town."""
        person, town = next(self._people), next(self._towns)
        asked = say(self._playground.state, person, person, question(town))
        self._questions[person, asked.id] = (town, self._oldest, time.perf_counter())

    def reload(self) -> None:
        """Write an edition, and have the next admin ask for a reload."""
        self._editions.write()
        admin = next(self._next_admin)
        asked = say(self._playground.state, admin, admin, "/reload")
        self._reloads[admin, asked.id] = self._editions.newest

    def end(self) -> None:
        """The bot is no more."""
        self._ended = True
        self._changed.set()

    async def changes(self) -> None:
        """Return when the bot has answered something. Raises `ConnectionError` when it has ended."""
        if self._ended:
            raise ConnectionError("the bot has ended")
        self._changed.clear()
        await self._changed.wait()

    async def until(self, there: Callable[[], bool]) -> None:
        """Return when something is so, which is looked at when the bot has answered. Raises as `changes` does."""
        while not there():
            await self.changes()

    def _notice(self, event: Event) -> None:
        if event.chat_id is None or event.kind not in {"message", "edited"}:
            return
        message = self._playground.state.message(event.chat_id, event.message_id)
        if message is None or message.author != self._playground.bot.id:
            return
        asked = (message.chat_id, message.reply.message_id if message.reply else 0)
        if message.chat_id not in self.admins:
            self._answered(asked, message)
        elif asked in self._reloads and _UNDER_WAY not in message.content.text:
            self._reloaded(asked, message.content.text)
        self._changed.set()

    def _answered(self, asked: _Said, message: Message) -> None:
        said = message.content.text
        if asked not in self._questions:
            self.wrong.append(f"nobody waits for this: {said}")
            return
        town, oldest, at = self._questions.pop(asked)
        self.times.append(time.perf_counter() - at)
        found = editions_in(said, town)
        if len(found) != 1 or not oldest <= max(found) <= self._editions.newest:
            self.wrong.append(f"about {town}, of {oldest} to {self._editions.newest}: {said}")
        self._oldest = max(self._oldest, *found, 0)

    def _reloaded(self, asked: _Said, said: str) -> None:
        ends = [found for serves in _SERVES if (found := serves.search(said))]
        if not ends:
            self.failed.append(said)
        for each in ends:
            if (generation := int(each["generation"])) not in self.generations:
                self.generations.add(generation)
                # Who asked first began the reload. Others joined it, perhaps too late for the edition that they wrote.
                self._oldest = max(self._oldest, min(self._reloads.values()))
        del self._reloads[asked]
