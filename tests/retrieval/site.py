"""A web server on loopback that answers as a test says."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket
from threading import Event, Thread
from types import TracebackType
from typing import Any


@dataclass(frozen=True, slots=True)
class Response:
    """An answer; `length` is what the header says, where it is not the truth."""

    content: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None

    def packed(self, times: int = 1) -> Response:
        """The same, packed with gzip."""
        content = self.content
        for _ in range(times):
            content = gzip.compress(content)
        return Response(content, self.status, {**self.headers, "Content-Encoding": ", ".join(["gzip"] * times)})


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for."""

    path: str
    headers: dict[str, str]


Answering = Response | Callable[[Request], Response]


class Site:
    """A server on a free port: `pages` are its answers by path; anything else is not found."""

    def __init__(self) -> None:
        self.pages: dict[str, Answering] = {}
        self.requests: list[Request] = []
        self.connections = 0
        self.closing = Event()
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self._server.site = self
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def port(self) -> int:
        """The port."""
        return int(self._server.server_address[1])

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        """The address of a page."""
        return f"http://{host}:{self.port}{path}"

    def asked(self, path: str) -> list[Request]:
        """The requests for a page."""
        return [request for request in self.requests if request.path == path]

    def __enter__(self) -> Site:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    site: Site

    def get_request(self) -> tuple[socket, Any]:  # Any: as typeshed has it
        self.site.connections += 1
        return super().get_request()

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients go away in the middle, that is what the tests are about."""


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            request = Request(self.path, {name.lower(): value for name, value in self.headers.items()})
            site.requests.append(request)
            answer = site.pages.get(self.path, Response(status=404))
            answer = answer if isinstance(answer, Response) else answer(request)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.content) if answer.length is None else answer.length))
            self.end_headers()
            self.wfile.write(answer.content)
            # What was promised and does not come.
            self.close_connection = answer.length is not None

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: the tests look at `requests`."""

    return Handler
