"""Runs the bot until it is told to stop: on Telegram, or in a playground of its own."""

from __future__ import annotations

import asyncio
import errno
import signal
import sys
from collections.abc import Callable
from contextlib import suppress

from pydantic import SecretStr
from telegram import Update
from telegram.error import InvalidToken

from bot.application import build
from bot.asking import AnyApplication
from bot.logs import configure
from bot.playground import Cast, Playground, is_loopback
from bot.playground.page_server import PAGE
from bot.settings import BotSettings
from retrieval import Answerer, SettingsError, spare_garbage_collector

_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def run_polling(settings: BotSettings, answerer: Answerer, announce: Callable[[str], None]) -> None:
    """Serve until SIGINT, SIGTERM or SIGABRT. What was asked while the bot was down is answered first.

    `announce` is told the bot's address once it answers. Raises `SettingsError` when Telegram does not know the token.
    """
    assert settings.telegram_bot_token is not None
    redaction = configure(settings.log_level, settings.telegram_bot_token.get_secret_value())
    application = build(settings, answerer, redaction)
    spare_garbage_collector()

    async def introduce(started: AnyApplication) -> None:
        announce(started.bot.link)

    application.post_init = introduce
    try:
        # -1: a network that is not there yet at boot is waited for.
        application.run_polling(allowed_updates=Update.ALL_TYPES, bootstrap_retries=-1)
    except InvalidToken:
        # Its own message holds the token.
        raise SettingsError("TELEGRAM_BOT_TOKEN: Telegram does not know this token") from None


def run_playground(settings: BotSettings, answerer: Answerer, announce: Callable[[str], None]) -> None:
    """Serve the playground and the bot in it, until SIGINT or SIGTERM.

    `announce` is told the page's address once it can be opened. Raises `SettingsError` when the port is taken.
    """
    with suppress(KeyboardInterrupt):
        asyncio.run(_play(settings, answerer, announce))


async def _play(settings: BotSettings, answerer: Answerer, announce: Callable[[str], None]) -> None:
    playground = Playground(host=settings.playground_host, port=settings.playground_port, page=PAGE)
    redaction = configure(settings.log_level if settings.log_level != "INFO" else "WARNING", playground.token)
    cast = Cast.gather(playground.state)
    # What @BotFather is told of a bot that answers no inline queries.
    playground.state.inline = False
    stop = _stop_event()
    try:
        await playground.__aenter__()
    except OSError as error:
        raise _unavailable(settings, error) from error
    try:
        inside = settings.model_copy(
            update={
                "telegram_bot_token": SecretStr(playground.token),
                "telegram_api_url": playground.url,
                "admin_ids": frozenset({cast.admin.id}),
            }
        )
        application = build(inside, answerer, redaction)
        spare_garbage_collector()
        async with application:
            assert application.updater is not None
            await application.start()
            await application.updater.start_polling(allowed_updates=Update.ALL_TYPES)
            announce(f"{playground.url}/")
            await stop.wait()
            await application.updater.stop()
            await application.stop()
    finally:
        await playground.__aexit__(None, None, None)


def _stop_event() -> asyncio.Event:
    """Is set by SIGINT and SIGTERM from now on."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    if sys.platform != "win32":
        for number in _STOP_SIGNALS:
            loop.add_signal_handler(number, stop.set)
    return stop


def _unavailable(settings: BotSettings, error: OSError) -> SettingsError:
    if error.errno == errno.EADDRINUSE:
        return SettingsError(
            f"PLAYGROUND_PORT: {settings.playground_port} is taken by another program; choose another, or end that one"
        )
    if not is_loopback(settings.playground_host):
        return SettingsError(f"PLAYGROUND_HOST: can't listen on {settings.playground_host}: {error.strerror}")
    return SettingsError(f"PLAYGROUND_PORT: can't listen on {settings.playground_port}: {error.strerror}")
