"""What of the bot can be set, from the environment or a `.env` file; retrieval has its own in `retrieval.settings`."""

from __future__ import annotations

import re
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.store.questions import Keeping
from retrieval.settings import naming_settings


class BotSettings(BaseSettings):
    """The settings of the bot; each is the environment variable of its name in capitals."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", hide_input_in_errors=True
    )

    telegram_bot_token: SecretStr | None = None
    telegram_api_url: str = "https://api.telegram.org"
    admin_ids: Annotated[frozenset[int], NoDecode] = frozenset()
    playground_port: Annotated[int, Field(ge=0, le=65535)] = 8080
    playground_host: str = "127.0.0.1"
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    webhook_port: Annotated[int, Field(ge=0, le=65535)] = 8443
    webhook_host: str = "127.0.0.1"
    replicas: Annotated[int, Field(ge=1)] = 1
    questions_per_minute: Annotated[int, Field(ge=1)] = 30
    group_questions_per_minute: Annotated[int, Field(ge=1)] = 60
    keep_questions: Annotated[Keeping, NoDecode] = Keeping()
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("telegram_bot_token")
    @classmethod
    def _looks_like_a_token(cls, token: SecretStr | None) -> SecretStr | None:
        if token is None:
            return None
        bot_id, colon, secret = token.get_secret_value().strip().partition(":")
        if not (bot_id.isdecimal() and colon and secret and secret.isprintable() and " " not in secret):
            raise ValueError("is not a token as @BotFather gives them (digits, a colon, letters)")
        return SecretStr(f"{bot_id}:{secret}")

    @field_validator("telegram_api_url")
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        if not _is_url(url):
            raise ValueError("is not the address of a Bot API server (https://host, without /bot)")
        return url.rstrip("/").removesuffix("/bot")

    @field_validator("webhook_url")
    @classmethod
    def _is_reachable(cls, url: str | None) -> str | None:
        # Plain HTTP is for a Bot API server of one's own; Telegram's says itself what it does not take.
        if url is not None and not _is_url(url):
            raise ValueError("is not an address that Telegram can reach (https://host/path)")
        return url

    @field_validator("webhook_secret")
    @classmethod
    def _fits_a_header(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret.get_secret_value()):
            raise ValueError("is not 1 to 256 letters, digits, _ and -")
        return secret

    @field_validator("admin_ids", mode="before")
    @classmethod
    def _comma_separated(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        ids = [part.strip() for part in value.split(",") if part.strip()]
        if wrong := [part for part in ids if not part.isdecimal()]:
            raise ValueError(f"{', '.join(wrong)}: not a user's id (digits, parted by commas)")
        return frozenset(map(int, ids))

    @field_validator("keep_questions", mode="before")
    @classmethod
    def _which_and_how_long(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        which, _, days = value.strip().lower().partition(":")
        if which == "none" and not days:
            return Keeping(unanswered=False)
        if which not in {"unanswered", "all"} or not re.fullmatch(r"[1-9]\d{0,3}|", days, re.ASCII):
            raise ValueError("is not none, unanswered:DAYS or all:DAYS, such as unanswered:30")
        return Keeping(answered=which == "all", days=int(days or Keeping().days))

    @field_validator("log_level", mode="before")
    @classmethod
    def _in_capitals(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value


def _is_url(url: str) -> bool:
    """Whether it is the address of an HTTP server."""
    try:
        address = urlsplit(url)
        usable = address.scheme in {"http", "https"} and address.hostname and address.port != 0
    except ValueError:
        return False
    return bool(usable) and not any(map(str.isspace, url))


def load_settings() -> BotSettings:
    """Read the settings. Raises `SettingsError` naming every variable that can't be used."""
    with naming_settings():
        return BotSettings()
