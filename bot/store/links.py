"""Questions behind deep links: those too long to stand in the link itself."""

from __future__ import annotations

import secrets
import time

import sqlalchemy as sql

from bot.store.schema import links
from bot.store.words import storable
from retrieval import Database

# Who follows a link does so soon.
KEPT_SECONDS = 3600


class Links:
    """The questions of the links of the last hour. Every method raises `CatalogueError` when the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, question: str) -> str:
        """Keep a question; returns a token of letters, digits, `-` and `_` that brings it back."""
        token, now = secrets.token_urlsafe(12), time.time()
        with self._database.begin(writes=True) as connection:
            connection.execute(links.insert(), {"token": token, "question": storable(question), "made_at": now})
        return token

    def question(self, token: str) -> str | None:
        """The question of a token; None if there is no such token or it is too old."""
        fresh = (links.c.token == token) & (links.c.made_at >= time.time() - KEPT_SECONDS)
        with self._database.begin() as connection:
            return connection.scalar(sql.select(links.c.question).where(fresh))

    def expire(self, now: float) -> None:
        """Delete the questions of links that are too old; `now` is a Unix time."""
        with self._database.begin(writes=True) as connection:
            connection.execute(links.delete().where(links.c.made_at < now - KEPT_SECONDS))
