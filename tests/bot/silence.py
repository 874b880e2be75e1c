"""That the bot left something alone."""

from __future__ import annotations

import sqlalchemy as sql

from bot.store.schema import answers, questions
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario, Speaker


def _noted(desk: Desk) -> int:
    """How many questions and answers the bot has noted."""
    with desk.database.begin() as connection:
        return sum(connection.scalar(sql.select(sql.func.count()).select_from(table)) for table in (answers, questions))


async def is_ignored(scene: Scenario, speaker: Speaker, desk: Desk) -> None:
    """Nothing was sent, nothing was typed, nothing was noted."""
    await speaker.sees_nothing()
    shown = {"sendMessage", "sendChatAction", "editMessageText"}
    assert [call.method for call in scene.playground.calls if call.method in shown] == []
    assert _noted(desk) == 0
