"""The Bot API over HTTP."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import struct
from collections.abc import Sequence
from http.client import responses
from typing import Any
from urllib.parse import unquote

from tornado.httpserver import HTTPServer
from tornado.routing import URLSpec
from tornado.web import Application, RequestHandler

from bot.playground.bot_api import BotApi, Call
from bot.playground.faults import BadGateway, Fault, Flood, Held, LostAnswer, Reset, ServerError
from bot.playground.model import Json
from bot.playground.origins import STRANGER, Hosts, is_welcome
from bot.playground.parameters import Fields
from bot.playground.reading import read_fields
from bot.playground.refusals import Refused, too_many_requests

logger = logging.getLogger(__name__)

# Nothing else is asked for than what a browser or a bot on this machine sends.
LARGEST_REQUEST = 60 * 1024 * 1024
_GATEWAY_PAGE = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>502 Bad Gateway</body>\r\n</html>\r\n"


class Server:
    """Listens on one address until it is closed; port 0 stands for any free one."""

    def __init__(self, api: BotApi, token: str, *, hosts: Hosts = None, more: Sequence[URLSpec] = ()) -> None:
        shared = {"api": api, "token": token, "hosts": hosts}
        self._application = Application(
            [
                (r"/bot([^/]+)/([^/]+)", MethodHandler, shared),
                (r"/file/bot([^/]+)/(.+)", FileHandler, shared),
                *more,
            ],
            log_function=_log,
        )
        self._server: HTTPServer | None = None
        self.port = 0

    def listen(self, host: str, port: int) -> None:
        """Begin to serve. Raises OSError if the port is taken."""
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listening = socket.create_server((host, port), family=family)
        listening.setblocking(False)
        self._server = HTTPServer(self._application, max_buffer_size=LARGEST_REQUEST)
        self._server.add_socket(listening)
        self.port = listening.getsockname()[1]

    async def close(self) -> None:
        """Stop, and break off what is open."""
        if self._server is not None:
            self._server.stop()
            await self._server.close_all_connections()
            self._server = None


def _log(handler: RequestHandler) -> None:
    # The path holds the token.
    logger.debug("%s %s", handler.get_status(), handler.request.method)


class _BotHandler(RequestHandler):
    """What bots ask for, under their token."""

    def initialize(self, api: BotApi, token: str, hosts: Hosts) -> None:
        self._api = api
        self._token = token
        self._hosts = hosts

    def check(self, token: str) -> None:
        """Raise a refusal unless a request comes from where it may, and with the right token."""
        if not is_welcome(self.request, self._hosts):
            raise Refused(403, STRANGER)
        number, colon, secret = unquote(token).partition(":")
        if not (number.isdigit() and colon and secret):
            raise Refused(404, "Not Found")
        if unquote(token) != self._token:
            raise Refused(401, "Unauthorized")

    def answer(self, code: int, body: Json) -> None:
        """End with JSON."""
        self.set_status(code)
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps(body))

    def write_error(self, status_code: int, **_: Any) -> None:  # Any: it is Tornado's signature
        """A failure of the playground itself looks like one of Telegram's."""
        self.answer(status_code, Refused(status_code, responses.get(status_code, "Internal Server Error")).body())

    def log_exception(self, *error: Any) -> None:  # Any: as above
        """Tornado would log the address, which holds the token."""
        logger.error("the playground could not answer a request", exc_info=error)


class MethodHandler(_BotHandler):
    """`/bot<token>/<method>`, by GET or POST, as a form or as JSON."""

    _work: asyncio.Task[object] | None = None

    async def get(self, token: str, method: str) -> None:
        """A request in the address."""
        await self._serve(token, method)

    async def post(self, token: str, method: str) -> None:
        """A request in the body."""
        await self._serve(token, method)

    def on_connection_close(self) -> None:
        """Who has gone does not wait for updates any more; anything else is carried out to its end."""
        if self._work is not None:
            self._work.cancel()

    async def _serve(self, token: str, method: str) -> None:
        try:
            self.check(token)
            fields = read_fields(self.request)
            call = self._api.begin(method, fields)
        except Refused as refused:
            self.answer(refused.code, refused.body())
            return
        try:
            await self._carry_out(call, fields)
        finally:
            self._api.end(call)

    async def _carry_out(self, call: Call, fields: Fields) -> None:
        fault = self._api.faults.next(call.method)
        if fault is not None:
            call.fault = type(fault).__name__
            self._api.changed.fire()
        try:
            if isinstance(fault, Held):
                if not await self._hold(fault):
                    return
            elif fault is not None and not isinstance(fault, LostAnswer):
                self._fail(fault)
                return
            result = await self._result(call, fields)
        except Refused as refused:
            self.answer(refused.code, refused.body())
        except asyncio.CancelledError:
            if self._work is None or not self._work.cancelled():
                raise
        else:
            if isinstance(fault, LostAnswer):
                self._break_off()
            else:
                self.answer(200, {"ok": True, "result": result})

    async def _hold(self, held: Held) -> bool:
        """Wait until a request is let go; false if the server closes before."""
        held.arrived.set()
        ends = [asyncio.create_task(event.wait()) for event in (held.released, self._api.closing)]
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        for end in ends:
            end.cancel()
        return held.released.is_set()

    async def _result(self, call: Call, fields: Fields) -> object:
        if call.method != "getUpdates":
            return await self._api.carry_out(call, fields)
        self._work = asyncio.create_task(self._api.carry_out(call, fields), name="playground:getUpdates")
        return await self._work

    def _fail(self, fault: Fault) -> None:
        match fault:
            case Flood(retry_after):
                raise too_many_requests(retry_after)
            case ServerError():
                raise Refused(500, "Internal Server Error")
            case BadGateway():
                self.set_status(502)
                self.set_header("Content-Type", "text/html")
                self.finish(_GATEWAY_PAGE)
            case Reset():
                self._break_off()

    def _break_off(self) -> None:
        stream = self.detach()
        # Without lingering, closing sends a reset and not a polite end.
        stream.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        stream.close()


class FileHandler(_BotHandler):
    """`/file/bot<token>/<path>`: the bytes of a file."""

    async def get(self, token: str, path: str) -> None:
        """Answer the bytes."""
        try:
            self.check(token)
            content = self._api.state.files.get(path.rpartition("/")[2])
            if content is None:
                raise Refused(404, "Not Found")
        except Refused as refused:
            self.answer(refused.code, refused.body())
            return
        self.set_header("Content-Type", "application/octet-stream")
        self.finish(content)
