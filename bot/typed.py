"""What people type after the bot's name that no link has room for: kept once they pause, not while they type.

Only the last question is, and only where it has no answer, so that the button above the empty list brings it along.
"""

from __future__ import annotations

import asyncio
import hashlib

from bot.receiving.application import AnyApplication
from bot.store.links import Links

# Clients send what is typed at each short stop; this is a longer one, and less than it takes to follow a link.
PAUSE_SECONDS = 2.0


def mark_of(question: str) -> str:
    """What stands in a link in place of a question: letters and digits that say nothing to others."""
    return hashlib.blake2b(question.encode(), digest_size=16).hexdigest()


class Typed:
    """The latest long question of each person; it is kept `pause` seconds after it was typed."""

    def __init__(self, links: Links, *, pause: float = PAUSE_SECONDS) -> None:
        self._links = links
        self._pause = pause
        self._typing: dict[int, tuple[str, asyncio.TimerHandle]] = {}

    def typed(self, application: AnyApplication, user_id: int, question: str) -> None:
        """Keep a question unless its typist goes on typing."""
        self.typed_on(user_id)
        timer = asyncio.get_running_loop().call_later(self._pause, self._paused, application, user_id)
        self._typing[user_id] = question, timer

    def typed_on(self, user_id: int) -> None:
        """Somebody typed something else: what stood there before is not to be kept."""
        if typing := self._typing.pop(user_id, None):
            typing[1].cancel()

    async def question(self, user_id: int, mark: str) -> str | None:
        """The question that a person's link stands for; None if they typed another since, or it is too old."""
        typing = self._typing.get(user_id)
        known = typing[0] if typing else None
        if known is None or mark_of(known) != mark:
            known = await asyncio.to_thread(self._links.question, user_id)
        return known if known and mark_of(known) == mark else None

    def forget(self, user_id: int) -> None:
        """Delete the question that is kept of a person."""
        self._links.forget(user_id)

    def expire(self, now: float) -> None:
        """Delete the questions that are too old; `now` is a Unix time."""
        self._links.expire(now)

    def _paused(self, application: AnyApplication, user_id: int) -> None:
        if application.running:
            application.create_task(self._keep(user_id, self._typing[user_id]))
        else:
            del self._typing[user_id]

    async def _keep(self, user_id: int, typing: tuple[str, asyncio.TimerHandle]) -> None:
        try:
            # Until it is there it is known here: who follows the link meanwhile is brought to the question.
            await asyncio.to_thread(self._links.put, user_id, typing[0])
        finally:
            is_wanted = self._typing.get(user_id) is typing
            if is_wanted:
                del self._typing[user_id]
        if not is_wanted:
            # They went on typing, or had themselves forgotten.
            await asyncio.to_thread(self._links.forget, user_id, typing[0])
