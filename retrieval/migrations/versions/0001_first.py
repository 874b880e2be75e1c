"""Sources, articles, their sentences, and generations."""

from __future__ import annotations

import sqlalchemy as sql
from alembic import op

revision = "0001"
down_revision = None

# In the order of code points, whatever the language of a database.
_SORTED_TEXT = sql.Text().with_variant(sql.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "sources",
        sql.Column("uri", _SORTED_TEXT, primary_key=True),
        sql.Column("digest", sql.String(32)),
        sql.Column("read_at", sql.DateTime(timezone=True)),
        sql.Column("failed_at", sql.DateTime(timezone=True)),
        sql.Column("failure", sql.Text),
        sql.Column("failed_digest", sql.String(32)),
    )
    op.create_table(
        "articles",
        sql.Column("id", sql.String(12), primary_key=True),
        sql.Column("title", sql.Text, nullable=False),
        sql.Column("text", sql.Text, nullable=False),
        sql.Column("url", sql.Text),
        sql.Column("published", sql.String(40)),
        sql.Column("language", sql.String(8), nullable=False),
        sql.Column("tags", sql.Text, nullable=False),
        sql.Column("added_at", sql.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "sentences",
        sql.Column("article_id", sql.String(12), sql.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
        sql.Column("version", sql.Integer, primary_key=True),
        sql.Column("spans", sql.LargeBinary, nullable=False),
    )
    op.create_table(
        "source_articles",
        sql.Column("source_uri", _SORTED_TEXT, sql.ForeignKey("sources.uri", ondelete="CASCADE"), primary_key=True),
        sql.Column("article_id", sql.String(12), sql.ForeignKey("articles.id"), primary_key=True, index=True),
    )
    op.create_table(
        "generations",
        sql.Column("id", sql.Integer, primary_key=True, autoincrement=False),
        sql.Column("made_at", sql.DateTime(timezone=True), nullable=False),
        sql.Column("fingerprint", sql.Text, nullable=False),
        sql.Column("serving", sql.Boolean, nullable=False),
    )
    op.create_table(
        "generation_articles",
        sql.Column("generation", sql.Integer, sql.ForeignKey("generations.id", ondelete="CASCADE"), primary_key=True),
        sql.Column("article_id", sql.String(12), sql.ForeignKey("articles.id"), primary_key=True, index=True),
        sql.Column("source_uri", _SORTED_TEXT, nullable=False),
    )


def downgrade() -> None:
    for table in ("generation_articles", "generations", "source_articles", "sentences", "articles", "sources"):
        op.drop_table(table)
