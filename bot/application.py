"""Wires python-telegram-bot's Application: its handlers, what it tells at the start, and what happens on errors."""

from __future__ import annotations

import asyncio
import html
import logging
import ssl
import traceback
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any

import httpx
from telegram import InputFile, Message, Update, User
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ApplicationBuilder, ApplicationHandlerStop, ContextTypes, MessageHandler, filters
from telegram.request import HTTPXRequest

from bot import commands, inline
from bot.adding import Adding
from bot.addressing import How, command_in, is_by_a_person, request
from bot.asking import AnyApplication, Asking
from bot.channels import Channels
from bot.composing import Rendered
from bot.condition import Condition
from bot.delivery import Delivery
from bot.explaining import Explaining
from bot.gaps import Gaps
from bot.group_settings import GroupSettings
from bot.housekeeping import Housekeeping
from bot.inline import Inline
from bot.linking import Linking
from bot.logs import RedactingFormatter
from bot.membership import Membership
from bot.news import News
from bot.pacing import TELEGRAM
from bot.parts import Parts
from bot.pressing import Pressing
from bot.privacy import Privacy
from bot.receiving import KeepingApplication, Refused
from bot.recent import Recent
from bot.refusing import Refusing
from bot.reload_command import ReloadCommand
from bot.replying import say, texts_for, unwelcome
from bot.rollback import Rollback
from bot.settings import BotSettings
from bot.sources import Sources
from bot.statistics import Statistics
from bot.store.windows import Windows
from bot.telling import LOOK_SECONDS, Telling
from bot.typed import PAUSE_SECONDS
from retrieval import Database, Library

log = logging.getLogger(__name__)

# In seconds. What takes that long has failed: sooner, answers would be sent twice because a server is slow.
_SILENCE = 20.0
# Of a message; a longer traceback goes as a file.
_LONGEST_TEXT = 4_000


@dataclass(frozen=True, slots=True)
class Habits:
    """What the bot does unasked.

    Every `look_seconds` it looks whether there are new articles. Whoever typed nothing for `typing_seconds` has paused.
    At its start it tells Telegram its commands and descriptions, if it `introduces` itself.
    """

    look_seconds: float = LOOK_SECONDS
    typing_seconds: float = PAUSE_SECONDS
    introduces: bool = True


def build(
    settings: BotSettings,
    library: Library,
    database: Database,
    redaction: RedactingFormatter,
    *,
    recent: Recent | None = None,
    news: News | None = None,
    delivery: Delivery | None = None,
    habits: Habits | None = None,
) -> AnyApplication:
    """The bot as an Application that is ready to run. `settings.telegram_bot_token` must be set.

    `database` holds the bot's own tables. `recent` keeps the last errors, if it was made a handler of the log; `news`
    are told to the admins, if anybody adds to them. `delivery` sends its requests; by default as fast as Telegram
    allows, as one of `settings.replicas`.
    """
    assert settings.telegram_bot_token is not None
    habits = habits or Habits()
    parts = Parts.over(database, settings, library, typing_seconds=habits.typing_seconds)
    application = (
        ApplicationBuilder()
        .application_class(KeepingApplication, {"calls": parts.limits.call_in})
        # Updates come from `bot.receiving`.
        .updater(None)
        .token(settings.telegram_bot_token.get_secret_value())
        .base_url(f"{settings.telegram_api_url}/bot")
        .base_file_url(f"{settings.telegram_api_url}/file/bot")
        .rate_limiter(delivery or Delivery(TELEGRAM.shared(settings.replicas)))
        .request(_requests())
        .get_updates_request(_requests())
        .build()
    )
    # Before all others: it keeps from them what nobody says to the bot.
    application.add_handler(MessageHandler(_SaidByNobody() & ~filters.StatusUpdate.ALL, _ignore), group=-1)
    Refusing(parts).register(application)
    Explaining(parts).register(application)
    Privacy(parts).register(application)
    Gaps(parts).register(application)
    ReloadCommand(parts).register(application)
    Rollback(parts).register(application)
    Condition(parts, recent or Recent(redaction)).register(application)
    Statistics(parts).register(application)
    GroupSettings(parts).register(application)
    Adding(parts).register(application)
    Sources(parts).register(application)
    Channels(parts, news or News(Windows(database))).register(application)
    asking = Asking(parts)
    Linking(parts, asking).register(application)
    Membership(parts).register(application)
    asking.register(application)
    Pressing(parts).register(application)
    Inline(parts).register(application)

    async def introduce(context: ContextTypes.DEFAULT_TYPE) -> None:
        await commands.tell(context.bot, settings.admin_ids)

    Telling(parts).register(application, seconds=habits.look_seconds)
    Housekeeping(parts).register(application)
    assert application.job_queue is not None
    if habits.introduces:
        # Beside the first answers. However long the start took, it is not too late for it.
        application.job_queue.run_once(introduce, 0, job_kwargs={"misfire_grace_time": None})
    application.add_error_handler(_error_handler(settings, redaction))
    return application


def _requests() -> HTTPXRequest:
    return HTTPXRequest(read_timeout=_SILENCE, httpx_kwargs={"verify": _trusted()})


@cache
def _trusted() -> ssl.SSLContext:
    """The certificates that are trusted, for all clients: each would take a twentieth of the start to load them."""
    return httpx.create_ssl_context()


class _SaidByNobody(filters.MessageFilter):
    """Messages in groups and channels that no person wrote there, commands too."""

    def filter(self, message: Message) -> bool:
        return message.chat.type != ChatType.PRIVATE and not is_by_a_person(message)


async def _ignore(_update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    raise ApplicationHandlerStop


def _error_handler(
    settings: BotSettings, redaction: RedactingFormatter
) -> Callable[[object, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]:  # Any: as asyncio has it
    async def report(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        error = context.error
        assert error is not None
        if isinstance(error, TelegramError) and not isinstance(update, Update | Refused):
            # Nobody waits for what goes on beside the answers; a line in the log is enough.
            log.warning("%s", error)
            return
        if unwelcome(error):
            log.info("the bot may not write where it was asked to: %s", error)
            return
        log.error("an update could not be handled", exc_info=error)
        if isinstance(update, Refused) and update.update.callback_query:
            with suppress(TelegramError):
                await update.update.callback_query.answer()
        if isinstance(update, Update):
            sorry = texts_for(update).went_wrong
            with suppress(TelegramError):
                if update.callback_query:
                    await update.callback_query.answer(sorry, show_alert=True)
                elif update.inline_query:
                    await inline.apologise(update)
                elif update.effective_message and _is_asked(update.effective_message, context.bot.bot):
                    await say(update, Rendered(sorry))
        trace = redaction.redact("".join(traceback.format_exception(error)))
        await asyncio.gather(*(_tell(context, admin, trace) for admin in settings.admin_ids))

    return report


def _is_asked(message: Message, me: User) -> bool:
    """Whether somebody waits for the bot: what it overhears in a group fails in silence."""
    if command_in(message, me):
        return True
    asked = request(message, me)
    return asked is not None and asked.how is not How.OVERHEARD


async def _tell(context: ContextTypes.DEFAULT_TYPE, admin: int, trace: str) -> None:
    try:
        if len(trace) <= _LONGEST_TEXT:
            await context.bot.send_message(admin, f"<pre>{html.escape(trace, quote=False)}</pre>", parse_mode="HTML")
        else:
            await context.bot.send_document(admin, InputFile(BytesIO(trace.encode()), "traceback.txt"))
    except TelegramError as error:
        log.warning("admin %s could not be told of an error: %s", admin, error)
