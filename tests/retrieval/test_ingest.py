"""Bringing what is served up to date with a folder: what changes, what stays, what a crash leaves."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval import CatalogueError, Library, Outcome, Report, SettingsError
from tests.retrieval.conftest import Shelf


@pytest.fixture
def shelf(tmp_path: Path, database_url: str) -> Iterator[Shelf]:
    """An empty folder of articles, with a catalogue in either database."""
    shelf = Shelf(tmp_path, database_url)
    yield shelf
    shelf.close()


def outcomes(report: Report) -> dict[str, Outcome]:
    return {source.uri: source.outcome for source in report.sources}


def test_new_changed_unchanged_and_gone_files_are_told_apart(shelf: Shelf) -> None:
    shelf.put(a="A\n\nOne stays.", b="B\n\nOne changes.", c="C\n\nOne goes.")
    library = shelf.library()
    assert outcomes(library.update()) == dict.fromkeys(["a.txt", "b.txt", "c.txt"], Outcome.NEW)

    shelf.put(b="B\n\nOne has changed.", d="D\n\nOne is new.")
    shelf.remove("c")
    report = library.update()

    assert outcomes(report) == {
        "a.txt": Outcome.UNCHANGED,
        "b.txt": Outcome.CHANGED,
        "c.txt": Outcome.GONE,
        "d.txt": Outcome.NEW,
    }
    assert library.answerer.answer("what changed?").quotes[0].text == "One has changed."
    assert not library.answerer.answer("what goes?").answered


def test_without_a_change_the_generation_stays(shelf: Shelf) -> None:
    shelf.put(a="A\n\nOne stays.")
    library = shelf.library()
    first = library.update()

    second = library.update()

    assert (second.generation, second.is_new) == (first.generation, False)


def test_a_file_that_can_no_longer_be_read_keeps_its_articles(shelf: Shelf) -> None:
    shelf.put(a="A\n\nForces retook Palmyra.", b="B\n\nOther news.")
    library = shelf.library()
    library.update()

    (shelf.sources / "a.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    report = library.update()

    (failed,) = report.of(Outcome.FAILED)
    assert (failed.uri, failed.article_count) == ("a.txt", 1)
    assert failed.reason and "PNG" in failed.reason
    assert library.answerer.answer("who retook Palmyra?").answered


def test_a_file_that_was_mended_is_read(shelf: Shelf) -> None:
    shelf.put(a="")
    library = shelf.library()
    assert outcomes(library.update()) == {"a.txt": Outcome.FAILED}

    shelf.put(a="A\n\nForces retook Palmyra.")

    assert outcomes(library.update()) == {"a.txt": Outcome.NEW}
    assert library.answerer.answer("who retook Palmyra?").answered


def test_the_same_text_under_two_names_is_one_article(shelf: Shelf) -> None:
    shelf.put(a="A\n\nForces retook Palmyra.", b="A\n\nForces retook Palmyra.")
    library = shelf.library()
    assert library.update().article_count == 1

    shelf.remove("a")
    library.update()

    assert [quote.source for quote in library.answerer.answer("who retook Palmyra?").quotes] == ["b.txt"]


def test_a_missing_folder_is_named_and_nothing_is_lost(shelf: Shelf) -> None:
    shelf.put(a="A\n\nForces retook Palmyra.")
    library = shelf.library()
    library.update()
    shelf.sources.rename(shelf.sources.with_name("elsewhere"))

    with pytest.raises(SettingsError, match="sources"):
        library.update()

    assert shelf.library().answerer.answer("who retook Palmyra?").answered


def test_another_process_serves_what_the_last_one_made(shelf: Shelf) -> None:
    shelf.put(a="A\n\nForces retook Palmyra.")
    shelf.library().update()

    assert shelf.library().answerer.answer("who retook Palmyra?").answered


def test_an_index_that_is_gone_or_broken_is_made_anew(shelf: Shelf) -> None:
    shelf.put(a="A\n\nForces retook Palmyra.")
    shelf.library().update()
    for file in (shelf.settings.data_dir / "index").rglob("*.npy"):
        file.write_bytes(b"")

    library = shelf.library()
    assert not library.answerer.answer("who retook Palmyra?").answered
    library.update()

    assert library.answerer.answer("who retook Palmyra?").answered


def test_a_rebuilt_index_answers_alike(shelf: Shelf) -> None:
    shelf.put(a="A\n\nForces retook Palmyra.", b="B\n\nPalmyra was lost a year ago.")
    library = shelf.library()
    first = library.update()
    before = library.answerer.answer("who retook Palmyra?")

    second = library.update(rebuild=True)

    assert second.generation > first.generation
    assert library.answerer.answer("who retook Palmyra?") == before


def test_few_generations_are_kept(shelf: Shelf) -> None:
    library = shelf.library()
    for number in range(7):
        shelf.put(a=f"A\n\nForces marched {number} miles.")
        library.update()

    assert len(list((shelf.settings.data_dir / "index").iterdir())) == 4


def test_a_database_that_cannot_be_opened_is_an_error(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    (shelf.settings.data_dir / "verbatim.sqlite3").write_bytes(b"no database at all, " * 100)

    with pytest.raises(CatalogueError, match="not a database"):
        shelf.library()


UPDATE = """
import sys
from pathlib import Path
from retrieval import Library, RetrievalSettings
folders = {"sources_dir": Path(sys.argv[1]), "data_dir": Path(sys.argv[2])}
settings = RetrievalSettings(_env_file=None, **folders, database_url=sys.argv[3])
library = Library(settings)
print("ready", flush=True)
sys.stdin.readline()
library.update()
"""


def updating(shelf: Shelf) -> list[str]:
    """The command that updates a library in a process of its own, when it is told to."""
    folders = (str(shelf.sources), str(shelf.settings.data_dir))
    return [sys.executable, "-c", UPDATE, *folders, str(shelf.settings.database_url)]


# Makes root obey the rights of files, as everybody else does.
AS_A_PERSON = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"]


@pytest.mark.skipif(sys.platform == "win32", reason="rights are another matter on Windows")
@pytest.mark.skipif(
    sys.platform != "win32" and os.geteuid() == 0 and not shutil.which("setpriv"),
    reason="root may read all, and there is no setpriv to take that from it",
)
def test_a_folder_that_can_no_longer_be_read_keeps_its_articles(shelf: Shelf) -> None:
    inner = shelf.sources / "inner"
    inner.mkdir()
    (inner / "a.txt").write_text("A\n\nForces retook Palmyra.")
    library = shelf.library()
    library.update()
    inner.chmod(0)
    try:
        command = [*(AS_A_PERSON if os.geteuid() == 0 else []), *updating(shelf)]
        subprocess.run(command, input=b"go\n", check=True)
    finally:
        inner.chmod(0o700)

    states = {each.uri: (each.status, each.record.failure, each.served_count) for each in library.holdings.list()}
    assert states == {"inner/": ("failing", "no permission to read it", 0), "inner/a.txt": ("enabled", None, 1)}
    assert library.answerer.answer("who retook Palmyra?").answered

    assert outcomes(library.update()) == {"inner/a.txt": Outcome.UNCHANGED}


def test_two_updates_at_once_end_in_the_same_state(shelf: Shelf, tmp_path: Path) -> None:
    shelf.put(**{f"a{n}": f"Article {n}\n\nForces retook town{n}." for n in range(50)})
    Library(shelf.settings).close()
    arguments = updating(shelf)
    children = [subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)]

    assert [child.communicate("go\n")[0] for child in children] == ["ready\n"] * 2
    assert [child.returncode for child in children] == [0, 0]
    assert shelf.library().answerer.answer("who retook town7?").answered
