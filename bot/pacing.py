"""Whose turn it is to send: Telegram's limits on how fast a bot may write, kept fairly between chats.

Nothing here knows of Telegram's library, of an event loop or of a clock: times are seconds of whatever clock the
caller has.
"""

from __future__ import annotations

import heapq
from collections import deque
from dataclasses import dataclass, field
from itertools import count
from typing import Generic, TypeVar

T = TypeVar("T")

# So many chats may be known before those that have been quiet are forgotten.
_KNOWN_CHATS = 1_000


@dataclass(frozen=True, slots=True)
class Rate:
    """At most so many requests in any span of so many seconds, `spare` of them for what is urgent."""

    most: int
    seconds: float
    spare: int = 0


@dataclass(frozen=True, slots=True)
class Rates:
    """How fast requests may be made: all together, in each chat, and in each group or channel; None is no limit."""

    overall: Rate | None = None
    chat: Rate | None = None
    group: Rate | None = None


# https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
# Its "short bursts" in one chat are not used: one that goes too far costs whole seconds of silence there.
# A flooded group is told so while that is true.
TELEGRAM = Rates(overall=Rate(30, 1.0), chat=Rate(1, 1.0), group=Rate(20, 60.0, spare=1))
UNPACED = Rates()


@dataclass(frozen=True, slots=True)
class Lane:
    """Where requests go one after another: a chat, or a message that was sent inline; `group` says which limits hold.

    Channels count as groups: their ids do not tell them apart.
    """

    key: int | str
    group: bool = False


@dataclass(slots=True)
class _State(Generic[T]):
    """A lane's requests: those that wait, the one under way, and when the last ones ended."""

    rates: tuple[Rate, ...]
    ends: deque[float]
    waiting: deque[T] = field(default_factory=deque)
    urgent: deque[T] = field(default_factory=deque)
    under_way: T | None = None
    # When it has its turn, if it stands in one of the two queues.
    turn_at: float | None = None
    paused_until: float = float("-inf")

    def ready_at(self) -> float:
        """When its own limits let the next request go."""
        most = [(rate.most if self.urgent else rate.most - rate.spare, rate.seconds) for rate in self.rates]
        times = [self.ends[-number] + seconds for number, seconds in most if len(self.ends) >= number]
        return max([self.paused_until, *times])

    def next(self) -> T | None:
        """Take away the request that goes next."""
        queue = self.urgent or self.waiting
        return queue.popleft() if queue and self.under_way is None else None

    def holds_back(self, now: float) -> bool:
        """Whether it differs from a lane that nobody has heard of."""
        longest = max((rate.seconds for rate in self.rates), default=0.0)
        recent = bool(self.ends) and self.ends[-1] + longest > now
        waits = bool(self.waiting or self.urgent) or self.turn_at is not None
        return waits or self.under_way is not None or self.paused_until > now or recent


