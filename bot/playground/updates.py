"""The queue of updates that wait for the bot to fetch or to be told of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from itertools import islice

from bot.playground.model import Json

KINDS = frozenset({
    "message", "edited_message", "channel_post", "edited_channel_post", "guest_message", "message_reaction",
    "message_reaction_count", "inline_query", "chosen_inline_result", "callback_query", "poll", "poll_answer",
    "my_chat_member", "chat_member", "chat_join_request", "chat_boost", "removed_chat_boost",
})  # fmt: skip
# A bot gets these only if it asks for them by name.
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class UpdateQueue:
    """Updates in order of their ids, which start at `first` and count up by one.

    What the bot does not want (`allow`) is dropped when it happens, not when it is fetched, as Telegram does.
    """

    def __init__(self, first: int = 100_000_001) -> None:
        self._next = first
        self._pending: deque[Json] = deque()
        self._allowed: frozenset[str] = KINDS - ON_REQUEST
        self.allowed: tuple[str, ...] | None = None

    def __len__(self) -> int:
        return len(self._pending)

    @property
    def pending(self) -> tuple[Json, ...]:
        """What the bot has not confirmed, oldest first."""
        return tuple(self._pending)

    def allow(self, kinds: Iterable[str]) -> None:
        """Let only these kinds in from now on; none means the default set. Unknown names are ignored."""
        self.allowed = tuple(kinds)
        self._allowed = (frozenset(self.allowed) & KINDS) if self.allowed else KINDS - ON_REQUEST
        if not self.allowed:
            self.allowed = None

    def put(self, kind: str, payload: Json) -> bool:
        """Queue an update unless the bot does not want its kind; says whether it was queued."""
        if kind not in self._allowed:
            return False
        self.put_raw({kind: payload})
        return True

    def put_raw(self, fields: Json) -> int:
        """Queue an update with any fields, known to Telegram or not, and give its id."""
        update_id = self._next
        self._next += 1
        self._pending.append({"update_id": update_id} | fields)
        return update_id

    def get(self, offset: int, limit: int) -> list[Json]:
        """Confirm everything below `offset` and give at most `limit` of the rest.

        A negative offset keeps only that many from the end.
        """
        if offset < 0:
            while len(self._pending) > -offset:
                self._pending.popleft()
        else:
            while self._pending and self._pending[0]["update_id"] < offset:
                self._pending.popleft()
        return list(islice(self._pending, limit))

    def confirm(self, update_id: int) -> None:
        """Forget one update: a webhook took it."""
        self._pending = deque(update for update in self._pending if update["update_id"] != update_id)

    def clear(self) -> None:
        """Forget everything that waits."""
        self._pending.clear()
