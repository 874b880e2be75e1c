"""A database through SQLAlchemy: opened, brought up to date, and its errors in our words.

Several packages may keep their tables in one database, each with migrations and a version of its own.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sql
from sqlalchemy.exc import SQLAlchemyError

from retrieval.errors import CatalogueError

# How long SQLite waits for its turn to write.
_PATIENCE_MILLISECONDS = 30_000


class Database:
    """The tables of one package, in SQLite or another database by URL; safe to use from several threads and processes.

    `migrations` is an alembic folder, `version_table` the table that says how far they went. Opening brings the schema
    up to date. `address` is the URL, its password left out, as it is in errors. Raises `CatalogueError`.
    """

    def __init__(self, url: str, migrations: Path, version_table: str) -> None:
        self.address = _named(url)
        self._migrations = migrations
        self._version_table = version_table
        try:
            address = sql.make_url(url)
            if address.get_backend_name() == "sqlite" and address.database:
                Path(address.database).parent.mkdir(parents=True, exist_ok=True)
            # Errors are logged, and what is stored are people's words.
            self._engine = sql.create_engine(address, hide_parameters=True)
            if address.get_backend_name() == "sqlite":
                sql.event.listen(self._engine, "connect", _prepare_sqlite)
                sql.event.listen(self._engine, "begin", _begin_sqlite)
            self._migrate()
        except ImportError as error:
            raise CatalogueError(f"the database needs a driver: pip install {error.name}") from error
        except (SQLAlchemyError, OSError, ValueError) as error:
            raise CatalogueError(f"the database can't be opened: {_short(error)} ({self.address})") from error

    @contextmanager
    def begin(self, *, writes: bool = False) -> Iterator[sql.Connection]:
        """A transaction that ends with the block. Raises `CatalogueError` when the database fails."""
        try:
            with self._engine.connect().execution_options(writes=writes) as connection, connection.begin():
                yield connection
        # A damaged file gives bytes that are no text.
        except (SQLAlchemyError, UnicodeDecodeError) as error:
            raise CatalogueError(f"the database failed: {_short(error)}") from error

    def truncate_log(self) -> bool:
        """Empty SQLite's write-ahead log, which still holds what was deleted; false while somebody is using it.

        Other databases look after theirs. Raises `CatalogueError` when the database fails.
        """
        if self._engine.dialect.name != "sqlite":
            return True
        try:
            # No transaction: a pragma that can't run in one.
            connection = self._engine.raw_connection()
            try:
                cursor = connection.cursor()
                # Writers wait while it waits for readers.
                cursor.execute("PRAGMA busy_timeout=20")
                blocked, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                connection.cursor().execute(f"PRAGMA busy_timeout={_PATIENCE_MILLISECONDS}")
                connection.close()
        except (SQLAlchemyError, sqlite3.Error) as error:
            raise CatalogueError(f"the database failed: {_short(error)}") from error
        return not blocked

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    def _migrate(self) -> None:
        newest = max((self._migrations / "versions").glob("[0-9]*.py")).name.partition("_")[0]
        with self._engine.connect() as connection:
            if sql.inspect(connection).has_table(self._version_table):
                table = sql.table(self._version_table)
                if connection.scalar(sql.select(sql.column("version_num")).select_from(table)) == newest:
                    return
        # A fifth of the time that a command takes to start, for those only who have something to migrate.
        from alembic import command  # noqa: PLC0415
        from alembic.config import Config  # noqa: PLC0415
        from alembic.util import CommandError  # noqa: PLC0415

        config = Config()
        config.set_main_option("script_location", str(self._migrations))
        with self._engine.connect().execution_options(writes=True) as connection, connection.begin():
            config.attributes.update(connection=connection, version_table=self._version_table)
            try:
                command.upgrade(config, "head")
            except CommandError as error:
                raise ValueError("a newer version of this program made it") from error


def _prepare_sqlite(connection: Any, _record: object) -> None:  # Any: what the driver hands over
    # The driver would begin transactions late and end them at every CREATE TABLE: we begin them ourselves.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout={_PATIENCE_MILLISECONDS}",
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        # What is deleted is overwritten, too.
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sql.Connection) -> None:
    # Who will write takes its place in the queue at once: a reader can't become a writer when another wrote meanwhile.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


def _named(url: str) -> str:
    """The address without its password."""
    try:
        return sql.make_url(url).render_as_string(hide_password=True)
    except (SQLAlchemyError, ValueError):
        return "see DATABASE_URL"


def _short(error: BaseException) -> str:
    """The first line: what follows holds parameters, and with them people's texts."""
    return str(getattr(error, "orig", None) or error).splitlines()[0]
