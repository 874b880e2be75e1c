"""The playground in one piece: a world, the Bot API on it, and the server before it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from ipaddress import ip_address
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.playground.bot_api import BotApi, Call
from bot.playground.faults import Faults
from bot.playground.model import Chat, Json, Member, Status, User
from bot.playground.pacing import Limits, Pacing
from bot.playground.page_server import routes
from bot.playground.server import Server
from bot.playground.state import BOT_ID, State

LOOPBACK = "127.0.0.1"
# Nobody else's: it opens nothing but a playground.
TOKEN = f"{BOT_ID}:PLAYGROUND-does-not-open-anything-00"


def is_loopback(host: str) -> bool:
    """Whether an address or a name is this machine's alone."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _whole_seconds() -> int:
    return int(time.time())


class Playground:
    """A Bot API with people to try a bot with; an asynchronous context manager.

    `url` is what a bot is given as the base of its Bot API, `token` as its token. `now` gives Unix seconds for dates
    and the age of queries. `limits` switches Telegram's pacing on; `clock` (seconds) is what it counts by.
    `page` is a folder with an `index.html` to serve at `/`.
    """

    def __init__(  # noqa: PLR0913 - each has a default, and all go by name
        self,
        *,
        host: str = LOOPBACK,
        port: int = 0,
        token: str = TOKEN,
        name: str = "Verbatim",
        username: str = "verbatim_bot",
        now: Callable[[], int] = _whole_seconds,
        limits: Limits | None = None,
        clock: Callable[[], float] = time.monotonic,
        page: Path | None = None,
    ) -> None:
        bot = User(int(token.partition(":")[0]), name, username=username, is_bot=True)
        self.token = token
        self.state = State(bot=bot, now=now)
        self.api = BotApi(self.state, pacing=Pacing(limits, clock) if limits else None)
        self._host, self._port = host, port
        # A name that leads here from elsewhere is not one of them.
        hosts = frozenset({LOOPBACK, "localhost", host, f"[{host}]"}) if is_loopback(host) else None
        self._server = Server(self.api, token, hosts=hosts, more=routes(self.state, hosts=hosts, page=page))

    async def __aenter__(self) -> Self:
        self._server.listen(self._host, self._port)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.api.close()
        await self._server.close()

    @property
    def url(self) -> str:
        """The base of the Bot API, without `/bot`."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._server.port}"

    @property
    def bot(self) -> User:
        """The bot under test."""
        return self.state.bot

    @property
    def faults(self) -> Faults:
        """What is to go wrong."""
        return self.api.faults

    @property
    def calls(self) -> tuple[Call, ...]:
        """The bot's requests so far, oldest first, without getUpdates."""
        return tuple(self.api.calls)

    def person(
        self,
        first_name: str,
        *,
        id: int = 0,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = None,
        is_bot: bool = False,
        started: bool = False,
    ) -> User:
        """Somebody new, with the next free id unless one is given.

        Until they write to the bot, or are `started`, it can't write to them.
        """
        person = self.state.add_user(User(id, first_name, last_name, username, language_code, is_bot))
        if started:
            self.state.started.add(person.id)
        return person

    def group(self, title: str, members: Iterable[User] = (), *, bot: Status = "member") -> Chat:
        """A plain group; the first member owns it."""
        return self.state.add_chat(Chat(0, "group", title), self._members(members, bot))

    def supergroup(
        self,
        title: str,
        members: Iterable[User] = (),
        *,
        username: str | None = None,
        forum: bool = False,
        bot: Status = "member",
    ) -> Chat:
        """A supergroup, with topics if it is a forum; the first member owns it."""
        chat = Chat(0, "supergroup", title, username, is_forum=forum)
        return self.state.add_chat(chat, self._members(members, bot))

    def channel(
        self,
        title: str,
        members: Iterable[User] = (),
        *,
        username: str | None = None,
        discussion: Chat | None = None,
        bot: Status = "administrator",
    ) -> Chat:
        """A channel, with a supergroup to discuss it in if one is given; the first member owns it."""
        linked = discussion.id if discussion else None
        channel = self.state.add_chat(Chat(0, "channel", title, username, linked=linked), self._members(members, bot))
        if discussion:
            self.state.link(channel.id, discussion.id)
        return channel

    def push(self, fields: Json) -> int:
        """Send the bot an update of any kind (`strange` has some), and give its id."""
        return self.state.tell_bot_anything(fields)

    def _members(self, people: Iterable[User], bot: Status) -> list[Member]:
        members = [Member(person.id, "member" if number else "creator") for number, person in enumerate(people)]
        return members if bot == "left" else [*members, Member(self.bot.id, bot)]
