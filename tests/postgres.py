"""A PostgreSQL server for the tests: the system's programs, a temporary folder, a free port of loopback."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from tempfile import mkdtemp

import psycopg
import sqlalchemy as sql

from bot.store import open_store
from bot.store.schema import metadata as of_the_bot
from retrieval.catalogue import Catalogue
from retrieval.schema import metadata as of_retrieval

_METADATA = (of_retrieval, of_the_bot)
_OWNER = "verbatim"
_STARTING_SECONDS = 60.0
_SETTINGS = {
    # Nothing has to outlive the tests.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    # Not the tests' own.
    "timezone": "Asia/Kathmandu",
}
# Starts and stops the server as it is told, until standard input ends: with the tests, however these end.
_SUPERVISOR = """
server=
while read -r word; do
    case $word in
    start) "$@" </dev/null >>"$FOLDER/log" 2>&1 & server=$! ;;
    stop) kill -INT "$server"; wait "$server" ;;
    esac
done
kill -QUIT "$server"
wait "$server"
rm -rf "$FOLDER"
"""


class NoServer(Exception):
    """No PostgreSQL can be started here, and why."""


class Server:
    """A running server with an order of words as people have it, which is not that of code points.

    `stop` and `start` are what an admin's restart does. Raises `NoServer`.
    """

    def __init__(self) -> None:
        if sys.platform == "win32":
            raise NoServer("on Windows nobody has tried to")
        programs = _programs()
        # It refuses to run as root.
        self._user = _unprivileged() if os.geteuid() == 0 else None
        self._password = secrets.token_urlsafe()
        self._numbers = count()
        self._free: list[str] = []
        folder = Path(mkdtemp(prefix="verbatim-postgres-"))
        try:
            self._initialise(programs, folder)
            with closing(socket.create_server(("127.0.0.1", 0))) as free:
                self._port = free.getsockname()[1]
            self._supervisor = self._supervise(programs, folder)
        except BaseException as error:
            shutil.rmtree(folder)
            if isinstance(error, OSError):
                raise NoServer(str(error)) from error
            raise
        try:
            self.start()
            self._execute("CREATE DATABASE prepared")
            Catalogue(self._url("prepared"), segmentation_version=1).close()
            open_store(self._url("prepared")).close()
        except BaseException:
            self.close()
            raise

    @contextmanager
    def database(self, *, blank: bool = False) -> Iterator[str]:
        """The URL of a database for one test: with the tables of both packages, empty; or with none if `blank`."""
        name = self._free.pop() if self._free and not blank else self._create("template0" if blank else "prepared")
        url = self._url(name)
        try:
            yield url
        finally:
            self.disconnect(url)
            # To make one anew takes the disk ten times as long.
            if not blank and self._emptied(url):
                self._free.append(name)
            else:
                self._execute(f"DROP DATABASE {name} WITH (FORCE)")

    def disconnect(self, url: str) -> None:
        """End all connections to a database, as a server does that is in need, or a firewall that is bored."""
        self._end(url, "true")

    def break_off(self, url: str) -> None:
        """End the connections to a database that wait for a lock, as soon as there are any."""
        until = time.monotonic() + _STARTING_SECONDS
        while not self._end(url, "wait_event_type = 'Lock'"):
            assert time.monotonic() < until, "nobody waits for a lock"
            time.sleep(0.02)

    def start(self) -> None:
        """Start it; returns when it takes connections."""
        self._tell("start")
        until = time.monotonic() + _STARTING_SECONDS
        while True:
            try:
                return self._execute("SELECT 1")
            except psycopg.OperationalError as error:
                if time.monotonic() > until or self._supervisor.poll() is not None:
                    raise NoServer(f"it does not start: {error}") from error
                time.sleep(0.02)

    def stop(self) -> None:
        """Stop it; returns when it takes no connections any more."""
        self._tell("stop")
        while True:
            try:
                self._execute("SELECT 1")
            except psycopg.OperationalError:
                return
            time.sleep(0.02)

    def close(self) -> None:
        """End it, and delete what it stored."""
        assert self._supervisor.stdin
        self._supervisor.stdin.close()
        self._supervisor.wait()

    def _initialise(self, programs: Path, folder: Path) -> None:
        (folder / "password").write_text(self._password)
        command = [
            str(programs / "initdb"), "-D", str(folder / "cluster"), "-U", _OWNER, "-E", "UTF8", "--no-sync",
            "--auth=scram-sha-256", f"--pwfile={folder / 'password'}",
        ]  # fmt: skip
        if self._user is not None:
            shutil.chown(folder, self._user, self._user)
            shutil.chown(folder / "password", self._user, self._user)
        # Older ones know no ICU, and some are built without it.
        for locale in (["--locale-provider=icu", "--icu-locale=en", "--locale=C"], ["--locale=C"]):
            made = subprocess.run(
                [*command, *locale],
                check=False,
                cwd=folder,
                user=self._user,
                group=self._user,
                capture_output=True,
                text=True,
            )
            if made.returncode == 0:
                return
        raise NoServer(f"initdb failed: {made.stderr.strip()}")

    def _supervise(self, programs: Path, folder: Path) -> subprocess.Popen[str]:
        command = [str(programs / "postgres"), "-D", str(folder / "cluster"), "-k", str(folder), "-h", "127.0.0.1"]
        settings = [word for name, value in _SETTINGS.items() for word in ("-c", f"{name}={value}")]
        return subprocess.Popen(
            ["/bin/sh", "-c", _SUPERVISOR, "sh", *command, "-p", str(self._port), *settings],
            stdin=subprocess.PIPE,
            text=True,
            cwd=folder,
            env={**os.environ, "FOLDER": str(folder)},
            user=self._user,
            group=self._user,
            stderr=subprocess.DEVNULL,
            # Ctrl-C is for the tests alone.
            start_new_session=True,
        )

    def _tell(self, word: str) -> None:
        assert self._supervisor.stdin
        self._supervisor.stdin.write(f"{word}\n")
        self._supervisor.stdin.flush()

    def _end(self, url: str, which: str) -> int:
        name = sql.make_url(url).database
        query = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}' AND {which}"
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            return len(connection.execute(query.encode()).fetchall())

    def _create(self, template: str) -> str:
        name = f"test{next(self._numbers)}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def _emptied(self, url: str) -> bool:
        """Whether all tables are empty now; not if a test took one away."""
        tables = [table for metadata in _METADATA for table in reversed(metadata.sorted_tables)]
        try:
            with psycopg.connect(url) as connection:
                connection.execute(";".join(f"DELETE FROM {table.name}" for table in tables).encode())
        except psycopg.Error:
            return False
        return True

    def _url(self, name: str) -> str:
        return f"postgresql://{_OWNER}:{self._password}@127.0.0.1:{self._port}/{name}"

    def _execute(self, statement: str) -> None:
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())


def _programs() -> Path:
    """The folder of the server's programs; Debian keeps it off the PATH."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name, reverse=True)
    for folder in (*map(Path, os.get_exec_path()), *debian):
        if all(os.access(folder / name, os.X_OK) for name in ("initdb", "postgres")):
            # Its files are found from there.
            return (folder / "postgres").resolve().parent
    raise NoServer("there are no initdb and postgres on the PATH or in /usr/lib/postgresql")


def _unprivileged() -> str:
    """Somebody who is not root."""
    import pwd  # noqa: PLC0415 - Windows has none

    known = {entry.pw_name for entry in pwd.getpwall()}
    for name in ("postgres", "nobody"):
        if name in known:
            return name
    raise NoServer("it does not run as root, and there is no user postgres or nobody")
