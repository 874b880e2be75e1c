"""Updates and who handles them, answers, questions, votes, settings of chats, links, limits."""

from __future__ import annotations

import sqlalchemy as sql
from alembic import op

revision = "0001"
down_revision = None

_PENDING = sql.text("payload IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "bot_updates",
        sql.Column("bot_id", sql.BigInteger, primary_key=True, autoincrement=False),
        sql.Column("update_id", sql.BigInteger, primary_key=True, autoincrement=False),
        sql.Column("queue", sql.Text, nullable=False),
        sql.Column("payload", sql.Text),
        sql.Column("received_at", sql.Float, nullable=False),
        sql.Column("tries", sql.Integer, nullable=False),
        sql.Column("due_at", sql.Float, nullable=False),
    )
    op.create_index(
        "bot_updates_pending",
        "bot_updates",
        ["bot_id", "queue", "update_id"],
        sqlite_where=_PENDING,
        postgresql_where=_PENDING,
    )
    op.create_table(
        "bot_leases",
        sql.Column("bot_id", sql.BigInteger, primary_key=True, autoincrement=False),
        sql.Column("queue", sql.Text, primary_key=True),
        sql.Column("owner", sql.String(32), nullable=False),
        sql.Column("until", sql.Float, nullable=False),
    )
    op.create_table(
        "bot_answers",
        sql.Column("chat_id", sql.BigInteger, primary_key=True, autoincrement=False),
        sql.Column("question_id", sql.BigInteger, primary_key=True, autoincrement=False),
        sql.Column("answer_id", sql.BigInteger, nullable=False),
        sql.Column("user_id", sql.BigInteger),
        sql.Column("article_id", sql.String(12)),
        sql.Column("start", sql.Integer),
        sql.Column("sentences", sql.Integer),
        sql.Column("native", sql.Boolean, nullable=False),
        sql.Column("edited_at", sql.Float, nullable=False),
        sql.Column("answered_at", sql.Float, nullable=False),
    )
    op.create_table(
        "bot_questions",
        sql.Column("id", sql.Integer, primary_key=True),
        sql.Column("asked_at", sql.Float, nullable=False, index=True),
        sql.Column("surface", sql.String(16), nullable=False),
        sql.Column("answered", sql.Boolean, nullable=False),
        sql.Column("milliseconds", sql.Float, nullable=False),
        sql.Column("text", sql.Text),
        sql.Column("user_id", sql.BigInteger, index=True),
    )
    op.create_table(
        "bot_waiting",
        sql.Column("user_id", sql.BigInteger, primary_key=True, autoincrement=False),
        sql.Column("question", sql.String(512), primary_key=True),
        sql.Column("language_code", sql.String(16)),
        sql.Column("since", sql.Float, nullable=False),
    )
    op.create_table(
        "bot_votes",
        sql.Column("message", sql.String(128), primary_key=True),
        sql.Column("user_id", sql.BigInteger, primary_key=True, autoincrement=False, index=True),
        sql.Column("up", sql.Boolean, nullable=False),
        sql.Column("article_id", sql.String(12), nullable=False),
        sql.Column("start", sql.Integer, nullable=False),
        sql.Column("voted_at", sql.Float, nullable=False),
    )
    op.create_table(
        "bot_chats",
        sql.Column("chat_id", sql.BigInteger, primary_key=True, autoincrement=False),
        sql.Column("settings", sql.Text, nullable=False),
    )
    op.create_table(
        "bot_links",
        sql.Column("user_id", sql.BigInteger, primary_key=True, autoincrement=False),
        sql.Column("question", sql.Text, nullable=False),
        sql.Column("made_at", sql.Float, nullable=False),
    )
    op.create_table(
        "bot_windows",
        sql.Column("who", sql.String(32), primary_key=True),
        sql.Column("began_at", sql.Float, nullable=False),
        sql.Column("asked", sql.Integer, nullable=False),
    )


def downgrade() -> None:
    for table in ("windows", "links", "chats", "votes", "waiting", "questions", "answers", "leases", "updates"):
        op.drop_table(f"bot_{table}")
