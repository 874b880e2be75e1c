"""Is told of updates by Telegram: an HTTP server behind whatever speaks TLS and spreads requests over replicas."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import socket
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from telegram import Bot, Update
from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler, stream_request_body

from bot.receiving.dispatcher import Dispatcher, has_id
from bot.receiving.patience import reached
from retrieval import CatalogueError

log = logging.getLogger(__name__)

HEALTH = "/health"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
# Updates have some thousand bytes.
_LARGEST_UPDATE = 1024 * 1024
_LONGEST_READ = 64 * 1024 * 1024
_HEALTH_SECONDS = 2.0


def default_secret(token: str) -> str:
    """A webhook's secret that all replicas of a bot can work out, and nobody else."""
    return hmac.new(token.encode(), b"the secret of the webhook", sha256).hexdigest()


class Webhook:
    """A server that takes updates at every path, and tells at `/health` whether it can.

    The path is not looked at because balancers change it; the secret in the header is what opens. `url` is where
    Telegram reaches it, `check` raises `CatalogueError` when the database does not work. `listen` begins to serve.
    """

    alone = False

    def __init__(self, url: str, secret: str, check: Callable[[], int]) -> None:
        self.url = url
        self._secret = secret.encode()
        self._check = check
        self._dispatcher: Dispatcher | None = None
        self._server = HTTPServer(
            Application(
                [(HEALTH, _Health, {"webhook": self}), (r"/.*", _Updates, {"webhook": self})], log_function=_log
            ),
            # What is too long is read and forgotten, as who sends it would not read a refusal before its end.
            max_body_size=_LONGEST_READ,
        )
        self.port = 0

    def listen(self, host: str, port: int) -> None:
        """Take connections; updates are refused until `receive` runs. Raises OSError if the port is taken."""
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listening = socket.create_server((host, port), family=family)
        listening.setblocking(False)
        self._server.add_socket(listening)
        self.port = listening.getsockname()[1]

    async def receive(self, bot: Bot, dispatcher: Dispatcher) -> None:
        """Feed a dispatcher until cancelled. Raises `BadRequest` when Telegram does not take the address.

        The webhook stays when this ends: other replicas live on it, and updates wait for whoever comes next.
        """
        self._dispatcher = dispatcher
        try:
            await reached(
                lambda: bot.set_webhook(self.url, secret_token=self._secret.decode(), allowed_updates=Update.ALL_TYPES)
            )
            await asyncio.Event().wait()
        finally:
            self._dispatcher = None
            self._server.stop()
            await self._server.close_all_connections()

    def opens(self, secret: str) -> bool:
        """Whether a header holds the secret; it takes as long for a wrong one as for the right one."""
        return hmac.compare_digest(secret.encode(), self._secret)

    async def take(self, body: bytes) -> int:
        """Store the update in a request's body; returns the HTTP status to answer."""
        if self._dispatcher is None:
            return 503
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):
            update = None
        if not has_id(update):
            log.warning("a request of %d bytes holds no update", len(body))
            return 400
        try:
            await self._dispatcher.feed([update])
        except CatalogueError as error:
            # Telegram sends it again.
            log.error("an update can't be stored: %s", error)
            return 500
        return 200

    async def health(self) -> tuple[int, dict[str, Any]]:  # Any: JSON
        """An HTTP status and what to say of it: 503 unless updates can be taken and stored."""
        if self._dispatcher is None:
            return 503, {"status": "not ready"}
        try:
            waiting = await asyncio.wait_for(asyncio.to_thread(self._check), _HEALTH_SECONDS)
        except (CatalogueError, TimeoutError):
            return 503, {"status": "the database does not answer"}
        return 200, {"status": "ok", "waiting": waiting}


@stream_request_body
class _Updates(RequestHandler):
    def initialize(self, webhook: Webhook) -> None:
        self._webhook = webhook
        self._body = bytearray()
        self._length = 0

    def prepare(self) -> None:
        """The headers are there."""
        self._opened = self._webhook.opens(self.request.headers.get(SECRET_HEADER, ""))

    def data_received(self, chunk: bytes) -> None:
        """Some of the body is there. Strangers' is not kept."""
        self._length += len(chunk)
        if self._opened and self._length <= _LARGEST_UPDATE:
            self._body += chunk

    async def post(self) -> None:
        """An update."""
        if not self._opened:
            self.set_status(403)
        elif self._length > _LARGEST_UPDATE:
            log.warning("a request of %d bytes is too long", self._length)
            self.set_status(413)
        else:
            self.set_status(await self._webhook.take(bytes(self._body)))

    def log_exception(self, *error: Any) -> None:  # Any: it is Tornado's signature
        """Tornado would log the whole request."""
        log.error("the webhook failed", exc_info=error)


class _Health(RequestHandler):
    def initialize(self, webhook: Webhook) -> None:
        self._webhook = webhook

    async def get(self) -> None:
        """Whether updates can be taken."""
        status, state = await self._webhook.health()
        self.set_status(status)
        self.write(state)


def _log(handler: RequestHandler) -> None:
    # The path may be a secret of the balancer's.
    log.debug("%s %s", handler.get_status(), handler.request.method)
