"""`kill -9` at any moment of a reload leaves the old state or the new one, whole; the next run repairs the rest."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.retrieval.conftest import Shelf

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL and no fork")
@pytest.mark.parametrize(
    ("database_url", "kills"), [("sqlite", 100), ("postgresql", 20)], indirect=["database_url"], ids=["100", "20"]
)
def test_a_reload_that_is_killed_at_random_moments_leaves_the_old_state_or_the_new_one(
    shelf: Shelf, database_url: str, kills: int
) -> None:
    # Loaded once and forked for each reload, as a start takes ten times as long as a reload.
    folders = (str(shelf.sources), str(shelf.settings.data_dir))
    command = [sys.executable, "-m", "tests.retrieval.crashing", *folders, database_url, str(kills)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    # Before the new state and after it, or else they would show little.
    assert found["killed"] >= kills / 2 and found["old"] and found["new"]
    assert found["old"] + found["new"] == kills


UPDATE = """
import resource, sys
from pathlib import Path
from retrieval import Library, RetrievalSettings, VerbatimError
settings = RetrievalSettings(_env_file=None, sources_dir=Path(sys.argv[1]), data_dir=Path(sys.argv[2]))
library = Library(settings)


def progress(stage, done, total):
    if stage == sys.argv[3]:
        # No file may be written beyond so many bytes, as on a disk that is full.
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, resource.RLIM_INFINITY))


try:
    library.update(progress=progress)
except VerbatimError as error:
    print(f"{type(error).__name__}: {error}")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit for the size of files")
@pytest.mark.parametrize(
    ("stage", "reason"), [("reading", "CatalogueError: the database failed: "), ("indexing", "IndexUnavailable: ")]
)
def test_a_disk_that_fills_up_leaves_the_old_state_and_is_named(shelf: Shelf, stage: str, reason: str) -> None:
    shelf.put(old="Old\n\nForces held Aldor.")
    shelf.library().update()
    shelf.put(new="New\n\nForces held Nuvia.")

    command = [sys.executable, "-c", UPDATE, str(shelf.sources), str(shelf.settings.data_dir), stage]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert said.startswith(reason), said
    library = shelf.library()
    assert library.answerer.answer("who held Aldor?").quotes[0].text == "Forces held Aldor."
    assert library.update().article_count == 2
    assert library.answerer.answer("who held Nuvia?").quotes[0].text == "Forces held Nuvia."
    index = shelf.settings.data_dir / "index"
    assert {int(folder.name) for folder in index.iterdir()} == {each.id for each in library.generations()}


@pytest.mark.parametrize("what", ["index", "one generation"])
def test_an_index_that_vanished_is_named_and_made_anew(
    shelf: Shelf, what: str, caplog: pytest.LogCaptureFixture
) -> None:
    shelf.put(a="A\n\nForces held Aldor.")
    serving = shelf.library()
    first = serving.update()
    index = shelf.settings.data_dir / "index"
    shutil.rmtree(index if what == "index" else index / f"{first.generation:06d}")

    assert serving.answerer.answer("who held Aldor?").answered
    library = shelf.library()
    assert not library.answerer.answer("who held Aldor?").answered
    assert f"{first.generation:06d}: there is no such generation" in caplog.text

    assert not library.update().is_new
    assert library.answerer.answer("who held Aldor?").answered
