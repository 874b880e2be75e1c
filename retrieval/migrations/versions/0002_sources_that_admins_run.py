"""What admins do to sources, what is kept of uploads and pages, generations as they were, and who did what."""

from __future__ import annotations

import sqlalchemy as sql
from alembic import op

revision = "0002"
down_revision = "0001"

_TIME = sql.DateTime(timezone=True)
# In the order of code points, whatever the language of a database.
_SORTED_TEXT = sql.Text().with_variant(sql.Text(collation="C"), "postgresql")


def upgrade() -> None:
    # What there is came from the folder. Defaults stay: SQLite would have to make the tables anew to take them away,
    # and with them what refers to their rows.
    for column in (
        sql.Column("kind", sql.String(16), nullable=False, server_default="file"),
        sql.Column("state", sql.String(16), nullable=False, server_default="enabled"),
        sql.Column("added_by", sql.Text, nullable=False, server_default="folder"),
        sql.Column("added_at", _TIME, nullable=False, server_default="1970-01-01 00:00:00.000000"),
        sql.Column("size", sql.BigInteger),
        sql.Column("stamp", sql.Text),
        sql.Column("content", sql.String(32)),
        sql.Column("reader", sql.Integer),
        sql.Column("failing", sql.Boolean, nullable=False, server_default=sql.false()),
        sql.Column("gone_at", _TIME),
    ):
        op.add_column("sources", column)
    op.create_index("ix_sources_content", "sources", ["content"])
    op.execute("UPDATE sources SET added_at = COALESCE(read_at, failed_at, added_at)")
    op.execute(sql.text("UPDATE sources SET failing = :yes WHERE failure IS NOT NULL").bindparams(yes=True))

    op.create_table(
        "contents",
        sql.Column("digest", sql.String(32), primary_key=True),
        sql.Column("content", sql.LargeBinary, nullable=False),
    )
    op.create_table(
        "visits",
        sql.Column("source_uri", _SORTED_TEXT, sql.ForeignKey("sources.uri", ondelete="CASCADE"), primary_key=True),
        sql.Column("final_url", sql.Text, nullable=False),
        sql.Column("media_type", sql.Text),
        sql.Column("etag", sql.Text),
        sql.Column("last_modified", sql.Text),
        sql.Column("visited_at", _TIME, nullable=False),
        sql.Column("due_at", _TIME, index=True),
    )
    op.create_table(
        "audit",
        sql.Column("id", sql.Integer, primary_key=True, autoincrement=True),
        sql.Column("at", _TIME, nullable=False),
        sql.Column("who", sql.Text, nullable=False),
        sql.Column("what", sql.String(16), nullable=False),
        sql.Column("target", sql.Text, nullable=False),
        sql.Column("outcome", sql.Text, nullable=False),
    )

    op.add_column("articles", sql.Column("added_by", sql.Text, nullable=False, server_default="folder"))
    op.add_column("articles", sql.Column("fetched_at", _TIME))
    op.add_column("generations", sql.Column("served_at", _TIME))
    op.add_column("generations", sql.Column("pinned", sql.Boolean, nullable=False, server_default=sql.false()))
    op.execute("UPDATE generations SET served_at = made_at")

    # A generation named one source for each article; now it names them all.
    op.rename_table("generation_articles", "generation_articles_before")
    op.drop_index("ix_generation_articles_article_id", "generation_articles_before")
    op.create_table(
        "generation_articles",
        sql.Column("generation", sql.Integer, sql.ForeignKey("generations.id", ondelete="CASCADE"), primary_key=True),
        sql.Column("article_id", sql.String(12), sql.ForeignKey("articles.id"), primary_key=True, index=True),
        sql.Column("source_uri", _SORTED_TEXT, primary_key=True, index=True),
    )
    op.execute(
        "INSERT INTO generation_articles (generation, article_id, source_uri) "
        "SELECT generation, article_id, source_uri FROM generation_articles_before "
        "UNION SELECT b.generation, b.article_id, s.source_uri "
        "FROM generation_articles_before b JOIN source_articles s ON s.article_id = b.article_id"
    )
    op.drop_table("generation_articles_before")


def downgrade() -> None:
    raise NotImplementedError("restore a backup to go back to an older version")
