"""What of retrieval can be set, from the environment or a `.env` file; nothing else reads the environment."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from retrieval.errors import SettingsError

INDEX_SCHEMES = ("local",)
_LEAST_HOURS, _MOST_HOURS = 0.25, 8_784.0


class RetrievalSettings(BaseSettings):
    """The settings of retrieval; each is the environment variable of its name in capitals."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", hide_input_in_errors=True
    )

    sources_dir: Path = Path("seeds")
    data_dir: Path = Path("data")
    index_url: str = "local:"
    database_url: str | None = None
    synonyms_file: Path | None = None
    answer_threshold: float | None = None
    golden_file: Path | None = None
    watch: bool = False
    visit_hours: float = 6.0
    fetch_networks: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode] = ()

    @field_validator("sources_dir", "data_dir", "synonyms_file", "golden_file")
    @classmethod
    def _from_home(cls, path: Path | None) -> Path | None:
        return path.expanduser() if path else None

    @field_validator("answer_threshold", mode="before")
    @classmethod
    def _probability(cls, value: object) -> float | None:
        """A number from 0 to 1; the message shows the value, which is no secret."""
        if value is None:
            return None
        try:
            number = float(str(value))
        except ValueError:
            number = math.nan
        # Not a number is in no range.
        if not 0 <= number <= 1:
            raise ValueError(f"'{value}' is not a number from 0 to 1, such as 0.3")
        return number

    @field_validator("visit_hours", mode="before")
    @classmethod
    def _hours(cls, value: object) -> float:
        """More often would be no good manners, less often than once a year no visits."""
        try:
            number = float(str(value))
        except ValueError:
            number = math.nan
        if not _LEAST_HOURS <= number <= _MOST_HOURS:
            raise ValueError(f"'{value}' is not a number of hours from {_LEAST_HOURS:g} to {_MOST_HOURS:g}, such as 6")
        return number

    @field_validator("fetch_networks", mode="before")
    @classmethod
    def _networks(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        try:
            return tuple(ip_network(each.strip()) for each in value.split(",") if each.strip())
        except ValueError as error:
            raise ValueError(f"{error} (10.0.0.0/8, or several, parted by commas)") from None

    @field_validator("index_url")
    @classmethod
    def _known_engine(cls, url: str) -> str:
        scheme = urlsplit(url).scheme
        if scheme not in INDEX_SCHEMES:
            raise ValueError(f"unknown scheme '{scheme}' ({', '.join(INDEX_SCHEMES)})")
        return url

    @property
    def catalogue_url(self) -> str:
        """The SQLAlchemy URL of the catalogue: `DATABASE_URL`, or a SQLite file in `DATA_DIR`."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'verbatim.sqlite3').absolute()}"


def describe(error: ValidationError) -> SettingsError:
    """The error of pydantic in a line for each setting: its name in the environment and what is wrong with it.

    Values are left out: one of them may be a secret.
    """
    lines = []
    for found in error.errors(include_url=False, include_input=False, include_context=False):
        key = "_".join(map(str, found["loc"])).upper()
        lines.append(f"{key}: {found['msg'].removeprefix('Value error, ')}")
    return SettingsError("\n".join(lines))


@contextmanager
def naming_settings() -> Iterator[None]:
    """Turn what goes wrong while settings are read into a `SettingsError` that names them."""
    try:
        yield
    except ValidationError as error:
        raise describe(error) from None
    except UnicodeDecodeError:
        raise SettingsError(".env: is not UTF-8 text") from None
    except OSError as error:
        raise SettingsError(f".env: can't be read: {error.strerror}") from None


def load_settings() -> RetrievalSettings:
    """Read the settings. Raises `SettingsError` naming every variable that can't be used."""
    with naming_settings():
        return RetrievalSettings()
