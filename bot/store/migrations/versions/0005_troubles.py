"""Warnings and errors are kept in the database, for every process and for the command line."""

from __future__ import annotations

import sqlalchemy as sql
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "bot_troubles",
        sql.Column("id", sql.Integer, primary_key=True),
        sql.Column("at", sql.Float, nullable=False),
        sql.Column("level", sql.String(16), nullable=False),
        sql.Column("logger", sql.Text, nullable=False),
        sql.Column("line", sql.Text, nullable=False),
        sql.Column("frames", sql.Text, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("bot_troubles")
