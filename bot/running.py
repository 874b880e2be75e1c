"""Runs the bot until it is told to stop: on Telegram, or in a playground of its own."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from pydantic import SecretStr
from telegram.error import BadRequest, InvalidToken

from bot.application import build
from bot.logs import configure
from bot.news import News
from bot.playground import Cast, Playground, is_loopback
from bot.playground.page_server import PAGE
from bot.receiving import Dispatcher, Polling, Timing, Webhook, default_secret, serve
from bot.recent import Recent
from bot.reloading import Reloading
from bot.settings import BotSettings
from bot.store import open_store
from bot.store.inbox import Inbox
from bot.store.troubles import Troubles
from retrieval import CatalogueError, Database, Library, SettingsError, prepare_process

log = logging.getLogger(__name__)

_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)
# What hangs then, such as a thread that waits for a locked database, is left behind.
_STOPPING_SECONDS = Timing().finishing + 0.9


def run(
    settings: BotSettings, library: Library, database: Database, news: News, announce: Callable[[str], None]
) -> None:
    """Serve until SIGINT or SIGTERM. What was asked while the bot was down is answered first.

    Updates are fetched, or taken at `settings.webhook_url` where one is set. `database` holds the bot's own tables.
    `news` is of the reload at the start. `announce` is told the bot's address once it answers. Raises `SettingsError`
    when Telegram does not know the token or does not take the webhook, or when its port is taken.
    """
    assert settings.telegram_bot_token is not None
    token = settings.telegram_bot_token.get_secret_value()
    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else default_secret(token)
    redaction = configure(settings.log_level, token, secret)
    recent = Recent.listening(redaction)
    application = build(settings, library, database, redaction, recent=recent, news=news)
    reloading = Reloading(library, settings.admin_ids, news)
    reloading.register(application)
    inbox = _inbox(database, token)
    prepare_process()

    def introduce(_: Dispatcher) -> None:
        announce(application.bot.link)

    async def main() -> None:
        source = Polling() if settings.webhook_url is None else _webhook(settings, secret, inbox)
        await _until_stopped(asyncio.create_task(serve(application, inbox, source, ready=introduce)), reloading)

    try:
        asyncio.run(main())
    except InvalidToken:
        # Its own message holds the token.
        raise SettingsError("TELEGRAM_BOT_TOKEN: Telegram does not know this token") from None
    except BadRequest as error:
        raise SettingsError(f"WEBHOOK_URL: Telegram does not take it: {error.message}") from error
    except KeyboardInterrupt:
        pass  # a system without such signals
    finally:
        with suppress(CatalogueError):
            recent.store(Troubles(database))


def run_playground(settings: BotSettings, library: Library, news: News, announce: Callable[[str], None]) -> None:
    """Serve the playground and the bot in it, until SIGINT or SIGTERM.

    Its bot has a database that is new each time, as its people are. `news` is of the reload at the start. `announce` is
    told the page's address once it can be opened. Raises `SettingsError` when the port is taken.
    """
    with suppress(KeyboardInterrupt), TemporaryDirectory(prefix="verbatim-") as folder:
        database = open_store(f"sqlite:///{Path(folder, 'playground.sqlite3')}")
        try:
            asyncio.run(_play(settings, library, database, news, announce))
        finally:
            database.close()


async def _play(
    settings: BotSettings, library: Library, database: Database, news: News, announce: Callable[[str], None]
) -> None:
    playground = Playground(host=settings.playground_host, port=settings.playground_port, page=PAGE)
    redaction = configure(settings.log_level if settings.log_level != "INFO" else "WARNING", playground.token)
    cast = Cast.gather(playground.state)
    try:
        await playground.__aenter__()
    except OSError as error:
        raise _unavailable("PLAYGROUND", settings.playground_host, settings.playground_port, error) from error
    try:
        inside = settings.model_copy(
            update={
                "telegram_bot_token": SecretStr(playground.token),
                "telegram_api_url": playground.url,
                "admin_ids": frozenset({cast.admin.id}),
            }
        )
        application = build(inside, library, database, redaction, recent=Recent.listening(redaction), news=news)
        reloading = Reloading(library, inside.admin_ids, news)
        reloading.register(application)
        prepare_process()

        def introduce(_: Dispatcher) -> None:
            announce(f"{playground.url}/")

        serving = serve(application, _inbox(database, playground.token), Polling(), ready=introduce)
        await _until_stopped(asyncio.create_task(serving), reloading)
    finally:
        await playground.__aexit__(None, None, None)


def _inbox(database: Database, token: str) -> Inbox:
    return Inbox(database, int(token.partition(":")[0]), uuid4().hex)


def _webhook(settings: BotSettings, secret: str, inbox: Inbox) -> Webhook:
    assert settings.webhook_url is not None
    webhook = Webhook(settings.webhook_url, secret, inbox.count)
    try:
        webhook.listen(settings.webhook_host, settings.webhook_port)
    except OSError as error:
        raise _unavailable("WEBHOOK", settings.webhook_host, settings.webhook_port, error) from error
    return webhook


async def _until_stopped(serving: asyncio.Task[None], reloading: Reloading) -> None:
    """Wait for a server, which the first signal stops; a second one ends the process at once.

    SIGHUP reloads, unless it says that the terminal was closed: then it stops, too.
    """
    reloads: set[asyncio.Task[None]] = set()
    in_terminal = _has_terminal()

    def hang_up() -> None:
        if in_terminal and not _has_terminal():
            stop()
            return
        # Held here: the loop alone would let go of it.
        reloads.add(task := asyncio.create_task(reloading.on_signal()))
        task.add_done_callback(reloads.discard)

    def stop() -> None:
        for number in _STOP_SIGNALS:
            loop.remove_signal_handler(number)
            signal.signal(number, signal.SIG_DFL)
        hanging = threading.Timer(_STOPPING_SECONDS, _give_up)
        hanging.daemon = True
        hanging.start()
        serving.cancel()

    loop = asyncio.get_running_loop()
    if sys.platform != "win32":
        for number in _STOP_SIGNALS:
            loop.add_signal_handler(number, stop)
        loop.add_signal_handler(signal.SIGHUP, hang_up)
    with suppress(asyncio.CancelledError):
        await serving


def _has_terminal() -> bool:
    """Whether the process belongs to a terminal that is open."""
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True


def _give_up() -> None:
    log.warning("something did not end in time; what was not answered is answered after the next start")
    os._exit(0)


def _unavailable(part: str, host: str, port: int, error: OSError) -> SettingsError:
    if error.errno == errno.EADDRINUSE:
        return SettingsError(f"{part}_PORT: {port} is taken by another program; choose another, or end that one")
    if not is_loopback(host):
        return SettingsError(f"{part}_HOST: can't listen on {host}: {error.strerror}")
    return SettingsError(f"{part}_PORT: can't listen on {port}: {error.strerror}")
