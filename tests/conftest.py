"""Databases of both kinds, and no test that fails because a machine is slow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.postgres import NoServer, Server

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server, started for the first test that wants one."""
    try:
        server = Server()
    except NoServer as reason:
        pytest.skip(f"PostgreSQL can't be started: {reason}")
    yield server
    server.close()


@pytest.fixture
def postgres_url(postgres: Server) -> Iterator[str]:
    """A PostgreSQL database of the test's own: no row is in its tables."""
    with postgres.database() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of the test's own, once in SQLite and once in PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'database.sqlite3'}"
    url: str = request.getfixturevalue("postgres_url")
    return url
