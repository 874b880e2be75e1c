"""A database through SQLAlchemy: opened, brought up to date, and its errors in our words.

Several packages may keep their tables in one database, each with migrations and a version of its own.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Any

import sqlalchemy as sql
from filelock import FileLock, Timeout
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from retrieval.errors import CatalogueError, CatalogueUnavailable

# How long SQLite waits for its turn to write.
_PATIENCE_MILLISECONDS = 30_000
# How long to wait for a server that is being started anew, and between two tries.
_RESTART_SECONDS = 5.0
_RETRY_SECONDS = 0.1
# How often to look whether an `alone` is over.
_LOOK_SECONDS = 0.2
_BACKENDS = ("sqlite", "postgresql")
# By driver: what brings it, with a client library that fits.
_PACKAGES = {"psycopg": "psycopg[binary]"}
# alembic keeps what it migrates in globals: one thread of a process at a time.
_MIGRATING = threading.Lock()
# What a transaction is in PostgreSQL. One that reads is as in SQLite: it sees everything at the same moment.
_WRITING = {"isolation_level": "READ COMMITTED"}
_READING = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


class Database:
    """The tables of one package, in SQLite or PostgreSQL by URL; safe to use from several threads and processes.

    `migrations` is an alembic folder, `version_table` the table that says how far they went. Opening brings the schema
    up to date. `address` is the URL, its password left out, as it is in errors. Raises `CatalogueError`.
    """

    def __init__(self, url: str, migrations: Path, version_table: str) -> None:
        self.address = _named(url)
        self._migrations = migrations
        self._version_table = version_table
        try:
            address = _address(url)
            self._is_sqlite = address.get_backend_name() == "sqlite"
            if self._is_sqlite and address.database:
                Path(address.database).parent.mkdir(parents=True, exist_ok=True)
            # Errors are logged, and what is stored are people's words. A server may have ended a connection meanwhile.
            self._engine = sql.create_engine(address, hide_parameters=True, pool_pre_ping=not self._is_sqlite)
            if self._is_sqlite:
                sql.event.listen(self._engine, "connect", _prepare_sqlite)
                sql.event.listen(self._engine, "begin", _begin_sqlite)
            try:
                self._migrate()
            except BaseException:
                self.close()
                raise
        except ImportError as error:
            package = _PACKAGES.get(address.get_driver_name(), error.name)
            raise CatalogueError(f"the database needs a driver: pip install '{package}'") from error
        except (SQLAlchemyError, OSError, ValueError) as error:
            raise CatalogueError(f"the database can't be opened: {_short(error)} ({self.address})") from None

    @contextmanager
    def begin(self, *, writes: bool = False, lock: str | None = None) -> Iterator[sql.Connection]:
        """A transaction that ends with the block; one that does not write sees all of it at the same moment.

        `lock` is any name: of those who give the same one writes at a time, and sees what the last one wrote. Raises
        `CatalogueError` when the database fails, `CatalogueUnavailable` when its server does.
        """
        try:
            with self._connect(**self._options(writes)) as connection, connection.begin():
                self._lock(connection, lock)
                yield connection
        # A damaged file gives bytes that are no text. Whoever reads the error must not read what was stored: PostgreSQL
        # repeats a row that broke a rule.
        except (SQLAlchemyError, UnicodeDecodeError) as error:
            raise self._failure(error) from None

    @contextmanager
    def alone(self, name: str, *, timeout: float) -> Iterator[None]:
        """Keep everybody else out who uses the same `name`, on whatever machine, until the block ends.

        Others can read and write meanwhile, as long as they do not come here. Raises `CatalogueError` when somebody
        else has been here for more than `timeout` seconds.
        """
        late = CatalogueError(f"another process has been at {name} for more than {timeout:.0f} s")
        if self._is_sqlite:
            with _file_lock(Path(f"{self._engine.url.database}.{name}.lock"), timeout, late):
                yield
            return
        try:
            # The lock is the connection's: it ends with this process, whatever happens.
            with self._connect(isolation_level="AUTOCOMMIT") as connection:
                until = time.monotonic() + timeout
                while not connection.scalar(sql.select(sql.func.pg_try_advisory_lock(_number(name)))):
                    if time.monotonic() > until:
                        raise late
                    time.sleep(_LOOK_SECONDS)
                try:
                    yield
                finally:
                    # Not left to the pool, which keeps connections.
                    connection.invalidate()
        except SQLAlchemyError as error:
            raise self._failure(error) from None

    def truncate_log(self) -> bool:
        """Empty SQLite's write-ahead log, which still holds what was deleted; false while somebody is using it.

        Other databases look after theirs. Raises `CatalogueError` when the database fails.
        """
        if not self._is_sqlite:
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
            raise CatalogueError(f"the database failed: {_short(error)}") from None
        return not blocked

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    # Any: the values of SQLAlchemy's options.
    def _options(self, writes: bool) -> dict[str, Any]:
        if self._is_sqlite:
            return {"writes": writes}
        return _WRITING if writes else _READING

    def _connect(self, **options: Any) -> sql.Connection:
        """A connection; a server that is being started anew is waited for."""
        until = time.monotonic() + (0.0 if self._is_sqlite else _RESTART_SECONDS)
        while True:
            try:
                return self._engine.connect().execution_options(**options)
            except OperationalError:
                if time.monotonic() >= until:
                    raise
            time.sleep(_RETRY_SECONDS)

    def _lock(self, connection: sql.Connection, name: str | None) -> None:
        # Whoever writes to SQLite has locked all of it.
        if name is not None and not self._is_sqlite:
            connection.execute(sql.select(sql.func.pg_advisory_xact_lock(_number(name))))

    def _failure(self, error: Exception) -> CatalogueError:
        # To PostgreSQL's driver that is all that has to do with the server rather than with what it was asked.
        passing = isinstance(error, OperationalError) and not self._is_sqlite
        return (CatalogueUnavailable if passing else CatalogueError)(f"the database failed: {_short(error)}")

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
        with (
            _MIGRATING,
            self._engine.connect().execution_options(**self._options(True)) as connection,
            connection.begin(),
        ):
            # Of two processes that start at once the second finds everything done.
            self._lock(connection, self._version_table)
            if not self._is_sqlite and (encoding := connection.scalar(sql.text("SHOW server_encoding"))) != "UTF8":
                raise ValueError(f"its encoding is {encoding}, which lacks most letters (ENCODING 'UTF8' has them)")
            config.attributes.update(connection=connection, version_table=self._version_table)
            try:
                command.upgrade(config, "head")
            except CommandError as error:
                raise ValueError("a newer version of this program made it") from error


@contextmanager
def _file_lock(file: Path, timeout: float, late: CatalogueError) -> Iterator[None]:
    try:
        lock = FileLock(file, timeout=timeout).acquire()
    except Timeout:
        raise late from None
    except OSError as error:
        raise CatalogueError(f"{file}: {error.strerror or error}") from error
    with lock:
        yield


def _prepare_sqlite(connection: Any, _record: object) -> None:  # Any: what the driver hands over
    # The driver would begin transactions late and end them at every CREATE TABLE: we begin them ourselves.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={_PATIENCE_MILLISECONDS}")
    _log_ahead(connection)
    for pragma in (
        "synchronous=NORMAL",
        "foreign_keys=ON",
        # What is deleted is overwritten, too.
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _log_ahead(connection: sqlite3.Connection) -> None:
    """Have a file written with a log ahead of it, as it is from then on."""
    until = time.monotonic() + _PATIENCE_MILLISECONDS / 1_000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            # Of two who do this to a new file at once SQLite lets neither wait for the other.
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(_LOOK_SECONDS)


def _begin_sqlite(connection: sql.Connection) -> None:
    # Who will write takes its place in the queue at once: a reader can't become a writer when another wrote meanwhile.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


def _address(url: str) -> sql.URL:
    """Where the database is. Raises ValueError, without the URL: it may hold a password."""
    try:
        address = sql.make_url(url)
    except (SQLAlchemyError, ValueError):
        raise ValueError(
            "it is no address such as postgresql://user:password@host/name; "
            "in a password @ is written %40, / %2F, : %3A and % %25"
        ) from None
    if address.drivername in {"postgresql", "postgres"}:
        # The second is what many hosts hand out.
        return address.set(drivername="postgresql+psycopg")
    if address.get_backend_name() not in _BACKENDS:
        raise ValueError(f"unknown scheme '{address.drivername}' ({', '.join(_BACKENDS)})")
    return address


def _number(name: str) -> int:
    """The number of a lock in PostgreSQL, where they have none."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)


def _named(url: str) -> str:
    """The address without its password."""
    try:
        return sql.make_url(url).render_as_string(hide_password=True)
    except (SQLAlchemyError, ValueError):
        return "see DATABASE_URL"


def _short(error: BaseException) -> str:
    """The first line: what follows holds parameters, and with them people's texts."""
    return str(getattr(error, "orig", None) or error).splitlines()[0]
