"""What Telegram is told of the bot at the start: who is offered which commands, and in which language."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator

import pytest
from telegram import BotCommandScopeAllGroupChats
from telegram.ext import ExtBot

from bot.commands import BOT_ADMIN, GROUP, GROUP_ADMIN, PRIVATE, described, tell
from bot.delivery import Delivery, Urgency
from bot.pacing import UNPACED
from bot.playground import Flood, Playground, ServerError
from bot.texts import ENGLISH, LANGUAGES
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario, Speaker, containing, polling

HOURS = 4 * 3600
# Everybody's English, and four more.
LISTS = 5


@pytest.fixture
async def bot(playground: Playground) -> AsyncIterator[ExtBot[Urgency]]:
    """A bot as the application has it, that does not wait between tries."""
    delivery = Delivery(UNPACED, pauses=(0.0, 0.0))
    async with ExtBot(playground.token, f"{playground.url}/bot", rate_limiter=delivery) as running:
        yield running


def changes(playground: Playground) -> Counter[str]:
    """How often the bot tried to change which thing."""
    return Counter(call.method for call in playground.calls if call.method.startswith("set"))


def shown(playground: Playground, speaker: Speaker) -> list[str]:
    """The descriptions of the commands that somebody is offered, in their language."""
    private = speaker.chat.type == "private"
    member = playground.state.member(speaker.chat.id, speaker.id) if not private else None
    offered = playground.state.profile.commands_for(
        chat_id=speaker.chat.id,
        user_id=speaker.id,
        private=private,
        admin=member is not None and member.administers,
        language=speaker.user.language_code or "",
    )
    return [command.description for command in offered]


async def test_people_are_offered_what_they_can_use_where_they_are(
    playground: Playground, scene: Scenario, bot: ExtBot[Urgency]
) -> None:
    ann, bob = scene.person("Ann", started=True), scene.person("Bob", started=True)
    dora = scene.person("Dora", started=True)
    group, supergroup = scene.group("Friends", ann, bob, dora), scene.supergroup("Readers", bob, ann)

    await tell(bot, {dora.id})

    assert (ann.commands(), dora.commands()) == (PRIVATE, BOT_ADMIN)
    assert (ann.at(group).commands(), bob.at(group).commands()) == (GROUP_ADMIN, GROUP)
    assert (ann.at(supergroup).commands(), bob.at(supergroup).commands()) == (GROUP, GROUP_ADMIN)
    # Who runs the bot runs no group by that.
    assert dora.at(group).commands() == GROUP
    assert PRIVATE == ("ask", "help", "privacy", "forget", "start")
    assert GROUP == ("ask", "help", "privacy", "forget")
    assert set(GROUP_ADMIN) - set(GROUP) == {"settings"}
    admins = {"why", "gaps", "sources", "add", "index", "delete", "reload", "rollback", "stats", "status", "log"}
    assert set(BOT_ADMIN) - set(PRIVATE) == admins


@pytest.mark.parametrize(
    ("code", "language"),
    [("en", "en"), ("ru", "ru"), ("ar", "ar"), ("es", "es"), ("de", "de"), ("de-AT", "de"), ("fr", "en"), (None, "en")],
)
async def test_commands_and_descriptions_are_in_the_language_of_the_reader(
    playground: Playground, scene: Scenario, bot: ExtBot[Urgency], code: str | None, language: str
) -> None:
    each = LANGUAGES[language]
    ann = scene.person("Ann", language_code=code, started=True)
    dora = scene.person("Dora", language_code=code, started=True)
    group = scene.supergroup("Friends", ann, dora)

    await tell(bot, {dora.id})

    ask, help_, privacy, forget = each.command_ask, each.command_help, each.command_privacy, each.command_forget
    assert shown(playground, ann) == [ask, help_, privacy, forget, each.command_start]
    of_admins = [
        *shown(playground, ann),
        each.command_why,
        each.command_gaps,
        each.command_sources,
        each.command_add,
        each.command_index,
        each.command_delete,
    ]
    assert shown(playground, dora)[: len(of_admins)] == of_admins
    assert shown(playground, dora)[len(of_admins) :] == [
        *(each.command_reload, each.command_rollback, each.command_stats, each.command_status, each.command_log)
    ]
    assert shown(playground, ann.at(group)) == [ask, help_, privacy, forget, each.command_settings]
    assert shown(playground, dora.at(group)) == [ask, help_, privacy, forget]
    asked_for = code[:2] if code else None
    assert (await bot.get_my_description(asked_for)).description == each.description
    assert (await bot.get_my_short_description(asked_for)).short_description == each.short_description


async def test_what_telegram_has_already_is_not_told_again(
    playground: Playground, scene: Scenario, bot: ExtBot[Urgency]
) -> None:
    dora = scene.person("Dora", started=True)
    await tell(bot, {dora.id})
    once = changes(playground)
    assert once == {"setMyCommands": 4 * LISTS, "setMyDescription": LISTS, "setMyShortDescription": LISTS}

    await tell(bot, {dora.id})
    assert changes(playground) == once

    await bot.set_my_commands(described(["ask"], ENGLISH), BotCommandScopeAllGroupChats(), "ru")
    await bot.set_my_description("Something else", "de")
    before = changes(playground)
    await tell(bot, {dora.id})
    assert changes(playground) - before == {"setMyCommands": 1, "setMyDescription": 1}


async def test_a_limit_of_hours_is_given_up_and_logged_once_and_the_rest_is_told(
    playground: Playground, bot: ExtBot[Urgency], caplog: pytest.LogCaptureFixture
) -> None:
    playground.faults.add("setMyCommands", Flood(HOURS), times=100)

    await tell(bot, {1})

    assert changes(playground) == {"setMyCommands": 1, "setMyDescription": LISTS, "setMyShortDescription": LISTS}
    logged = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert len(logged) == 1
    assert logged[0].startswith("the bot could not tell Telegram its commands: Flood control exceeded.")


async def test_where_telegram_fails_each_kind_of_text_is_logged_once(
    playground: Playground, bot: ExtBot[Urgency], caplog: pytest.LogCaptureFixture
) -> None:
    playground.faults.add("*", ServerError(), times=100)

    await tell(bot, {1})

    assert changes(playground) == {}
    logged = [record.getMessage().partition(":")[0] for record in caplog.records if record.levelno >= logging.WARNING]
    things = ("its commands", "its description", "its short description")
    assert logged == [f"the bot could not tell Telegram {each}" for each in things]


async def test_an_admin_who_never_wrote_keeps_nobody_else_from_their_commands(
    playground: Playground, scene: Scenario, bot: ExtBot[Urgency], caplog: pytest.LogCaptureFixture
) -> None:
    stranger = scene.person("Eve")
    dora = scene.person("Dora", started=True)
    assert stranger.id < dora.id

    await tell(bot, {stranger.id, dora.id})

    assert dora.commands() == BOT_ADMIN
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []
    assert len([call for call in playground.calls if call.refused]) == 1


async def test_questions_are_answered_before_telegram_has_taken_any_of_it(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    held = playground.faults.hold("getMyCommands")
    async with polling(desk.application(playground, introduces=True), scene):
        ann = scene.person("Ann")
        await ann.says("who retook Palmyra?")
        async with asyncio.timeout(scene.patience):
            await held.arrived.wait()
        await ann.sees(containing("Government forces retook Palmyra on Sunday."))
        assert ann.commands() == ()

        held.release()
        await scene.until(lambda: ann.commands() == PRIVATE, "the commands", ann.chat, patiently=True)
