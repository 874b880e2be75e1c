"""Whole texts of a feed's items, authors of articles, and posts that were taken out for good."""

from __future__ import annotations

import sqlalchemy as sql
from alembic import op

revision = "0003"
down_revision = "0002"

# In the order of code points, whatever the language of a database.
_SORTED_TEXT = sql.Text().with_variant(sql.Text(collation="C"), "postgresql")


def upgrade() -> None:
    for name in ("whole_texts", "stays_out"):
        op.add_column("sources", sql.Column(name, sql.Boolean, nullable=False, server_default=sql.false()))
    # Posts that somebody deleted one by one.
    op.execute(
        sql.text(
            "UPDATE sources SET stays_out = :yes WHERE kind = 'channel' AND state = 'deleted' "
            "AND uri IN (SELECT target FROM audit WHERE what = 'delete')"
        ).bindparams(yes=True)
    )
    op.add_column("articles", sql.Column("author", sql.Text))
    op.create_table(
        "item_pages",
        sql.Column("id", sql.Integer, primary_key=True, autoincrement=True),
        sql.Column(
            "source_uri", _SORTED_TEXT, sql.ForeignKey("sources.uri", ondelete="CASCADE"), nullable=False, index=True
        ),
        sql.Column("url", sql.Text, nullable=False),
        sql.Column("content", sql.String(32), index=True),
        sql.Column("failure", sql.Text),
        sql.Column("tries", sql.Integer, nullable=False),
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup to go back to an older version")
