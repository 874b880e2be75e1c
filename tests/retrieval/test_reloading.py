"""Reloads in two steps: what is planned, what is held until it is confirmed, and going back."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval import (
    ANYTHING,
    Hold,
    IndexUnavailable,
    Library,
    NoSuchGeneration,
    Outcome,
    Plan,
    ReloadDied,
    Report,
    SettingsError,
)
from tests.retrieval.conftest import Shelf

ME = "command line"


def fill(shelf: Shelf, count: int = 10) -> None:
    shelf.put(**{f"a{number}": f"Article {number}\n\nForces retook town{number}." for number in range(count)})


def answers(library: Library, question: str) -> list[str]:
    return [quote.text for quote in library.answerer.answer(question).quotes]


def told(report: Report | Plan) -> dict[str, Outcome]:
    return {each.uri: each.outcome for each in report.sources if each.outcome is not Outcome.UNCHANGED}


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
    assert library.update(confirmed=held.plan.key).holds == (Hold.VANISHING,)
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


def golden(shelf: Shelf, *lines: str) -> None:
    (shelf.sources / "golden.jsonl").write_text("\n".join(lines), "utf-8")


def test_an_answer_that_gets_worse_holds_the_reload(shelf: Shelf) -> None:
    fill(shelf)
    golden(
        shelf,
        '{"question": "who retook town1?", "words": "Forces retook TOWN1", "article": "a1.txt"}',
        '{"question": "who retook Atlantis?", "words": "never right"}',
        '{"question": "who bombed Aleppo?", "refused": true}',
    )
    library = shelf.library()
    first = library.update()
    shelf.put(a1="Article 1\n\nNothing is said here any more.", a2="Article 2\n\nForces lost town2.")

    held = library.update()

    (worse,) = held.worse
    assert held.holds == (Hold.WORSE,)
    assert (worse.question, worse.expected) == ("who retook town1?", "“Forces retook TOWN1” in a1.txt")
    assert worse.now == "“Forces retook town0.” in Article 0"
    assert answers(library, "who retook town1?")[0] == "Forces retook town1."
    assert library.generations()[0].id == first.generation

    done = library.update(confirmed=held.plan.key)
    assert (done.is_new, answers(library, "who lost town2?")) == (True, ["Forces lost town2."])


def test_what_was_wrong_before_holds_nothing(shelf: Shelf) -> None:
    fill(shelf)
    golden(shelf, '{"question": "who retook Atlantis?", "words": "Atlantis"}')
    library = shelf.library()
    library.update()
    shelf.put(a1="Article 1\n\nForces lost town1.")

    assert library.update().is_new


def test_golden_questions_are_no_article_wherever_their_file_is(shelf: Shelf) -> None:
    fill(shelf, 1)
    golden(shelf, '{"question": "who retook town0?", "words": "town0"}')
    (shelf.sources / "mine.txt").write_text('{"question": "who retook town0?", "words": "town0"}')
    shelf.settings.golden_file = shelf.sources / "mine.txt"

    assert told(shelf.library().update()) == {"a0.txt": Outcome.NEW}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("nonsense", 'is not JSON, such as {"question": "who ...?", "words": "..."}'),
        ("[1]", 'is not an object, such as {"question": "who ...?", "words": "..."}'),
        ('{"words": "x"}', "has no question"),
        ('{"question": "x?"}', 'expects an "article", "words" or both, or else has "refused": true'),
        ('{"question": "x?", "words": "y", "refused": true}', 'expects an "article", "words" or both, or else has'),
        ('{"question": "x?", "answer": "y"}', "unknown key 'answer' (article, question, refused, words)"),
        ('{"question": "x?", "words": [1]}', "its words are neither a text nor a list of texts"),
        ('{"question": "x?", "article": 1}', "its article is no text"),
        ('{"question": "x?", "refused": "yes"}', "refused is true or false"),
    ],
)
def test_a_golden_question_that_cannot_be_read_is_named_and_stops_nobody(shelf: Shelf, line: str, reason: str) -> None:
    fill(shelf, 1)
    golden(shelf, '{"question": "who retook town0?", "words": "town0"}', line)

    report = shelf.library().update()

    (failed,) = report.of(Outcome.FAILED)
    assert failed.uri == "golden.jsonl"
    assert failed.reason and failed.reason.startswith(f"line 2: {reason}")
    assert report.article_count == 1


def test_a_golden_file_that_is_not_there_is_named(shelf: Shelf) -> None:
    fill(shelf, 1)
    shelf.settings.golden_file = Path("/nowhere/golden.jsonl")

    (failed,) = shelf.library().update().of(Outcome.FAILED)

    assert failed.reason == "golden questions: '/nowhere/golden.jsonl' can't be read: No such file or directory"


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

    versions.update(confirmed=ANYTHING)
    assert serves(versions) == "sixth"
    shelf.put(a="A\n\nThe seventh siege ended Palmyra.")
    versions.update()
    assert serves(versions) == "seventh"
    assert (versions.roll_back(by=ME), serves(versions)) == (6, "sixth")


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
    fill(shelf, 2)
    library = shelf.library()

    with pytest.raises(ReloadDied, match="SIGKILL"):
        library.update(apart=True, planned=lambda _: library.stop_reloads())

    assert library.update().article_count == 2
