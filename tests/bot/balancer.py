"""What stands before several replicas of a bot."""

from __future__ import annotations

import socket
from itertools import cycle

from tornado.httpclient import AsyncHTTPClient
from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler


class Balancer:
    """An address behind which requests go to several servers in turn."""

    def __init__(self, *ports: int) -> None:
        self.send_to(*ports)
        self.client = AsyncHTTPClient(force_instance=True)
        listening = socket.create_server(("127.0.0.1", 0))
        listening.setblocking(False)
        self.url = f"http://127.0.0.1:{listening.getsockname()[1]}/hook"
        self.server = HTTPServer(Application([("/hook", _Pass, {"balancer": self})]))
        self.server.add_socket(listening)

    def send_to(self, *ports: int) -> None:
        """From now on requests go to these in turn."""
        self.ports = cycle(ports)

    async def close(self) -> None:
        """Take no requests any more."""
        self.server.stop()
        await self.server.close_all_connections()
        self.client.close()


class _Pass(RequestHandler):
    def initialize(self, balancer: Balancer) -> None:
        self._balancer = balancer

    async def post(self) -> None:
        response = await self._balancer.client.fetch(
            f"http://127.0.0.1:{next(self._balancer.ports)}/elsewhere",
            method="POST",
            headers=self.request.headers,
            body=self.request.body,
            raise_error=False,
        )
        self.set_status(response.code)
