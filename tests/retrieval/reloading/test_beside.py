"""Reloads beside others, and in processes of their own."""

from __future__ import annotations

import threading

import pytest

from retrieval import IndexUnavailable, Plan, ReloadDied, Report, SettingsError
from tests.retrieval.conftest import Shelf
from tests.retrieval.reloading.conftest import ME, answers, fill


def test_who_reloads_while_somebody_does_joins_and_gets_the_same_report(shelf: Shelf) -> None:
    fill(shelf)
    library = shelf.library()
    seconds: list[Report] = []
    stages: list[str] = []
    joined = threading.Event()

    def join() -> None:
        seconds.append(
            library.update(by="42", planned=lambda _: joined.set(), progress=lambda stage, *_: stages.append(stage))
        )

    joining = threading.Thread(target=join)

    def planned(_: Plan) -> None:
        joining.start()
        assert joined.wait(30)

    first = library.update(by="41", planned=planned)
    joining.join()

    noted = [(each.who, each.outcome) for each in library.audit()]
    assert noted == [("42", "joined another's"), ("41", "10 articles")]
    assert len(seconds) == 1 and seconds[0] is first
    assert set(stages) == {"indexing"}


def test_who_has_just_added_something_does_not_join_what_was_too_early_for_it(shelf: Shelf) -> None:
    fill(shelf, 2)
    library = shelf.library()
    seconds: list[Report] = []

    def add() -> None:
        seconds.append(library.update(joins=False))

    adding = threading.Thread(target=add)

    def planned(_: Plan) -> None:
        library.holdings.add("late.txt", b"Late\n\nThe bridge fell late.", by=ME)
        adding.start()

    assert library.update(planned=planned).article_count == 2
    adding.join()

    assert [each.article_count for each in seconds] == [3]


def test_who_joins_a_reload_that_fails_is_told_so(shelf: Shelf) -> None:
    fill(shelf)
    library = shelf.library()
    failures: list[str] = []
    joined = threading.Event()

    def join() -> None:
        with pytest.raises(IndexUnavailable) as caught:
            library.update(planned=lambda _: joined.set())
        failures.append(str(caught.value))

    joining = threading.Thread(target=join)

    def planned(_: Plan) -> None:
        (shelf.settings.data_dir / "index").write_text("in the way")
        joining.start()
        assert joined.wait(30)

    with pytest.raises(IndexUnavailable) as caught:
        library.update(planned=planned)
    joining.join()

    assert failures == [str(caught.value)]


def test_a_reload_in_a_process_of_its_own_is_told_of_and_served_here(shelf: Shelf) -> None:
    fill(shelf)
    library = shelf.library()
    stages: list[str] = []
    plans: list[Plan] = []

    report = library.update(apart=True, by=ME, progress=lambda stage, *_: stages.append(stage), planned=plans.append)

    assert (report.is_new, report.article_count, [report.plan]) == (True, 10, plans)
    assert list(dict.fromkeys(stages)) == ["reading", "indexing"]
    assert answers(library, "who retook town1?")[0] == "Forces retook town1."
    assert [(each.who, each.outcome) for each in library.audit()] == [(ME, "10 articles")]


def test_what_fails_in_the_other_process_fails_here(shelf: Shelf) -> None:
    library = shelf.library()
    shelf.sources.rmdir()

    with pytest.raises(SettingsError, match="there is no folder"):
        library.update(apart=True)

    shelf.sources.mkdir()
    fill(shelf, 1)
    (shelf.settings.data_dir / "index").write_text("in the way")
    with pytest.raises(IndexUnavailable):
        library.update(apart=True)


def test_another_process_that_cannot_go_on_is_no_mystery(shelf: Shelf) -> None:
    fill(shelf)
    library = shelf.library()
    # Not even the settings arrive there whole.
    shelf.settings.__dict__["sources_dir"] = 7

    with pytest.raises(ReloadDied, match=r"ended too soon \(exit code 1\); what is served stays"):
        library.update(apart=True)


def test_a_reload_in_another_process_can_be_stopped(shelf: Shelf) -> None:
    # So many that it is not done by the time that it is stopped.
    fill(shelf, 400)
    library = shelf.library()

    with pytest.raises(ReloadDied, match="SIGKILL"):
        library.update(apart=True, progress=lambda *_: library.stop_reloads())

    assert library.update().article_count == 400
