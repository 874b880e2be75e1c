"""A playground, a scene on it, and the command line, for tests of the bot."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.playground import Playground
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario

PALMYRA = """---
title: Palmyra is retaken
date: 2016-03-27
url: https://example.org/palmyra
---

Government forces retook Palmyra on Sunday. The militants withdrew east.
"""

Run = Callable[..., Result]


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    """A Bot API on a free port of loopback."""
    async with Playground() as running:
        yield running


@pytest.fixture
def scene(playground: Playground) -> Scenario:
    """People around that playground's bot."""
    return Scenario(playground)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A library of two articles."""
    desk = Desk(tmp_path)
    yield desk
    desk.close()


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one article, which the environment points at; no `.env` is near."""
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "palmyra.md").write_text(PALMYRA, "utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("TELEGRAM_BOT_TOKEN", "DATABASE_URL", "INDEX_URL", "ADMIN_IDS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SOURCES_DIR", str(folder))
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    # These tests are about what is done with an answer, not about how sure the ranker is of it.
    monkeypatch.setenv("ANSWER_THRESHOLD", "0.1")
    return folder


@pytest.fixture
def run(sources: Path) -> Run:
    """Run `verbatim` with arguments and standard input."""
    assert sources.is_dir()

    def verbatim(*arguments: str, stdin: str | None = None) -> Result:
        return CliRunner().invoke(main, arguments, input=stdin)

    return verbatim
