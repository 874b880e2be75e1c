"""Telling the bot of updates at the address that it gave."""

from __future__ import annotations

import asyncio
import ipaddress
import json
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from tornado.httpclient import AsyncHTTPClient, HTTPRequest

from bot.playground.faults import Faults
from bot.playground.model import Json
from bot.playground.parameters import Fields, without_nothing
from bot.playground.refusals import bad_request
from bot.playground.signals import Signal
from bot.playground.updates import UpdateQueue

logger = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
FIRST_RETRY_SECONDS = 0.05
LONGEST_RETRY_SECONDS = 5.0
ANSWER_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Address:
    """Where to deliver to."""

    url: str
    secret: str = ""
    max_connections: int = 40


def read_address(fields: Fields) -> Address | None:
    """What setWebhook asks for; None takes the webhook away."""
    url = fields.string("url")
    if not url:
        return None
    parts = urlsplit(url)
    # Plain HTTP only to this machine, as a Bot API server of one's own allows it.
    if parts.scheme != "https" and not (parts.scheme == "http" and _loopback(parts.hostname or "")):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    secret = fields.string("secret_token")
    if len(secret) > 256 or re.search(r"[^A-Za-z0-9_-]", secret):
        raise bad_request("secret token contains unallowed characters")
    connections = fields.integer("max_connections")
    return Address(url, secret, 40 if connections is None else connections)


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Webhook:
    """Delivers updates one by one, in order; one that is not taken is tried again after a pause."""

    def __init__(self, updates: UpdateQueue, faults: Faults, changed: Signal, now: Callable[[], int]) -> None:
        self.address: Address | None = None
        self._updates = updates
        self._faults = faults
        self._changed = changed
        self._now = now
        self._error: tuple[int, str] | None = None
        self._task: asyncio.Task[None] | None = None

    async def use(self, address: Address | None) -> None:
        """Deliver to this address from now on, or to none."""
        await self.close()
        self.address = address
        self._error = None
        if address is not None:
            self._task = asyncio.create_task(self._deliver(address), name="playground:webhook")

    async def close(self) -> None:
        """Stop delivering."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    def info(self) -> Json:
        """The `WebhookInfo`."""
        address, error = self.address, self._error
        allowed = self._updates.allowed
        return without_nothing(
            url=address.url if address else "",
            has_custom_certificate=False,
            pending_update_count=len(self._updates),
            max_connections=address.max_connections if address else None,
            last_error_date=error[0] if error else None,
            last_error_message=error[1] if error else None,
            allowed_updates=list(allowed) if allowed else None,
        )

    async def _deliver(self, address: Address) -> None:
        client = AsyncHTTPClient(force_instance=True)
        pause = FIRST_RETRY_SECONDS
        try:
            while True:
                if not self._updates.pending:
                    await self._changed.wait()
                    continue
                batch = self._faults.disturb(list(self._updates.pending))
                taken = [await self._post(client, address, update) for update in batch]
                if all(taken):
                    pause = FIRST_RETRY_SECONDS
                else:
                    await asyncio.sleep(pause)
                    pause = min(2 * pause, LONGEST_RETRY_SECONDS)
        finally:
            client.close()

    async def _post(self, client: AsyncHTTPClient, address: Address, update: Json) -> bool:
        headers = {"Content-Type": "application/json"}
        if address.secret:
            headers[SECRET_HEADER] = address.secret
        request = HTTPRequest(
            address.url,
            method="POST",
            headers=headers,
            body=json.dumps(update),
            request_timeout=ANSWER_SECONDS,
        )
        try:
            response = await client.fetch(request, raise_error=False)
        except OSError as error:
            self._error = (self._now(), f"Connection failed: {error.strerror or error}")
            return False
        if not 200 <= response.code < 300:
            self._error = (self._now(), f"Wrong response from the webhook: {response.code} {response.reason}")
            return False
        self._updates.confirm(update["update_id"])
        self._changed.fire()
        return True
