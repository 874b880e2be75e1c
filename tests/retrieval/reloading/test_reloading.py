"""Reloads in two steps: what is planned, and what is held until it is confirmed."""

from __future__ import annotations

import pytest

from retrieval import ANYTHING, Hold, Outcome, Plan, SettingsError
from tests.retrieval.conftest import Shelf
from tests.retrieval.reloading.conftest import answers, fill, told


def test_a_plan_says_what_would_change_and_changes_nothing(shelf: Shelf) -> None:
    fill(shelf)
    library = shelf.library()
    first = library.update()
    shelf.put(a1="Article 1\n\nForces lost town1.", new="New\n\nForces held Nuvia.", bad="")
    shelf.remove("a2")

    plan = library.plan()

    assert told(plan) == {
        "a1.txt": Outcome.CHANGED,
        "a2.txt": Outcome.GONE,
        "bad.txt": Outcome.FAILED,
        "new.txt": Outcome.NEW,
    }
    assert (plan.served_count, plan.article_count, plan.vanishing, plan.holds) == (10, 10, 1, ())
    assert answers(library, "who retook town2?")[0] == "Forces retook town2."
    assert library.generations()[0].id == first.generation


def test_the_plan_is_told_before_it_is_carried_out(shelf: Shelf) -> None:
    fill(shelf)
    library = shelf.library()
    events: list[str] = []

    def planned(plan: Plan) -> None:
        events.append(f"{len(plan.of(Outcome.NEW))} new, {len(library.generations())} served")

    library.update(planned=planned, progress=lambda stage, *_: events.append(stage))

    assert list(dict.fromkeys(events)) == ["reading", "10 new, 0 served", "indexing"]


def test_articles_that_vanish_in_bulk_are_held_until_somebody_confirms_what_they_saw(shelf: Shelf) -> None:
    fill(shelf)
    library = shelf.library()
    library.update()
    for number in range(3):
        shelf.remove(f"a{number}")

    held = library.update()
    assert (held.holds, held.is_new, held.plan.vanishing, held.plan.share_vanishing) == (
        (Hold.VANISHING,), False, 3, 0.3,
    )  # fmt: skip
    assert library.update().holds == (Hold.VANISHING,)
    assert answers(library, "who retook town0?")[0] == "Forces retook town0."

    shelf.remove("a3")
    assert library.update(confirmed=held.key).holds == (Hold.VANISHING,)
    done = library.update(confirmed=library.plan().key)

    assert (done.holds, done.is_new, done.article_count) == ((), True, 6)
    assert "Forces retook town0." not in answers(library, "who retook town0?")


@pytest.mark.parametrize(
    ("total", "removed", "held"), [(10, 2, False), (10, 3, True), (3, 1, False), (3, 2, True), (1, 1, True)]
)
def test_a_fifth_is_no_bulk_nor_is_one_article_that_is_not_the_last(
    shelf: Shelf, total: int, removed: int, held: bool
) -> None:
    fill(shelf, total)
    library = shelf.library()
    library.update()
    for number in range(removed):
        shelf.remove(f"a{number}")

    assert library.update().is_held == held


def test_articles_that_change_or_move_do_not_vanish(shelf: Shelf) -> None:
    fill(shelf)
    library = shelf.library()
    library.update()
    shelf.put(**{f"a{number}": f"Article {number}\n\nForces lost town{number}." for number in range(5)})
    (shelf.sources / "later").mkdir()
    for number in range(5, 10):
        (shelf.sources / f"a{number}.txt").rename(shelf.sources / "later" / f"a{number}.txt")

    report = library.update()

    assert (report.plan.vanishing, report.is_new, report.article_count) == (0, True, 10)


def test_an_emptied_folder_takes_nothing_away(shelf: Shelf) -> None:
    fill(shelf)
    library = shelf.library()
    library.update()
    for file in shelf.sources.iterdir():
        file.unlink()

    assert library.update().holds == (Hold.VANISHING,)
    assert shelf.library().update(confirmed=ANYTHING).article_count == 0


def test_a_held_reload_is_written_down_and_who_confirmed_it_too(shelf: Shelf) -> None:
    fill(shelf, 2)
    library = shelf.library()
    library.update()
    for number in range(2):
        shelf.remove(f"a{number}")
    library.update(by="42")
    library.update(by="42", confirmed=ANYTHING)
    library.update(by="42")
    shelf.sources.rename(shelf.sources.with_name("elsewhere"))
    with pytest.raises(SettingsError):
        library.update(by="42")

    entries = [(each.who, each.what.value, each.target, each.outcome) for each in library.audit()]

    assert entries == [
        ("42", "reload", "", f"failed: SOURCES_DIR: there is no folder '{shelf.sources}'"),
        ("42", "reload", "2", "no change"),
        ("42", "reload", "2", "0 articles"),
        ("42", "reload", "1", "held: vanishing"),
        ("automatic", "reload", "1", "2 articles"),
    ]
