"""Databases of both kinds; and what takes minutes, which runs beside the other tests on a core of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.effectiveness.sets import DATA, ROOT
from tests.postgres import NoServer, Server

_TRAINING = pytest.StashKey["subprocess.Popen[str]"]()


def pytest_collection_finish(session: pytest.Session) -> None:
    """Begin to make the ranker's weights anew when a test is going to ask for them."""
    wanted = any("training" in getattr(item, "fixturenames", ()) for item in session.items)
    if wanted and DATA.is_dir() and not session.config.option.collectonly:
        command = [sys.executable, "-m", "benchmarks.train_ranker", "--check"]
        session.config.stash[_TRAINING] = subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )


def pytest_sessionfinish(session: pytest.Session) -> None:
    """End it where the tests were cut short."""
    training = session.config.stash.get(_TRAINING, None)
    if training and training.poll() is None:
        training.kill()
        training.wait()


@pytest.fixture
def training(pytestconfig: pytest.Config) -> Iterator[subprocess.Popen[str]]:
    """The process that makes the weights anew and compares them."""
    if _TRAINING not in pytestconfig.stash:
        pytest.skip("the data to learn from are not beside the checkout")
    yield pytestconfig.stash[_TRAINING]


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
