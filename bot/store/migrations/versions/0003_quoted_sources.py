"""Questions know which source the answer quoted, for the sources that are quoted most."""

from __future__ import annotations

import sqlalchemy as sql
from alembic import op

revision = "0003"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("bot_questions", sql.Column("source", sql.Text))


def downgrade() -> None:
    op.drop_column("bot_questions", "source")
