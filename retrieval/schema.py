"""The tables of the catalogue, as the migrations make them."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sql

metadata = sql.MetaData()


# Sorts by code points, as Python and SQLite do, whatever the language of a PostgreSQL database.
SORTED_TEXT = sql.Text().with_variant(sql.Text(collation="C"), "postgresql")


class Time(sql.types.TypeDecorator[datetime]):
    """A moment, in UTC: SQLite forgets the zone, PostgreSQL answers in that of the session."""

    impl = sql.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sql.Dialect) -> datetime | None:
        """What is stored."""
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: sql.Dialect) -> datetime | None:
        """What is read."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


sources = sql.Table(
    "sources",
    metadata,
    sql.Column("uri", SORTED_TEXT, primary_key=True),
    sql.Column("kind", sql.String(16), nullable=False, comment="file, upload, url or channel"),
    sql.Column("state", sql.String(16), nullable=False, comment="enabled, disabled or deleted"),
    sql.Column("added_by", sql.Text, nullable=False, comment="a user's id, or what brought it"),
    sql.Column("added_at", Time, nullable=False),
    sql.Column("size", sql.BigInteger, comment="of its content, in bytes"),
    sql.Column("stamp", sql.Text, comment="of the file as it was read: the same stamp, the same content"),
    sql.Column("content", sql.String(32), index=True, comment="digest of the bytes that are kept of it, if they are"),
    sql.Column("digest", sql.String(32), comment="of the content that its articles were read from"),
    sql.Column("reader", sql.Integer, comment="version of the readers that read it last"),
    sql.Column("read_at", Time, comment="last good reading"),
    sql.Column("failing", sql.Boolean, nullable=False, comment="whether the last reading failed"),
    sql.Column("failed_at", Time, comment="last failed reading"),
    sql.Column("failure", sql.Text, comment="why it failed, in an admin's words"),
    sql.Column("failed_digest", sql.String(32), comment="of the content that failed"),
    sql.Column("gone_at", Time, comment="when it was found to be in the folder no more"),
    sql.Column("whole_texts", sql.Boolean, nullable=False, default=False, comment="of a feed: its items' pages, too"),
    sql.Column("stays_out", sql.Boolean, nullable=False, default=False, comment="a post that was deleted by itself"),
)
contents = sql.Table(
    "contents",
    metadata,
    sql.Column("digest", sql.String(32), primary_key=True),
    sql.Column("content", sql.LargeBinary, nullable=False, comment="what was uploaded or fetched: the only copy"),
)
visits = sql.Table(
    "visits",
    metadata,
    sql.Column("source_uri", sql.ForeignKey("sources.uri", ondelete="CASCADE"), primary_key=True),
    sql.Column("final_url", sql.Text, nullable=False, comment="where redirects led"),
    sql.Column("media_type", sql.Text),
    sql.Column("etag", sql.Text),
    sql.Column("last_modified", sql.Text),
    sql.Column("visited_at", Time, nullable=False, comment="last good visit"),
    sql.Column("due_at", Time, index=True, comment="when to visit next, if ever"),
)
item_pages = sql.Table(
    "item_pages",
    metadata,
    sql.Column("id", sql.Integer, primary_key=True, autoincrement=True),
    sql.Column("source_uri", sql.ForeignKey("sources.uri", ondelete="CASCADE"), nullable=False, index=True),
    sql.Column("url", sql.Text, nullable=False, comment="where an item of the feed leads to"),
    sql.Column("content", sql.String(32), index=True, comment="digest of the bytes that are kept of the page"),
    sql.Column("failure", sql.Text, comment="why there are none, in an admin's words"),
    sql.Column("tries", sql.Integer, nullable=False, comment="how often it was fetched"),
)
articles = sql.Table(
    "articles",
    metadata,
    sql.Column("id", sql.String(12), primary_key=True),
    sql.Column("title", sql.Text, nullable=False),
    sql.Column("text", sql.Text, nullable=False),
    sql.Column("url", sql.Text),
    sql.Column("published", sql.String(40), comment="ISO 8601 date or date and time"),
    sql.Column("language", sql.String(8), nullable=False),
    sql.Column("author", sql.Text),
    sql.Column("tags", sql.Text, nullable=False, comment="JSON list"),
    sql.Column("added_at", Time, nullable=False),
    sql.Column("added_by", sql.Text, nullable=False, comment="who added the source that brought it first"),
    sql.Column("fetched_at", Time, comment="when the content that it was read from came"),
)
sentences = sql.Table(
    "sentences",
    metadata,
    sql.Column("article_id", sql.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    sql.Column("version", sql.Integer, primary_key=True, comment="of the segmentation that made the spans"),
    sql.Column("spans", sql.LargeBinary, nullable=False, comment="start, end, start, ... as unsigned 32-bit integers"),
)
source_articles = sql.Table(
    "source_articles",
    metadata,
    sql.Column("source_uri", sql.ForeignKey("sources.uri", ondelete="CASCADE"), primary_key=True),
    sql.Column("article_id", sql.ForeignKey("articles.id"), primary_key=True, index=True),
)
generations = sql.Table(
    "generations",
    metadata,
    sql.Column("id", sql.Integer, primary_key=True, autoincrement=False),
    sql.Column("made_at", Time, nullable=False),
    sql.Column("fingerprint", sql.Text, nullable=False, comment="of the analysis and engine that made its index"),
    sql.Column("serving", sql.Boolean, nullable=False),
    sql.Column("served_at", Time, comment="when it began to serve last, if it ever did"),
    sql.Column("pinned", sql.Boolean, nullable=False, comment="whether somebody went back to it"),
)
generation_articles = sql.Table(
    "generation_articles",
    metadata,
    sql.Column("generation", sql.ForeignKey("generations.id", ondelete="CASCADE"), primary_key=True),
    sql.Column("article_id", sql.ForeignKey("articles.id"), primary_key=True, index=True),
    sql.Column("source_uri", SORTED_TEXT, primary_key=True, index=True, comment="each source that held the article"),
)
audit = sql.Table(
    "audit",
    metadata,
    sql.Column("id", sql.Integer, primary_key=True, autoincrement=True),
    sql.Column("at", Time, nullable=False),
    sql.Column("who", sql.Text, nullable=False),
    sql.Column("what", sql.String(16), nullable=False),
    sql.Column("target", sql.Text, nullable=False, comment="uri of a source, or number of a generation"),
    sql.Column("outcome", sql.Text, nullable=False),
)
