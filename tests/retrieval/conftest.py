"""A library of real files, made for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval import Library, RetrievalSettings
from tests.once import put_database, ranker

# Low, so that these tests don't fail when the ranker's weights are made anew: what a sentence of a tiny library scores
# moves then. What the shipped threshold refuses is measured in `test_effectiveness.py`.
THRESHOLD = 0.2


class Shelf:
    """A folder of articles and the library that reads it; its database is a SQLite file, unless there is a URL."""

    def __init__(self, folder: Path, database_url: str | None = None) -> None:
        self.sources = folder / "sources"
        self.sources.mkdir()
        put_database(folder / "data")
        self.settings = RetrievalSettings(
            _env_file=None,  # type: ignore[call-arg] # pydantic-settings takes it, its types do not say so
            sources_dir=self.sources,
            data_dir=folder / "data",
            database_url=database_url,
            answer_threshold=THRESHOLD,
        )
        self._opened: list[Library] = []

    def put(self, **texts: str) -> None:
        """Write a `.txt` article for each name."""
        for name, text in texts.items():
            (self.sources / f"{name}.txt").write_text(text, "utf-8")

    def remove(self, name: str) -> None:
        """Delete an article's file."""
        (self.sources / f"{name}.txt").unlink()

    def library(self) -> Library:
        """Another library on the same folder, as another process would open it."""
        self._opened.append(Library(self.settings, ranker=ranker()))
        return self._opened[-1]

    def close(self) -> None:
        """Close every library."""
        for library in self._opened:
            library.close()


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    """An empty folder of articles."""
    shelf = Shelf(tmp_path)
    yield shelf
    shelf.close()
