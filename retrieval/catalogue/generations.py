"""Generations: sets of articles that are served together, as the sources were when each was made.

Which one is served changes in one transaction, after everything that it needs has been stored.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sql

from retrieval.catalogue.audit import Entry, note
from retrieval.catalogue.contents import LOCK
from retrieval.catalogue.sources import State, forget_unused
from retrieval.catalogue.statements import BATCH, batches
from retrieval.database import Database
from retrieval.schema import articles, generation_articles, generations, sentences, source_articles, sources
from retrieval.types import ServedSource

KEPT = 3
"""How many generations that served before are kept, to go back to."""

Members = Mapping[str, Collection[str]]
"""The articles (ids) of a generation, each with the uris of the sources that hold it, one at least."""


@dataclass(frozen=True, slots=True)
class Generation:
    """A set of articles that is served together. `languages` are those of its articles, commonest first.

    `pinned` says that somebody went back to it: what the sources hold now is not served before somebody says so.
    """

    id: int
    made_at: datetime
    fingerprint: str
    article_count: int
    languages: tuple[str, ...]
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class PastGeneration:
    """A generation that can be gone back to, or that serves. `served_at` is when it began to serve last."""

    id: int
    made_at: datetime
    served_at: datetime
    article_count: int
    serving: bool
    pinned: bool


@dataclass(frozen=True, slots=True)
class Withheld:
    """What of a generation is not to be seen, as the sources of it were disabled or deleted since.

    `sources` are those, by uri; `articles` the ids of the articles that no other source has; `shown_with` the uri of
    another source for each article that one has.
    """

    sources: frozenset[str]
    articles: frozenset[str]
    shown_with: Mapping[str, str]


class Generations:
    """The tables of generations. Every method raises `CatalogueError` when the database fails."""

    def __init__(self, database: Database) -> None:
        self._begin = database.begin

    def serving(self) -> Generation | None:
        """The generation that is served, if there is one yet."""
        with self._begin() as connection:
            number = connection.scalar(sql.select(generations.c.id).where(generations.c.serving))
        return None if number is None else self.get(number)

    def get(self, number: int) -> Generation | None:
        """A generation that is kept."""
        count = sql.func.count()
        of_it = sql.select(generation_articles.c.article_id).where(generation_articles.c.generation == number)
        languages = (
            sql.select(articles.c.language, count)
            .where(articles.c.id.in_(of_it))
            .group_by(articles.c.language)
            .order_by(count.desc(), articles.c.language)
        )
        with self._begin() as connection:
            row = connection.execute(sql.select(generations).where(generations.c.id == number)).one_or_none()
            if row is None:
                return None
            counts = connection.execute(languages).all()
        names = tuple(name for name, _ in counts)
        return Generation(row.id, row.made_at, row.fingerprint, sum(n for _, n in counts), names, row.pinned)

    def serving_id(self) -> int | None:
        """The number of the generation that is served: cheap to ask often."""
        with self._begin() as connection:
            return connection.scalar(sql.select(generations.c.id).where(generations.c.serving))

    def members(self, number: int) -> dict[str, tuple[str, ...]]:
        """The articles of a generation: their ids, each with the uris of the sources that held it, ascending."""
        query = sql.select(generation_articles.c.article_id, generation_articles.c.source_uri)
        with self._begin() as connection:
            rows = connection.execute(query.where(generation_articles.c.generation == number)).all()
        found: dict[str, list[str]] = {}
        for article_id, uri in rows:
            found.setdefault(article_id, []).append(uri)
        return {article_id: tuple(sorted(uris)) for article_id, uris in found.items()}

    def articles_of(self, number: int, uris: Collection[str]) -> set[str]:
        """The ids of the articles of a generation that any of these sources held."""
        found: set[str] = set()
        query = sql.select(generation_articles.c.article_id).where(generation_articles.c.generation == number)
        for batch in batches(sorted(uris)):
            with self._begin() as connection:
                found.update(connection.scalars(query.where(generation_articles.c.source_uri.in_(batch))))
        return found

    def sources(self, number: int) -> list[ServedSource]:
        """The sources of the articles of a generation, by uri, without those that are disabled or deleted."""
        uri, count = generation_articles.c.source_uri, sql.func.count()
        query = (
            sql.select(uri, count, sql.func.min(articles.c.title))
            .join(articles, articles.c.id == generation_articles.c.article_id)
            .where(generation_articles.c.generation == number, uri.not_in(_withheld()))
            .group_by(uri)
            .order_by(uri)
        )
        with self._begin() as connection:
            rows = connection.execute(query).all()
        return [ServedSource(name, title if n == 1 else name.rpartition("/")[2] or name, n) for name, n, title in rows]

    def counts(self, number: int) -> dict[str, int]:
        """How many articles of a generation each source held, by uri."""
        uri = generation_articles.c.source_uri
        query = sql.select(uri, sql.func.count()).where(generation_articles.c.generation == number).group_by(uri)
        with self._begin() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def withheld(self, number: int) -> Withheld:
        """What of a generation is not to be seen."""
        uri, article_id = generation_articles.c.source_uri, generation_articles.c.article_id
        of_it = generation_articles.c.generation == number
        concerned = sql.select(article_id).where(of_it, uri.in_(_withheld()))
        with self._begin() as connection:
            held_back = frozenset(connection.scalars(_withheld()))
            if not held_back:
                return Withheld(held_back, frozenset(), {})
            ids = frozenset(connection.scalars(concerned))
            others = sql.select(article_id, sql.func.min(uri)).where(
                of_it, article_id.in_(concerned), uri.not_in(_withheld())
            )
            shown_with = {row[0]: row[1] for row in connection.execute(others.group_by(article_id))}
        return Withheld(held_back, ids - shown_with.keys(), shown_with)

    def next_id(self) -> int:
        """A number that no generation has had."""
        with self._begin() as connection:
            return (connection.scalar(sql.select(sql.func.max(generations.c.id))) or 0) + 1

    def held_back(self) -> list[int]:
        """Those that were made and have never served."""
        with self._begin() as connection:
            return list(connection.scalars(sql.select(generations.c.id).where(generations.c.served_at.is_(None))))

    def ids(self) -> list[int]:
        """The numbers of all that there are, ascending."""
        with self._begin() as connection:
            return list(connection.scalars(sql.select(generations.c.id).order_by(generations.c.id)))

    def store(self, number: int, fingerprint: str, members: Members, *, made_at: datetime | None = None) -> None:
        """Store a generation beside the one that is served: all of it or, if anything fails, none.

        `made_at` is when its index was begun, by default now.
        """
        made_at = made_at or datetime.now(UTC)
        row = {"id": number, "made_at": made_at, "fingerprint": fingerprint, "serving": False, "pinned": False}
        pairs = ((article_id, uri) for article_id, uris in members.items() for uri in uris)
        with self._begin(writes=True) as connection:
            connection.execute(generations.insert(), row)
            for batch in batches(pairs, BATCH):
                rows = [{"generation": number, "article_id": i, "source_uri": uri} for i, uri in batch]
                connection.execute(generation_articles.insert(), rows)

    def serve(
        self, number: int, *, pinned: bool = False, entry: Entry | None = None, keep: int = KEPT
    ) -> tuple[int, ...]:
        """Serve a generation that was stored, and note who wanted that.

        Of those that served before the last `keep` stay, and none that never served; returns the numbers of those that
        went. With `pinned` it is one that somebody went back to. Raises `LookupError` where there is none of it.
        """
        now = datetime.now(UTC)
        with self._begin(writes=True, lock=LOCK) as connection:
            connection.execute(generations.update().where(generations.c.serving).values(serving=False, pinned=False))
            this = generations.update().where(generations.c.id == number)
            if connection.execute(this.values(serving=True, pinned=pinned, served_at=now)).rowcount != 1:
                raise LookupError(number)
            past = sql.select(generations.c.id).where(~generations.c.serving, generations.c.served_at.is_not(None))
            newest = connection.scalars(past.order_by(generations.c.served_at.desc(), generations.c.id.desc())).all()
            stay = {number, *newest[:keep]}
            dropped = tuple(i for i in connection.scalars(sql.select(generations.c.id)) if i not in stay)
            _drop(connection, dropped)
            if entry:
                note(connection, entry)
        return dropped

    def unpin(self, number: int) -> None:
        """Forget that somebody went back to a generation."""
        with self._begin(writes=True) as connection:
            connection.execute(generations.update().where(generations.c.id == number).values(pinned=False))

    def drop(self, numbers: Collection[int]) -> None:
        """Forget generations that are not served."""
        with self._begin(writes=True, lock=LOCK) as connection:
            _drop(connection, tuple(numbers))

    def past(self) -> list[PastGeneration]:
        """The one that serves and those that can be gone back to, the last to serve first."""
        count = (
            sql.select(sql.func.count(sql.distinct(generation_articles.c.article_id)))
            .where(generation_articles.c.generation == generations.c.id)
            .scalar_subquery()
        )
        query = (
            sql.select(generations, count.label("article_count"))
            .where(generations.c.served_at.is_not(None))
            .order_by(generations.c.serving.desc(), generations.c.served_at.desc(), generations.c.id.desc())
        )
        with self._begin() as connection:
            rows = connection.execute(query).all()
        return [
            PastGeneration(row.id, row.made_at, row.served_at, row.article_count, row.serving, row.pinned)
            for row in rows
        ]


def _drop(connection: sql.Connection, numbers: Collection[int]) -> None:
    """Forget generations, and what only they needed."""
    if numbers:
        connection.execute(generation_articles.delete().where(generation_articles.c.generation.in_(numbers)))
        connection.execute(generations.delete().where(generations.c.id.in_(numbers)))
    forget_unused(connection)
    used = sql.union(sql.select(generation_articles.c.article_id), sql.select(source_articles.c.article_id))
    connection.execute(sentences.delete().where(sentences.c.article_id.not_in(used)))
    connection.execute(articles.delete().where(articles.c.id.not_in(used)))


def _withheld() -> sql.Select[str]:
    return sql.select(sources.c.uri).where(sources.c.state != State.ENABLED.value)
