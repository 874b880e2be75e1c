"""Several machines on one catalogue, each with an index of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from retrieval import CatalogueError, Library
from tests.retrieval.conftest import Shelf


class Machines:
    """Libraries that share the articles' folder and the database, and nothing else."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.shelf = Shelf(folder, database_url)
        self._folder = folder
        self._opened: list[Library] = []

    def library(self, name: str) -> Library:
        """The library of a machine."""
        self._opened.append(Library(self.shelf.settings.model_copy(update={"data_dir": self._folder / name})))
        return self._opened[-1]

    def index(self, name: str) -> list[str]:
        """The generations that a machine has an index of."""
        return sorted(path.name for path in (self._folder / name / "index").iterdir())

    def close(self) -> None:
        """Close every library."""
        for library in self._opened:
            library.close()


@pytest.fixture
def machines(tmp_path: Path, database_url: str) -> Iterator[Machines]:
    """Machines that have nothing yet."""
    machines = Machines(tmp_path, database_url)
    machines.shelf.put(a="A\n\nForces retook Palmyra.", b="B\n\nForces held Aldor.")
    yield machines
    machines.close()


def quoted(library: Library, question: str) -> list[str]:
    return [quote.text for quote in library.answerer.answer(question).quotes]


def test_what_one_machine_brings_in_another_answers_from(machines: Machines) -> None:
    one, other = machines.library("one"), machines.library("other")
    one.update()
    assert quoted(other, "who held Aldor?") == []
    assert other.answerer.refresh()
    assert quoted(other, "who held Aldor?") == ["Forces held Aldor."]

    machines.shelf.put(c="C\n\nForces held Nuvia.")
    machines.shelf.remove("b")
    one.update()
    # Until then from what it has.
    assert quoted(other, "who held Aldor?") == ["Forces held Aldor."]
    assert other.answerer.refresh()

    assert quoted(other, "who held Nuvia?") == ["Forces held Nuvia."]
    assert quoted(other, "who held Aldor?") == quoted(one, "who held Aldor?")
    assert other.answerer.generation == one.answerer.generation
    assert not other.answerer.refresh()


def test_machines_that_start_one_after_the_other_make_one_generation(machines: Machines) -> None:
    first = machines.library("one").update()
    second = machines.library("other").update()

    assert (second.generation, second.is_new) == (first.generation, False)
    assert quoted(machines.library("other"), "who retook Palmyra?") == ["Forces retook Palmyra."]


def test_machines_that_start_at_once_make_one_generation(machines: Machines) -> None:
    libraries = [machines.library(name) for name in ("one", "other", "third")]
    with ThreadPoolExecutor(3) as threads:
        reports = list(threads.map(lambda library: library.update(), libraries))

    assert {report.generation for report in reports} == {1}
    assert [report.is_new for report in reports].count(True) == 1
    assert [quoted(library, "who retook Palmyra?") for library in libraries] == [["Forces retook Palmyra."]] * 3


def test_either_machine_may_bring_in_the_next_generation(machines: Machines) -> None:
    one, other = machines.library("one"), machines.library("other")
    one.update()
    for number, library in enumerate((other, one, other)):
        machines.shelf.put(c=f"C\n\nForces held Nuvia for {number} days.")
        library.update()
    one.answerer.refresh()

    assert quoted(one, "who held Nuvia?") == quoted(other, "who held Nuvia?") == ["Forces held Nuvia for 2 days."]


def test_a_machine_keeps_no_index_that_the_catalogue_has_dropped(machines: Machines) -> None:
    one, other = machines.library("one"), machines.library("other")
    for number in range(7):
        machines.shelf.put(c=f"C\n\nForces held Nuvia for {number} days.")
        one.update()
        other.answerer.refresh()

    assert machines.index("other") == machines.index("one") == ["000004", "000005", "000006", "000007"]


def test_an_index_that_a_failed_ingestion_left_is_not_taken_for_that_of_its_number(machines: Machines) -> None:
    one, other = machines.library("one"), machines.library("other")
    one.update()
    other.answerer.refresh()
    machines.shelf.put(c="C\n\nForces held Nuvia.")
    one.update()
    machines.shelf.put(c="C\n\nForces held Brede.")
    # Whole on the disk, and unknown to the catalogue: as if the machine had died in between.
    shutil.copytree(machines._folder / "one" / "index" / "000002", machines._folder / "other" / "index" / "000003")
    one.update()

    assert other.answerer.refresh()
    assert quoted(other, "who held Brede?") == ["Forces held Brede."]


def test_a_damaged_index_is_made_anew_while_the_bot_runs(machines: Machines) -> None:
    one, other = machines.library("one"), machines.library("other")
    one.update()
    for file in (machines._folder / "one" / "index").rglob("*.npy"):
        (machines._folder / "other" / "index" / "000001").mkdir(parents=True, exist_ok=True)
        (machines._folder / "other" / "index" / "000001" / file.name).write_bytes(b"")

    assert other.answerer.refresh()
    assert quoted(other, "who retook Palmyra?") == ["Forces retook Palmyra."]


def test_one_machine_at_a_time_ingests(machines: Machines) -> None:
    one, other = machines.library("one"), machines.library("other")
    with ThreadPoolExecutor(1) as thread:
        with one._catalogue.alone("ingestion", timeout=0):
            waiting = thread.submit(other.update)
            with pytest.raises(TimeoutError):
                waiting.result(0.3)
            busy = "another process has been at ingestion for more than 0 s"
            with pytest.raises(CatalogueError, match=busy), other._catalogue.alone("ingestion", timeout=0):
                pass
        assert waiting.result(30).is_new
