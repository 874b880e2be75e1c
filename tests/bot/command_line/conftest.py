"""The command line, as a person or a script uses it: one article, and `verbatim` to run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main

PALMYRA = """---
title: Palmyra is retaken
date: 2016-03-27
url: https://example.org/palmyra
---

Government forces retook Palmyra on Sunday. The militants withdrew east.
"""

Run = Callable[..., Result]


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
