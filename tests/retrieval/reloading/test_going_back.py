"""What was served before can be served again, and stays until somebody confirms a reload."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from retrieval import ANYTHING, Hold, Library, NoSuchGeneration
from tests.retrieval.conftest import Shelf
from tests.retrieval.reloading.conftest import ME, answers


@pytest.fixture
def versions(shelf: Shelf) -> Iterator[Library]:
    """A library that has served five generations, each with the word of its number."""
    library = shelf.library()
    for word in ("first", "second", "third", "fourth", "fifth"):
        shelf.put(a=f"A\n\nThe {word} siege ended Palmyra.")
        library.update()
    yield library


def serves(library: Library) -> str:
    return answers(library, "what ended Palmyra?")[0].split()[1]


def test_one_can_go_back_to_the_last_three_generations(versions: Library) -> None:
    assert [each.id for each in versions.generations()] == [5, 4, 3, 2]

    went = [(versions.roll_back(by=ME), serves(versions)) for _ in range(3)]

    assert went == [(4, "fourth"), (3, "third"), (2, "second")]
    with pytest.raises(NoSuchGeneration, match=r"no generation to go back to \(there are: 3, 4, 5\)"):
        versions.roll_back(by=ME)
    assert (versions.roll_back(5, by=ME), serves(versions)) == (5, "fifth")
    with pytest.raises(NoSuchGeneration, match=r"no generation 1 \(there are: "):
        versions.roll_back(1, by=ME)


def test_going_back_lasts_until_a_reload_is_confirmed(versions: Library, shelf: Shelf) -> None:
    versions.roll_back(by=ME)

    assert (versions.update().holds, serves(versions)) == ((Hold.WENT_BACK,), "fourth")
    shelf.put(a="A\n\nThe sixth siege ended Palmyra.")
    assert (versions.update().holds, serves(versions)) == ((Hold.WENT_BACK,), "fourth")
    assert (shelf.library().update().holds, serves(versions)) == ((Hold.WENT_BACK,), "fourth")

    sixth = versions.update(confirmed=ANYTHING).generation
    assert serves(versions) == "sixth"
    shelf.put(a="A\n\nThe seventh siege ended Palmyra.")
    versions.update()
    assert serves(versions) == "seventh"
    assert (versions.roll_back(by=ME), serves(versions)) == (sixth, "sixth")


def test_going_back_ends_when_the_sources_hold_the_same_again(versions: Library, shelf: Shelf) -> None:
    versions.roll_back(by=ME)
    shelf.put(a="A\n\nThe fourth siege ended Palmyra.")
    assert not versions.update().is_new

    shelf.put(a="A\n\nThe sixth siege ended Palmyra.")

    assert (versions.update().holds, serves(versions)) == ((), "sixth")


def test_an_index_that_is_gone_is_made_anew_for_what_was_gone_back_to(versions: Library, shelf: Shelf) -> None:
    versions.roll_back(by=ME)
    for file in (shelf.settings.data_dir / "index").rglob("*.npy"):
        file.unlink()

    library = shelf.library()
    report = library.update()
    assert (report.holds, report.is_new, serves(library)) == ((Hold.WENT_BACK,), False, "fourth")

    assert (library.update().holds, serves(library)) == ((Hold.WENT_BACK,), "fourth")
    for file in (shelf.settings.data_dir / "index").rglob("*.npy"):
        file.unlink()
    library.roll_back(3, by=ME)
    assert serves(library) == "third"
