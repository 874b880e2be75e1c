"""How requests go out: chats do not wait for one another, and a passing fault is tried again."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Literal

from telegram.error import BadRequest, ChatMigrated, NetworkError, RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

from bot.doubt import InDoubt, repeats
from bot.pacing import TELEGRAM, Lane, Pacing, Rates

log = logging.getLogger(__name__)

# The library's coming type for times; without it every limit that Telegram sets is a deprecation warning.
os.environ.setdefault("PTB_TIMEDELTA", "1")

# Seconds before the second, third and fourth try.
_PAUSES = (0.5, 1.0, 2.0)
# And before a message is sent again that may have arrived.
_DOUBTS = (1.0, 5.0)
# Longer than this nobody waits: such limits are set on ornaments, as the list of commands.
_LONGEST_PAUSE = 60.0
# What is there twice when it is done twice.
_ADDING = ("send", "forward", "copy")
# So long an action, such as typing, is shown.
_ACTION_SECONDS = 5.0
# What shows in a chat, and so counts for Telegram's limits.
_SHOWN = ("send", "forward", "copy", "edit")

# As the `rate_limit_args` of a request: it goes before all others of its chat.
Urgency = Literal[True]
URGENT: Urgency = True

_Send = Callable[[], Awaitable[Any]]  # Any: what Telegram answers, as the base has it
_Turn = asyncio.Future[None]


class Delivery(BaseRateLimiter[Urgency]):
    """Sends requests as fast as Telegram allows, in each chat in their order, and again where they fail in passing.

    What shows in a chat waits for its turn (`Pacing`); everything else goes at once. Lost connections and errors of
    the server are tried again after each of `pauses` (seconds), and so are limits that Telegram sets, when they have
    passed: that of a chat holds up that chat, any other only the request that met it. A limit of more than
    `longest_pause` seconds is raised instead, to everything else in that chat too until it ends.

    A message whose arrival is in doubt is sent again after each of `doubts` (seconds), as far as `bot.doubt` has it;
    then `InDoubt` is raised.

    `listeners` are called when `waiting` has changed, or `callers`: the tasks that do nothing but wait for a request.
    """

    def __init__(
        self,
        rates: Rates = TELEGRAM,
        *,
        pauses: Sequence[float] = _PAUSES,
        doubts: Sequence[float] = _DOUBTS,
        longest_pause: float = _LONGEST_PAUSE,
    ) -> None:
        self.listeners: list[Callable[[], None]] = []
        self.callers: set[asyncio.Task[Any] | None] = set()
        self._pacing: Pacing[_Turn] = Pacing(rates)
        self._pauses = pauses
        self._doubts = doubts
        self._longest_pause = longest_pause
        self._timer: asyncio.TimerHandle | None = None
        self._known_waiting = 0
        self._open = 0
        self._done = asyncio.Event()
        self._done.set()

    @property
    def waiting(self) -> int:
        """How many requests wait for nothing but Telegram's limits, or for their next try."""
        return self._pacing.waiting

    async def idle(self) -> None:
        """Return when no request waits and none is under way."""
        await self._done.wait()

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],  # Any: as its base has it
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Urgency | None,
    ) -> Any:
        """Send a request when its turn has come. Raises what the last try raised."""
        urgent = rate_limit_args is URGENT
        self._open += 1
        self._done.clear()
        caller = asyncio.current_task()
        self.callers.add(caller)
        self._tell()
        try:
            return await self._send(endpoint, data, lambda: callback(*args, **kwargs), urgent=urgent)
        except ChatMigrated as error:
            moved = in_new_chat(data, error.new_chat_id)
            if moved is None:
                raise
            # The parameters are one of the arguments.
            given = [moved if argument is data else argument for argument in args]
            return await self._send(endpoint, moved, lambda: callback(*given, **kwargs), urgent=urgent)
        finally:
            self.callers.discard(caller)
            self._open -= 1
            if not self._open:
                self._done.set()
            self._tell()

    async def initialize(self) -> None:
        """There is nothing to set up."""

    async def shutdown(self) -> None:
        """Give up what waits: it fails as it would without a network."""
        _fail(self._pacing.give_up(), NetworkError("the bot stopped before this was sent"))
        self._go_on()

    async def _send(self, endpoint: str, data: Mapping[str, Any], send: _Send, *, urgent: bool) -> Any:
        lane = lane_of(endpoint, data)
        if lane is None:
            return await self._at_once(endpoint, send)
        if endpoint != "sendChatAction":
            return await self._in_turn(endpoint, lane, send, urgent=urgent)
        if self._pacing.delay(lane, _now()) > _ACTION_SECONDS:
            # What it announces comes when nobody sees it any more.
            return True
        return await send()

    async def _at_once(self, endpoint: str, send: _Send) -> Any:
        pauses = iter(self._pauses)
        while True:
            try:
                return await send()
            except TelegramError as error:
                pause = self._pause(endpoint, error, next(pauses, None))
                if pause is None:
                    raise
            await asyncio.sleep(pause)

    async def _in_turn(self, endpoint: str, lane: Lane, send: _Send, *, urgent: bool) -> Any:
        paused = self._pacing.paused(lane, _now())
        if paused > self._longest_pause:
            raise RetryAfter(timedelta(seconds=paused))
        pauses, doubts, sent = iter(self._pauses), iter(self._doubts), 0
        turn = self._line_up(lane, urgent=urgent)
        try:
            while True:
                await turn
                try:
                    return await send()
                except TelegramError as error:
                    most = repeats(error) if endpoint.startswith(_ADDING) else None
                    if most is None:
                        pause = self._pause(endpoint, error, next(pauses, None))
                    else:
                        sent += 1
                        pause = next(doubts, None) if sent <= most else None
                        log.info("%s may have arrived: %s", endpoint, error)
                    self._hold_up(lane, error, pause)
                    if pause is None and most is not None:
                        raise InDoubt(f"{endpoint} was sent and not answered: {error}") from error
                    if pause is None:
                        raise
                # Nobody gets between: the lane has this one in front before it is free.
                next_turn = self._line_up(lane, first=True, urgent=urgent)
                self._leave(lane, turn)
                turn = next_turn
        finally:
            self._leave(lane, turn)

    def _line_up(self, lane: Lane, *, first: bool = False, urgent: bool) -> _Turn:
        turn = asyncio.get_running_loop().create_future()
        self._pacing.join(lane, turn, _now(), first=first, urgent=urgent)
        self._go_on()
        return turn

    def _leave(self, lane: Lane, turn: _Turn) -> None:
        self._pacing.leave(lane, turn, _now())
        self._go_on()

    def _go_on(self) -> None:
        """Let those go whose turn it is, and look again when it is somebody else's."""
        for turn in self._pacing.start(_now()):
            # One that was cancelled a moment ago leaves by itself.
            if not turn.done():
                turn.set_result(None)
        if self._timer:
            self._timer.cancel()
        wake_at = self._pacing.wake_at()
        self._timer = None if wake_at is None else asyncio.get_running_loop().call_at(wake_at, self._go_on)
        if self._known_waiting != self._pacing.waiting:
            self._known_waiting = self._pacing.waiting
            self._tell()

    def _tell(self) -> None:
        for listener in tuple(self.listeners):
            listener()

    def _pause(self, endpoint: str, error: TelegramError, pause: float | None) -> float | None:
        """How many seconds to wait before the next try; None if there should be none."""
        if isinstance(error, RetryAfter):
            told = _told(error)
            if pause is None or told > self._longest_pause:
                return None
            log.info("%s waits %s s, as Telegram asks", endpoint, told)
            return max(pause, told)
        # A BadRequest is a NetworkError to the library.
        if pause is None or isinstance(error, BadRequest) or not isinstance(error, NetworkError):
            return None
        log.info("%s is tried again: %s", endpoint, error)
        return pause

    def _hold_up(self, lane: Lane, error: TelegramError, pause: float | None) -> None:
        """Stop a chat that Telegram stopped, or whose request is tried again later."""
        seconds = _told(error) if isinstance(error, RetryAfter) else 0.0
        self._pacing.pause(lane, _now() + max(pause or 0.0, seconds))
        if seconds > self._longest_pause:
            _fail(self._pacing.give_up(lane), error)


