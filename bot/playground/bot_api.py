"""The Bot API without its HTTP: a method and its fields in, a result or a refusal out."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.playground.access import find_chat
from bot.playground.faults import Faults
from bot.playground.methods import METHODS
from bot.playground.model import Event, Json
from bot.playground.pacing import Pacing
from bot.playground.parameters import Fields
from bot.playground.refusals import Refused, bad_request, conflict, too_many_requests
from bot.playground.signals import Signal
from bot.playground.state import State
from bot.playground.webhook import Webhook, read_address

MOST_UPDATES = 100
LONGEST_POLL_SECONDS = 50
CALLS_KEPT = 10_000

RECEIVING: dict[str, frozenset[str]] = {
    "getUpdates": frozenset({"offset", "limit", "timeout", "allowed_updates"}),
    "setWebhook": frozenset({"url", "max_connections", "allowed_updates", "drop_pending_updates", "secret_token"}),
    "deleteWebhook": frozenset({"drop_pending_updates"}),
    "getWebhookInfo": frozenset(),
}
# What methods heed, in Telegram's spelling: the names of methods do not depend on case.
PARAMETERS: dict[str, frozenset[str]] = RECEIVING | {name: method.parameters for name, method in METHODS.items()}
_NAMES = {name.lower(): name for name in PARAMETERS}
_PACED = ("send", "forward", "copy", "edit")


@dataclass(slots=True)
class Call:
    """A request of the bot and what came of it. `unheeded` are parameters that the playground does nothing with."""

    method: str
    parameters: Mapping[str, object]
    result: object = None
    refused: Refused | None = None
    fault: str | None = None
    unheeded: frozenset[str] = field(default_factory=frozenset)


class BotApi:
    """Carries out the bot's requests on a state.

    `changed` fires whenever anything happens: an event of the state, a request answered, an update confirmed.
    `active` counts the requests under way, without those that wait for updates. `closing` is set at the end.
    """

    def __init__(self, state: State, *, pacing: Pacing | None = None) -> None:
        self.state = state
        self.faults = Faults()
        self.calls: deque[Call] = deque(maxlen=CALLS_KEPT)
        self.changed = Signal()
        self.active = 0
        self.closing = asyncio.Event()
        self.webhook = Webhook(state.updates, self.faults, self.changed, state.now)
        self._pacing = pacing
        self._poll: asyncio.Future[None] | None = None
        state.listeners.append(self._notice)

    @property
    def polled(self) -> bool:
        """Whether a request is waiting for updates right now."""
        return self._poll is not None

    def begin(self, name: str, fields: Fields) -> Call:
        """Note a request; its method has Telegram's spelling if Telegram has it."""
        method = _NAMES.get(name.lower(), name)
        heeded = PARAMETERS.get(method, frozenset())
        call = Call(method, fields.decoded(), unheeded=frozenset(fields.values) - heeded)
        if method != "getUpdates":
            self.calls.append(call)
            self.active += 1
        return call

    def end(self, call: Call) -> None:
        """Note that a request is over."""
        if call.method != "getUpdates":
            self.active -= 1
        self.changed.fire()

    async def carry_out(self, call: Call, fields: Fields) -> object:
        """The result of a request; raises `Refused`."""
        try:
            call.result = await self._result(call.method, fields)
        except Refused as refused:
            call.refused = refused
            raise
        return call.result

    async def close(self) -> None:
        """Let waiting requests go with nothing, and stop delivering."""
        self.closing.set()
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        await self.webhook.close()

    async def _result(self, method: str, fields: Fields) -> object:
        match method:
            case "getUpdates":
                return await self._get_updates(fields)
            case "setWebhook":
                address = read_address(fields)
                self._receive(fields)
                await self.webhook.use(address)
                self._end_poll(conflict("terminated by setWebhook request"))
                return True
            case "deleteWebhook":
                await self.webhook.use(None)
                self._receive(fields)
                return True
            case "getWebhookInfo":
                return self.webhook.info()
        if method not in METHODS:
            raise Refused(404, "Not Found: method not found")
        self._pace(method, fields)
        return METHODS[method].call(self.state, fields)

    async def _get_updates(self, fields: Fields) -> list[Json]:
        if self.webhook.address is not None:
            reason = "can't use getUpdates method while webhook is active"
            raise conflict(f"{reason}; use deleteWebhook to delete the webhook first")
        other = "terminated by other getUpdates request; make sure that only one bot instance is running"
        self._end_poll(conflict(other))
        self._receive(fields)
        offset = fields.integer("offset") or 0
        limit = fields.integer("limit")
        limit = MOST_UPDATES if limit is None else min(max(limit, 1), MOST_UPDATES)
        batch = self.state.updates.get(offset, limit)
        self.changed.fire()
        seconds = min(fields.integer("timeout") or 0, LONGEST_POLL_SECONDS)
        if not batch and seconds > 0:
            await self._wait_for_update(seconds)
            batch = self.state.updates.get(max(offset, 0), limit)
        return self.faults.disturb(batch)

    async def _wait_for_update(self, seconds: float) -> None:
        poll: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._poll = poll
        self.changed.fire()
        try:
            await asyncio.wait_for(poll, seconds)
        except TimeoutError:
            pass
        finally:
            if self._poll is poll:
                self._poll = None

    def _end_poll(self, refusal: Refused) -> None:
        poll, self._poll = self._poll, None
        if poll is not None and not poll.done():
            poll.set_exception(refusal)

    def _receive(self, fields: Fields) -> None:
        """What getUpdates, setWebhook and deleteWebhook have in common."""
        if "allowed_updates" in fields:
            kinds = fields.array("allowed_updates")
            if not all(isinstance(kind, str) for kind in kinds):
                raise bad_request("allowed_updates must be an Array of String")
            self.state.updates.allow(str(kind) for kind in kinds)
        if fields.boolean("drop_pending_updates"):
            self.state.updates.clear()

    def _pace(self, method: str, fields: Fields) -> None:
        if self._pacing is None or not method.startswith(_PACED) or method == "sendChatAction":
            return
        if "chat_id" not in fields:
            return
        chat = find_chat(self.state, fields.values["chat_id"])
        wait = self._pacing.send(chat.id, group=chat.type in ("group", "supergroup"))
        if wait is not None:
            raise too_many_requests(wait)

    def _notice(self, event: Event) -> None:
        if event.kind == "update" and self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        self.changed.fire()
