"""What a page talks to, at the Bot API's address.

- `GET /playground/world`: everything to begin with (`page_view.world`).
- `GET /playground/events`: server-sent events; the first is `ready`, and from then on none is missed, so a page asks
  for the world when it comes. The others are named for `Event.kind`, with `page_view.event` as their data.
- `POST /playground/<action>`: a JSON object, or a form with a file; answers 200 with JSON, or 409 with
  `{"error": why}` where no client would let a person do it (`page_actions.ACTIONS`).
- `GET /playground/file/<file_id>`: the bytes of a file.
- `GET /`: the page itself (`PAGE`), if one is served.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from tornado.iostream import StreamClosedError
from tornado.routing import URLSpec
from tornado.web import RequestHandler, StaticFileHandler

from bot.playground import page_view
from bot.playground.model import Event
from bot.playground.origins import STRANGER, Hosts, is_welcome
from bot.playground.page_actions import ACTIONS
from bot.playground.reading import read_fields
from bot.playground.refusals import NotPossible, Refused
from bot.playground.state import State

logger = logging.getLogger(__name__)

PAGE = Path(__file__).with_name("page")
"""The folder of the page that comes with the playground."""

# A page whose server has gone looks for it again after so many milliseconds.
RETRY_MILLISECONDS = 1000
# A comment is sent after so many seconds of silence, by which a connection that died is found out.
HEARTBEAT_SECONDS = 15.0


class _PageHandler(RequestHandler):
    def initialize(self, state: State, hosts: Hosts) -> None:
        self._state = state
        self._hosts = hosts

    def prepare(self) -> None:
        if not is_welcome(self.request, self._hosts):
            self.set_status(403)
            self.finish({"error": STRANGER})

    def set_default_headers(self) -> None:
        self.set_header("Cache-Control", "no-store")


class WorldHandler(_PageHandler):
    """`GET /playground/world`."""

    def get(self) -> None:
        """Answer the world."""
        self.finish(page_view.world(self._state))


class ActionHandler(_PageHandler):
    """`POST /playground/<action>`."""

    def post(self, name: str) -> None:
        """Do it."""
        action = ACTIONS.get(name)
        if action is None:
            self.set_status(404)
            self.finish({"error": f"there is no action {name}"})
            return
        try:
            self.finish(action(self._state, read_fields(self.request)))
        except (NotPossible, Refused) as error:
            self.set_status(409)
            self.finish({"error": str(error)})


class EventsHandler(_PageHandler):
    """`GET /playground/events`."""

    def initialize(self, state: State, hosts: Hosts) -> None:
        """Events wait here, and None for the end of the connection."""
        super().initialize(state, hosts)
        self._events: asyncio.Queue[Event | None] = asyncio.Queue()

    def on_connection_close(self) -> None:
        """The page has gone, or the server closes."""
        self._events.put_nowait(None)

    async def get(self) -> None:
        """Send events until the page goes away."""
        self.set_header("Content-Type", "text/event-stream")
        self._state.listeners.append(self._events.put_nowait)
        try:
            sent: str | None = f"retry: {RETRY_MILLISECONDS}\nevent: ready\ndata: {{}}\n\n"
            while sent is not None:
                self.write(sent)
                await self.flush()
                sent = await self._next()
        except StreamClosedError:
            logger.debug("a page has gone")
        finally:
            self._state.listeners.remove(self._events.put_nowait)

    async def _next(self) -> str | None:
        try:
            event = await asyncio.wait_for(self._events.get(), HEARTBEAT_SECONDS)
        except TimeoutError:
            return ": still here\n\n"
        if event is None:
            return None
        return f"event: {event.kind}\ndata: {json.dumps(page_view.event(self._state, event))}\n\n"


class PageFileHandler(_PageHandler):
    """`GET /playground/file/<file_id>`."""

    def get(self, file_id: str) -> None:
        """Answer the bytes, never as something that a browser would run."""
        content = self._state.files.get(file_id)
        if content is None:
            self.set_status(404)
            return
        picture = file_id.startswith("file-photo-")
        self.set_header("Content-Type", "image/png" if picture else "application/octet-stream")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.finish(content)


class PageHandler(StaticFileHandler):
    """The page's own files, which may load nothing from elsewhere and run nothing that stands in a text."""

    # A machine's own table of types may say that JavaScript is text, which browsers then refuse to run.
    _TYPES: ClassVar = {".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".svg": "image/svg+xml"}
    _POLICY = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    )

    def get_content_type(self) -> str:
        """The type by the file's name."""
        kind = self._TYPES.get(Path(self.absolute_path or "").suffix, "application/octet-stream")
        return f"{kind}; charset=utf-8"

    def set_extra_headers(self, path: str) -> None:
        """Asked for anew each time, so that a page never meets the scripts of another version."""
        self.set_header("Cache-Control", "no-cache")
        self.set_header("Content-Security-Policy", self._POLICY)
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("X-Content-Type-Options", "nosniff")


def routes(state: State, *, hosts: Hosts, page: Path | None) -> Sequence[URLSpec]:
    """The addresses of all this; `page` is the folder of the page."""
    shared = {"state": state, "hosts": hosts}
    served = [
        URLSpec(r"/playground/world", WorldHandler, shared),
        URLSpec(r"/playground/events", EventsHandler, shared),
        URLSpec(r"/playground/file/([^/]+)", PageFileHandler, shared),
        URLSpec(r"/playground/([a-z]+)", ActionHandler, shared),
    ]
    if page is not None:
        served.append(URLSpec(r"/([\w./-]*)", PageHandler, {"path": str(page), "default_filename": "index.html"}))
    return served
