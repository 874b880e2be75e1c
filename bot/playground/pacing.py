"""How fast a bot may send: Telegram's published limits, if they are switched on."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True, slots=True)
class Limits:
    """Messages per time, from Telegram's "My bot is hitting limits" in its FAQ for bots."""

    per_second: int = 30
    per_chat_per_second: int = 1
    per_group_per_minute: int = 20


class Pacing:
    """Counts what is sent in sliding windows; `clock` gives seconds."""

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self._limits = limits
        self._clock = clock
        self._all: deque[float] = deque()
        self._chats: dict[int, deque[float]] = defaultdict(deque)
        self._groups: dict[int, deque[float]] = defaultdict(deque)

    def send(self, chat_id: int, *, group: bool) -> int | None:
        """Count a message, or give the whole seconds to wait for when it would be one too many."""
        now = self._clock()
        windows = [
            (self._all, self._limits.per_second, 1.0),
            (self._chats[chat_id], self._limits.per_chat_per_second, 1.0),
        ]
        if group:
            windows.append((self._groups[chat_id], self._limits.per_group_per_minute, 60.0))
        waits = [_wait(times, most, seconds, now) for times, most, seconds in windows]
        if any(waits):
            return max(1, ceil(max(waits)))
        for times, _, _ in windows:
            times.append(now)
        return None


def _wait(times: deque[float], most: int, seconds: float, now: float) -> float:
    while times and times[0] <= now - seconds:
        times.popleft()
    return times[-most] + seconds - now if len(times) >= most else 0.0
