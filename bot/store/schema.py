"""The tables of the bot, as the migrations make them. Times are Unix times in seconds."""

from __future__ import annotations

import sqlalchemy as sql

metadata = sql.MetaData()

updates = sql.Table(
    "bot_updates",
    metadata,
    sql.Column("bot_id", sql.BigInteger, primary_key=True, autoincrement=False, comment="each bot counts its own"),
    sql.Column("update_id", sql.BigInteger, primary_key=True, autoincrement=False),
    sql.Column("queue", sql.Text, nullable=False, comment="updates of one queue are handled in their order"),
    sql.Column("payload", sql.Text, comment="the update as JSON; NULL once it is handled"),
    sql.Column("received_at", sql.Float, nullable=False),
    sql.Column("tries", sql.Integer, nullable=False, comment="how often its answer could not be delivered"),
    sql.Column("due_at", sql.Float, nullable=False, comment="not handled before"),
    sql.Column("refused", sql.String(8), comment="whose limit it goes beyond: person, group, other"),
    sql.Index("bot_updates_pending", "bot_id", "queue", "update_id", sqlite_where=sql.text("payload IS NOT NULL"),
              postgresql_where=sql.text("payload IS NOT NULL")),
)  # fmt: skip
leases = sql.Table(
    "bot_leases",
    metadata,
    sql.Column("bot_id", sql.BigInteger, primary_key=True, autoincrement=False),
    sql.Column("queue", sql.Text, primary_key=True),
    sql.Column("owner", sql.String(32), nullable=False, comment="the process that handles this queue"),
    sql.Column("until", sql.Float, nullable=False),
)
answers = sql.Table(
    "bot_answers",
    metadata,
    sql.Column("chat_id", sql.BigInteger, primary_key=True, autoincrement=False),
    sql.Column("question_id", sql.BigInteger, primary_key=True, autoincrement=False, comment="the asker's message"),
    sql.Column("answer_id", sql.BigInteger, nullable=False, comment="the bot's message"),
    sql.Column("user_id", sql.BigInteger, comment="who asked; NULL for channels and anonymous admins"),
    sql.Column("article_id", sql.String(12), comment="of the first quote; NULL where none was given"),
    sql.Column("start", sql.Integer, comment="where that quote begins in the article"),
    sql.Column("sentences", sql.Integer, comment="how many sentences it has"),
    sql.Column("native", sql.Boolean, nullable=False, comment="whether the answer replies to a channel's post"),
    sql.Column("edited_at", sql.Float, nullable=False, comment="when the question got the form that was answered"),
    sql.Column("answered_at", sql.Float, nullable=False),
)
questions = sql.Table(
    "bot_questions",
    metadata,
    sql.Column("id", sql.Integer, primary_key=True),
    sql.Column("asked_at", sql.Float, nullable=False, index=True),
    sql.Column("surface", sql.String(16), nullable=False, comment="private, group, channel, inline, guest"),
    sql.Column("answered", sql.Boolean, nullable=False),
    sql.Column("milliseconds", sql.Float, nullable=False),
    sql.Column("text", sql.Text, comment="only where KEEP_QUESTIONS allows"),
    sql.Column("user_id", sql.BigInteger, index=True, comment="only beside a text"),
    sql.Column("source", sql.Text, comment="the uri of what was quoted first; NULL where nothing was"),
)
waiting = sql.Table(
    "bot_waiting",
    metadata,
    sql.Column("user_id", sql.BigInteger, primary_key=True, autoincrement=False),
    sql.Column("question", sql.String(512), primary_key=True, comment="stored because this person asked to be told"),
    sql.Column("language_code", sql.String(16)),
    sql.Column("since", sql.Float, nullable=False),
)
votes = sql.Table(
    "bot_votes",
    metadata,
    sql.Column("message", sql.String(128), primary_key=True, comment="chat and message, or an inline message"),
    sql.Column("user_id", sql.BigInteger, primary_key=True, autoincrement=False, index=True),
    sql.Column("up", sql.Boolean, nullable=False),
    sql.Column("article_id", sql.String(12), nullable=False),
    sql.Column("start", sql.Integer, nullable=False),
    sql.Column("voted_at", sql.Float, nullable=False),
)
chats = sql.Table(
    "bot_chats",
    metadata,
    sql.Column("chat_id", sql.BigInteger, primary_key=True, autoincrement=False),
    sql.Column("settings", sql.Text, nullable=False, comment="JSON: what differs from the defaults"),
)
links = sql.Table(
    "bot_links",
    metadata,
    sql.Column("user_id", sql.BigInteger, primary_key=True, autoincrement=False, comment="who typed it"),
    sql.Column("question", sql.Text, nullable=False),
    sql.Column("made_at", sql.Float, nullable=False),
)
windows = sql.Table(
    "bot_windows",
    metadata,
    sql.Column("who", sql.String(32), primary_key=True, comment="a person or a group, and what is counted of them"),
    sql.Column("began_at", sql.Float, nullable=False),
    sql.Column("asked", sql.Integer, nullable=False, comment="calls since then"),
    sql.Column("counted_at", sql.Float, nullable=False, comment="when we last counted one"),
)
troubles = sql.Table(
    "bot_troubles",
    metadata,
    sql.Column("id", sql.Integer, primary_key=True),
    sql.Column("at", sql.Float, nullable=False),
    sql.Column("level", sql.String(16), nullable=False),
    sql.Column("logger", sql.Text, nullable=False, comment="the part of the program"),
    sql.Column("line", sql.Text, nullable=False),
    sql.Column("frames", sql.Text, nullable=False, comment="lines of code, each on a line"),
)
