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
    sql.Column("digest", sql.String(32), comment="of the content that its articles were read from"),
    sql.Column("read_at", Time, comment="last good reading"),
    sql.Column("failed_at", Time, comment="last failed reading, if none was good since"),
    sql.Column("failure", sql.Text, comment="why it failed, in an admin's words"),
    sql.Column("failed_digest", sql.String(32), comment="of the content that failed"),
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
    sql.Column("tags", sql.Text, nullable=False, comment="JSON list"),
    sql.Column("added_at", Time, nullable=False),
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
)
generation_articles = sql.Table(
    "generation_articles",
    metadata,
    sql.Column("generation", sql.ForeignKey("generations.id", ondelete="CASCADE"), primary_key=True),
    sql.Column("article_id", sql.ForeignKey("articles.id"), primary_key=True, index=True),
    sql.Column("source_uri", SORTED_TEXT, nullable=False),
)
