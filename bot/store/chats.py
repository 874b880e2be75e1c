"""How the bot behaves in a chat: what its admins chose there."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum

import sqlalchemy as sql

from bot.store.schema import chats
from retrieval import Database

_DAY = 24 * 60


class Mode(StrEnum):
    """What is answered in a group: what is asked of the bot, or also plain questions when it is sure."""

    MENTION = "mention"
    AUTO = "auto"


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """The settings of one chat.

    `language` is a language code, None for that of whoever asks. `sources` are the uris that are answered from, None
    for all. `quotes` is how many are shown at once, 1 to 3. During quiet hours, `quiet_from` to `quiet_to` in minutes
    of the day at `utc_offset` minutes east of UTC, plain questions are left alone.
    """

    mode: Mode = Mode.MENTION
    language: str | None = None
    sources: tuple[str, ...] | None = None
    quotes: int = 1
    feedback: bool = True
    quiet_from: int | None = None
    quiet_to: int | None = None
    utc_offset: int = 0

    def quiet_at(self, now: float) -> bool:
        """Whether a Unix time is within the quiet hours."""
        if self.quiet_from is None or self.quiet_to is None:
            return False
        minute = (now / 60 + self.utc_offset) % _DAY
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= minute < self.quiet_to
        return minute >= self.quiet_from or minute < self.quiet_to


DEFAULTS = ChatSettings()


class Chats:
    """The settings of all chats. Every method raises `CatalogueError` when the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def settings(self, chat_id: int) -> ChatSettings:
        """The settings of a chat; the defaults where nothing was chosen."""
        with self._database.begin() as connection:
            written = connection.scalar(sql.select(chats.c.settings).where(chats.c.chat_id == chat_id))
        return _read(written) if written else DEFAULTS

    def change(self, chat_id: int, change: Callable[[ChatSettings], ChatSettings]) -> ChatSettings:
        """Change the settings of a chat, whoever else changes them at the same time; returns what they are now."""
        with self._database.begin(writes=True, lock="chats") as connection:
            written = connection.scalar(sql.select(chats.c.settings).where(chats.c.chat_id == chat_id))
            settings = change(_read(written) if written else DEFAULTS)
            connection.execute(chats.delete().where(chats.c.chat_id == chat_id))
            if settings != DEFAULTS:
                connection.execute(chats.insert(), {"chat_id": chat_id, "settings": _written(settings)})
        return settings

    def migrate(self, old: int, new: int) -> None:
        """A group became a supergroup: its settings stay, also for questions from before that are still to answer."""
        of_both = sql.select(chats.c.chat_id, chats.c.settings).where(chats.c.chat_id.in_([old, new]))
        with self._database.begin(writes=True, lock="chats") as connection:
            settings = {row.chat_id: row.settings for row in connection.execute(of_both)}
            if old in settings and new not in settings:
                connection.execute(chats.insert(), {"chat_id": new, "settings": settings[old]})


def _written(settings: ChatSettings) -> str:
    default = asdict(DEFAULTS)
    return json.dumps({name: value for name, value in asdict(settings).items() if value != default[name]})


def _read(written: str) -> ChatSettings:
    chosen = json.loads(written)
    if "mode" in chosen:
        chosen["mode"] = Mode(chosen["mode"])
    if chosen.get("sources") is not None:
        chosen["sources"] = tuple(chosen["sources"])
    return ChatSettings(**chosen)
