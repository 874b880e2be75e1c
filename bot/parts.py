"""What the handlers work with, put together once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bot.limits import Limits
from bot.memory import Memory
from bot.settings import BotSettings
from bot.store.answers import Answers
from bot.store.chats import Chats
from bot.store.links import Links
from bot.store.questions import Questions
from bot.store.troubles import Troubles
from bot.store.windows import Windows
from bot.typed import PAUSE_SECONDS, Typed
from retrieval import Answerer, Database, Library


@dataclass(frozen=True, slots=True)
class Parts:
    """The articles and what answers from them, what is remembered of chats, and what is kept in the database."""

    settings: BotSettings
    database: Database
    library: Library
    answerer: Answerer
    memory: Memory
    answers: Answers
    chats: Chats
    typed: Typed
    questions: Questions
    limits: Limits
    troubles: Troubles

    @classmethod
    def over(
        cls,
        database: Database,
        settings: BotSettings,
        library: Library,
        *,
        typing_seconds: float = PAUSE_SECONDS,
    ) -> Parts:
        """The parts over the bot's tables in a database; whoever typed nothing for `typing_seconds` has paused."""
        answers, answerer = Answers(database), library.answerer
        return cls(
            settings,
            database,
            library,
            answerer,
            Memory(answers, answerer),
            answers,
            Chats(database),
            Typed(Links(database), pause=typing_seconds),
            Questions(database, settings.keep_questions),
            Limits(Windows(database), settings),
            Troubles(database),
        )

    async def forget(self, user_id: int) -> None:
        """Delete all that is kept of somebody. Raises `CatalogueError`."""
        self.typed.typed_on(user_id)
        await self.memory.forget(user_id)
        await asyncio.to_thread(self._forget, user_id)

    def _forget(self, user_id: int) -> None:
        self.questions.forget(user_id)
        self.limits.forget(user_id)
        self.typed.forget(user_id)
        # Where somebody is reading just then, it is done once this update is handled, or soon after.
        self.database.truncate_log()
