"""What was asked, whether it was answered, what people thought of it, and who wants to be told.

The words of a question are kept only where `KEEP_QUESTIONS` allows, or where somebody asked to be told of an answer.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sql

from bot.store.schema import questions, votes, waiting
from retrieval import Database

_DAY = 24 * 3600
# SQLite takes at most 32,766 variables in a statement; and others have to write meanwhile.
_BATCH = 500
# As wide as the columns.
_LONGEST = 512
_LONGEST_CODE = 16


@dataclass(frozen=True, slots=True)
class Keeping:
    """Which questions keep their words, and for how many days; the others are counted."""

    answered: bool = False
    unanswered: bool = True
    days: int = 30

    def keeps(self, *, answered: bool) -> bool:
        """Whether the words of such a question are kept."""
        return self.answered if answered else self.unanswered


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question without an answer, in its kept form (`bot.again`), and when it was asked as a Unix time."""

    text: str
    asked_at: float


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who wants to be told when a question, in its kept form, is answered."""

    user_id: int
    question: str
    language_code: str | None


@dataclass(frozen=True, slots=True)
class Counts:
    """Questions of some days, answered and not, and votes."""

    answered: int
    unanswered: int
    up: int
    down: int


class Questions:
    """Questions, votes and people who wait. Every method raises `CatalogueError` when the database fails."""

    def __init__(self, database: Database, keeping: Keeping) -> None:
        self._database = database
        self._keeping = keeping

    def add(
        self,
        text: str,
        *,
        surface: str,
        answered: bool,
        milliseconds: float,
        user_id: int | None,
        source: str | None = None,
    ) -> None:
        """Count a question, with its words (in their kept form, or empty) where they are kept.

        `source` is the uri of what its answer quotes first.
        """
        now = time.time()
        kept = bool(text) and self._keeping.keeps(answered=answered)
        row = {
            "asked_at": now,
            "surface": surface,
            "answered": answered,
            "milliseconds": milliseconds,
            "text": text[:_LONGEST] if kept else None,
            "user_id": user_id if kept else None,
            "source": source,
        }
        with self._database.begin(writes=True) as connection:
            connection.execute(questions.insert(), row)

    def expire(self) -> None:
        """Take the words from questions that are older than is kept, or that are kept no more."""
        old = questions.c.asked_at < time.time() - self._keeping.days * _DAY
        kinds = [kind for kind in (True, False) if not self._keeping.keeps(answered=kind)]
        gone = questions.c.text.is_not(None) & (old | questions.c.answered.in_(kinds))
        with self._database.begin(writes=True) as connection:
            connection.execute(questions.update().where(gone).values(text=None, user_id=None))

    def unanswered(self) -> list[Unanswered]:
        """The questions without an answer whose words are kept, newest first."""
        open_ones = questions.c.text.is_not(None) & ~questions.c.answered
        query = sql.select(questions.c.text, questions.c.asked_at).where(open_ones)
        with self._database.begin() as connection:
            rows = connection.execute(query.order_by(questions.c.asked_at.desc(), questions.c.id.desc())).all()
        return [Unanswered(row.text, row.asked_at) for row in rows]

    def kept_of(self, user_id: int) -> list[str]:
        """The words that are kept of what somebody asked without an answer, or waits for, each newest first."""
        mine = questions.c.text.is_not(None) & ~questions.c.answered & (questions.c.user_id == user_id)
        asked = sql.select(questions.c.text).where(mine).order_by(questions.c.asked_at.desc(), questions.c.id.desc())
        waited = sql.select(waiting.c.question).where(waiting.c.user_id == user_id).order_by(waiting.c.since.desc())
        with self._database.begin() as connection:
            return [*connection.scalars(asked), *connection.scalars(waited)]

    def settle(self, texts: Iterable[str]) -> list[str]:
        """These questions are answered now: they are no gap any more, and their words go.

        Returns those that another process has not settled before.
        """
        texts, settled = list(dict.fromkeys(texts)), []
        for start in range(0, len(texts), _BATCH):
            batch = texts[start : start + _BATCH]
            open_ones = questions.c.text.in_(batch) & ~questions.c.answered
            # Of processes that found the same at once one settles all of it, and tells of it in one message.
            with self._database.begin(writes=True, lock="settling") as connection:
                found = set(connection.scalars(sql.select(questions.c.text).where(open_ones)))
                connection.execute(questions.update().where(open_ones).values(text=None, user_id=None))
            settled += [text for text in batch if text in found]
        return settled

    def vote(self, message: str, user_id: int, *, up: bool, article_id: str, start: int) -> bool | None:
        """Note what somebody thinks of a quote in a message; the same again takes it back.

        Returns the vote that stands now: up, down, or none.
        """
        mine = (votes.c.message == message) & (votes.c.user_id == user_id)
        with self._database.begin(writes=True, lock=f"votes of {user_id}") as connection:
            before = connection.scalar(sql.select(votes.c.up).where(mine))
            connection.execute(votes.delete().where(mine))
            if before is up:
                return None
            row = {"message": message, "user_id": user_id, "up": up, "article_id": article_id, "start": start}
            connection.execute(votes.insert(), {**row, "voted_at": time.time()})
        return up

    def wait(self, user_id: int, question: str, language_code: str | None) -> None:
        """Somebody wants to be told when this question is answered."""
        question, language_code = question[:_LONGEST], language_code and language_code[:_LONGEST_CODE]
        mine = (waiting.c.user_id == user_id) & (waiting.c.question == question)
        row = {"user_id": user_id, "question": question, "language_code": language_code, "since": time.time()}
        with self._database.begin(writes=True, lock=f"wishes of {user_id}") as connection:
            connection.execute(waiting.delete().where(mine))
            connection.execute(waiting.insert(), row)

    def wait_no_more(self, user_id: int, question: str) -> None:
        """Somebody does not want to be told any more."""
        mine = (waiting.c.user_id == user_id) & (waiting.c.question == question[:_LONGEST])
        with self._database.begin(writes=True) as connection:
            connection.execute(waiting.delete().where(mine))

    def wait_for_nothing(self, user_id: int) -> None:
        """Somebody can't be told anything any more."""
        with self._database.begin(writes=True) as connection:
            connection.execute(waiting.delete().where(waiting.c.user_id == user_id))

    def waiting(self) -> list[Waiting]:
        """Who wants to be told of what, in the order in which they asked for it."""
        query = sql.select(waiting.c.user_id, waiting.c.question, waiting.c.language_code).order_by(waiting.c.since)
        with self._database.begin() as connection:
            return [Waiting(*row) for row in connection.execute(query)]

    def told(self, told: Waiting) -> bool:
        """Take somebody off the list; false if another process was faster, and tells them."""
        mine = (waiting.c.user_id == told.user_id) & (waiting.c.question == told.question)
        with self._database.begin(writes=True) as connection:
            return connection.execute(waiting.delete().where(mine)).rowcount > 0

    def counts(self, days: int) -> Counts:
        """What happened in the last `days`."""
        since = time.time() - days * _DAY
        asked = sql.select(questions.c.answered, sql.func.count()).where(questions.c.asked_at >= since)
        voted = sql.select(votes.c.up, sql.func.count()).where(votes.c.voted_at >= since)
        with self._database.begin() as connection:
            by_answer = dict(map(tuple, connection.execute(asked.group_by(questions.c.answered))))
            by_vote = dict(map(tuple, connection.execute(voted.group_by(votes.c.up))))
        return Counts(by_answer.get(True, 0), by_answer.get(False, 0), by_vote.get(True, 0), by_vote.get(False, 0))

    def forget(self, user_id: int) -> None:
        """Delete a person's votes and what they wait for, and take their words and name from what was asked."""
        with self._database.begin(writes=True) as connection:
            mine = questions.c.user_id == user_id
            connection.execute(questions.update().where(mine).values(text=None, user_id=None))
            for table in (votes, waiting):
                connection.execute(table.delete().where(table.c.user_id == user_id))
