"""Who runs the bot: what gives rights, and what does not."""

from __future__ import annotations

import pytest

from bot.playground import Playground
from bot.texts import ENGLISH, LANGUAGES
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario, polling

# Every command that changes or shows what only those who run the bot may change or see.
COMMANDS = ["why", "gaps", "reload", "rollback", "stats", "status", "log", "add", "sources", "index", "delete"]

each_command = pytest.mark.parametrize("command", COMMANDS)


@each_command
async def test_others_get_one_line_in_private_and_nothing_in_groups(
    desk: Desk, playground: Playground, scene: Scenario, command: str
) -> None:
    admin, ann = scene.person("Dora"), scene.person("Ann", language_code="de")
    # She owns the group: that gives no rights over the bot.
    friends = scene.group("Friends", ann, admin)
    async with polling(desk.application(playground, admin.id), scene):
        await ann.says(f"/{command}")
        await ann.sees(LANGUAGES["de"].for_admins)
        await ann.sees_nothing()
        for speaker in (ann, admin):
            await speaker.at(friends).says(f"/{command}@{playground.bot.username}")
            await speaker.at(friends).sees_nothing()
        await admin.sees_nothing()


@each_command
async def test_a_command_of_somebody_else_that_an_admin_passes_on_is_not_done(
    desk: Desk, playground: Playground, scene: Scenario, command: str
) -> None:
    admin, ann = scene.person("Dora"), scene.person("Ann")
    async with polling(desk.application(playground, admin.id), scene):
        said = await ann.says(f"/{command}")
        await ann.sees(ENGLISH.for_admins)
        await admin.forwards(said)
        await admin.sees(ENGLISH.passed_on)
        await admin.sees_nothing()


@each_command
async def test_a_message_that_becomes_a_command_by_an_edit_is_not_done(
    desk: Desk, playground: Playground, scene: Scenario, command: str
) -> None:
    admin = scene.person("Dora")
    async with polling(desk.application(playground, admin.id), scene):
        said = await admin.says("hello")
        await admin.sees(ENGLISH.greeting)
        await admin.edits(said, f"/{command}")
        await admin.sees_nothing()
