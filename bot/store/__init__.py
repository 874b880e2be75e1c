"""What the bot keeps in the database, beside the catalogue: each module a noun, all over one `Database`."""

from __future__ import annotations

from pathlib import Path

from retrieval import Database

_MIGRATIONS = Path(__file__).parent / "migrations"


def open_store(url: str) -> Database:
    """The bot's tables in the database of this URL, up to date. Raises `CatalogueError`."""
    return Database(url, _MIGRATIONS, "bot_version")