def lane_of(endpoint: str, data: Mapping[str, Any]) -> Lane | None:  # Any: parameters, as the library has them
    """The lane of a request that shows in a chat; None for all others."""
    if not endpoint.startswith(_SHOWN):
        return None
    chat = data.get("chat_id")
    if chat is None:
        inline = data.get("inline_message_id")
        return Lane(str(inline)) if inline else None
    try:
        number = int(chat)
    except ValueError:
        # Only groups and channels go by name.
        return Lane(str(chat).lower(), group=True)
    return Lane(number, group=number < 0)


def in_new_chat(data: Mapping[str, Any], chat_id: int) -> dict[str, Any] | None:  # Any: as above
    """The parameters of a request, for the supergroup that a group has become.

    None if they name a message: there it has another number, or is another message.
    """
    if {"message_id", "message_ids"} & data.keys() and "from_chat_id" not in data:
        return None
    kept = {name: value for name, value in data.items() if name != "reply_parameters"}
    return kept | {"chat_id": chat_id}


def _told(error: RetryAfter) -> float:
    seconds = error.retry_after
    return seconds.total_seconds() if isinstance(seconds, timedelta) else float(seconds)


def _fail(turns: Iterable[_Turn], error: TelegramError) -> None:
    for turn in turns:
        if not turn.done():
            turn.set_exception(error)


def _now() -> float:
    return asyncio.get_running_loop().time()
