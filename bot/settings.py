"""What of the bot can be set, from the environment or a `.env` file; retrieval has its own in `retrieval.settings`."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

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
        address = urlsplit(url)
        try:
            usable = address.scheme in {"http", "https"} and address.hostname and address.port != 0
        except ValueError:
            usable = False
        if not usable or any(map(str.isspace, url)):
            raise ValueError("is not the address of a Bot API server (https://host, without /bot)")
        return url.rstrip("/").removesuffix("/bot")

    @field_validator("admin_ids", mode="before")
    @classmethod
    def _comma_separated(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        ids = [part.strip() for part in value.split(",") if part.strip()]
        if wrong := [part for part in ids if not part.isdecimal()]:
            raise ValueError(f"{', '.join(wrong)}: not a user's id (digits, parted by commas)")
        return frozenset(map(int, ids))

    @field_validator("log_level", mode="before")
    @classmethod
    def _in_capitals(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value


def load_settings() -> BotSettings:
    """Read the settings. Raises `SettingsError` naming every variable that can't be used."""
    with naming_settings():
        return BotSettings()
