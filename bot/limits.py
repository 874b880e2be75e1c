"""How much somebody may ask: so many questions a minute from a person, and so many from all in a group."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from bot.settings import BotSettings
from bot.store.windows import Allowed, Windows


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a question is answered: `FIRST_BEYOND` deserves one friendly line, `BEYOND` silence.

    `limit` is how many questions a minute whoever went beyond may ask, a person or a group.
    """

    allowed: Allowed
    whose: Literal["person", "group"]
    limit: int


class Limits:
    """Counts the questions of persons and groups. `clock` gives Unix seconds.

    What is typed inline is not to be counted: Telegram sends it letter by letter, so that one question would be ten,
    keeps the answers, and shows none that is late.
    """

    def __init__(self, windows: Windows, settings: BotSettings, clock: Callable[[], float] = time.time) -> None:
        self._windows = windows
        self._settings = settings
        self._clock = clock

    async def check(self, user_id: int | None, group_id: int | None = None) -> Verdict:
        """Count a question and say whether to answer it. Raises `CatalogueError`.

        `user_id` is None where no person is seen, as with channels and anonymous admins; `group_id` is the group,
        supergroup or channel where it was asked, None in private. Who is beyond their own limit uses up nothing of
        their group's.
        """
        return await asyncio.to_thread(self._check, user_id, group_id)

    def forget(self, user_id: int) -> None:
        """Forget how much somebody asked lately. Raises `CatalogueError`."""
        self._windows.forget(_of_person(user_id))

    def sweep(self) -> None:
        """Forget the windows that are over. Raises `CatalogueError`."""
        self._windows.sweep(self._clock())

    def _check(self, user_id: int | None, group_id: int | None) -> Verdict:
        assert user_id is not None or group_id is not None
        now = self._clock()
        limit = self._settings.questions_per_minute
        if user_id is not None:
            allowed = self._windows.ask(_of_person(user_id), limit, now)
            if group_id is None or allowed is not Allowed.YES:
                return Verdict(allowed, "person", limit)
        group_limit = self._settings.group_questions_per_minute
        return Verdict(self._windows.ask(f"chat {group_id}", group_limit, now), "group", group_limit)


def _of_person(user_id: int) -> str:
    return f"user {user_id}"
