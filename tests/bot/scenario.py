"""A language for tests of bots: people say and press things, and see what the bot does.

    scene = Scenario(playground)                      # `playground` and `scene` are fixtures, too
    async with polling(application, scene):           # any python-telegram-bot Application at playground.url
        ann = scene.person("Ann", language_code="en")
        asked = await ann.says("who retook Palmyra?")
        answer = await ann.sees(quote("Government forces drove them out."), button("Context"), reply_to(asked))
        await ann.presses("Context")
        await ann.sees(edited(answer), containing("On Sunday"))
        friends = scene.group("Friends", ann)
        await ann.at(friends).says("lovely weather")
        await ann.at(friends).sees_nothing()

- `Scenario`: `person`; `group`, `supergroup`, `channel` (as `Playground` has them, with speakers); `idle`, `until`.
- `Speaker`: somebody in a chat, at first the private one; `at(chat)` is the same person elsewhere. They `says`,
  `edits`, `deletes`, `forwards`, `sends` (a file), `presses`, `is_told` (in return), `reacts`, `asks_inline`,
  `chooses`, `shares`, `follows` (a link), `blocks`, `unblocks`; and they `sees`, `sees_nothing`, `sees_action`, and
  are offered `commands`.
- What is seen is a `Seen`: `text`, `quotes`, `bold`, `links`, `buttons`, `button(label)`, `replies_to`, `edited`.
- Expectations: a text (the whole of it), `containing`, `quote`, `bold`, `link`, `button`, `no_buttons`, `reply_to`,
  `edited`, `document`; several at once must all hold of one message.

Nothing here sleeps. A person sees what the bot sent or edited in that chat since they last did something there, each
once. When the bot has nothing left to do and what was expected has not come, the test fails at once, with a picture
of the chat. Whether the bot has anything left to do only the bot knows: `Scenario.settle` is awaited for it, which
`polling` sets for python-telegram-bot.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from telegram.ext import Application

from bot.playground import Chat, Event, Message, Playground
from bot.playground.model import Status
from bot.receiving import Dispatcher, Polling, Source, Timing, serve
from bot.store import open_store
from bot.store.inbox import Inbox
from retrieval import Database
from tests.bot.log import Log, View
from tests.bot.picture import picture
from tests.bot.seen import (
    Expectation,
    Seen,
    bold,
    button,
    containing,
    document,
    edited,
    link,
    no_buttons,
    quote,
    reply_to,
    text,
)
from tests.bot.speaker import Speaker

__all__ = [
    "Expectation",
    "Scenario",
    "Seen",
    "Speaker",
    "bold",
    "button",
    "containing",
    "document",
    "edited",
    "link",
    "no_buttons",
    "polling",
    "quote",
    "reply_to",
    "settled",
    "text",
]

PATIENCE_SECONDS = 10.0

# Any: an Application's six type parameters are of no interest here.
AnyApplication = Application[Any, Any, Any, Any, Any, Any]
Settle = Callable[[], Awaitable[None]]


class Scenario:
    """People around a playground's bot. `settle` returns when the bot has nothing left to do with what it fetched."""

    def __init__(
        self, playground: Playground, *, settle: Settle | None = None, patience: float = PATIENCE_SECONDS
    ) -> None:
        self.playground = playground
        self.settle = settle
        self.patience = patience
        self.logs: dict[int, Log] = defaultdict(Log)
        self._views: dict[tuple[int, int], View] = {}
        # One watch for everybody who waits, however many they are.
        self._watch: asyncio.Task[None] | None = None
        self._watchers = 0
        playground.state.listeners.append(self._notice)

    # Any: the keywords are Playground's, and checked there.
    def person(self, first_name: str, **details: Any) -> Speaker:
        """Somebody new, in their private chat with the bot."""
        user = self.playground.person(first_name, **details)
        return Speaker(self, user, self.playground.state.chats[user.id])

    def group(self, title: str, *members: Speaker, bot: Status = "member") -> Chat:
        """A plain group; the first member owns it."""
        return self.playground.group(title, [member.user for member in members], bot=bot)

    def supergroup(self, title: str, *members: Speaker, **details: Any) -> Chat:
        """A supergroup; the first member owns it."""
        return self.playground.supergroup(title, [member.user for member in members], **details)

    def channel(self, title: str, *members: Speaker, **details: Any) -> Chat:
        """A channel; the first member owns it."""
        return self.playground.channel(title, [member.user for member in members], **details)

    def view(self, user_id: int, chat_id: int) -> View:
        """How far somebody has seen what the bot did in a chat."""
        return self._views.setdefault((user_id, chat_id), View(self.logs[chat_id]))

    async def idle(self) -> None:
        """Return when the bot has fetched everything, is done with it, and has no request under way."""
        if self.settle is None:
            raise AssertionError("Scenario.settle is not set: nobody can say when the bot is idle")
        try:
            async with asyncio.timeout(self.patience):
                await self._idle(self.settle)
        except TimeoutError:
            raise AssertionError("the bot did not become idle") from None

    async def until(self, there: Callable[[], bool], what: str, chat: Chat, *, patiently: bool = False) -> None:
        """Return when `there` holds; fail with a picture of the chat when it can't any more.

        `there` is looked at when something happens in the chat.
        """
        try:
            async with asyncio.timeout(self.patience), self._watching(patiently) as idle:
                while not there():
                    if idle is not None and idle.done():
                        raise AssertionError(self._complaint(f"the bot is idle; no use waiting for {what}", chat))
                    changed = asyncio.create_task(self.logs[chat.id].changed.wait())
                    try:
                        await asyncio.wait({changed, idle or changed}, return_when=asyncio.FIRST_COMPLETED)
                    finally:
                        changed.cancel()
        except TimeoutError:
            raise AssertionError(self._complaint(f"waited {self.patience:g} s for {what}", chat)) from None

    @asynccontextmanager
    async def _watching(self, patiently: bool) -> AsyncIterator[asyncio.Task[None] | None]:
        """A task that ends when the bot is idle; None if nobody can say, or nobody wants to know."""
        if self.settle is None or patiently:
            yield None
            return
        if self._watch is None or self._watch.done():
            self._watch = asyncio.create_task(self._idle(self.settle), name="scenario: until idle")
        watch = self._watch
        self._watchers += 1
        try:
            yield watch
        finally:
            self._watchers -= 1
            if not self._watchers and self._watch is not None:
                # The next one who waits must not find this one, which is about to end without being idle.
                self._watch.cancel()
                self._watch = None

    async def _idle(self, settle: Settle) -> None:
        while True:
            while not self._quiet:
                await self.playground.api.changed.wait()
            await settle()
            if self._quiet:
                return

    @property
    def _quiet(self) -> bool:
        return not self.playground.state.updates.pending and not self.playground.api.active

    def _complaint(self, what: str, chat: Chat) -> str:
        refused = [f"{call.method}: {call.refused}" for call in self.playground.calls if call.refused]
        lines = [what, picture(self.playground.state, self.playground.state.chats[chat.id])]
        return "\n".join([*lines, *(f"refused: {each}" for each in refused[-5:])])

    def _notice(self, event: Event) -> None:
        state = self.playground.state
        if event.chat_id is None:
            # An inline query is answered to a person, wherever they typed it.
            for log in self.logs.values():
                log.changed.fire()
            return
        log = self.logs[event.chat_id]
        if event.kind == "action":
            log.actions.append(event.detail)
        elif event.kind in ("message", "edited"):
            message = state.message(event.chat_id, event.message_id)
            if message is not None and not message.automatic_forward and _by_bot(message, state.bot.id):
                log.appearances.append(message)
        log.changed.fire()


