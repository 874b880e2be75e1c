"""Who runs the bot: what gives rights, and what does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.playground import Message, Playground
from bot.playground.model import Member
from bot.playground.pressing import press
from bot.sources_menu import Ask, Choice, key_of
from bot.texts import ENGLISH, LANGUAGES
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario, Speaker, polling, quote

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


BUTTONS = (
    Choice(Ask.DISABLE, key=key_of("palmyra.md")).encode(),
    Choice(Ask.DELETE_SURELY, key=key_of("palmyra.md")).encode(),
    Choice(Ask.REFRESH, key=key_of("palmyra.md")).encode(),
    Choice(Ask.LIST).encode(),
    f"ra:{'0' * 16}",  # apply a reload
    f"rc:{'0' * 16}",
    "bc:1",  # go back
    "by:1",
    "bl:",
    "g:1",  # gaps
    "i:-1001234567890",  # quote from a channel
)


async def test_a_button_of_theirs_does_nothing_for_others_nor_in_a_group(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin, ann = scene.person("Dora", started=True), scene.person("Ann")
    friends = scene.supergroup("Friends", ann, admin)
    playground.state.set_member(friends.id, Member(ann.id, "administrator"))

    async def told(who: Speaker, below: Message, data: str) -> tuple[str | None, bool]:
        """What somebody is told who presses such a button below an answer, where it does not belong."""
        markup = {"inline_keyboard": [[{"text": "x", "callback_data": data}]]}
        playground.state.put(replace(below, markup=markup))
        query = press(playground.state, who.id, below.chat_id, below.id, data)
        await scene.idle()
        said = playground.state.callbacks[query.id].answer
        return (said.text, said.alert) if said else (None, False)

    async with polling(desk.application(playground, admin.id), scene):
        answers = []
        for asker in (ann, ann.at(friends), admin.at(friends)):
            await asker.says("/ask who retook Palmyra?")
            answers.append((asker, (await asker.sees(quote("Government forces retook Palmyra on Sunday."))).message))
        # In a group others would read along, whoever presses.
        said = [await told(who, below, data) for data in BUTTONS for who, below in answers]

    assert said == [(ENGLISH.for_admins, True)] * len(said)
    for _, before in answers:
        assert playground.state.messages[before.chat_id][before.id].content == before.content
    assert [each.what for each in desk.library.audit() if each.who != "automatic"] == []


async def test_who_writes_as_a_group_or_a_channel_is_nobody(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin = scene.person("Dora", started=True)
    friends, channel = scene.supergroup("Friends", admin), scene.channel("News", admin)
    async with polling(desk.application(playground, admin.id), scene):
        for command in COMMANDS:
            for speaker in (admin.at(friends, as_chat=friends), admin.at(friends, as_chat=channel), admin.at(channel)):
                # That post has an admin asked in private: see `test_channel_index`.
                if (speaker.chat, command) != (channel, "index"):
                    await speaker.says(f"/{command}@{playground.bot.username} palmyra.md")
        for chat in (friends, channel):
            await admin.at(chat).sees_nothing()
        await admin.sees_nothing()

    assert [each.what for each in desk.library.audit() if each.who != "automatic"] == []
