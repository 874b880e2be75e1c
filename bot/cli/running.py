"""`verbatim run` and `playground`."""

from __future__ import annotations

import os
import select
import stat
import sys

import click

from bot.cli.asking import chat_at_prompt
from bot.cli.opening import library, store
from bot.settings import BotSettings
from bot.settings import load_settings as load_bot_settings
from bot.store.windows import Windows

_GO_LIVE = (
    "To go live, get a token from @BotFather on Telegram and put TELEGRAM_BOT_TOKEN=... into a file named .env "
    "(see .env.example)."
)
_OPEN_TO_ALL = "Warning: it listens on {host}. Whoever reaches this address can be anybody in the playground."
# A program that pipes questions in has them ready by then.
_PIPE_SECONDS = 0.5


@click.command()
def run() -> None:
    """Start the bot; without TELEGRAM_BOT_TOKEN in a playground in the browser.

    Without a token, questions from a pipe are answered line by line, as `verbatim chat` does.
    """
    settings = load_bot_settings()
    if settings.telegram_bot_token is not None:
        from bot.news import News  # noqa: PLC0415 - half a second, for those only who run the bot
        from bot.running import run as run_bot  # noqa: PLC0415 - half a second, for those only who run the bot

        def announce(address: str) -> None:
            click.echo(f"The bot answers at {address} (Ctrl-C ends it)", err=True)

        with store() as database:
            news = News(Windows(database))
            with library(came=news.began, failed=news.failed) as opened:
                click.echo(f"Connecting to {settings.telegram_api_url}", err=True)
                run_bot(settings, opened, database, news, announce)
    elif _questions_are_piped():
        click.echo(_GO_LIVE, err=True)
        chat_at_prompt()
    else:
        _play(settings)


@click.command()
def playground() -> None:
    """Try the bot in the browser, whether or not there is a token: a Bot API of its own, and a page to chat in."""
    _play(load_bot_settings())


def _play(settings: BotSettings) -> None:
    from bot.news import News  # noqa: PLC0415 - half a second, for those only who run the bot
    from bot.playground import is_loopback  # noqa: PLC0415
    from bot.running import run_playground  # noqa: PLC0415

    def announce(address: str) -> None:
        if not is_loopback(settings.playground_host):
            click.echo(_OPEN_TO_ALL.format(host=settings.playground_host), err=True)
        click.echo(f"The playground is open at {address} (Ctrl-C ends it)", err=True)
        click.echo(_GO_LIVE, err=True)

    news = News()
    with library(came=news.began, failed=news.failed) as opened:
        run_playground(settings, opened, news, announce)


def _questions_are_piped() -> bool:
    """Whether standard input is a file or a pipe that holds something."""
    try:
        kind = os.fstat(sys.stdin.fileno()).st_mode
        if stat.S_ISREG(kind):
            return True
        return stat.S_ISFIFO(kind) and bool(select.select([sys.stdin], [], [], _PIPE_SECONDS)[0])
    except (OSError, ValueError, AttributeError):
        return False  # closed, or a system that can't say
