"""A question behind a link is that of the person who typed it last."""

from __future__ import annotations

import sqlalchemy as sql
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _make(sql.Column("user_id", sql.BigInteger, primary_key=True, autoincrement=False))


def downgrade() -> None:
    _make(sql.Column("token", sql.String(64), primary_key=True))


def _make(key: sql.Column[int] | sql.Column[str]) -> None:
    # They are kept for minutes, and are not worth carrying over.
    op.drop_table("bot_links")
    op.create_table(
        "bot_links",
        key,
        sql.Column("question", sql.Text, nullable=False),
        sql.Column("made_at", sql.Float, nullable=False),
    )