def _by_bot(message: Message, bot_id: int) -> bool:
    return message.author == bot_id or message.via_bot


@contextmanager
def _new_store() -> Iterator[Database]:
    with TemporaryDirectory() as folder:
        file = Path(folder, "store.sqlite3")
        file.write_bytes(_empty_store())
        with closing(open_store(f"sqlite:///{file}")) as database:
            yield database


@cache
def _empty_store() -> bytes:
    """A database as it is made; copying it saves each test the migrations."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "store.sqlite3")
        open_store(f"sqlite:///{file}").close()
        return file.read_bytes()


def settled(application: AnyApplication, dispatcher: Dispatcher) -> Settle:
    """Waits until an Application has handled what it was given, and finished the tasks that this began."""

    async def settle() -> None:
        await dispatcher.idle()
        # It keeps the tasks of `create_task`, and of handlers that do not block, where only itself can see them.
        tasks: set[asyncio.Task[object]] = application._Application__create_task_tasks  # type: ignore[attr-defined]
        while tasks:
            await asyncio.gather(*tasks, return_exceptions=True)
            # The tasks are taken off that set by callbacks, which run a step later.
            await asyncio.sleep(0)
            await dispatcher.idle()

    return settle


@asynccontextmanager
async def polling(
    application: AnyApplication,
    scene: Scenario,
    *,
    database: Database | None = None,
    source: Source | None = None,
    timing: Timing | None = None,
) -> AsyncIterator[AnyApplication]:
    """Run an Application as `verbatim run` does, and stop it at the end.

    Its updates are kept in `database`, or in a new one; they come by long polling, unless from another `source`.
    """
    with ExitStack() as stack:
        inbox = Inbox(database or stack.enter_context(_new_store()), scene.playground.bot.id, uuid4().hex)
        started: asyncio.Future[Dispatcher] = asyncio.get_running_loop().create_future()
        serving = asyncio.create_task(
            serve(application, inbox, source or Polling(), ready=started.set_result, timing=timing), name="bot"
        )
        try:
            # Any: one gives a dispatcher, the other nothing.
            either: set[asyncio.Future[Any]] = {serving, started}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if serving.done():
                await serving
            scene.settle = settled(application, started.result())
            yield application
        finally:
            serving.cancel()
            with suppress(asyncio.CancelledError):
                await serving
