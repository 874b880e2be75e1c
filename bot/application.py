"""Wires python-telegram-bot's Application: handlers, what Telegram shows of the bot, and what happens on errors."""

from __future__ import annotations

import asyncio
import html
import logging
import traceback
from collections.abc import Callable, Coroutine
from contextlib import suppress
from io import BytesIO
from typing import Any

from telegram import BotCommandScopeChat, InputFile, Update
from telegram.error import Forbidden, TelegramError
from telegram.ext import ApplicationBuilder, ContextTypes

from bot import texts
from bot.asking import AnyApplication, Asking
from bot.conversation import Conversations
from bot.delivery import ChatByChat, Persistence
from bot.explaining import Explaining
from bot.logs import RedactingFormatter
from bot.settings import BotSettings
from retrieval import Answerer

log = logging.getLogger(__name__)

# Of a message; a longer traceback goes as a file.
_LONGEST_TEXT = 4_000


def build(settings: BotSettings, answerer: Answerer, redaction: RedactingFormatter) -> AnyApplication:
    """The bot as an Application that is ready to run. `settings.telegram_bot_token` must be set."""
    assert settings.telegram_bot_token is not None
    application = (
        ApplicationBuilder()
        .token(settings.telegram_bot_token.get_secret_value())
        .base_url(f"{settings.telegram_api_url}/bot")
        .base_file_url(f"{settings.telegram_api_url}/file/bot")
        .concurrent_updates(ChatByChat())
        .rate_limiter(Persistence())
        .build()
    )
    conversations = Conversations()
    Explaining(answerer, conversations, settings.admin_ids).register(application)
    Asking(answerer, conversations).register(application)
    assert application.job_queue is not None
    # However long the start took, it is not too late for it.
    application.job_queue.run_once(_introduction(settings), 0, job_kwargs={"misfire_grace_time": None})
    application.add_error_handler(_error_handler(settings, redaction))
    return application


def _introduction(
    settings: BotSettings,
) -> Callable[[ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]:  # Any: as asyncio has it
    async def introduce(context: ContextTypes.DEFAULT_TYPE) -> None:
        """Tell Telegram the commands and descriptions, beside the first answers: none of them is worth a wait."""
        bot = context.bot
        for change in (
            bot.set_my_commands(list(texts.COMMANDS.items())),
            bot.set_my_description(texts.DESCRIPTION),
            bot.set_my_short_description(texts.SHORT_DESCRIPTION),
        ):
            try:
                await change
            except TelegramError as error:
                log.warning("Telegram did not take a description of the bot: %s", error)
        for admin in settings.admin_ids:
            try:
                await bot.set_my_commands(list(texts.ADMIN_COMMANDS.items()), BotCommandScopeChat(admin))
            except TelegramError as error:
                # They have not written to the bot yet; the commands work all the same once they do.
                log.debug("admin %s is not shown their commands: %s", admin, error)

    return introduce


def _error_handler(
    settings: BotSettings, redaction: RedactingFormatter
) -> Callable[[object, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]:  # Any: as asyncio has it
    async def report(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        error = context.error
        assert error is not None
        if isinstance(error, TelegramError) and not isinstance(update, Update):
            # Polling goes on by itself; a line in the log is enough.
            log.warning("polling: %s", error)
            return
        if isinstance(error, Forbidden):
            log.info("somebody blocked the bot before it could answer")
            return
        log.error("an update could not be handled", exc_info=error)
        if isinstance(update, Update):
            with suppress(TelegramError):
                if update.callback_query:
                    await update.callback_query.answer(texts.WENT_WRONG, show_alert=True)
                elif update.effective_message:
                    await update.effective_message.reply_text(texts.WENT_WRONG)
        trace = redaction.redact("".join(traceback.format_exception(error)))
        await asyncio.gather(*(_tell(context, admin, trace) for admin in settings.admin_ids))

    return report


async def _tell(context: ContextTypes.DEFAULT_TYPE, admin: int, trace: str) -> None:
    try:
        if len(trace) <= _LONGEST_TEXT:
            await context.bot.send_message(admin, f"<pre>{html.escape(trace, quote=False)}</pre>", parse_mode="HTML")
        else:
            await context.bot.send_document(admin, InputFile(BytesIO(trace.encode()), "traceback.txt"))
    except TelegramError as error:
        log.warning("admin %s could not be told of an error: %s", admin, error)
