"""Questions behind deep links: those that people type in other chats, too long to stand in the link itself."""

from __future__ import annotations

import time

import sqlalchemy as sql

from bot.store.schema import links
from bot.store.words import storable
from retrieval import Database

# Who follows a link does so soon.
KEPT_SECONDS = 600


class Links:
    """Each person's latest such question. Every method raises `CatalogueError` when the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, user_id: int, question: str) -> None:
        """Keep a person's question, in place of the one before."""
        with self._database.begin(writes=True, lock=f"link of {user_id}") as connection:
            connection.execute(links.delete().where(links.c.user_id == user_id))
            row = {"user_id": user_id, "question": storable(question), "made_at": time.time()}
            connection.execute(links.insert(), row)

    def question(self, user_id: int) -> str | None:
        """A person's question; None if there is none, or it is too old."""
        fresh = (links.c.user_id == user_id) & (links.c.made_at >= time.time() - KEPT_SECONDS)
        with self._database.begin() as connection:
            return connection.scalar(sql.select(links.c.question).where(fresh))

    def expire(self, now: float) -> None:
        """Delete the questions that are too old; `now` is a Unix time."""
        with self._database.begin(writes=True) as connection:
            connection.execute(links.delete().where(links.c.made_at < now - KEPT_SECONDS))

    def forget(self, user_id: int, question: str | None = None) -> None:
        """Delete a person's question; only if it is this one, where one is given."""
        theirs = links.c.user_id == user_id
        if question is not None:
            theirs &= links.c.question == storable(question)
        with self._database.begin(writes=True) as connection:
            connection.execute(links.delete().where(theirs))