class Pacing(Generic[T]):
    """Says which requests (anything that is hashable and not None) may go when; their lanes take turns.

    A request counts from its start until its rate's time has passed since its end: Telegram counts it when it
    arrives, which is somewhere between. So no limit is broken however the network delays one request and hurries the
    next. Within a lane each request waits for the end of the one before.

    A lane that waits for its own limit waits alone. Those whose own limits let them go share what all have together:
    each in turn has one request, however many wait in another.

    `waiting` counts the requests that wait for their turn.
    """

    def __init__(self, rates: Rates) -> None:
        self._rates = rates
        self._lanes: dict[Lane, _State[T]] = {}
        self._most_lanes = _KNOWN_CHATS
        # Lanes that only the limit for all holds up, in the order of their turns; and those that must wait longer.
        self._ready: deque[Lane] = deque()
        self._later: list[tuple[float, int, Lane]] = []
        self._numbers = count()
        self._under_way = 0
        # When the places of requests that have ended become free.
        self._frees: deque[float] = deque()
        self.waiting = 0

    def __len__(self) -> int:
        """How many lanes are remembered."""
        return len(self._lanes)

    def join(self, lane: Lane, request: T, now: float, *, first: bool = False, urgent: bool = False) -> None:
        """A request waits for its turn, behind those that wait in its lane or `first` of them.

        What is `urgent` goes before all that is not, and may use what each rate has to spare.
        """
        state = self._state(lane, now)
        queue = state.urgent if urgent else state.waiting
        if first:
            queue.appendleft(request)
        else:
            queue.append(request)
        self.waiting += 1
        self._queue(lane, state, now)

    def leave(self, lane: Lane, request: T, now: float) -> None:
        """A request has ended, well or badly, or is given up while it waits. Whoever has left can leave again."""
        state = self._lanes.get(lane)
        if state is None:
            return
        if state.under_way == request:
            state.under_way = None
            state.ends.append(now)
            self._under_way -= 1
            if self._rates.overall:
                self._frees.append(now + self._rates.overall.seconds)
            self._queue(lane, state, now)
            return
        for queue in (state.waiting, state.urgent):
            if request in queue:
                queue.remove(request)
                self.waiting -= 1

    def start(self, now: float) -> list[T]:
        """The requests whose turn it is now. They are under way until they leave."""
        while self._later and self._later[0][0] <= now:
            at, _, lane = heapq.heappop(self._later)
            # It may have got an earlier turn since.
            if lane in self._lanes and self._lanes[lane].turn_at == at:
                self._ready.append(lane)
        started = []
        while self._ready and self._has_place(now):
            lane = self._ready.popleft()
            state = self._lanes[lane]
            state.turn_at = None
            if state.ready_at() > now:
                # It was the turn of something urgent that was given up.
                self._queue(lane, state, now)
            elif (request := state.next()) is not None:
                state.under_way = request
                started.append(request)
                self.waiting -= 1
                self._under_way += 1
        return started

    def wake_at(self) -> float | None:
        """When to `start` next, after a `start`; None if nothing can before something joins or leaves."""
        if self._ready:
            return self._frees[0] if self._frees else None
        return self._later[0][0] if self._later else None

    def pause(self, lane: Lane, until: float) -> None:
        """Whatever joins a lane waits until then. Only while a request of it is under way."""
        state = self._lanes[lane]
        state.paused_until = max(state.paused_until, until)

    def paused(self, lane: Lane, now: float) -> float:
        """How many seconds a lane is still paused."""
        state = self._lanes.get(lane)
        return max(0.0, state.paused_until - now) if state else 0.0

    def delay(self, lane: Lane, now: float) -> float:
        """How many seconds, at least, a request that joined now would wait."""
        state = self._lanes.get(lane)
        if state is None:
            return 0.0
        before = len(state.waiting) + len(state.urgent) + (state.under_way is not None)
        fastest = min((rate.seconds / rate.most for rate in state.rates), default=0.0)
        return max(0.0, state.ready_at() - now) + before * fastest

    def give_up(self, lane: Lane | None = None) -> list[T]:
        """Take away, and return, what waits in a lane, or in all."""
        states = list(self._lanes.values()) if lane is None else [self._lanes[lane]]
        given_up = [request for state in states for request in (*state.urgent, *state.waiting)]
        for state in states:
            state.urgent.clear()
            state.waiting.clear()
        self.waiting -= len(given_up)
        return given_up

    def _state(self, lane: Lane, now: float) -> _State[T]:
        state = self._lanes.get(lane)
        if state is None:
            if len(self._lanes) >= self._most_lanes:
                self._lanes = {each: state for each, state in self._lanes.items() if state.holds_back(now)}
                # Twice as many, so that looking through them stays rare.
                self._most_lanes = max(_KNOWN_CHATS, 2 * len(self._lanes))
            rates = (self._rates.chat, self._rates.group if lane.group else None)
            limits = tuple(rate for rate in rates if rate)
            state = _State(limits, deque(maxlen=max((rate.most for rate in limits), default=0)))
            self._lanes[lane] = state
        return state

    def _queue(self, lane: Lane, state: _State[T], now: float) -> None:
        """A lane whose next request could go lines up, unless it has an early enough turn."""
        if state.under_way is not None or not (state.waiting or state.urgent):
            return
        at = state.ready_at()
        if state.turn_at is not None and state.turn_at <= max(at, now):
            return
        state.turn_at = at
        if at <= now:
            self._ready.append(lane)
        else:
            heapq.heappush(self._later, (at, next(self._numbers), lane))

    def _has_place(self, now: float) -> bool:
        """Whether the limit for all leaves a place."""
        while self._frees and self._frees[0] <= now:
            self._frees.popleft()
        return self._rates.overall is None or self._under_way + len(self._frees) < self._rates.overall.most
