"""Sources: where they came from, what state they are in, and what their last reading found."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

import sqlalchemy as sql

from retrieval.catalogue import contents as kept
from retrieval.catalogue.audit import AUTOMATIC, Entry, note
from retrieval.catalogue.statements import batches, insert, update
from retrieval.database import Database
from retrieval.schema import articles, audit, contents, generation_articles, source_articles, sources
from retrieval.types import Source

FOLDER = "folder"
"""Who added what lies in the sources' folder."""


class Kind(StrEnum):
    """Where a source comes from."""

    FILE = "file"
    UPLOAD = "upload"
    URL = "url"
    CHANNEL = "channel"


class State(StrEnum):
    """What admins made of a source. Only enabled ones are quoted from."""

    ENABLED = "enabled"
    DISABLED = "disabled"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """What the catalogue knows of a source.

    `content` is the digest of the bytes that are kept of it, `digest` that of the bytes that `article_ids` were read
    from, by version `reader` of the readers. `failing` says that the last reading failed: `failure` is why, and what
    was read well before stays. `gone_at` is set where a file is in the folder no more. `size` is in bytes.
    `whole_texts` says of a feed that the pages are wanted that its items lead to, `stays_out` of a post that it was
    deleted by itself, so that its channel does not bring it back.
    """

    uri: str
    kind: Kind
    state: State
    added_by: str
    added_at: datetime
    size: int | None
    stamp: str | None
    content: str | None
    digest: str | None
    reader: int | None
    read_at: datetime | None
    failing: bool
    failed_at: datetime | None
    failure: str | None
    failed_digest: str | None
    gone_at: datetime | None
    article_ids: tuple[str, ...]
    whole_texts: bool = False
    stays_out: bool = False

    @property
    def is_enabled(self) -> bool:
        """Whether it is quoted from."""
        return self.state is State.ENABLED


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reading of a source found: its articles by id, or why it failed (its articles then stay).

    With both, a part of it could not be read. `digest`, `size` and `stamp` are those of the content, None where there
    was none to be had. `kind` and `added_by` are for a source that is new.
    """

    uri: str
    digest: str | None
    article_ids: tuple[str, ...] = ()
    failure: str | None = None
    size: int | None = None
    stamp: str | None = None
    reader: int | None = None
    kind: Kind = Kind.FILE
    added_by: str = FOLDER


class Sources:
    """The table of sources. Every method raises `CatalogueError` when the database fails."""

    def __init__(self, database: Database) -> None:
        self._begin = database.begin

    def all(self) -> list[SourceRecord]:
        """Every source, by uri, also those that are deleted or gone but still in a generation that is kept."""
        return self._select(None)

    def get(self, uri: str) -> SourceRecord | None:
        """A source, if there is one of this uri."""
        return next(iter(self._select(uri)), None)

    def titles(self) -> dict[str, str]:
        """For each source that was read the title of its only article, or of the first of them by alphabet."""
        query = (
            sql.select(source_articles.c.source_uri, sql.func.min(articles.c.title))
            .join(articles, articles.c.id == source_articles.c.article_id)
            .group_by(source_articles.c.source_uri)
        )
        with self._begin() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def article_titles(self, uris: Collection[str], most: int) -> list[str]:
        """The titles of the articles that were read from some sources, by alphabet, at most so many."""
        titles: set[str] = set()
        with self._begin() as connection:
            for batch in batches(sorted(uris)):
                query = (
                    sql.select(articles.c.title)
                    .join(source_articles, articles.c.id == source_articles.c.article_id)
                    .where(source_articles.c.source_uri.in_(batch))
                    .order_by(articles.c.title)
                    .limit(most)
                )
                titles.update(connection.scalars(query))
        return sorted(titles)[:most]

    def record(self, readings: Iterable[Reading], *, gone: Collection[str] = ()) -> None:
        """Note what was read and what failed, and which files are in the folder no more."""
        with self._begin(writes=True) as connection:
            _record(connection, list(readings))
            _leave(connection, gone)

    def touch(self, stamps: Mapping[str, str]) -> None:
        """Note the new stamps of files whose content is the same."""
        with self._begin(writes=True) as connection:
            update(connection, sources, sources.c.uri, [{"uri": u, "stamp": s} for u, s in stamps.items()])

    def add(self, source: Source, kind: Kind, entry: Entry, *, whole_texts: bool = False) -> None:
        """Keep the content of a source, new or known, to be read by the next ingestion; it is enabled.

        So is what was in it, where it is an archive that was there before. `whole_texts` says that the pages are
        wanted that the items of a feed lead to.
        """
        now = datetime.now(UTC)
        with self._begin(writes=True, lock=kept.LOCK) as connection:
            kept.keep(connection, source)
            row = _new(source.uri, kind, entry.who, now) | {
                "size": len(source.content),
                "content": source.digest,
                "reader": None,
                "whole_texts": whole_texts,
            }
            known = connection.scalar(sql.select(sources.c.uri).where(sources.c.uri == source.uri))
            if known is None:
                insert(connection, sources, [row])
            else:
                values = {name: value for name, value in row.items() if name not in {"added_by", "added_at", "failing"}}
                update(connection, sources, sources.c.uri, [values])
            inside = sources.c.uri.startswith(f"{source.uri}/", autoescape=True) & sources.c.content.is_(None)
            of_it = inside & (sources.c.kind == Kind.UPLOAD.value)
            connection.execute(sources.update().where(of_it).values(state=State.ENABLED.value))
            note(connection, entry)

    def add_holder(self, uri: str, kind: Kind, entry: Entry) -> None:
        """Note a source that has no content of its own, and enable it with all that it holds, if it is known."""
        with self._begin(writes=True) as connection:
            state = connection.scalar(sql.select(sources.c.state).where(sources.c.uri == uri))
            if state is None:
                insert(connection, sources, [_new(uri, kind, entry.who, datetime.now(UTC))])
            # What was taken out by itself stays out. One that was deleted may have been forgotten before what it held.
            held = sources.c.uri.startswith(f"{uri}/", autoescape=True) & ~sources.c.stays_out
            held &= sources.c.state == (state or State.DELETED.value)
            back = (sources.c.kind == kind.value) & ((sources.c.uri == uri) | held)
            connection.execute(sources.update().where(back).values(state=State.ENABLED.value, stays_out=False))
            note(connection, entry)

    def add_posts(self, posts: Iterable[Source], state: State, entry: Entry | None = None) -> None:
        """Keep the content of posts of a channel, to be read by the next ingestion; new ones are in this state.

        Nobody does that when they come by themselves: then there is no `entry`.
        """
        now, who = datetime.now(UTC), entry.who if entry else AUTOMATIC
        with self._begin(writes=True, lock=kept.LOCK) as connection:
            for post in posts:
                kept.keep(connection, post)
                row = {"uri": post.uri, "size": len(post.content), "content": post.digest}
                if connection.scalar(sql.select(sources.c.uri).where(sources.c.uri == post.uri)) is None:
                    insert(connection, sources, [_new(post.uri, Kind.CHANNEL, who, now) | row | {"state": state.value}])
                else:
                    update(connection, sources, sources.c.uri, [row])
            if entry:
                note(connection, entry)

    def leave(self, uri: str) -> None:
        """Note that there is nothing to read any more where a source was; what was read goes with the next reload."""
        with self._begin(writes=True) as connection:
            _leave(connection, [uri])
            connection.execute(sources.update().where(sources.c.uri == uri).values(content=None))

    def keep(self, source: Source) -> None:
        """Keep other content of a known source, to be read by the next ingestion."""
        with self._begin(writes=True, lock=kept.LOCK) as connection:
            kept.keep(connection, source)
            row = {"uri": source.uri, "size": len(source.content), "content": source.digest}
            update(connection, sources, sources.c.uri, [row])

    def mend(self, uri: str) -> None:
        """Note that a source that failed for want of its content is as it was read well before."""
        in_passing = (sources.c.uri == uri) & sources.c.failed_digest.is_(None)
        with self._begin(writes=True) as connection:
            connection.execute(sources.update().where(in_passing).values(failing=False))

    def content(self, digest: str) -> bytes | None:
        """The bytes that are kept under a digest."""
        with self._begin() as connection:
            return connection.scalar(sql.select(contents.c.content).where(contents.c.digest == digest))

    def set_state(self, uris: Collection[str], state: State, entry: Entry) -> None:
        """Enable, disable or delete sources, and note who did.

        A single post that is deleted stays out, whatever becomes of its channel, until it is enabled itself.
        """
        with self._begin(writes=True) as connection:
            for batch in batches(sorted(uris)):
                connection.execute(sources.update().where(sources.c.uri.in_(batch)).values(state=state.value))
            if len(uris) == 1:
                post = sources.c.uri.in_(uris) & (sources.c.kind == Kind.CHANNEL.value)
                out = {State.ENABLED: False, State.DELETED: True}.get(state, sources.c.stays_out)
                connection.execute(sources.update().where(post).values(stays_out=out))
            note(connection, entry)

    def read_again(self, uris: Collection[str], entry: Entry) -> None:
        """Have sources read by the next ingestion though they have not changed, and note who wants it."""
        with self._begin(writes=True) as connection:
            for batch in batches(sorted(uris)):
                connection.execute(sources.update().where(sources.c.uri.in_(batch)).values(reader=None))
            note(connection, entry)

    def forget_unused(self) -> None:
        """Delete what is deleted or gone and in no generation, with the bytes that were kept of it."""
        with self._begin(writes=True, lock=kept.LOCK) as connection:
            forget_unused(connection)

    def below(self, folder: str) -> list[str]:
        """The uris of the files in a folder, or in an archive, and of the posts of a channel."""
        start = f"{folder.rstrip('/')}/"
        inside = sources.c.uri.startswith(start, autoescape=True)
        files = sources.c.kind.in_([Kind.FILE.value, Kind.UPLOAD.value, Kind.CHANNEL.value])
        with self._begin() as connection:
            uris = connection.scalars(sql.select(sources.c.uri).where(inside, files).order_by(sources.c.uri)).all()
        # To SQLite letters are alike whatever their size.
        return [uri for uri in uris if uri.startswith(start)]

    def vacant(self, channel: str) -> set[str]:
        """The uris of the posts of a channel of which nothing is kept, though they are quoted from again."""
        wanted = (sources.c.state != State.DELETED.value) & sources.c.gone_at.is_(None)
        inside = sources.c.uri.startswith(f"{channel}/", autoescape=True) & sources.c.content.is_(None)
        with self._begin() as connection:
            return set(connection.scalars(sql.select(sources.c.uri).where(inside, wanted)))

    def revision(self) -> int:
        """A number that is another one after each deed of an admin: cheap to ask often."""
        with self._begin() as connection:
            return connection.scalar(sql.select(sql.func.max(audit.c.id))) or 0

    def withheld(self) -> set[str]:
        """The uris of those that are disabled or deleted."""
        with self._begin() as connection:
            return set(connection.scalars(sql.select(sources.c.uri).where(sources.c.state != State.ENABLED.value)))

    def deleted(self) -> set[str]:
        """The uris of those that are deleted."""
        with self._begin() as connection:
            return set(connection.scalars(sql.select(sources.c.uri).where(sources.c.state == State.DELETED.value)))

    def _select(self, uri: str | None) -> list[SourceRecord]:
        records = sql.select(sources).order_by(sources.c.uri)
        links = sql.select(source_articles).order_by(source_articles.c.article_id)
        if uri is not None:
            records, links = records.where(sources.c.uri == uri), links.where(source_articles.c.source_uri == uri)
        held: dict[str, list[str]] = {}
        with self._begin() as connection:
            for source_uri, article_id in connection.execute(links):
                held.setdefault(source_uri, []).append(article_id)
            rows = connection.execute(records).all()
        return [_source(row._asdict(), held) for row in rows]


def forget_unused(connection: sql.Connection) -> None:
    """Delete sources that are deleted or gone and in no generation, and contents that no source has any more.

    Of a post that stays out it is kept that it does, and nothing else.
    """
    # A tombstone stands as long as its file does, or else the next scan would take the file for a new one.
    over = sources.c.gone_at.is_not(None) | (
        (sources.c.state == State.DELETED.value) & (sources.c.kind != Kind.FILE.value)
    )
    served = generation_articles.c.source_uri
    # An archive is wanted as long as what is in it: "0" follows on "/".
    inside = sql.exists().where(served > sources.c.uri + "/", served < sources.c.uri + "0")
    in_use = sql.exists().where(served == sources.c.uri) | ((sources.c.kind == Kind.UPLOAD.value) & inside)
    for batch in batches(connection.scalars(sql.select(sources.c.uri).where(over, ~in_use)).all()):
        connection.execute(source_articles.delete().where(source_articles.c.source_uri.in_(batch)))
        unused = sources.c.uri.in_(batch)
        connection.execute(sources.delete().where(unused, ~sources.c.stays_out))
        connection.execute(sources.update().where(unused).values(content=None, digest=None, size=None))
    kept.forget_unused(connection)


def _record(connection: sql.Connection, readings: list[Reading]) -> None:
    now = datetime.now(UTC)
    for some in batches(readings):
        known = set(connection.scalars(sql.select(sources.c.uri).where(sources.c.uri.in_([each.uri for each in some]))))
        # Not one that was deleted while it was read.
        came_back = (sources.c.state == State.DELETED.value) & sources.c.gone_at.is_not(None)
        connection.execute(
            sources.update().where(sources.c.uri.in_(known), came_back).values(state=State.ENABLED.value)
        )
        new = [each for each in some if each.uri not in known]
        insert(connection, sources, [_new(each.uri, each.kind, each.added_by, now) for each in new])
        read = [each for each in some if each.failure is None or each.article_ids]
        failed = [each for each in some if each.failure is not None]
        update(
            connection,
            sources,
            sources.c.uri,
            [
                {
                    "uri": each.uri,
                    "digest": each.digest,
                    "size": each.size,
                    "stamp": each.stamp,
                    "reader": each.reader,
                    "read_at": now,
                    "failing": False,
                    "failed_digest": None,
                    "gone_at": None,
                }
                for each in read
            ],
        )
        update(
            connection,
            sources,
            sources.c.uri,
            [
                {
                    "uri": each.uri,
                    "stamp": each.stamp,
                    "reader": each.reader,
                    "failing": True,
                    "failed_at": now,
                    "failure": each.failure,
                    "failed_digest": each.digest,
                    "gone_at": None,
                }
                for each in failed
            ],
        )
        of_read = source_articles.c.source_uri.in_([each.uri for each in read])
        connection.execute(source_articles.delete().where(of_read))
        links = {(each.uri, article_id): None for each in read for article_id in each.article_ids}
        insert(connection, source_articles, [{"source_uri": uri, "article_id": i} for uri, i in links])


def _leave(connection: sql.Connection, gone: Collection[str]) -> None:
    """Note that files are in the folder no more. Their rows stay while a generation has articles of theirs."""
    left = {"gone_at": datetime.now(UTC), "digest": None, "stamp": None, "failing": False, "failed_digest": None}
    for batch in batches(sorted(gone)):
        connection.execute(source_articles.delete().where(source_articles.c.source_uri.in_(batch)))
        connection.execute(sources.update().where(sources.c.uri.in_(batch)).values(left))


def _new(uri: str, kind: Kind, who: str, now: datetime) -> dict[str, object]:
    return {
        "uri": uri,
        "kind": kind.value,
        "state": State.ENABLED.value,
        "added_by": who,
        "added_at": now,
        "failing": False,
        "gone_at": None,
    }


def _source(row: Mapping[str, object], held: Mapping[str, list[str]]) -> SourceRecord:
    values: dict[str, object] = {**row, "kind": Kind(str(row["kind"])), "state": State(str(row["state"]))}
    return SourceRecord(**values, article_ids=tuple(held.get(str(row["uri"]), ())))  # type: ignore[arg-type] # columns
