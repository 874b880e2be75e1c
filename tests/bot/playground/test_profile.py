"""What the bot says about itself, and to whom."""

from __future__ import annotations

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeChatAdministrators,
    BotCommandScopeChatMember,
)

from bot.playground import Playground


async def test_the_bot_knows_itself(playground: Playground, bot: Bot) -> None:
    me = await bot.get_me()
    assert (me.id, me.first_name, me.username) == (playground.bot.id, "Verbatim", "verbatim_bot")
    assert (me.can_join_groups, me.can_read_all_group_messages, me.supports_inline_queries) == (True, False, True)


async def test_texts_are_kept_by_language(bot: Bot) -> None:
    await bot.set_my_description("Asks and quotes")
    await bot.set_my_description("Цитирует", language_code="ru")
    await bot.set_my_short_description("Quotes")
    assert (await bot.get_my_description("ru")).description == "Цитирует"
    assert (await bot.get_my_description("de")).description == "Asks and quotes"
    assert (await bot.get_my_short_description()).short_description == "Quotes"
    assert (await bot.get_my_name()).name == "Verbatim"
    await bot.set_my_name("Wörtlich", language_code="de")
    assert (await bot.get_my_name("de")).name == "Wörtlich"
    await bot.set_my_description("", language_code="ru")
    assert (await bot.get_my_description("ru")).description == "Asks and quotes"


async def test_commands_are_offered_by_the_narrowest_scope(playground: Playground, bot: Bot) -> None:
    ann, bob = playground.person("Ann", language_code="de", started=True), playground.person("Bob")
    group = playground.supergroup("Friends", [ann, bob])
    scopes = {
        "everywhere": None,
        "private": BotCommandScopeAllPrivateChats(),
        "groups": BotCommandScopeAllGroupChats(),
        "admins": BotCommandScopeChatAdministrators(group.id),
        "bob": BotCommandScopeChatMember(group.id, bob.id),
    }
    for name, scope in scopes.items():
        await bot.set_my_commands([BotCommand(name, "x")], scope=scope)
    await bot.set_my_commands([BotCommand("hallo", "x")], scope=scopes["private"], language_code="de")

    def offered(user_id: int, chat_id: int, *, admin: bool = False, language: str = "") -> list[str]:
        commands = playground.state.profile.commands_for(
            chat_id=chat_id, user_id=user_id, private=user_id == chat_id, admin=admin, language=language
        )
        return [command.command for command in commands]

    assert offered(ann.id, ann.id, language="de") == ["hallo"]
    assert offered(bob.id, bob.id, language="en") == ["private"]
    assert offered(ann.id, group.id, admin=True) == ["admins"]
    assert offered(bob.id, group.id) == ["bob"]
    await bot.set_my_commands([BotCommand("hers", "x")], scope=BotCommandScopeChat(ann.id))
    assert offered(ann.id, ann.id, language="de") == ["hers"]
    await bot.delete_my_commands(scope=scopes["bob"])
    assert offered(bob.id, group.id) == ["groups"]
    assert await bot.get_my_commands(scope=scopes["private"], language_code="de") == (BotCommand("hallo", "x"),)
    assert await bot.get_my_commands(scope=scopes["bob"]) == ()


@pytest.mark.parametrize("command", ["/ask", "ask"])
async def test_a_slash_before_a_command_is_dropped(bot: Bot, command: str) -> None:
    await bot.set_my_commands([(command, "x")])
    assert await bot.get_my_commands() == (BotCommand("ask", "x"),)
