"""Updates know that they go beyond a limit, windows when they were last counted in."""

from __future__ import annotations

import sqlalchemy as sql
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("bot_updates", sql.Column("refused", sql.String(8)))
    # What was counted within the last minute is not worth keeping.
    op.drop_table("bot_windows")
    op.create_table(
        "bot_windows",
        sql.Column("who", sql.String(32), primary_key=True),
        sql.Column("began_at", sql.Float, nullable=False),
        sql.Column("asked", sql.Integer, nullable=False),
        sql.Column("counted_at", sql.Float, nullable=False),
    )


def downgrade() -> None:
    op.drop_column("bot_updates", "refused")
    op.drop_column("bot_windows", "counted_at")
