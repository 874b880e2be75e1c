"""Which commands people are offered, and what Telegram shows of the bot: told at the start, in each language."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Collection
from typing import Any

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.texts import ENGLISH, LANGUAGES, Texts

log = logging.getLogger(__name__)

PRIVATE = ("ask", "help", "privacy", "forget", "start")
GROUP = ("ask", "help", "privacy", "forget")
GROUP_ADMIN = (*GROUP, "settings")
BOT_ADMIN = (
    *PRIVATE,
    "why",
    "gaps",
    "sources",
    "add",
    "index",
    "delete",
    "reload",
    "rollback",
    "stats",
    "status",
    "log",
)

# Telegram offers the list of the narrowest scope alone, so that each is complete.
OFFERED: tuple[tuple[BotCommandScope, tuple[str, ...]], ...] = (
    (BotCommandScopeAllPrivateChats(), PRIVATE),
    (BotCommandScopeAllGroupChats(), GROUP),
    (BotCommandScopeAllChatAdministrators(), GROUP_ADMIN),
)

# None is for everybody whose language has no texts.
_LANGUAGES: dict[str | None, Texts] = {
    None: ENGLISH,
    **{code: texts for code, texts in LANGUAGES.items() if texts is not ENGLISH},
}


def described(names: Collection[str], texts: Texts) -> tuple[BotCommand, ...]:
    """Commands as the menu shows them in a language."""
    descriptions = {
        "ask": texts.command_ask,
        "help": texts.command_help,
        "privacy": texts.command_privacy,
        "forget": texts.command_forget,
        "start": texts.command_start,
        "settings": texts.command_settings,
        "why": texts.command_why,
        "gaps": texts.command_gaps,
        "sources": texts.command_sources,
        "add": texts.command_add,
        "index": texts.command_index,
        "delete": texts.command_delete,
        "reload": texts.command_reload,
        "rollback": texts.command_rollback,
        "stats": texts.command_stats,
        "status": texts.command_status,
        "log": texts.command_log,
    }
    return tuple(BotCommand(name, descriptions[name]) for name in names)


async def tell(bot: Bot, admin_ids: Collection[int]) -> None:
    """Tell Telegram the commands and descriptions, except those that it has already.

    None of it is worth a wait or an alarm: what fails is logged, and told at the next start.
    """
    await _tried("its commands", _tell_commands(bot, admin_ids))
    await _tried("its description", _tell_description(bot))
    await _tried("its short description", _tell_short_description(bot))


# Any: what a coroutine returns is of no interest.
async def _tried(what: str, telling: Awaitable[Any]) -> None:
    try:
        await telling
    except TelegramError as error:
        # The rest of its kind would meet the same: Telegram limits each kind of change, often for hours.
        log.warning("the bot could not tell Telegram %s: %s", what, error)


async def _tell_commands(bot: Bot, admin_ids: Collection[int]) -> None:
    for scope, names in OFFERED:
        await _offer(bot, scope, names)
    for admin in sorted(admin_ids):
        try:
            await _offer(bot, BotCommandScopeChat(admin), BOT_ADMIN)
        except (BadRequest, Forbidden) as error:
            # They have not written to the bot yet; the commands work all the same once they do.
            log.debug("admin %s is not shown their commands: %s", admin, error)


async def _offer(bot: Bot, scope: BotCommandScope, names: Collection[str]) -> None:
    for code, texts in _LANGUAGES.items():
        commands = described(names, texts)
        if await bot.get_my_commands(scope, code) != commands:
            await bot.set_my_commands(commands, scope, code)


async def _tell_description(bot: Bot) -> None:
    for code, texts in _LANGUAGES.items():
        if (await bot.get_my_description(code)).description != texts.description:
            await bot.set_my_description(texts.description, code)


async def _tell_short_description(bot: Bot) -> None:
    for code, texts in _LANGUAGES.items():
        if (await bot.get_my_short_description(code)).short_description != texts.short_description:
            await bot.set_my_short_description(texts.short_description, code)
