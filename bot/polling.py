"""Runs the bot by long polling until it is told to stop."""

from __future__ import annotations

from telegram import Update
from telegram.error import InvalidToken

from bot.application import build
from bot.logs import configure
from bot.settings import BotSettings
from retrieval import Answerer, SettingsError


def run_polling(settings: BotSettings, answerer: Answerer) -> None:
    """Serve until SIGINT, SIGTERM or SIGABRT. What was asked while the bot was down is answered first.

    Raises `SettingsError` when Telegram does not know the token.
    """
    assert settings.telegram_bot_token is not None
    redaction = configure(settings.log_level, settings.telegram_bot_token.get_secret_value())
    application = build(settings, answerer, redaction)
    try:
        # -1: a network that is not there yet at boot is waited for.
        application.run_polling(allowed_updates=Update.ALL_TYPES, bootstrap_retries=-1)
    except InvalidToken:
        # Its own message holds the token.
        raise SettingsError("TELEGRAM_BOT_TOKEN: Telegram does not know this token") from None
