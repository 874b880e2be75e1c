"""Which message of the bot answers which question, so that an edited question edits its answer, whoever handles it.

No words of a question are kept here, only the place of the quote that answered.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import sqlalchemy as sql

from bot.store.schema import answers
from retrieval import Database

# Nothing that is older can be edited.
KEPT_SECONDS = 48 * 3600


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that was given: the messages of question and answer, who asked, and where the first quote stands.

    `edited_at` is when the question got the form that this answers, as a Unix time. A `native` answer replies to a
    channel's post, so that what it quotes can't be edited.
    """

    chat_id: int
    question_id: int
    answer_id: int
    user_id: int | None
    edited_at: float
    answered_at: float
    article_id: str | None = None
    start: int | None = None
    sentences: int | None = None
    native: bool = False


class Answers:
    """The answers of the last two days. Every method raises `CatalogueError` when the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, given: Given) -> None:
        """Note an answer, in place of an earlier one to the same question."""
        with self._database.begin(writes=True) as connection:
            connection.execute(answers.delete().where(self._of(given.chat_id, given.question_id)))
            connection.execute(answers.insert(), asdict(given))

    def to(self, chat_id: int, question_id: int) -> Given | None:
        """The answer to the question in a message, if there is one."""
        return self._one(self._of(chat_id, question_id))

    def last(self, chat_id: int, user_id: int | None) -> Given | None:
        """The newest answer that somebody got in a chat."""
        whose = (answers.c.chat_id == chat_id) & (answers.c.user_id == user_id)
        return self._one(whose)

    def withdraw(self, chat_id: int, question_id: int) -> None:
        """Forget an answer that was deleted."""
        with self._database.begin(writes=True) as connection:
            connection.execute(answers.delete().where(self._of(chat_id, question_id)))

    def migrate(self, old: int, new: int) -> None:
        """Forget what was said in a group that became a supergroup: its messages have other numbers now."""
        with self._database.begin(writes=True) as connection:
            connection.execute(answers.delete().where(answers.c.chat_id.in_([old, new])))

    def expire(self, now: float) -> None:
        """Forget answers that can't be edited any more; `now` is a Unix time."""
        with self._database.begin(writes=True) as connection:
            connection.execute(answers.delete().where(answers.c.answered_at < now - KEPT_SECONDS))

    def forget(self, user_id: int) -> None:
        """Delete what is known of a person's questions."""
        with self._database.begin(writes=True) as connection:
            connection.execute(answers.delete().where(answers.c.user_id == user_id))

    def _one(self, condition: sql.ColumnElement[bool]) -> Given | None:
        query = sql.select(answers).where(condition).order_by(answers.c.answered_at.desc()).limit(1)
        with self._database.begin() as connection:
            row = connection.execute(query).one_or_none()
        return Given(**row._mapping) if row else None

    def _of(self, chat_id: int, question_id: int) -> sql.ColumnElement[bool]:
        return (answers.c.chat_id == chat_id) & (answers.c.question_id == question_id)
